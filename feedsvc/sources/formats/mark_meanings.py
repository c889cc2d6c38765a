"""Tells what a template mark with a target stands for: a picture, a link, or an embed's address.

Marks are those of Jekyll (https://jekyllrb.com/docs/liquid/tags/), Hugo
(https://gohugo.io/shortcodes/), Hexo (https://hexo.io/docs/tag-plugins), Eleventy
(https://www.11ty.dev/docs/plugins/image/), Zola, Pelican and Nikola, and what their users make
that is written alike.
"""

import posixpath
import re
from typing import NamedTuple

from feedsvc.sources import path_rules, references
from feedsvc.sources.embed_addresses import embed_address, site_of
from feedsvc.sources.formats.file_kinds import kind_of
from feedsvc.sources.formats.mark_arguments import Arguments, read_arguments
from feedsvc.sources.formats.value_marks import filled
from feedsvc.sources.html import words

# These decide what is shown, and show nothing.
_CONTROL = words(
    "assign block break capture case comment continue cycle decrement echo else elseif elsif"
    " extends for from if ifchanged import increment layout liquid macro paginate param"
    " render set tablerow unless when with"
)
_INCLUDES = words(
    "component include include_cached include_file include_relative includes partial render"
    " shortcode"
)
# Others count their files from a folder that only their template knows.
_OF_PICTURES = words(
    "asset_img fig figure gallery image images img photo picture responsive_image"
    " responsive-image thumbnail"
)
_SOURCES = (
    *("src", "url", "image", "image_path", "imagepath", "img", "path", "file", "filename"),
    *("image_url", "imageurl", "img_src", "img_path", "picture", "photo", "source", "href", "uri"),
)
_TARGETS = ("href", "url", "link", "to", "relref", "ref", "page", "path", "src", "target", "file")
_NO_PICTURE = words(
    "alt alternative caption class cover credit desc description href id label link linkto"
    " poster target text thumb thumbnail title"
)
_LABELS = ("text", "title", "label", "name", "caption", "alt", "description")
_LINK_KINDS = re.compile(r"\w*?[-_]?(?:button|btn|card|link|url|download|bookmark|embed|cta)s?\d?")
_ADDRESS_MARKS = words(
    "asset_path asset_url asset baseurl get_url img_path img_url link_to path post_path"
    " static url url_for abslink absurl relurl"
)
_WEB = re.compile(r"(?:https?:)?//[^\s\"'<>{}]{3,2000}", re.IGNORECASE)


class Meaning(NamedTuple):
    """What a mark stands for.

    Attributes:
        address: of its target, to stand where a target is wanted; relative to the article.
        kind: how it is shown elsewhere.
        label: the text of a link, or the alternative text of a picture; empty: not given.
        caption: of a picture, plain text or Markdown; or empty.
        link: where a picture leads; or empty.
        size: width and height of a picture in pixels, as written; or empty.
        bare: whether it stands for an address, and for no link, where it is in a text.
    """

    address: str
    kind: str = "link"
    label: str = ""
    caption: str = ""
    link: str = ""
    size: tuple[str, str] = ("", "")
    bare: bool = False


def meanings_of(inner: str, path: str) -> tuple[Meaning, ...]:
    """What a mark stands for; nothing where it has no target that is known.

    Args:
        inner: what stands between its braces.
        path: of the article's file; POSIX, relative to the newsroom's folder.
    """
    given = read_arguments(inner)
    if given is None or inner.lstrip("-+ \t\n").startswith("/"):
        return ()
    if given.name in ("button", "btn") and "," in inner and not given.named:
        return _button(inner) or _of(given, path)
    return _of(given, path)


def _button(inner: str) -> tuple[Meaning, ...]:
    """NexT's `button url, text, icon, title`."""
    parts = [one.strip() for one in inner.split(",")]
    address = filled(parts[0].partition(" ")[2].strip()) or ""
    is_address = _WEB.fullmatch(address) or address.startswith(("/", "#", "."))
    return (Meaning(address, label=parts[1]),) if is_address else ()


def _of(given: Arguments, path: str, *, included: bool = False) -> tuple[Meaning, ...]:
    name = given.name.lower()
    if name in _INCLUDES and given.values and not included:
        stem = posixpath.splitext(posixpath.basename(given.values[0]))[0]
        return _of(given.without_first(stem), path, included=True)
    if name in _CONTROL or not (given.values or given.named):
        return ()
    if one := _reference(name, given, path):
        return (one,)
    site = site_of(name)
    if not site and name.startswith(("video", "embed")) and "provider" in given.named:
        site = site_of(given.named["provider"])
    if site:
        address = embed_address(site, given.values, given.named)
        label = given.first("title", "alt", "caption")
        return (Meaning(address, label=label),) if address else ()
    found = _pictures(name, given, path, included=included)
    return found or _media(name, given) or _links(name, given, path)


def _reference(name: str, given: Arguments, path: str) -> Meaning | None:
    """The article that a mark names."""
    first = given.values[0] if given.values else ""
    if name in ("ref", "relref"):
        named = given.first("path") or first
        # Hugo's own second values are a language or a format; the others have no use here.
        language = given.first("lang") or (given.values[1] if len(given.values) > 1 else "")
        if not named or _WEB.fullmatch(named):
            return Meaning(named, label=named, bare=True) if named else None
        return Meaning(references.place_of(named, path, language), label=named, bare=True)
    if not first or "{{" in first:
        return None
    if name in ("post_url", "post_path") or (name == "link" and not given.values[1:]):
        if _WEB.fullmatch(first):
            return Meaning(first, label=first, bare=True)
        if name == "link" and not first.endswith((".md", ".markdown", ".html", ".htm")):
            return Meaning(f"/{first.lstrip('/')}", label=first, bare=True)
        address = references.page_of(first, path)
        return Meaning(address, label=path_rules.headline_of(_stem(first)), bare=True)
    if name == "post_link":
        words = [one for one in given.values[1:] if one not in ("true", "false")]
        label = " ".join(words) or path_rules.headline_of(_stem(first))
        return Meaning(references.page_of(first, path), label=label)
    return None


