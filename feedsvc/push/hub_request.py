"""Reads what a subscriber asks of the hub, and says in words what is wrong with it. Pure.

Specification: WebSub, https://www.w3.org/TR/websub/, sections 5.1 and 5.2.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from ipaddress import ip_address
from typing import Literal, NamedTuple
from urllib.parse import unquote, urlsplit

from feedsvc.errors import FeedsvcError, NoSuchFeed
from feedsvc.feeds import parse_name
from feedsvc.model.feed import FORMATS, Format, feed_path
from feedsvc.model.uri import as_uri, host_of

DEFAULT_LEASE = timedelta(days=10)
LONGEST_LEASE = timedelta(days=30)
SHORTEST_LEASE = timedelta(minutes=1)
LONGEST_CALLBACK = 2_000  # characters, as addresses are that all software takes
LONGEST_SECRET = 199  # bytes: the specification has less than 200
_LONGEST_NUMBER = 12  # digits
_NOT_IN_URL = re.compile(r"[\x00-\x20\"<>\\^`{|}\x7f]")
_ENCODED = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")  # RFC 3986 2.3
_PUBLISH = (
    "this hub learns by itself when a document changes; nobody needs to tell it, so there is no"
    " hub.mode=publish"
)

Form = Mapping[str, Sequence[str]]


class HubRefused(FeedsvcError):
    """A request that the hub does not accept; the text says why.

    Args:
        message: the reason, and what to do.
        status: of the answer.
        wait: seconds after which it may be accepted; 0: never.
    """

    def __init__(self, message: str, status: int = 400, wait: int = 0) -> None:
        super().__init__(message)
        self.status = status
        self.wait = wait


class HubRequest(NamedTuple):
    """What a subscriber asks for.

    Attributes:
        mode: subscribe or unsubscribe.
        topic: the address of the document.
        callback: its own address.
        secret: that is to sign what is sent; empty: none.
        lease_seconds: how long the subscription is to last.
    """

    mode: Literal["subscribe", "unsubscribe"]
    topic: str
    callback: str
    secret: str
    lease_seconds: int


def read_request(form: Form, allowed: Callable[[str], bool]) -> HubRequest:
    """What the form of a request says (5.1). What is not understood in it does not count.

    Args:
        form: its values, by name.
        allowed: whether the hub connects to an IP address.

    Raises:
        HubRefused: something is missing or wrong.
    """
    mode = _one(form, "hub.mode")
    if mode == "publish":
        raise HubRefused(_PUBLISH)
    if mode not in ("subscribe", "unsubscribe"):
        raise HubRefused(f"hub.mode is {mode[:40]!r}; it is subscribe or unsubscribe")
    secret = _one(form, "hub.secret", needed=False)
    if len(secret.encode("utf-8", "surrogatepass")) > LONGEST_SECRET:
        raise HubRefused("hub.secret must be shorter than 200 bytes")
    topic, callback = _one(form, "hub.topic"), _one(form, "hub.callback")
    callback = _callback(_decoded(callback), allowed)
    topic = as_uri(_decoded(topic))
    if mode == "unsubscribe":
        return HubRequest("unsubscribe", topic, callback, secret, _lease(""))
    lease = _lease(_one(form, "hub.lease_seconds", needed=False))
    return HubRequest("subscribe", topic, callback, secret, lease)


def document_at(topic: str, site: str) -> tuple[str, Format]:
    """The name and the format of the feed at a topic: its address as documents write it.

    Whether there is such a feed is not known here.

    Args:
        topic: an address.
        site: the newsroom's address, without a slash at its end.

    Raises:
        HubRefused: no document of this site can be there.
    """
    path = topic.removeprefix(f"{site}/")
    name, _, suffix = path.rpartition(".")
    found = unquote(name)
    for format in FORMATS:
        if suffix == format and site + feed_path(found, format) == topic:
            with suppress(NoSuchFeed):
                parse_name(found)
                return found, format
    raise HubRefused(
        "hub.topic is no feed of this site; send its own address as the feed has it, in the link"
        f" with rel=self, such as {site}/feed.atom",
        404,
    )


def _decoded(url: str) -> str:
    """An address in which no character is encoded that need not be (5.1.1)."""

    def plain(found: re.Match[str]) -> str:
        character = chr(int(found[1], 16))
        return character if _UNRESERVED.fullmatch(character) else found[0].upper()

    return _ENCODED.sub(plain, url)


def _one(form: Form, name: str, *, needed: bool = True) -> str:
    found = list(form.get(name, ()))
    if len(set(found)) > 1:
        raise HubRefused(f"{name} is there more than once; send it once")
    if found and "\x00" in found[0]:
        raise HubRefused(f"{name} holds a NUL character")
    if found and found[0]:
        return found[0]
    if needed:
        raise HubRefused(f"{name} is missing; send it in a form (x-www-form-urlencoded)")
    return ""


def _lease(text: str) -> int:
    if not text:
        return round(DEFAULT_LEASE.total_seconds())
    if not (text.isascii() and text.isdecimal() and int(text[:_LONGEST_NUMBER])):
        raise HubRefused("hub.lease_seconds is a number of seconds, such as 864000")
    wanted = int(text) if len(text) <= _LONGEST_NUMBER else LONGEST_LEASE.total_seconds()
    shortest, longest = SHORTEST_LEASE.total_seconds(), LONGEST_LEASE.total_seconds()
    return round(min(max(wanted, shortest), longest))


def _callback(text: str, allowed: Callable[[str], bool]) -> str:
    if len(text) > LONGEST_CALLBACK:
        raise HubRefused(f"hub.callback is longer than {LONGEST_CALLBACK:,} characters")
    callback = as_uri(text)
    try:
        parts = urlsplit(callback)
        good = parts.scheme in ("http", "https") and parts.port != 0
    except ValueError:
        good = False
    host = host_of(callback)
    if not (good and host and callback.isascii()) or _NOT_IN_URL.search(callback):
        raise HubRefused("hub.callback is no web address; it begins with http:// or https://")
    if parts.username is not None or "@" in parts.netloc:
        raise HubRefused("hub.callback has a user name; put what is secret into its path")
    if parts.fragment:
        raise HubRefused("hub.callback has a fragment (#); leave it out")
    if "%" in parts.netloc:
        raise HubRefused("hub.callback has a host that cannot be read")
    _judge(host, allowed)
    return callback


def _judge(host: str, allowed: Callable[[str], bool]) -> None:
    """Refuse addresses to which the hub does not connect, and such as are written otherwise."""
    try:
        address = str(ip_address(host))
    except ValueError:
        last = host.rpartition(".")[2]
        if last.isdecimal() or last.startswith("0x"):  # what else would be taken for an address
            raise HubRefused("hub.callback has a host that is no name and no address") from None
        return
    if not allowed(address):
        raise HubRefused(f"hub.callback is at {host}, to which this hub does not connect", 403)
