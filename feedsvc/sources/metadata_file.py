"""Joins an article file with the file beside it that holds its header: `ferry.meta` of `ferry.md`.

https://getnikola.com/handbook.html#metadata-formats
"""

from feedsvc.settings import FILE_NAME
from feedsvc.sources.author_maps import is_map
from feedsvc.sources.folder_files import METADATA, is_folder_file
from feedsvc.sources.parse import is_article

_MARKS = (b"---", b"+++", b"<!--")


def is_metadata(path: str) -> bool:
    """Whether a path is that of a file with the header of an article, by its suffix."""
    return path.endswith(METADATA)


def is_source(path: str) -> bool:
    """Whether a file is never served, even where an article names it."""
    return is_article(path) or is_folder_file(path) or is_map(path) or path == FILE_NAME


def with_metadata(metadata: bytes, path: str, data: bytes) -> tuple[bytes, int]:
    """An article file with the header from beside it, and how many lines stand before its own.

    Args:
        metadata: the file with the header.
        path: of the article file; its suffix names the format.
        data: the article file. A header of its own is not expected, and makes it one with two.
    """
    header = metadata.removeprefix(b"\xef\xbb\xbf").strip()
    if header.startswith(b"..") and path.lower().endswith(".rst"):
        header += b"\n"  # these lines are comments there
    elif header.startswith(b".."):
        header = b"<!--\n" + header.replace(b"-->", b"--&gt;") + b"\n-->"
    elif not header.startswith(_MARKS):
        return data, 0
    header += b"\n"
    return header + data.removeprefix(b"\xef\xbb\xbf"), header.count(b"\n")
