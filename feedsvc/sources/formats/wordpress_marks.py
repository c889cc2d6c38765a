"""Reads the marks of WordPress in an exported text: `[caption]`, `[embed]`, `[gallery]` and others.

https://codex.wordpress.org/Shortcode; converters to Markdown write a backslash before brackets.
"""

import re
from typing import NamedTuple

from feedsvc.sources.embed_addresses import embed_address
from feedsvc.sources.formats.mark_arguments import read_arguments
from feedsvc.sources.formats.mark_meanings import Meaning

_NAMES = "wp_caption|caption|embed|gallery|playlist|audio|video|youtube|vimeo"
# What follows the bracket of a mark.
STARTS = rf"/?(?:{_NAMES})(?![\w-])"
_OPENING = re.compile(
    rf"\\?\[(?P<name>{_NAMES})(?![\w-])(?P<given>(?>[^\[\]\n\\\"']|\\_|\"[^\"\n]*\"|'[^'\n]*')*)"
    r"/?\\?\](?![(:])"
)
_CLOSING = re.compile(r"\\?\[/(?P<name>\w+)\\?\]")
_EMBEDDED = re.compile(r"\s*(?P<address>https?://[^\s\[\]<>\"\\]{1,2000})\s*\\?\[/embed\\?\]")
_EMPTY_END = re.compile(r"\s*\\?\[/(?:audio|video)\\?\]")
_FILES = ("src", "mp4", "mp3", "m4a", "m4v", "webm", "ogg", "ogv", "wav", "flac")
_LISTS = ("gallery", "playlist")


class Written(NamedTuple):
    """What stands for a mark.

    Attributes:
        end: of the mark.
        text: that stands for it, Markdown or HTML; empty where `meaning` does.
        meaning: a link, or a file that is played; None: none.
        left_out: the name of a mark that is left out with what it means; or empty.
    """

    end: int
    text: str = ""
    meaning: Meaning | None = None
    left_out: str = ""


class WordPressMarks:
    """Finds the marks of a text.

    Args:
        text: the whole text.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._last: dict[str, int] = {}  # where the last end of a mark is, by its name
        self._captions: list[str] = []  # of the marks that are open

    def at(self, at: int) -> Written | None:
        """What stands for the mark at a place; None: there is none.

        Args:
            at: rises from call to call.
        """
        if closing := _CLOSING.match(self._text, at):
            if not closing["name"].endswith("caption") or not self._captions:
                return None
            caption = self._captions.pop()
            return Written(closing.end(), f" {caption}" if caption else "")
        opening = _OPENING.match(self._text, at)
        if opening is None:
            return None
        name = opening["name"]
        if name.endswith("caption"):
            return self._caption(opening)
        if name == "embed":
            found = _EMBEDDED.match(self._text, opening.end())
            return Written(found.end(), meaning=Meaning(found["address"])) if found else None
        given = opening["given"].replace("\\_", "_")
        if name in _LISTS:
            alone = "=" in given or (not given.strip() and self._is_alone(opening))
            return Written(opening.end(), left_out=name) if alone else None
        return self._played(opening, given)

    def _caption(self, opening: re.Match[str]) -> Written | None:
        """The beginning of a picture with its caption: text between the marks, or an attribute."""
        name = opening["name"]
        if name not in self._last:
            self._last[name] = self._text.rfind(f"[/{name}")
        if self._last[name] < opening.end():
            return None
        arguments = read_arguments(f"{name} {opening['given']}")
        self._captions.append(arguments.named.get("caption", "") if arguments else "")
        return Written(opening.end())

    def _played(self, opening: re.Match[str], given: str) -> Written | None:
        """A sound or a film: a file, or one on another site."""
        name = opening["name"]
        arguments = read_arguments(f"{name} {given.lstrip(' =')}")
        if arguments is None or not given.strip():
            return None
        end = opening.end()
        if name in ("youtube", "vimeo"):
            address = embed_address(name, arguments.values, arguments.named)
            return Written(end, meaning=Meaning(address)) if address else None
        if not (address := arguments.first(*_FILES)):
            return None
        empty = _EMPTY_END.match(self._text, end)
        return Written(empty.end() if empty else end, meaning=Meaning(address, name))

    def _is_alone(self, mark: re.Match[str]) -> bool:
        start = self._text.rfind("\n", 0, mark.start()) + 1
        end = self._text.find("\n", mark.end())
        around = (
            self._text[start : mark.start()] + self._text[mark.end() : end if end >= 0 else None]
        )
        return not around.replace("<p>", "").replace("</p>", "").strip()
