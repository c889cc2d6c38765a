"""Finds the lines of links, pictures and subheadings in the source of an article. Pure."""

import html
import re
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple
from urllib.parse import unquote

from feedsvc.editor.check.mentions import Mention, mentions
from feedsvc.errors import UnreadableArticle
from feedsvc.model.article import ORIGIN, PAGE, SITE, Section
from feedsvc.sources.formats import without_code, without_comments
from feedsvc.sources.frontmatter import FrontMatter, is_key, meaning, split_front_matter
from feedsvc.sources.html import target

_SHOWN = 80  # characters of a URL in a message
_HEADING = re.compile(
    r"""^[ ]{0,3}(?P<marks>\#{1,6})(?=[ \t])(?P<atx>[^\n]*)
    | ^[ ]{0,3}(?P<setext>\S[^\n]*)\n[ ]{0,3}(?P<line>=+|-+)[ \t]*$
    | <h(?P<level>[1-6])(?=[\s>])(?P<html>(?:(?!</h[1-6])[\s\S]){0,2000})""",
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
_PICTURE = re.compile(r"!\[|<img", re.IGNORECASE)
_DOCUMENT = re.compile(r"<body(?=[\s>])", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_WORD = re.compile(r"\w+")


class Place(NamedTuple):
    """A line of a file, from 1, and a URL as it is written there.

    `meant` says that a mark of another publisher stands there, and no URL.
    """

    line: int
    written: str
    meant: bool = False


class SourceLines:
    """Finds lines in the source of one article.

    Args:
        text: of the file, lines ended by LF; empty where it is not known.
        path: the file, POSIX, relative to the newsroom's folder.
    """

    def __init__(self, text: str, path: str) -> None:
        self._text = text
        self._path = path
        self._is_html = path.lower().endswith((".html", ".htm"))

    def of(self, url: str) -> Place:
        """Where a URL of the content first stands; line 1 where that cannot be told.

        Args:
            url: as in Article.content, it may begin with SITE, PAGE or ORIGIN.
        """
        found = self._by_url.get(unquote(url))
        if found is not None:
            return Place(found.line, _short(found.meant or found.url), bool(found.meant))
        body, first_line = self._front.body, self._front.body_line
        for tail in _tails(url):
            if (at := body.find(tail)) >= 0:
                return Place(first_line + body.count("\n", 0, at), readable(url))
        return Place(1, readable(url))

    def key(self, name: str) -> int:
        """The line of a key in the header, such as `headline`; 1 where the header has none.

        Args:
            name: what the key means, as in feedsvc.sources.frontmatter.keys.
        """
        lines = {meaning(key): field.line for key, field in self._front.fields.items()}
        first = "publish_date" if name == "date" else name  # which counts before the date
        return lines.get(first) or lines.get(name, 1)

    def bare_pictures(self) -> list[tuple[str, Place]]:
        """The pictures without an alternative text: URL as in the content, and place."""
        found = {
            (url, mention.line): mention
            for mention in self._mentions
            if mention.bare and (url := target(mention.url, self._path, embedded=True))
        }
        return [(url, Place(line, _short(one.url))) for (url, line), one in found.items()]

    def lost_pictures(self) -> list[Place]:
        """Pictures that are left out: their URLs are not allowed, or lead out of the folder."""
        if not _PICTURE.search(self._text):
            return []
        if self._is_html and _DOCUMENT.search(self._text):
            return []  # the article may be only a part of a whole document
        lost = {
            Place(mention.line, _short(mention.url))
            for mention in self._mentions
            if mention.shown
            and mention.url.strip()
            and "{" not in mention.url  # a template mark, which is a problem of its own
            and target(mention.url, self._path, embedded=True) is None
        }
        return sorted(lost)

    def headings(self, sections: Sequence[Section]) -> list[int]:
        """The lines of the subheadings of sections, in their order; 1 where it cannot be told."""
        body = self._front.body
        text = without_comments(body) if self._is_html else without_code(body)
        candidates = _headings(text, self._front.body_line)
        lines = []
        start = 0
        for section in sections:
            wanted = _words(section.heading)
            for number in range(start, len(candidates)):
                level, words, line = candidates[number]
                if level == section.level and _holds(words, wanted):
                    lines.append(line)
                    start = number + 1
                    break
            else:
                lines.append(1)
        return lines

    @cached_property
    def _front(self) -> FrontMatter:
        try:
            return split_front_matter(self._text, None if self._is_html else is_key)
        except UnreadableArticle:  # it changed since the article was read
            return FrontMatter({}, self._text, 1)

    @cached_property
    def _mentions(self) -> list[Mention]:
        found = mentions(self._front.body, self._path, self._front.body_line)
        return sorted(found, key=lambda mention: mention.line)

    @cached_property
    def _by_url(self) -> dict[str, Mention]:
        """The first mention of each URL, as it is in the content, decoded."""
        first: dict[str, Mention] = {}
        for mention in self._mentions:
            for embedded in (False, True):
                if url := target(mention.url, self._path, embedded=embedded):
                    first.setdefault(unquote(url), mention)
        return first


def readable(url: str) -> str:
    """A URL of the content as a person would write it."""
    for mark in (f"{SITE}/media/", f"{SITE}/articles/", SITE, PAGE, ORIGIN):
        if url.startswith(mark):
            return _short(unquote(url[len(mark) :]))
    return _short(url)


def _short(url: str) -> str:
    line = " ".join(url.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def _tails(url: str) -> list[str]:
    """Ends of a URL that the source may hold as they are or decoded, the longest first."""
    if url.startswith(PAGE):
        return [url[1:], unquote(url[1:])]
    name = re.split("[?#]", url, maxsplit=1)[0].rstrip("/").rpartition("/")[2]
    return [tail for tail in (name, unquote(name)) if len(tail) > 1]


def _headings(text: str, first_line: int) -> list[tuple[int, list[str], int]]:
    """Level, words and line of what may be a subheading."""
    found = []
    counted, line = 0, first_line
    for match in _HEADING.finditer(text):
        line += text.count("\n", counted, match.start())
        counted = match.start()
        if match["marks"]:
            level, inner = len(match["marks"]), match["atx"]
        elif match["line"]:
            level, inner = (1 if match["line"][0] == "=" else 2), match["setext"]
        else:
            level, inner = int(match["level"]), match["html"].partition(">")[2]
        found.append((level, _words(html.unescape(inner)), line))
    return found


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(_TAG.sub("", text))]


def _holds(words: list[str], wanted: list[str]) -> bool:
    """Whether the wanted words stand among the words in their order."""
    rest = iter(words)
    return all(word in rest for word in wanted)
