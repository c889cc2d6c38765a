"""Says to which addresses of the internet the push may connect.

A callback is whatever a stranger writes, and its name may lead anywhere: to this machine, to its
neighbours, to the service that gives a cloud's machines their secrets. So the address that is
really connected to is judged, after names were resolved.

The tables are IANA's registries of special-purpose addresses (RFC 6890), written out: what Python's
ipaddress calls global differs between its versions.
"""

from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_NOT_GLOBAL_4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network; Linux takes 0.0.0.0 for itself
        "10.0.0.0/8",
        "100.64.0.0/10",  # shared by customers of a provider
        "127.0.0.0/8",
        "168.63.129.16/32",  # Azure's own services, for each of its machines
        "169.254.0.0/16",  # link-local: the secrets of a cloud's machines are at 169.254.169.254
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
_GLOBAL_6 = IPv6Network("2000::/3")  # all else is special or given to nobody
_NOT_GLOBAL_6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocols, Teredo among them, which leads to any IPv4 address
        "2001:db8::/32",
        "3fff::/20",
    )
)
_MAPPED = IPv6Network("::ffff:0:0/96")  # RFC 4291 2.5.5.2
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: where a network has IPv6 alone, all IPv4 is here
_6TO4 = IPv6Network("2002::/16")  # RFC 3056


def allowed(allow_private: bool) -> Callable[[str], bool]:
    """What judges an address: `is_global`, or where private ones are allowed, `is_unicast`."""
    return is_unicast if allow_private else is_global


def is_global(address: str) -> bool:
    """Whether an address is one of the public internet.

    An IPv4 address within an IPv6 one is judged as itself.

    Args:
        address: of IPv4 or IPv6, as a socket has it; anything else is none.
    """
    found = _parsed(address)
    if isinstance(found, IPv4Address):
        return not any(found in network for network in _NOT_GLOBAL_4)
    if found is None or found not in _GLOBAL_6:
        return False
    return not any(found in network for network in _NOT_GLOBAL_6)


def is_unicast(address: str) -> bool:
    """Whether an address is one machine's: neither multicast nor broadcast nor reserved."""
    found = _parsed(address)
    if found is None or found.is_multicast:
        return False
    return not (isinstance(found, IPv4Address) and found.is_reserved)


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return None
    if isinstance(found, IPv6Address):
        number = int(found)
        if found in _MAPPED or found in _NAT64:
            return IPv4Address(number & 0xFFFFFFFF)
        if found in _6TO4:
            return IPv4Address(number >> 80 & 0xFFFFFFFF)
    return found
