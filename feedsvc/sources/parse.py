"""Reading article files: bytes and a path -> an Article, and what was noticed.

Pure: no file is opened, no clock read. One module and one line in READERS per format.
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
    """What one file gave.

    Attributes:
        article: None where the file is no article; then `problems` says why.
        problems: by line; an error only where there is no article.
    """

    article: Article | None
    problems: tuple[Problem, ...]


def is_article(path: str) -> bool:
    """Whether a path is one of an article file, by its suffix; hidden ones are not."""
    if any(part.startswith(".") for part in path.split("/")):
        return False
    return posixpath.splitext(path)[1].lower() in SUFFIXES


def read(path: str, data: bytes, *, zone: ZoneInfo, limits: LimitSettings = DEFAULTS) -> Reading:
    """What an article file says; never raises for anything that a file may hold.

    Args:
        path: POSIX, NFC, relative to the newsroom's folder; its suffix names the format.
        data: the whole file.
        zone: of times that name none.
        limits: how much of it is taken.
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
