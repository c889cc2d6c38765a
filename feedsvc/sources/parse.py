"""Reads the bytes of an article file and returns the article and the problems in it.

No file is opened and no clock is read here. Each format has a module and a line in READERS.
"""

import codecs
import posixpath
import re
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from feedsvc.errors import UnreadableArticle
from feedsvc.model.article import Article
from feedsvc.model.characters import legal
from feedsvc.model.problem import Problem
from feedsvc.settings import DEFAULTS, KILO, LimitSettings
from feedsvc.sources.decode import decode
from feedsvc.sources.folder_files import is_folder_file, is_other_data, read_folder_file
from feedsvc.sources.formats import rst
from feedsvc.sources.formats.code_spans import without_code
from feedsvc.sources.formats.html import read as read_html
from feedsvc.sources.formats.markdown import read as read_markdown
from feedsvc.sources.formats.mdx import read as read_mdx
from feedsvc.sources.formats.plaintext import read as read_text
from feedsvc.sources.formats.rst.header import as_key_lines
from feedsvc.sources.frontmatter import holding_lines
from feedsvc.sources.inherited import NOTHING, Inherited
from feedsvc.sources.source import AT_NO_TIME, Findings, Source

READERS: dict[str, Callable[[Source], Article]] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".mdx": read_mdx,
    ".rst": rst.read,
}
SUFFIXES: frozenset[str] = frozenset(READERS)
# Reading these may take long however small a file is, so limits must hold for it.
LIMITED = (".rst",)
_SECTION_PAGE = "_index"
# The first mark, or the last where that is gone; `=======` alone underlines a heading, and seven
# `>` alone quote.
_OURS = re.compile(r"^<{7}(?: .+)?$", re.MULTILINE)
_BETWEEN = re.compile(r"^={7}$", re.MULTILINE)
_THEIRS = re.compile(r"^>{7} .+$", re.MULTILINE)


class Reading(msgspec.Struct, frozen=True):
    """The result of reading one file.

    Attributes:
        article: None if the file is not an article; `problems` then says why.
        problems: by line; there is an error only if there is no article.
        holding: the lines of the header that may hold an article back, as Article.holding has
            them; for a file that is not an article.
        holds_back: whether such a file's last good version may not stay published.
    """

    article: Article | None
    problems: tuple[Problem, ...]
    holding: tuple[str, ...] = ()
    holds_back: bool = False


def is_article(path: str) -> bool:
    """Whether a path is that of an article file, by its suffix; hidden files are none."""
    if any(part.startswith(".") for part in path.split("/")):
        return False
    return posixpath.splitext(path)[1].lower() in SUFFIXES


def is_listed(path: str) -> bool:
    """Whether a file is looked at: an article, or one that says something for articles."""
    if any(part.startswith(".") for part in path.split("/")):
        return False
    return posixpath.splitext(path)[1].lower() in SUFFIXES or is_folder_file(path)


def lacks_reader(path: str) -> tuple[Problem, ...]:
    """The problem of a file of LIMITED, if what reads its format is not installed."""
    if rst.is_installed():
        return ()
    return (Problem(path, 1, "warning", "unknown-format", rst.NEEDED),)


def read(
    path: str,
    data: bytes,
    *,
    zone: ZoneInfo,
    limits: LimitSettings = DEFAULTS,
    opt_in: bool = False,
    now: datetime = AT_NO_TIME,
    inherited: Inherited = NOTHING,
) -> Reading:
    """Read an article file. Nothing that a file holds makes this function raise.

    Args:
        path: POSIX, NFC, relative to the newsroom's folder; its suffix names the format.
        data: the bytes of the whole file.
        zone: the time zone of times that name none.
        limits: how much is accepted from an article.
        opt_in: whether only what says `publish: true` is published.
        now: the time; a misspelt `date` is an error where its value lies ahead.
        inherited: what is said for the article outside of its file.
    """
    findings = Findings(path)
    stem, suffix = posixpath.splitext(posixpath.basename(path))
    if stem.casefold().split(".")[0] == _SECTION_PAGE:
        message = "the page of a folder, not an article; it is left out"
        findings.add("info", "section-page", message)
        return _of_folder(findings, data, zone, limits, now)
    try:
        reader = READERS.get(suffix.lower())
        if reader is None and is_folder_file(path):
            return _of_folder(findings, data, zone, limits, now)
        if reader is None:
            raise UnreadableArticle(
                f"{suffix or 'a file without suffix'} is no article; the suffixes are"
                f" {', '.join(sorted(SUFFIXES))}",
                code="unknown-format",
            )
        if inherited.fault:
            raise UnreadableArticle(f"held back, since {inherited.fault}", code="folder-file")
        text = decode(data, findings, limits.article_bytes)
        _refuse_conflicts(text, suffix.lower())
        article = reader(
            Source(path, text, zone, findings, limits, opt_in, now, inherited.languages, inherited)
        )
    except UnreadableArticle as error:
        findings.add("error", error.code, str(error), error.line)
        holding = holding_of(path, data, now, limits) + inherited.holding
        return Reading(None, findings.problems(), holding, error.holds_back)
    head = as_key_lines(text) if suffix.lower() in LIMITED else text
    holding = holding_lines(path, head, now, limits) + inherited.holding
    return Reading(replace(article, holding=holding), findings.problems())


def _of_folder(
    findings: Findings, data: bytes, zone: ZoneInfo, limits: LimitSettings, now: datetime
) -> Reading:
    """The reading of a file that says something for articles and is none, with its problems."""
    if is_other_data(findings.path):
        return Reading(None, ())
    fault = read_folder_file(findings.path, data, zone, limits, now).fault
    if fault is not None:
        message = f"{fault}; until then the articles for which this file counts are held back"
        findings.add("error", "folder-file", message, fault.line)
    return Reading(None, findings.problems())


def holding_of(path: str, data: bytes, now: datetime, limits: LimitSettings) -> tuple[str, ...]:
    """The lines of a header that may hold an article back, whatever else is in the file.

    Args:
        path, data, now, limits: as for `read`.
    """
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    head = data[: 2 * limits.front_matter_kilobytes * KILO]
    text = head.decode("utf-16" if wide else "utf-8-sig", "replace").replace("\r\n", "\n")
    text = legal(text.replace("\r", "\n"))
    if path.lower().endswith(LIMITED):
        text = as_key_lines(text)
    return holding_lines(path, text, now, limits)


def _refuse_conflicts(text: str, suffix: str) -> None:
    """Refuse a text with the marks that git leaves where a merge needs a person.

    Raises:
        UnreadableArticle: conflict-marks.
    """
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return
    seen = text if suffix == ".txt" else without_code(text)
    between = _BETWEEN.search(seen)
    found = _OURS.search(seen) or (_THEIRS.search(seen, between.end()) if between else None)
    if found and not between and found[0] == "<<<<<<<":
        return
    if found:
        raise UnreadableArticle(
            "git left both sides of a conflict here; keep one, and take the marks out",
            line=text.count("\n", 0, found.start()) + 1,
            code="conflict-marks",
        )
