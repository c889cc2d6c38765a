"""`[readers]` and `[serve]` of site.toml: what is counted of polls, and whose word is taken."""

import ipaddress
from collections.abc import Iterator

import msgspec


class ReadersSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[readers]`: what is counted of those who poll.

    Attributes:
        count: whether polls are counted by feed and day.
    """

    count: bool = True


class ServeSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[serve]`: how the service stands in the network.

    Attributes:
        trusted_proxies: addresses and networks whose `X-Forwarded-For` is believed.
    """

    trusted_proxies: list[str] = msgspec.field(default_factory=lambda: ["127.0.0.1", "::1"])


def serve_complaints(serve: ServeSettings) -> Iterator[tuple[str, str]]:
    """What is wrong: pairs of a key, as in site.toml, and what it must be."""
    for one in serve.trusted_proxies:
        try:
            ipaddress.ip_network(one, strict=False)
        except ValueError:
            yield (
                "serve.trusted_proxies",
                f"{one!r} is no address or network; write such as 127.0.0.1 or 10.0.0.0/8",
            )
