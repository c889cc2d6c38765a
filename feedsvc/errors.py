"""Everything that feedsvc raises on purpose.

FeedsvcError                what went wrong, and what to do about it
├── SettingsError           site.toml or a FEEDSVC_ variable
├── UnreadableArticle       one article file; carries line and code
├── FolderMissing           there is no newsroom at the path given
├── StoreError              the store cannot be opened, read or written
├── NoSuchFeed              a feed name that nothing published answers to
├── KeyRefused              a key that cannot be made, or that there is not
├── QueryError              a search that cannot be understood
├── TooBusy                 more is asked for at a time than one process does
└── RenderError             a document cannot be made
"""


class FeedsvcError(Exception):
    """The root of all errors of feedsvc; its text is one line that says what to do."""


class SettingsError(FeedsvcError):
    """A setting that is unknown, of the wrong type or out of range; the text names its key."""


class UnreadableArticle(FeedsvcError):
    """An article file that cannot be read as one.

    Args:
        message: the reason, and what to do.
        line: the line of the file, from 1.
        code: the problem's short name, as `feedsvc check` prints it.
    """

    def __init__(self, message: str, *, line: int = 1, code: str) -> None:
        super().__init__(message)
        self.line = line
        self.code = code


class FolderMissing(FeedsvcError):
    """There is no folder at the path given, or it cannot be listed."""


class StoreError(FeedsvcError):
    """The store cannot be opened, read or written."""


class NoSuchFeed(FeedsvcError):
    """No feed of that name is published."""


class KeyRefused(FeedsvcError):
    """A key of private feeds cannot be made as asked for, or there is none of that name."""


class RenderError(FeedsvcError):
    """A document cannot be made from the values given."""


class QueryError(FeedsvcError):
    """A search that cannot be understood; the text says why, and where.

    Args:
        reason: what is wrong, and what to write instead.
        query: the text of the search.
        position: where in it, from 0; its length: at its end.
    """

    def __init__(self, reason: str, query: str, position: int) -> None:
        self.position = position
        shown = "".join(c if c.isprintable() else " " for c in query[position : position + 24])
        where = f"at character {position + 1:,}: {shown}" if shown.strip() else "at its end"
        more = "…" if shown.strip() and len(query) > position + len(shown) else ""
        super().__init__(f"bad query: {reason}, {where}{more}")


class TooBusy(FeedsvcError):
    """More is asked for at a time than one process does; later it can be had."""
