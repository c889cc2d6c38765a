"""A row of a table: a file that somebody puts among the articles, and what becomes of it."""

from typing import NamedTuple


class Case(NamedTuple):
    """One hostile file.

    Attributes:
        id: short, one a table.
        path: of the file, in the folder of its table.
        data: its bytes.
        code: of the error that keeps it from being published; empty: it is published.
        line: of that error.
        warns: codes of warnings and infos that are told of it, among others.
        holds: texts that readers of its page, or of its headline, get.
        lacks: texts that they do not get.
    """

    id: str
    path: str
    data: bytes
    code: str = ""
    line: int = 1
    warns: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()


def case(
    id: str,
    data: str | bytes,
    code: str = "",
    line: int = 1,
    *,
    suffix: str = "md",
    warns: tuple[str, ...] = (),
    holds: tuple[str, ...] = (),
    lacks: tuple[str, ...] = (),
) -> Case:
    """A row, its path made of its id."""
    written = data.encode() if isinstance(data, str) else data
    return Case(id, f"{id}.{suffix}", written, code, line, warns, holds, lacks)
