"""Reads what a header says of an episode: its number, season, length, transcripts and people.

The tags are those of Apple Podcasts and of Podcasting 2.0
(https://github.com/Podcastindex-org/podcast-namespace). They mean something only where the article
has audio or video, so a header without that may use the same names for anything.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from feedsvc.model.article import Enclosure, Episode, Person
from feedsvc.model.characters import one_line
from feedsvc.model.media_types import UNKNOWN_TYPE
from feedsvc.sources.frontmatter.enclosures import enclosures
from feedsvc.sources.frontmatter.holding import FALSE, TRUE
from feedsvc.sources.frontmatter.split import Field
from feedsvc.sources.frontmatter.yaml import Value
from feedsvc.sources.html.urls import target
from feedsvc.sources.source import Findings

TYPES = ("full", "trailer", "bonus")
# Our own name comes first. The others are those of themes and plugins of other publishers.
NAMES = {
    "episode": ("episode", "episode_number", "itunes_episode"),
    "season": ("season", "season_number", "itunes_season"),
    "episode_type": ("episode_type", "episodetype", "itunes_episode_type"),
    "explicit": ("explicit", "itunes_explicit"),
    "duration": ("duration", "itunes_duration", "podcast_duration"),
    "transcript": ("transcript", "transcripts"),
    "chapters": ("chapters",),
    "person": ("person", "persons", "people"),
}
_EXPLICIT = {"explicit": True, "clean": False}  # what Apple called them before
_TIME = re.compile(r"(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,6})(?:\.\d+)?", re.ASCII)
_MOST = 99_999  # of a number or a season
# Files of text are articles, so their types are told here and not by their suffixes alone.
_OF_TEXT = {".txt": "text/plain", ".html": "text/html", ".htm": "text/html"}


def read_episode(fields: Mapping[str, Field], path: str, findings: Findings) -> Episode | None:
    """What a header says of its article's audio or video; None: nothing.

    Args:
        fields: those that have no other meaning, by key as written.
        path: of the article's file, against which relative URLs are resolved.
        findings: gets a warning for each value that does not fit; it is left out.
    """
    names = {key.strip().casefold().replace("-", "_"): key for key in fields}
    given: dict[str, tuple[str, Field]] = {}
    for meaning, row in NAMES.items():
        for name in row:
            if name in names and fields[names[name]].value not in (None, "", [], {}):
                given[meaning] = (names[name], fields[names[name]])
                break
    if not given:
        return None
    found = _Reader(given, path, findings).read()
    return None if found == Episode() else found


class _Reader(NamedTuple):
    """Reads the fields of one episode, by meaning."""

    given: Mapping[str, tuple[str, Field]]
    path: str
    findings: Findings

    def read(self) -> Episode:
        chapters = self._files("chapters")
        return Episode(
            number=self._number("episode"),
            season=self._number("season"),
            type=self._type(),
            explicit=self._explicit(),
            seconds=self._seconds(),
            transcripts=self._files("transcript"),
            chapters=chapters[0] if chapters else None,
            people=self._people(),
        )

    def _text(self, meaning: str) -> str:
        value = self.given[meaning][1].value if meaning in self.given else ""
        return one_line(value) if isinstance(value, str) else ""

    def _warn(self, meaning: str, advice: str) -> None:
        key, field = self.given[meaning]
        message = f"{key} {advice}; it was left out"
        self.findings.add("warning", "episode", message, field.line)

    def _number(self, meaning: str) -> int | None:
        text = self._text(meaning)
        if text.isascii() and text.isdigit() and 0 < int(text[:9]) <= _MOST:
            return int(text)
        if meaning in self.given:
            self._warn(meaning, "is no number from 1 on")
        return None

    def _type(self) -> str:
        text = self._text("episode_type").casefold()
        if text in TYPES:
            return text
        if "episode_type" in self.given:
            self._warn("episode_type", f"is none of {', '.join(TYPES)}")
        return ""

    def _explicit(self) -> bool | None:
        text = self._text("explicit").casefold()
        if text in TRUE | FALSE:
            return text in TRUE
        if "explicit" in self.given and text not in _EXPLICIT:
            self._warn("explicit", "is neither true nor false")
        return _EXPLICIT.get(text)

    def _seconds(self) -> int | None:
        found = _TIME.fullmatch(self._text("duration"))
        seconds = 0
        if found:
            hours, minutes, rest = (int(part or 0) for part in found.groups())
            seconds = hours * 3600 + minutes * 60 + rest
        elif "duration" in self.given:
            self._warn("duration", "is no time; write seconds, or one such as 1:02:30")
        return seconds or None

    def _files(self, meaning: str) -> tuple[Enclosure, ...]:
        if meaning not in self.given:
            return ()
        found = enclosures(*self.given[meaning], self.path, self.findings)
        return tuple(map(_typed, found))

    def _people(self) -> tuple[Person, ...]:
        if "person" not in self.given:
            return ()
        value = self.given["person"][1].value
        found = [self._person(one) for one in (value if isinstance(value, list) else [value])]
        if None in found:
            self._warn("person", "has somebody without a name")
        return tuple(filter(None, found))

    def _person(self, value: Value) -> Person | None:
        if isinstance(value, str):
            return Person(one_line(value)) if value.strip() else None
        if not isinstance(value, dict):
            return None
        texts = {key.casefold(): one for key, one in value.items() if isinstance(one, str)}
        given = {key: one_line(text) for key, text in texts.items()}
        name = given.get("name", "")
        image = given.get("image") or given.get("img") or ""
        url = given.get("url") or given.get("href") or ""
        person = Person(
            name,
            given.get("role", ""),
            given.get("group", ""),
            (target(image, self.path, embedded=True) or "") if image else "",
            (target(url, self.path, embedded=True) or "") if url else "",
        )
        return person if name else None


def _typed(file: Enclosure) -> Enclosure:
    """A file beside an episode, with the type of its text where its suffix tells no other."""
    suffix = re.search(r"\.[a-z]+(?=[?#]|$)", file.url.casefold())
    if file.type != UNKNOWN_TYPE or not suffix or suffix[0] not in _OF_TEXT:
        return file
    return msgspec.structs.replace(file, type=_OF_TEXT[suffix[0]])
