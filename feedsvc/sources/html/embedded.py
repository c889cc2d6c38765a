"""Writes what an element embeds as what readers keep: a picture, sound, film, link or text. Pure.

HTML Standard 4.8 (`iframe`, `embed`, `object`), 4.12.1 (`script`), 4.8.18 (`svg`).
"""

import html
import posixpath
import re
from functools import lru_cache

from feedsvc.model.characters import one_line, words
from feedsvc.sources.embed_addresses import embed_address, site_of

_WEB = re.compile(r"(?:https?:)?//[^\s\"'<>]{3,2000}", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_GIST = re.compile(
    r"(?:https?:)?//gist\.github\.com/([\w-]{1,60}/)?([0-9a-f]{4,64})(?:\.js\b|\?|\Z)"
)
_PLAYED = re.compile(r"(?:https?:)?//(asciinema\.org/a/\w{1,40})\.js\b")
_FIDDLE = re.compile(r"(?:https?:)?//(jsfiddle\.net/(?:[\w-]{1,60}/){1,3})embed\b")
_PICTURE = re.compile(r"\.(?:apng|avif|bmp|gif|jpe?g|png|svg|webp)(?:[?#].*)?\Z", re.IGNORECASE)
_FILMS = {"audio": "mp3 m4a oga ogg opus wav aac flac", "video": "mp4 m4v webm ogv mov"}
_PLAYERS = {suffix: name for name, text in _FILMS.items() for suffix in text.split()}
_PARAM = re.compile(r"<param(?=\s)[^<>]{0,2000}>", re.IGNORECASE)
_PARAMS = frozenset({"movie", "src", "url", "filename"})
_TAG_OR_TEXT = re.compile(r"<(/?)([A-Za-z]{1,20})[^<>]*>|([^<]+)|<")
_LONGEST = 500  # characters of the texts of a drawing
_HIDDEN = ("true", "presentation", "none")
# Where scripts look for the address of a picture that they load when it comes into sight.
_SOURCES = (
    *("data-src", "data-lazy-src", "data-cfsrc", "data-actualsrc", "data-echo", "data-lazy"),
    *("data-original", "data-original-src", "data-orig-src", "data-img-src", "data-url"),
)
_SETS = ("data-srcset", "data-lazy-srcset", "data-original-set")
# These may name a larger picture than the one that is shown.
_LARGER = words("data-original data-original-src data-orig-src data-img-src data-url data-lazy")
_PLACEHOLDER = re.compile(
    r"data:|about:|\Z|[^?]*(?:1x1|blank|lazy|loader|loading|pixel|placeholder|spacer|spinner"
    r"|transparent|grey|gray)[^/?]*\Z",
    re.IGNORECASE,
)
_SIZE = re.compile(r"(?:-\d{1,5}x\d{1,5})?(\.\w{2,5})?(?:[?#].*)?\Z", re.DOTALL)


def link_to(given: dict[str, str], label: str = "") -> str:
    """A paragraph with a link to the page of an iframe; empty if it has no address.

    Args:
        given: the attributes of the element.
        label: the text of the link where the element has no title; empty: the address.
    """
    url = _address(given, "src", *_SOURCES[:3], "data")
    label = one_line(given.get("title", "") or given.get("aria-label", "") or label) or url
    return f'<p><a href="{html.escape(url)}">{html.escape(label)}</a></p>' if url else ""


def shown_object(given: dict[str, str], inner: str) -> str:
    """What stands for an `object` or `embed`; empty where it names nothing.

    Args:
        given: its attributes.
        inner: what browsers show that cannot show it.
    """
    url = _address(given, "data", "src")
    kind = given.get("type", "").lower().partition("/")[0]
    fallback = one_line(html.unescape(re.sub(r"<[^<>]*>", " ", inner[:2_000])))
    if not url:
        for param in _PARAM.findall(inner[:4_000]):
            name = re.search(r"""\bname\s?=\s?["']?(\w{1,20})""", param, re.IGNORECASE)
            value = re.search(r"""\bvalue\s?=\s?["']?([^"'\s>]{1,2000})""", param, re.IGNORECASE)
            if name and value and name[1].lower() in _PARAMS:
                url = url or _address({"src": html.unescape(value[1])}, "src")
    if not url:
        return ""
    label = given.get("title") or given.get("aria-label") or given.get("alt") or fallback
    if kind == "image" or _PICTURE.search(url):
        return f'<img src="{html.escape(url)}" alt="{html.escape(one_line(label))}">'
    suffix = posixpath.splitext(re.split("[?#]", url, maxsplit=1)[0])[1][1:].lower()
    player = kind if kind in _FILMS else _PLAYERS.get(suffix, "")
    if player:
        return f'<{player} src="{html.escape(url)}" controls></{player}>'
    return link_to({"src": url, "title": label})


def script_link(given: dict[str, str]) -> str:
    """A link to what a script shows, such as a gist; empty where it shows nothing that is known."""
    src = given.get("src", "").strip()
    if gist := _GIST.match(src):
        return link_to({"src": f"https://gist.github.com/{gist[1] or ''}{gist[2]}"})
    if played := _PLAYED.match(src) or _FIDDLE.match(src):
        return link_to({"src": f"https://{played[1]}"})
    if "speakerdeck" in src and re.fullmatch("[0-9a-f]{16,40}", given.get("data-id", "")):
        return link_to({"src": f"https://speakerdeck.com/player/{given['data-id']}"})
    return ""


@lru_cache(1_000)
def site_of_element(name: str) -> str:
    """The site of which an element of others embeds something; empty: it is none."""
    return site_of(name.removeprefix("amp-").removeprefix("lite-"))


def custom_link(site: str, given: dict[str, str]) -> str:
    """A link to what an element of others embeds, such as `<lite-youtube videoid="…">`.

    Args:
        site: of site_of_element.
        given: its attributes.
    """
    bare = {key.removeprefix("data-"): value for key, value in given.items()}
    named = {key: bare[key] for key in ("url", "id", "videoid", "user", "src") if bare.get(key)}
    named["id"] = named.get("videoid") or bare.get(f"{site}id") or named.get("id", "")
    address = embed_address(site, (), named)
    return link_to({"src": address, "title": given.get("title", "")}) if address else ""


def drawing_text(given: dict[str, str], inner: str) -> str:
    """The title of an `svg`, and the texts in it, as plain text; empty where it has none.

    Args:
        given: its attributes.
        inner: what stands in it; not trusted.
    """
    if given.get("aria-hidden") == "true" or given.get("role") in _HIDDEN:
        return ""
    titles, texts = [given.get("aria-label", "")], list[str]()
    inside, of = "", ""
    for token in _TAG_OR_TEXT.finditer(inner):
        name = (token[2] or "").lower()
        if name in ("title", "text", "style", "script"):
            if token[1] and inside == name:
                inside = ""
            elif not token[1] and not inside:
                inside = name
                of = ""
        elif token[3] and inside in ("title", "text") and token[3].strip():
            text = one_line(html.unescape(token[3]))
            if inside == "title":
                titles.append(text)
            elif of:
                texts[-1] += f" {text}"
            else:
                texts.append(text)
                of = text
    title = next(filter(None, titles), "")
    words_of_it = ", ".join(dict.fromkeys(one for one in texts if one != title))
    if len(words_of_it) > _LONGEST:
        words_of_it = words_of_it[:_LONGEST].rpartition(" ")[0].rstrip(",") + "…"
    return ": ".join(filter(None, (title, words_of_it)))


def lazy_attributes(given: dict[str, str]) -> dict[str, str]:
    """The `src` and `srcset` that a script would set; empty where it sets none.

    Args:
        given: the attributes of a picture, sound or film.
    """
    found = {}
    src = given.get("src", "").strip()
    for name in _SOURCES:
        url = _address(given, name)
        if url and ("/" in url or "." in url):
            if name not in _LARGER or _PLACEHOLDER.match(src):
                found["src"] = url
            break
    candidates = next((given[name] for name in _SETS if given.get(name, "").strip()), "")
    if candidates:
        found["srcset"] = candidates
        if "src" not in found and "src" in given and _PLACEHOLDER.match(src):
            found["src"] = candidates.split()[0].rstrip(",")
    return found


def same_picture(url: str) -> str:
    """What is equal for the addresses of one picture in several sizes."""
    return _SIZE.sub(lambda found: found[1] or "", url.strip(), count=1)


def _address(given: dict[str, str], *names: str) -> str:
    """The first address among attributes: of the web, or relative."""
    for name in names:
        url = given.get(name, "").strip()
        if url.startswith("//"):
            url = "https:" + url
        if url and (_WEB.match(url) or not (_SCHEME.match(url) or url[0] in "#{?")):
            return url
    return ""
