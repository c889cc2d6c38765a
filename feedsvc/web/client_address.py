"""Which client a request is from, where proxies stand in front. Pure."""

import ipaddress
from collections.abc import Sequence
from functools import lru_cache

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network
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
    found = _address(remote)
    if found is None or not _within(found, networks):
        return remote
    for text in reversed(forwarded.split(",")):
        named = _address(text)
        if named is None:  # no proxy writes this
            break
        found = named
        if not _within(found, networks):
            break
    return str(found)


@lru_cache(maxsize=8)
def _networks(trusted: tuple[str, ...]) -> tuple[_Network, ...]:
    return tuple(ipaddress.ip_network(one, strict=False) for one in trusted)


def _within(address: _Address, networks: tuple[_Network, ...]) -> bool:
    return any(address in network for network in networks)


def _address(text: str) -> _Address | None:
    """The address in a text, without a port and brackets; an IPv4 address in IPv6 is itself."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
