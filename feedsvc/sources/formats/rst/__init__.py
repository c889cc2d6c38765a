"""Reads reStructuredText, where docutils is installed: pip install 'feedsvc[rst]'.

docutils is loaded when the first such file is read, since it takes as long as everything else.
"""

from importlib.util import find_spec

from feedsvc.errors import UnreadableArticle
from feedsvc.model.article import Article
from feedsvc.sources.source import Source

NEEDED = (
    "reStructuredText is read where docutils is installed, and here it is not; install it: pip"
    " install 'feedsvc[rst]'"
)


def is_installed() -> bool:
    """Whether docutils is there."""
    return find_spec("docutils") is not None


def read(source: Source) -> Article:
    """Read a reStructuredText file.

    Raises:
        UnreadableArticle: docutils is not installed (unknown-format); its front matter or a date in
            it cannot be read, it has no headline, or it is beyond a limit.
    """
    if not is_installed():
        raise UnreadableArticle(NEEDED, code="unknown-format")
    from feedsvc.sources.formats.rst.reader import read as read_with_docutils

    return read_with_docutils(source)
