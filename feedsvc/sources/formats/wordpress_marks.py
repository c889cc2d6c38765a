"""Reads the marks of WordPress in an exported text: `[caption]`, `[embed]`, `[gallery]` and others.

https://codex.wordpress.org/Shortcode, https://wordpress.com/support/shortcodes/; converters to
Markdown write a backslash before brackets. The marks of plugins are told by their named values in
quotes: `[slider id="3"]`.
"""

import html
import re
from typing import NamedTuple

from feedsvc.sources.embed_addresses import embed_address, site_of
from feedsvc.sources.formats.file_kinds import kind_of
from feedsvc.sources.formats.mark_arguments import Arguments, read_arguments
from feedsvc.sources.formats.mark_meanings import Meaning, meanings_of
from feedsvc.sources.formats.marked_code import CODE_NAMES

_EMBEDS = (
    "codepen|dailymotion|embed|facebook|gists?|googlemaps|instagram|scribd|slideshare|soundcloud"
    "|spotify|ted|tiktok|tweet|twitter|videopress|vimeo|wpvideo|youtube"
)
# What they show is known to WordPress alone.
_LISTS = "contact-field|contact-form|crowdsignal|gallery|playlist|polldaddy|slideshow"
_BUILDERS = r"(?:av|et_pb|fusion|ngg|su|vc)_[a-z0-9_]{1,40}"  # those of page builders
_NAMES = f"{_BUILDERS}|wp_caption|caption|audio|video|pullquote|{_EMBEDS}|{_LISTS}"
_ANY_NAME = r"[a-z][\w-]{1,40}"
_NAMED = r"[ \t]+[a-z][\w-]{0,30}=(?:[\"'\u201c\u201d\u2033]|&(?:#82(?:20|21|43)|quot|[lr]dquo);)"
# What follows the bracket of a mark.
STARTS = rf"/?(?:{_NAMES})(?![\w-])|{_ANY_NAME}{_NAMED}|/{_ANY_NAME}\\?\]"
_OPENING = re.compile(
    rf"\\?\[(?P<name>(?:{_NAMES})(?![\w-])|{_ANY_NAME}(?={_NAMED}))"
    rf"(?P<given>(?>[^\[\]\n\\\"']|\\_|\"[^\"\n]*\"|'[^'\n]*')*)/?\\?\](?![(:]|\[(?!/|{_NAMES}|{_ANY_NAME}{_NAMED}))"
)
_KNOWN = re.compile(_NAMES)
_LISTED = re.compile(_LISTS)
_AROUND = re.compile(f"pullquote|{_BUILDERS}")
_LABEL = re.compile(r"\s*(?P<label>[^\[\]\n<>\\]{1,200}?)\s*\\?\[/(?P<name>[\w-]+)\\?\]")
_EMBED = re.compile(_EMBEDS)
_CLOSING = re.compile(r"\\?\[/(?P<name>[\w-]+)\\?\](?![(:])")
_EMBEDDED = re.compile(r"\s*(?P<what>(?:[^\s\[\]<>\"\\]|\\_){1,2000})\s*\\?\[/(?P<name>\w+)\\?\]")
# WordPress makes curly quotes and primes of straight ones.
_STRAIGHT = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u2033", '"') | {"\u2019": "'"})
_WEB = re.compile(r"https?://[^\s\"'<>]{1,2000}")
_VIDEOPRESS = re.compile(r"[A-Za-z0-9]{8}")
_EMPTY_END = re.compile(r"\s*\\?\[/(?:audio|video)\\?\]")
_NEAR = 100  # characters around a mark that are looked at
_FILES = ("src", "mp4", "mp3", "m4a", "m4v", "webm", "ogg", "ogv", "wav", "flac")


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
        path: of the article's file.
    """

    def __init__(self, text: str, path: str) -> None:
        self._text = text
        self._path = path
        self._open: set[str] = set()  # names of marks of which the text stays
        self._last: dict[str, int] = {}  # where the last end of a mark is, by its name
        self._captions: list[str] = []  # of the marks that are open

    def at(self, at: int) -> Written | None:
        """What stands for the mark at a place; None: there is none.

        Args:
            at: rises from call to call.
        """
        if closing := _CLOSING.match(self._text, at):
            if closing["name"] in self._open:
                return Written(closing.end())
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
        given = html.unescape(opening["given"]).replace("\\_", "_").translate(_STRAIGHT)
        if _EMBED.fullmatch(name):
            return self._embedded(opening, given)
        if _AROUND.fullmatch(name) and not given.strip():
            return self._around(opening)
        if _LISTED.fullmatch(name):
            bare = not given.strip()
            ends = bare and self._last_end(name) > opening.end()
            alone = "=" in given or (bare and (ends or self._is_alone(opening)))
            if alone:
                self._open.add(name)
            return Written(opening.end(), left_out=name) if alone else None
        other = _AROUND.fullmatch(name) or not _KNOWN.fullmatch(name)
        return self._other(opening, given) if other else self._played(opening, given)

    def _around(self, opening: re.Match[str]) -> Written | None:
        """A mark around a text that stays."""
        self._open.add(opening["name"])
        ends = self._last_end(opening["name"]) > opening.end()
        return Written(opening.end()) if ends else None

    def _other(self, opening: re.Match[str], given: str) -> Written | None:
        """The mark of a plugin: a link where it names an address, and left out where not."""
        before = self._text[max(opening.start() - 1, 0) : opening.start()]
        if before and (before.isalnum() or before in ")_!*"):
            return None
        if CODE_NAMES.fullmatch(opening["name"]):
            return None
        self._open.add(opening["name"])
        inner = f"{opening['name']} {given}"
        if found := meanings_of(inner, self._path):
            label = _LABEL.match(self._text, opening.end())
            if label and label["name"] == opening["name"] and found[0].kind == "link":
                return Written(label.end(), meaning=found[0]._replace(label=label["label"]))
            return Written(opening.end(), meaning=found[0])
        return Written(opening.end(), left_out=opening["name"])

    def _last_end(self, name: str) -> int:
        if name not in self._last:
            self._last[name] = self._text.rfind(f"[/{name}")
        return self._last[name]

    def _embedded(self, opening: re.Match[str], given: str) -> Written | None:
        """What another site shows; the mark, or the text up to its end, has the address."""
        name = opening["name"]
        content = _EMBEDDED.match(self._text, opening.end())
        if content and content["name"] == name:
            what = content["what"].replace("\\_", "_")
            address = _address(name, Arguments(name, (what,), (False,), {}))
            return Written(content.end(), meaning=Meaning(address)) if address else None
        arguments = read_arguments(f"{name} {given.lstrip(' =')}")
        if arguments is None or not given.strip() or name == "embed":
            return None
        if address := _address(name, arguments):
            return Written(opening.end(), meaning=Meaning(address))
        return Written(opening.end(), left_out=name) if "=" in given else None

    def _caption(self, opening: re.Match[str]) -> Written | None:
        """The beginning of a picture with its caption: text between the marks, or an attribute."""
        name = opening["name"]
        if self._last_end(name) < opening.end():
            return None
        arguments = read_arguments(f"{name} {opening['given']}")
        self._captions.append(arguments.named.get("caption", "") if arguments else "")
        return Written(opening.end())

    def _played(self, opening: re.Match[str], given: str) -> Written | None:
        """A sound or a film."""
        name = opening["name"]
        arguments = read_arguments(f"{name} {given.lstrip(' =')}")
        if arguments is None or not given.strip():
            return None
        end = opening.end()
        address = arguments.first(*_FILES)
        address = address or next((one for one in arguments.values if kind_of(one) == name), "")
        if not address:
            return None
        empty = _EMPTY_END.match(self._text, end)
        return Written(empty.end() if empty else end, meaning=Meaning(address, name))

    def _is_alone(self, mark: re.Match[str]) -> bool:
        before = self._text[max(mark.start() - _NEAR, 0) : mark.start()].rpartition("\n")[2]
        after = self._text[mark.end() : mark.end() + _NEAR].partition("\n")[0]
        return not f"{before}{after}".replace("<p>", "").replace("</p>", "").strip()


def _address(name: str, arguments: Arguments) -> str:
    """The address of what a mark embeds; empty where it does not say."""
    values, named = arguments.values, arguments.named
    web = next((one for one in (*values, *named.values()) if _WEB.fullmatch(one)), "")
    if web or name == "embed":
        return web
    if name in ("wpvideo", "videopress"):
        found = values and _VIDEOPRESS.fullmatch(values[0])
        return f"https://videopress.com/v/{values[0]}" if found else ""
    site = site_of(name.removesuffix("s") if name == "gists" else name)
    return embed_address(site, values, named) if site else ""
