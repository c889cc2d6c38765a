"""Writes web addresses in ASCII, as formats demand that know URIs only (RFC 3986, RFC 3987 3.1)."""

import re
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import quote, unquote, urlsplit

import idna

_PARTS = re.compile(
    r"([A-Za-z][A-Za-z0-9+.-]*://)((?:[^/?#@]*@)?)(\[[^\]/?#]*\]|[^/?#:]*)", re.DOTALL
)
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


def as_uri(address: str) -> str:
    """The address with its host as DNS has it, and all else beyond ASCII percent-encoded.

    What is ASCII already stays as it is. So does a host that DNS cannot have.

    Args:
        address: an absolute URL or IRI, or a part of one without a host.
    """
    if address.isascii() and "%" not in address:
        return address
    found = _PARTS.match(address)
    if found is None:
        return _encoded(address)
    host = _host(unquote(found[3])) or found[3]
    return f"{found[1]}{_encoded(found[2])}{host}{_encoded(address[found.end() :])}"


@lru_cache(1_000)
def _host(name: str) -> str:
    """A host's name in ASCII (UTS #46, as in browsers); empty where there can be none."""
    if name.isascii():
        return ""
    try:
        return idna.encode(name, uts46=True).decode()
    except (idna.IDNAError, UnicodeError):
        return ""


def _encoded(text: str) -> str:
    return _BEYOND_ASCII.sub(lambda found: quote(found[0]), text)


def host_of(address: str) -> str:
    """The host of a URL as it is compared: lower case, without port and brackets; empty: none."""
    try:
        host = (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:  # brackets that hold no address
        return ""
    if ":" not in host:
        return host
    try:
        return str(ip_address(host))
    except ValueError:
        return host
