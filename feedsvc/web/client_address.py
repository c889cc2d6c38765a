"""Which client a request is from, where proxies stand in front. Pure."""

import ipaddress
from collections.abc import Sequence
from functools import lru_cache
from socket import AF_INET, AF_INET6, inet_ntop, inet_pton

_Network = tuple[int, int, int]  # bytes of an address, the first one, the mask
_MAPPED = bytes(10) + b"\xff\xff"  # begins an IPv4 address in IPv6 (RFC 4291 2.5.5.2)
LONGEST = 300  # characters at the end of X-Forwarded-For that are read


def client_address(remote: str, forwarded: str, trusted: Sequence[str]) -> str:
    """The address of the client that sent a request.

    Each proxy adds whom it was asked by at the right end of X-Forwarded-For, and everybody may
    write anything to the left of it. So the rightmost address that is no trusted proxy's counts.

    Args:
        remote: who is connected; another text than an address where the connection has none.
        forwarded: the header, or the end of it; empty where it was not sent.
        trusted: addresses and networks of proxies, as in `serve.trusted_proxies`.
    """
    if not forwarded:
        return remote
    networks = _networks(tuple(trusted))
    found = _packed(remote)
    if found is None or not _within(found, networks):
        return remote
    for text in reversed(forwarded.split(",")):
        named = _packed(text)
        if named is None:  # no proxy writes this
            break
        found = named
        if not _within(found, networks):
            break
    return inet_ntop(AF_INET if len(found) == 4 else AF_INET6, found)


@lru_cache(maxsize=8)
def _networks(trusted: tuple[str, ...]) -> tuple[_Network, ...]:
    read = (ipaddress.ip_network(one, strict=False) for one in trusted)
    return tuple(
        (one.max_prefixlen // 8, int(one.network_address), int(one.netmask)) for one in read
    )


def _within(address: bytes, networks: tuple[_Network, ...]) -> bool:
    number, length = int.from_bytes(address), len(address)
    return any(length == one and number & mask == first for one, first, mask in networks)


def _packed(text: str) -> bytes | None:
    """The address in a text, without a port and brackets; an IPv4 address in IPv6 is itself.

    A poll has microseconds, and the module ipaddress takes ten for an address.
    """
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = inet_pton(AF_INET6 if ":" in text else AF_INET, text)
    except (OSError, ValueError):  # it is none, or holds what no text for the system may
        return None
    return found[12:] if found.startswith(_MAPPED) else found
