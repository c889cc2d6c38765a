"""Reports what a scan or an update of the folder found, and how progress is told."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from feedsvc.model.ledger_record import Record
from feedsvc.model.problem import Problem

Progress = Callable[[int, int], None]  # called with files done and files in all


class Seen(NamedTuple):
    """What readers see of changed files, where that is not what happened to the files: paths.

    Attributes:
        came: of articles that are public from now on.
        withdrawn: of those that were public until now; readers are told.
        left: the same, but readers are not told: they expired, or other rules keep them back.
        back: those of `came` that readers had seen before.
        corrected: of public ones that have a new correction.
        unseen: of those that were not public, and are not.
    """

    came: Sequence[str] = ()
    withdrawn: Sequence[str] = ()
    left: Sequence[str] = ()
    back: Sequence[str] = ()
    corrected: Sequence[str] = ()
    unseen: Sequence[str] = ()


class ScanReport(NamedTuple):
    """The result of a scan of the whole folder.

    Attributes:
        files: how many files could be articles.
        read: how many of them looked changed and were read.
        new, changed, moved: how many articles.
        gone: articles that left the feeds because their files are missing, at most EXAMPLES.
        held: articles that stay although their files are missing, because so many at once are
            hardly meant; at most EXAMPLES.
        articles: how many articles are kept.
        published: how many of them readers see.
        gone_count, held_count: how many there are of `gone` and `held` in all.
        new_paths: the paths of the first few new articles.
        untold, untold_count: paths of articles that left the feeds though their files are the same,
            because they are read by other rules, at most EXAMPLES; and how many in all.
        withdrawn: how many articles were public and are not any more, as readers are told.
        waiting: how many files an earlier feedsvc refused that wait to be accepted.
        ahead: how many files have a time of change ahead of now.
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
    untold: tuple[str, ...] = ()
    untold_count: int = 0
    withdrawn: int = 0
    waiting: int = 0
    ahead: int = 0


class UpdateReport(NamedTuple):
    """The result of an update of a few files.

    Attributes:
        read: how many files were read.
        new, changed, moved: paths of articles.
        gone: paths of articles that left the feeds.
        held: paths of articles that stay although their files are missing, because so many at once
            are hardly meant.
        seen: what readers see of it.
        problems: of the files read now; not all where there are many.
        looked: paths of the files read now, with or without success.
        later: paths of slow files that are still being read (read_pool); until they are read,
            nothing leaves the feeds.
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
    seen: Seen = Seen()


def quiet(done: int, total: int) -> None:
    """Progress that is shown to nobody."""


def waiting_for_new(number: int) -> str:
    """A sentence that tells of files that wait to be accepted, and what to do."""
    return (
        f"{number:,} files that an earlier feedsvc refused would be published now, so they wait;"
        " if that is meant, run: feedsvc index --accept-new"
    )


def times_ahead(number: int) -> str:
    """A sentence that tells of files whose times of change lie ahead, and what to do."""
    return f"{number:,} files have a time of change ahead of now; see that the clock is right"


def departures(scanned: ScanReport) -> list[Problem]:
    """A warning for each article whose file is gone: it may have been renamed and edited."""
    new = ", ".join(scanned.new_paths) or "another file"
    found = [
        Problem(
            record.path,
            1,
            "warning",
            "gone",
            f"the file is gone, so its entry leaves the feeds; if it has become {new}, write"
            f" `id: {record.entry_id}` into its header",
        )
        for record in scanned.gone
    ]
    if more := scanned.gone_count - len(found):
        found.append(Problem(found[-1].path, 1, "warning", "gone", f"and {more:,} more"))
    return found
