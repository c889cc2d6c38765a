"""Reads the bytes of an article file and returns the article and the problems in it.

No file is opened and no clock is read here. Each format has a module and a line in READERS.
"""

import posixpath
from collections.abc import Callable
from zoneinfo import ZoneInfo

import msgspec

from feedsvc.errors import UnreadableArticle
from feedsvc.model.article import Article
from feedsvc.model.problem import Problem
from feedsvc.settings import DEFAULTS, LimitSettings
from feedsvc.sources.decode import decode
from feedsvc.sources.formats.html import read as read_html
from feedsvc.sources.formats.markdown import read as read_markdown
from feedsvc.sources.formats.plaintext import read as read_text
from feedsvc.sources.source import Findings, Source

READERS: dict[str, Callable[[Source], Article]] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
}
SUFFIXES: frozenset[str] = frozenset(READERS)
_SECTION_PAGE = "_index"


class Reading(msgspec.Struct, frozen=True):
    """The result of reading one file.

    Attributes:
        article: None if the file is not an article; `problems` then says why.
        problems: by line; there is an error only if there is no article.
    """

    article: Article | None
    problems: tuple[Problem, ...]


def is_article(path: str) -> bool:
    """Whether a path is that of an article file, by its suffix; hidden files are none."""
    if any(part.startswith(".") for part in path.split("/")):
        return False
    return posixpath.splitext(path)[1].lower() in SUFFIXES


def read(path: str, data: bytes, *, zone: ZoneInfo, limits: LimitSettings = DEFAULTS) -> Reading:
    """Read an article file. Nothing that a file holds makes this function raise.

    Args:
        path: POSIX, NFC, relative to the newsroom's folder; its suffix names the format.
        data: the bytes of the whole file.
        zone: the time zone of times that name none.
        limits: how much is accepted from an article.
    """
    findings = Findings(path)
    stem, suffix = posixpath.splitext(posixpath.basename(path))
    if stem.casefold() == _SECTION_PAGE:
        message = "the page of a folder, not an article; it is left out"
        findings.add("info", "section-page", message)
        return Reading(None, findings.problems())
    article = None
    try:
        reader = READERS.get(suffix.lower())
        if reader is None:
            raise UnreadableArticle(
                f"{suffix or 'a file without suffix'} is no article; the suffixes are"
                f" {', '.join(sorted(SUFFIXES))}",
                code="unknown-format",
            )
        text = decode(data, findings, limits.article_bytes)
        article = reader(Source(path, text, zone, findings, limits))
    except UnreadableArticle as error:
        findings.add("error", error.code, str(error), error.line)
    return Reading(article, findings.problems())
