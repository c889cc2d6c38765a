"""Tells the Host header of a request that can be read from one that cannot (RFC 9112 3.2)."""

import re

# A name, an IPv4 address, or an IPv6 address in brackets, with a port perhaps. A server joins
# several headers of one name by commas.
_HOST = re.compile(r"(?:[\w.-]*|\[[0-9A-Fa-f:.]+\])(?::[0-9]{0,5})?")


def is_host(value: str | None) -> bool:
    """Whether a Host header is one of at most one host; None: none was sent, as in HTTP/1.0."""
    return value is None or _HOST.fullmatch(value) is not None
