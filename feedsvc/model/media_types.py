"""The media type of a file, by the suffix of its name."""

import posixpath
from urllib.parse import unquote, urlsplit

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


def media_type(url: str) -> str:
    """The media type for the suffix of a URL, or UNKNOWN_TYPE."""
    try:
        name = unquote(urlsplit(url).path)
    except ValueError:
        return UNKNOWN_TYPE
    return TYPES.get(posixpath.splitext(name)[1].lower(), UNKNOWN_TYPE)
