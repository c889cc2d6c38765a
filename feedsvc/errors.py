"""The errors that feedsvc raises on purpose.

FeedsvcError                the base class; the text says what is wrong and what to do
├── SettingsError           site.toml or a FEEDSVC_ variable
├── UnreadableArticle       one article file cannot be read; has a line and a code
├── FolderMissing           there is no newsroom at the path given
├── NewsroomThere           the folder that is to become a newsroom is one already
├── ImportRefused           what is to be imported cannot be read; names its file and line
├── StoreError              the store cannot be opened, read or written
│   ├── StoreAway           the database that keeps it does not answer now
│   └── StoreDamaged        its bytes are not those that were written
├── NoSuchFeed              no feed of that name is published
├── KeyRefused              a key cannot be made, or there is none of that name
├── QueryError              a search cannot be understood
├── TooBusy                 a process has too many requests of a kind at once
└── RenderError             a document cannot be made
"""

import shlex
from pathlib import Path


class FeedsvcError(Exception):
    """The base class of all errors of feedsvc. Its text is one line that says what to do."""


class SettingsError(FeedsvcError):
    """A setting is unknown, of the wrong type or out of range; the text names its key."""


class UnreadableArticle(FeedsvcError):
    """A file cannot be read as an article.

    Args:
        message: the reason, and what to do.
        line: of the file, from 1.
        code: the short name of the problem, as `feedsvc check` prints it.
        holds_back: whether the file may mean to hold the article back, so that not even its last
            good version may stay published.
    """

    def __init__(self, message: str, *, line: int = 1, code: str, holds_back: bool = False) -> None:
        super().__init__(message)
        self.line = line
        self.code = code
        self.holds_back = holds_back


class FolderMissing(FeedsvcError):
    """There is no folder at the path given, or it cannot be listed."""


class NewsroomThere(FeedsvcError):
    """The folder that is to become a newsroom is one already.

    Args:
        folder: that has a site.toml.
    """

    def __init__(self, folder: Path) -> None:
        shown = shlex.quote(str(folder))
        super().__init__(
            f"{folder / 'site.toml'} is there already, so this is a newsroom; change the file in an"
            f" editor, or look at the newsroom: feedsvc preview {shown}"
        )


class ImportRefused(FeedsvcError):
    """What is to be imported cannot be read.

    Args:
        file: which, as the user named it.
        line: from 1.
        message: the reason, and what to do.
    """

    def __init__(self, file: str, line: int, message: str) -> None:
        super().__init__(f"{file}:{line}: {message}")
        self.file = file
        self.line = line


class StoreError(FeedsvcError):
    """The store cannot be opened, read or written."""


class StoreAway(StoreError):
    """The database that keeps the store does not answer now, or does not take what is written."""


class StoreDamaged(StoreError):
    """The bytes of the store are not those that were written: a disk or a program changed them."""


class NoSuchFeed(FeedsvcError):
    """No feed of that name is published."""


class KeyRefused(FeedsvcError):
    """A key of private feeds cannot be made as asked for, or there is none of that name."""


class RenderError(FeedsvcError):
    """A document cannot be made from the values given."""


class QueryError(FeedsvcError):
    """A search cannot be understood; the text says why, and at which character.

    Args:
        reason: what is wrong, and what to write instead.
        query: the text of the search.
        position: index of the character in `query`, from 0; the length of `query` for its end.
    """

    def __init__(self, reason: str, query: str, position: int) -> None:
        self.position = position
        shown = "".join(c if c.isprintable() else " " for c in query[position : position + 24])
        where = f"at character {position + 1:,}: {shown}" if shown.strip() else "at its end"
        more = "…" if shown.strip() and len(query) > position + len(shown) else ""
        super().__init__(f"bad query: {reason}, {where}{more}")


class TooBusy(FeedsvcError):
    """A process has too many requests of a kind at once; the same request can succeed later."""
