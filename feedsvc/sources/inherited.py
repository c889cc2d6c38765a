"""What files of folders say for an article: values that count where its own header has none.

Hugo calls it a cascade, Eleventy directory data, Jekyll front matter defaults. Only what may hold
an article back is taken.
"""

from collections.abc import Collection, Iterable
from typing import Any

import msgspec


class Default(msgspec.Struct, frozen=True):
    """A value of one key, from a file that stands above an article or beside it.

    Attributes:
        meaning: of the key, as in frontmatter.key_names.
        key: as written.
        value: as in front matter.
        place: path and line, such as `posts/_index.md:4`.
        written: what stands there, in a few words, such as `cascade draft: true`.
        holds: whether it may hold an article back.
        firm: whether it counts whatever the article's own header says.
    """

    meaning: str
    key: str
    value: Any
    place: str
    written: str
    holds: bool
    firm: bool = False


class Inherited(msgspec.Struct, frozen=True):
    """What is said for one article outside of its file, mostly in files of folders.

    Attributes:
        defaults: one for each meaning at most, and only what may hold the article back.
        fault: why one of the files cannot be read, with its place; empty: all can be.
        holding: the lines of these files that may hold an article back.
        mark: differs where any of it differs; empty where there are no such files.
        languages: tags of the newsroom's languages, whose folders are no categories.
    """

    defaults: tuple[Default, ...] = ()
    fault: str = ""
    holding: tuple[str, ...] = ()
    mark: str = ""
    languages: Collection[str] = ()


NOTHING = Inherited()


def chosen(defaults: Iterable[Default]) -> tuple[Default, ...]:
    """Of several defaults those that count.

    Args:
        defaults: the nearest to the article first. Of one meaning the first counts, unless another
            is firm.
    """
    found: dict[str, Default] = {}
    for one in defaults:
        before = found.setdefault(one.meaning, one)
        if one.firm and one.holds and not before.firm:
            found[one.meaning] = one
    return tuple(one for one in found.values() if one.holds)
