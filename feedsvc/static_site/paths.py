"""Says which file answers an address. Pure."""

import re
from hashlib import sha256

LONGEST_NAME = 251  # bytes of a file's name: 255, but for the suffix of a compressed one
NOT_FOUND = "404.html"
_INDEX = "index.html"
_UNSAFE = re.compile(r"[\x00-\x1f\x7f]")
_SUFFIX = re.compile(r"(?:\.[a-z0-9]{1,8}){1,2}\Z")


def page_path(address: str) -> str:
    """The file of a page: `articles/ferry.html` of `/articles/ferry`, `index.html` of `/`."""
    return safe_path(f"{address.strip('/')}.html") if address.strip("/") else _INDEX


def file_path(address: str) -> str:
    """The file of anything else: `media/map.png` of `/media/map.png`."""
    return safe_path(address.strip("/"))


def safe_path(path: str) -> str:
    """A path below a release that stays there, and that file systems take.

    A part of it that cannot be a file's name gives way to a digest of it, with the same suffix.

    Args:
        path: with slashes, without one at its front.
    """
    return "/".join(map(_safe_name, path.split("/")))


def _safe_name(name: str) -> str:
    size = len(name.encode("utf-8", "surrogatepass"))
    if name not in ("", ".", "..") and size <= LONGEST_NAME and not _UNSAFE.search(name):
        return name
    ending = _SUFFIX.search(name)
    made = sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return f"~{made}{ending[0] if ending else ''}"
