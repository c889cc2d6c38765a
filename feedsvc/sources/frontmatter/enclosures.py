"""Reads media files from `image` and `enclosure` in front matter, and tells their media types."""

import posixpath
from urllib.parse import unquote, urlsplit

from feedsvc.model.article import Enclosure
from feedsvc.model.characters import one_line
from feedsvc.sources.frontmatter.split import Field
from feedsvc.sources.frontmatter.yaml import Value
from feedsvc.sources.html.urls import media_path, target
from feedsvc.sources.source import Findings

UNKNOWN_TYPE = "application/octet-stream"
# This table is our own, because `mimetypes` reads files of the machine, and file-type libraries
# have several types for one suffix and change them with their versions.
TYPES = {
    f".{suffix}": line.split()[0]
    for line in """
audio/aac aac
audio/flac flac
audio/mp4 m4a m4b
audio/mpeg mp3
audio/ogg oga ogg opus
audio/wav wav
audio/webm weba
audio/aiff aif aiff
video/mp4 m4v mp4
video/quicktime mov
video/mpeg mpg mpeg
video/ogg ogv
video/webm webm
video/x-msvideo avi
image/apng apng
image/avif avif
image/bmp bmp
image/gif gif
image/vnd.microsoft.icon ico
image/jpeg jpeg jpg
image/heic heic
image/jxl jxl
image/png png
image/svg+xml svg
image/tiff tif tiff
image/webp webp
text/csv csv
text/calendar ics
text/vtt vtt
application/x-subrip srt
application/epub+zip epub
application/gzip gz
application/json json
application/pdf pdf
application/rtf rtf
application/xml xml
application/zip zip
application/x-bittorrent torrent
application/msword doc
application/vnd.ms-excel xls
application/vnd.ms-powerpoint ppt
application/vnd.openxmlformats-officedocument.wordprocessingml.document docx
application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx
application/vnd.openxmlformats-officedocument.presentationml.presentation pptx
application/vnd.oasis.opendocument.text odt
application/vnd.oasis.opendocument.spreadsheet ods
application/vnd.oasis.opendocument.presentation odp
""".strip().split("\n")
    for suffix in line.split()[1:]
}


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
            findings.add(
                "warning",
                "enclosure",
                f"{key} names no file or web address that can be used; write a path or an"
                " http address",
                field.line,
            )
        elif enclosure is not None:
            found.setdefault(enclosure.url, enclosure)
    return tuple(found.values())


def media_type(url: str) -> str:
    """The media type for the suffix of a URL, or UNKNOWN_TYPE."""
    try:
        name = unquote(urlsplit(url).path)
    except ValueError:
        return UNKNOWN_TYPE
    return TYPES.get(posixpath.splitext(name)[1].lower(), UNKNOWN_TYPE)


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
        value = {"url": value}
    if not isinstance(value, dict):
        return None
    given = {key.casefold(): text for key, text in value.items() if isinstance(text, str)}
    written = next((given[key] for key in ("url", "src", "href") if given.get(key)), "")
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
