"""Changes the addresses in the tags of HTML, and nothing else of it. Pure."""

import html
import re
from collections.abc import Callable
from urllib.parse import SplitResult, urlsplit

_TAG = re.compile(r"""<[A-Za-z](?>(?:[^<>"']|"[^"<>]{0,20000}"|'[^'<>]{0,20000}')*)>""")
_ATTRIBUTE = re.compile(
    r"""(?P<name>\s[^\s=<>"'/]+)(?P<equals>\s*=\s*)"""
    r"""(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'=<>`]+))"""
)
_ADDRESSES = frozenset({"src", "href", "poster", "cite"})


def parts_of(url: str) -> SplitResult:
    """The parts of an address (RFC 3986 3); all are empty where it is none."""
    try:
        return urlsplit(url.strip())
    except ValueError:
        return SplitResult("", "", "", "", "")


def with_addresses(text: str, change: Callable[[str], str]) -> str:
    """The HTML with other addresses; an attribute whose address does not change stays as it is.

    Args:
        text: HTML.
        change: given an address, without references to characters, returns the one to write.
    """

    def attribute(found: re.Match[str]) -> str:
        name = found["name"].strip().lower()
        if name not in _ADDRESSES and name != "srcset":
            return found[0]
        old = html.unescape(found["double"] or found["single"] or found["bare"] or "")
        new = change(old) if name in _ADDRESSES else _of_set(old, change)
        return found[0] if new == old else f'{found["name"]}{found["equals"]}"{html.escape(new)}"'

    return _TAG.sub(lambda tag: _ATTRIBUTE.sub(attribute, tag[0]), text)


def _of_set(written: str, change: Callable[[str], str]) -> str:
    """The candidates of a `srcset` (HTML Standard 4.8.4.2.1), each with another address."""
    parts = [part.split() for part in re.split(r",\s+", written.strip())]
    made = [[change(part[0]), *part[1:]] for part in parts if part]
    return written if made == parts else ", ".join(map(" ".join, made))
