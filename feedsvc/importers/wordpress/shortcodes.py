"""Makes HTML of the shortcodes that WordPress brings: captions, galleries, embeds, players. Pure.

https://codex.wordpress.org/Shortcode. Those of plugins stay: feedsvc reads many of them, and tells
which it leaves out.
"""

import html
import re
from collections.abc import Callable

from feedsvc.importers.wordpress.library import Library, Medium, picture
from feedsvc.importers.wordpress.paragraphs import embedded

_OPENING = re.compile(
    r"(?P<escaped>\[?)\[(?P<name>caption|wp_caption|gallery|embed|audio|video|playlist)(?![\w-])"
    r"(?P<given>(?>(?:[^\[\]\"']|\"[^\"]{0,5000}\"|'[^']{0,5000}'|[\"'])*))\]"
)
# Written with doubled brackets, a shortcode is text: `[[gallery]]`.
_ESCAPED = re.compile(r"\[(\[/?[a-z][\w-]*(?:[^\[\]]{0,500})\])\]")
_CODE = re.compile(r"<(pre|code)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_GIVEN = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))""")
# WordPress makes curly quotes and primes of straight ones.
_STRAIGHT = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u2033", '"') | {"\u2019": "'"})
_PICTURE = re.compile(r"\s*((?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?)", re.IGNORECASE)
_FILES = {
    "audio": ("src", "mp3", "m4a", "ogg", "wav", "wma", "flac"),
    "video": ("src", "mp4", "m4v", "webm", "ogv", "mov", "wmv", "flv"),
}
_WEB = re.compile(r"https?://[^\s\"'<>]+")


Tell = Callable[[str, str], None]


def with_shortcodes(text: str, library: Library, post: int, tell: Tell) -> str:
    """The text with HTML in the place of shortcodes; those in code stay.

    Args:
        text: of a post.
        library: has the pictures of galleries.
        post: its number; a gallery without numbers has the pictures uploaded to it.
        tell: told which media are missing, a code and a message.
    """
    if "[" not in text:
        return text
    parts: list[str] = []
    at = 0
    for code in _CODE.finditer(text):
        parts += (_replaced(text[at : code.start()], library, post, tell), code[0])
        at = code.end()
    parts.append(_replaced(text[at:], library, post, tell))
    return "".join(parts)


def _replaced(text: str, library: Library, post: int, tell: Tell) -> str:
    parts: list[str] = []
    at = 0
    while found := _OPENING.search(text, at):
        if found["escaped"] and (end := _end_of_escaped(text, found)):
            parts.append(f"{text[at : found.start()]}&#91;{text[found.start() + 2 : end]}")
            at = end + 1
            continue
        start = found.start() + len(found["escaped"])
        parts.append(text[at:start])
        at, shown = _shown(found, text, library, post, tell)
        parts.append(shown)
    parts.append(text[at:])
    return _ESCAPED.sub(lambda one: f"&#91;{one[1][1:]}", "".join(parts))


def _end_of_escaped(text: str, found: re.Match[str]) -> int:
    """Where the second of two closing brackets stands; 0: the shortcode is none that is escaped."""
    if text.startswith("]", found.end()):
        return found.end()
    closing = f"[/{found['name']}]]"
    end = text.find(closing, found.end())
    return end + len(closing) - 1 if end >= 0 else 0


def _shown(
    found: re.Match[str], text: str, library: Library, post: int, tell: Tell
) -> tuple[int, str]:
    """Where a shortcode ends, and what stands for it."""
    name = found["name"]
    given = arguments(found["given"])
    closing = text.find(f"[/{name}]", found.end())
    following = _OPENING.search(text, found.end())
    if closing >= 0 and following and following["name"] == name and following.start() < closing:
        closing = -1  # it is that of the next one
    inner = text[found.end() : closing] if closing >= 0 else ""
    end = closing + len(name) + 3 if closing >= 0 else found.end()
    if name.endswith("caption"):
        return (end, _caption(given, inner)) if closing >= 0 else (found.end(), "")
    if name in ("gallery", "playlist"):
        media = _media(given, library, post, audible=name == "playlist")
        if len(media) < max(len(_numbers(given)), 1):
            message = f"the {name} names media that are not in the export; export all content"
            tell("media-missing", message)
        return end, "".join(f"\n\n{picture(one)}" for one in media) + ("\n\n" if media else "")
    if name == "embed":
        address = _WEB.search(html.unescape(inner)) or _WEB.search(given.get("src", ""))
        return end, f"\n\n<p>{embedded(address[0])}</p>\n\n" if address else inner
    player = _player(name, given, inner)
    if not player and (own := _uploaded(name, library, post)):
        player = picture(own)
    return end, player or text[found.start() + len(found["escaped"]) : end]


def arguments(given: str) -> dict[str, str]:
    """The named values of a shortcode, by name in small letters; one without a name is `src`."""
    given = html.unescape(given).translate(_STRAIGHT)
    values = {
        one[1].lower(): next(filter(None, one.groups()[1:]), "") for one in _GIVEN.finditer(given)
    }
    if bare := _WEB.match(given.strip()):
        values.setdefault("src", bare[0])
    return values


def _caption(given: dict[str, str], inner: str) -> str:
    found = _PICTURE.match(inner)
    shown, rest = (found[1], inner[found.end() :]) if found else ("", inner)
    caption = given.get("caption") or rest.strip()
    if not found:
        return inner
    note = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"\n\n<figure>{shown}{note}</figure>\n\n"


def _numbers(given: dict[str, str]) -> list[int]:
    """The media that a gallery names by their numbers."""
    named = given.get("ids") or given.get("include") or ""
    return [int(one) for one in re.findall(r"\d{1,15}", named)]


def _media(given: dict[str, str], library: Library, post: int, *, audible: bool) -> list[Medium]:
    """The media that a gallery or playlist names, else those that were uploaded to its post."""
    if numbers := _numbers(given):
        return [library.media[number] for number in numbers if number in library.media]
    parent = given.get("id", "")
    of = int(parent) if parent.isascii() and parent.isdigit() else post
    without = {int(one) for one in re.findall(r"\d{1,15}", given.get("exclude", ""))}
    found = (library.media[one] for one in library.children.get(of, ()) if one not in without)
    wanted = (".mp3", ".m4a", ".ogg", ".wav") if audible else _PICTURES
    return [one for one in found if one.url.lower().endswith(wanted)]


_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".bmp", ".heic")


def _player(name: str, given: dict[str, str], inner: str) -> str:
    address = next((given[key] for key in _FILES[name] if given.get(key)), "")
    if not address and (found := _WEB.search(inner)):
        address = found[0]
    if not address:
        return ""
    if re.match(r"https?://(?:www\.)?(?:youtube\.com|youtu\.be|vimeo\.com)/", address):
        return f"\n\n<p>{embedded(address)}</p>\n\n"
    poster = given.get("poster", "")
    more = f' poster="{html.escape(poster)}"' if poster else ""
    return f'\n\n<p><{name} controls src="{html.escape(address)}"{more}></{name}></p>\n\n'


def _uploaded(name: str, library: Library, post: int) -> Medium | None:
    """The file that a bare `[audio]` or `[video]` plays: the first of its kind of the post."""
    suffixes = tuple(f".{suffix}" for suffix in _FILES[name][1:])
    found = (library.media[number] for number in library.children.get(post, ()))
    return next((one for one in found if one.url.lower().endswith(suffixes)), None)
