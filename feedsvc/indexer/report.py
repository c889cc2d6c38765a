"""What looks at the folder come to, and how they tell how far they are."""

from collections.abc import Callable
from typing import NamedTuple

from feedsvc.model.ledger_record import Record
from feedsvc.model.problem import Problem

Progress = Callable[[int, int], None]  # files done, files in all


class ScanReport(NamedTuple):
    """What a look at the whole folder came to.

    Attributes:
        files, read: files that could be articles; those of them that looked changed.
        new, changed, moved: how many articles.
        gone: articles whose files vanished, EXAMPLES of them; they left the feeds.
        held: vanished ones that stay, because so many at once cannot be meant; also EXAMPLES.
        articles, published: how many are kept; how many of them readers see.
        gone_count, held_count: all of them.
        new_paths: the first few that are new.
    """

    files: int
    read: int
    new: int
    changed: int
    moved: int
    gone: tuple[Record, ...]
    held: tuple[Record, ...]
    articles: int
    published: int
    gone_count: int = 0
    held_count: int = 0
    new_paths: tuple[str, ...] = ()


class UpdateReport(NamedTuple):
    """What an update of a few files came to.

    Attributes:
        read: files read.
        new, changed, moved: paths of articles.
        gone: paths of articles that were taken out.
        held: paths of articles that stay, because so many at once cannot be meant.
        problems: of the files read now, some of them.
        looked: paths of the files read now, whatever came of it.
        later: paths of files that are read aside; until they are, nothing is taken out.
    """

    read: int
    new: tuple[str, ...]
    changed: tuple[str, ...]
    moved: tuple[str, ...]
    gone: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    looked: tuple[str, ...] = ()
    later: tuple[str, ...] = ()


def quiet(done: int, total: int) -> None:
    """Progress that nobody watches."""
