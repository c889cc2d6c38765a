"""Tells by the name of a file how it is shown: as a picture, as sound or film, or by a link."""

import re

_KINDS = {
    "picture": "apng avif bmp gif heic ico jfif jpe jpeg jpg jxl png svg tif tiff webp",
    "audio": "3gp aac flac m4a mp3 oga ogg opus wav",
    "video": "m4v mkv mov mp4 mpg ogv webm",
    "link": "bz2 csv doc docx epub gpx gz ics json key kml odp ods odt pdf ppt pptx rar rtf tar tgz"
    " tsv txt xls xlsx xml zip 7z",
}
_BY_SUFFIX = {suffix: kind for kind, text in _KINDS.items() for suffix in text.split()}
_REST = re.compile(r"[?#]")
_LONGEST = 2_000


def kind_of(address: str) -> str:
    """`picture`, `audio`, `video` or `link`, by the suffix of a path or URL; empty: not known."""
    if not 2 < len(address) <= _LONGEST or "\n" in address:
        return ""
    stem, dot, suffix = _REST.split(address, maxsplit=1)[0].rpartition(".")
    return _BY_SUFFIX.get(suffix.lower(), "") if dot and stem else ""