def _stem(name: str) -> str:
    stem = posixpath.basename(name.partition("#")[0].strip("/"))
    return path_rules.undated(stem.removesuffix(".md").removesuffix(".html"))


def _pictures(name: str, given: Arguments, path: str, *, included: bool) -> tuple[Meaning, ...]:
    """The pictures that a mark shows.

    Jekyll's includes count from the site's root where they name a folder.
    """
    of_pictures = name in _OF_PICTURES
    found: list[str] = []
    for key in _SOURCES if given.named else ():
        value = given.named.get(key, "")
        if not value:
            continue
        if kind_of(value) == "picture" and key not in _NO_PICTURE:
            found = [value]
            break
        if of_pictures and key == "src" and value and _WEB.match(value):
            found = [value]
            break
    if not found:
        found = [
            value
            for key, value in given.named.items()
            if kind_of(value) == "picture" and key not in _NO_PICTURE
        ]
    at = next((n for n, one in enumerate(given.values) if kind_of(one) == "picture"), -1)
    words: list[str] = []
    if not found and at >= 0:
        found = [given.values[at]]
        rest = list(zip(given.values[at + 1 :], given.quoted[at + 1 :], strict=True))
        found += [value for value, _ in rest if kind_of(value) == "picture"]
        words = _words([one for one in rest if kind_of(one[0]) != "picture"])
    addresses = [address for one in found if (address := _address(one, name, path))]
    if included:
        addresses = [one if _is_near(one) else f"/{one}" for one in addresses]
    elif not of_pictures and not all(map(_is_near, addresses)):
        return ()
    return tuple(_picture(one, name, given, words) for one in addresses)


def _is_near(address: str) -> bool:
    """Whether it is clear from where an address counts."""
    return "/" not in address or address.startswith((".", "/", "@/")) or "://" in address


def _words(rest: list[tuple[str, bool]]) -> list[str]:
    """The texts behind a picture, without its width and height."""
    while rest and re.fullmatch(r"\d{1,5}(?:px|%)?|auto", rest[0][0]):
        rest = rest[1:]
    if any(quoted for _, quoted in rest):
        texts = [value for value, quoted in rest if quoted]
        inner = read_arguments(f"x {texts[0]}") if texts[0][:1] in ("'", '"') else None
        return list(inner.values) if inner else texts
    return [" ".join(value for value, _ in rest)] if rest else []


def _picture(address: str, name: str, given: Arguments, words: list[str]) -> Meaning:
    alt = given.first("alt", "alternative", "alttext", "alt_text", "alt-text", "altText")
    caption = [given.first("caption", "description", "desc", "figcaption", "legend", "cap")]
    if name in ("figure", "fig") and given.named.get("title"):
        caption.insert(0, given.named["title"])
    caption.append(given.first("attr", "attribution", "credit"))
    if words:  # Hexo and Octopress write a title and then the alternative text, Eleventy the latter
        alt = alt or (words[-1] if name in ("img", "asset_img") else words[0])
    link = filled(given.first("link", "href", "linkto")) or ""
    return Meaning(
        address,
        "picture",
        alt or given.first("title"),
        " ".join(dict.fromkeys(one for one in caption if one)),
        "" if link == address else link,
        (given.first("width"), given.first("height")),
    )


def _address(value: str, name: str, path: str) -> str:
    """The address of a file; empty where a part of it is not known."""
    address = filled(value)
    if address is None or not address.strip():
        return ""
    if name.startswith("asset_") and not _WEB.match(address):
        stem = posixpath.splitext(posixpath.basename(path))[0]
        if stem != "index":
            address = f"{stem}/{address.lstrip('/')}"
    return address.strip()


def _media(name: str, given: Arguments) -> tuple[Meaning, ...]:
    """The sound or film that a mark plays."""
    values = [given.first(*_SOURCES), *given.named.values(), *given.values]
    for value in values:
        kind = kind_of(value)
        if kind in ("audio", "video") and (address := filled(value)):
            return (Meaning(address, kind, given.first(*_LABELS)),)
    return ()


def _links(name: str, given: Arguments, path: str) -> tuple[Meaning, ...]:
    """The page to which a mark leads."""
    first = given.values[0] if given.values else ""
    if name in _ADDRESS_MARKS or name.endswith(("_url", "_path")):
        address = _address(given.first("path", "src", "url", "name") or first, name, path)
        if address.startswith("@/") or "/" in address or "." in address:
            return (Meaning(address, label=address, bare=True),)
        return ()
    named = given.first(*_TARGETS)
    target = named if _WEB.match(named) or "/" in named or "#" in named else ""
    words = list(given.values)
    if not target:
        target = next((one for one in words if _WEB.fullmatch(one)), "")
        words = [one for one in words if one != target and one not in ("true", "false")]
    if not target and name == "asset_link" and first:
        target, words = first, words[1:]
    if not target:
        return ()
    if "relref" in given.named or "ref" in given.named:
        target = references.place_of(target, path)
    address = _address(target, name, path)
    if not address or not (_LINK_KINDS.fullmatch(name) or _WEB.match(address)):
        return ()
    label = given.first(*_LABELS)
    if not label and name in ("link", "asset_link"):
        label = " ".join(words)
    return (Meaning(address, label=label),)
