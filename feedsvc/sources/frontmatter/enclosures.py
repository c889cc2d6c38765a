"""Reads media files from `image` and `enclosure` in front matter, and tells their media types."""

import posixpath
import re
from collections.abc import Iterable
from typing import NamedTuple

from feedsvc.model.article import Enclosure
from feedsvc.model.characters import one_line
from feedsvc.model.media_types import TYPES, media_type
from feedsvc.sources.frontmatter.split import Field
from feedsvc.sources.frontmatter.yaml import Value
from feedsvc.sources.html.urls import media_path, target
from feedsvc.sources.source import Findings

_OWN = frozenset({"image", "images"})  # names that mean nothing else
# The names under which a table has a URL, those that are surest first. The last are those of themes
# (https://mmistakes.github.io/minimal-mistakes/docs/layouts/).
_ADDRESSES = (
    *("url", "src", "href", "path", "image", "file", "filename", "feature", "og_image"),
    *("overlay_image", "teaser", "thumbnail", "thumb"),
)
_ALT = ("alt", "image_alt", "alt_text", "alttext", "imagealt", "image_description")
_NO_FILE = "{} names no file or web address that can be used; write a path or an http address"
# `URL LENGTH TYPE`, as WordPress keeps it on three lines; more may follow.
_THREE = re.compile(r"(\S[^\n]*?)\s+(\d{1,15})\s+([\w.+-]+/[\w.+-]+)(?:\s.*)?", re.DOTALL)
_SIZE = re.compile(r"\d+(?:x\d+)?", re.ASCII)
# Obsidian's `![[file|alt]]`, or `![alt](url)`
_LINK = re.compile(
    r"!?\[\[(?P<file>[^\[\]|]+)(?:\|(?P<caption>[^\[\]]*))?\]\]"
    r"|!\[(?P<alt>[^\[\]]*)\]\((?P<url>[^()\s]+)\)"
)


def enclosures(key: str, field: Field, path: str, findings: Findings) -> tuple[Enclosure, ...]:
    """The media files that a field names, each URL once.

    Args:
        key: as written, for messages.
        field: a URL, a mapping of url (src, href), type and length, or a list of these;
            Apache-style `URL LENGTH TYPE` on three lines or set apart by spaces is read too.
        path: the article's file, against which relative URLs are resolved.
        findings: gets a warning for a value that names no file.
    """
    found: dict[str, Enclosure] = {}
    for value in field.value if isinstance(field.value, list) else [field.value]:
        enclosure = _one(value, path)
        if enclosure is None and value:
            findings.add("warning", "enclosure", _NO_FILE.format(key), field.line)
        elif enclosure is not None:
            found.setdefault(enclosure.url, enclosure)
    return tuple(found.values())


class Picture(NamedTuple):
    """The image that a header names, what it shows, and whose it is; empty where it does not say.

    Attributes:
        image, alt, credit: as image, image_alt and image_credit in Article.
    """

    image: Enclosure | None = None
    alt: str = ""
    credit: str = ""


def picture(fields: Iterable[tuple[str, Field]], path: str, findings: Findings) -> Picture:
    """The first picture that one of some fields names.

    Args:
        fields: keys as written, those that count first in front; each a URL, a mapping that has
            one, or a list of these.
        path: as for `enclosures`.
        findings: gets a warning where a field of our own names no file.
    """
    for key, field in fields:
        own = key.strip().casefold() in _OWN
        lost = False
        for value in _flat(field.value):
            found = Picture() if _is_switch(value) else _picture(value, path)
            if found.image and (own or _is_picture(found.image)):
                return found
            lost = lost or (bool(value) and not _is_switch(value))
        if own and lost:
            findings.add("warning", "enclosure", _NO_FILE.format(key), field.line)
    return Picture()


def _flat(value: Value) -> list[Value]:
    """The values in lists of lists: `[[a.png]]` without quotes is one to YAML."""
    while isinstance(value, list) and len(value) == 1:
        value = value[0]
    return value if isinstance(value, list) else [value]


def _is_switch(value: Value) -> bool:
    """Whether a value names no file and means none: `image: false`, or a caption alone."""
    if isinstance(value, dict):
        return not any(key.casefold() in _ADDRESSES for key in value)
    return isinstance(value, str) and value.strip().casefold() in ("true", "false", "none")


def _is_picture(image: Enclosure) -> bool:
    return image.type.startswith("image/")


def _picture(value: Value, path: str) -> Picture:
    if isinstance(value, dict):
        given = {key.casefold(): text for key, text in value.items() if isinstance(text, str)}
        image = _one({key: given[key] for key in _ADDRESSES if given.get(key)}, path)
        alt = next((given[key] for key in _ALT if given.get(key)), "")
        return Picture(image, one_line(alt), one_line(given.get("credit", "")))
    if isinstance(value, str) and (link := _LINK.fullmatch(value.strip())):
        alt = link["alt"] or link["caption"] or ""
        # Obsidian may have the picture's width, or width and height, in place of a caption.
        return Picture(
            _one(link["file"] or link["url"], path), "" if _SIZE.fullmatch(alt) else one_line(alt)
        )
    return Picture(_one(value, path))


def is_media(path: str) -> bool:
    """Whether a path is that of a media file, by its suffix; hidden files are none."""
    hidden = any(part.startswith(".") for part in path.split("/"))
    return not hidden and posixpath.splitext(path)[1].lower() in TYPES


def local_files(found: tuple[Enclosure, ...]) -> list[str]:
    """The paths of those media files that are in the newsroom's folder."""
    paths = (media_path(enclosure.url) for enclosure in found)
    return [path for path in paths if path is not None]


def _one(value: Value, path: str) -> Enclosure | None:
    if isinstance(value, str):
        of_three = _THREE.fullmatch(value.strip())
        names = ("url", "length", "type")
        value = dict(zip(names, of_three.groups(), strict=True)) if of_three else {"url": value}
    if not isinstance(value, dict):
        return None
    given = {key.casefold(): text for key, text in value.items() if isinstance(text, str)}
    written = next((given[key] for key in _ADDRESSES if given.get(key)), "")
    url = target(written, path, embedded=True)
    if url is None:
        return None
    kind = one_line(given.get("type", "")).lower()
    length = given.get("length", "").strip()
    return Enclosure(
        url,
        kind if "/" in kind and " " not in kind.split(";")[0] else media_type(url),
        int(length) if length.isascii() and length.isdigit() and 0 < len(length) <= 15 else None,
    )
