"""Rules of the addresses that a feed and its entries name (RFC 3986). Pure."""

import re
from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

from feedsvc.editor.check_url.feed import Feed, Link
from feedsvc.editor.check_url.finding import JSON_FEED, Found, Rule, rfc, rss, shown
from feedsvc.editor.check_url.ids import titled
from feedsvc.model.uri import host_of

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
# What a click opens; of others, such as self, Atom lets readers resolve what is relative.
_OPENED = frozenset({"alternate", "enclosure", "related", "via"})
_NO_PLACES = frozenset({"javascript", "data", "file", "about", "blob"})
_HERE = (".local", ".localhost", ".internal", ".test", ".invalid")

MISSING = Rule(
    "link-missing",
    "warning",
    rfc(4287, "4.1.2"),
    "a click on the entry opens nothing",
    "name the address of its page",
    also=(("RSS", rss("item link", "#hrelementsOfLtitemgt")), ("JSON Feed", JSON_FEED)),
)
RELATIVE = Rule(
    "link-relative",
    "warning",
    rss("link elements", "#comments"),
    "readers lead to a place on their own site, or nowhere",
    "write the whole address, with https:// and the host",
    "https://github.com/theCrag/website/issues/1123",
    also=(("Atom", rfc(4287, "2")), ("JSON Feed", JSON_FEED)),
)
FORM = Rule(
    "link-form",
    "warning",
    rfc(3986, "3"),
    "a click on it opens nothing",
    "write an address of http or https, with blanks and the like as %20",
)
LOCAL = Rule(
    "link-local",
    "error",
    rfc(6761, "6.3"),
    "each link leads to the reader's own machine",
    "set the site's own address before the site is built",
    "https://github.com/atom/atom.io/issues/64",
)
ENCLOSURE = Rule(
    "enclosure-members",
    "warning",
    rss("item enclosure", "#ltenclosuregtSubelementOfLtitemgt"),
    "players pass the recording over",
    "name url, length in bytes and type of each enclosure",
    "https://github.com/newsboat/newsboat/issues/2050",
)

RULES = (MISSING, RELATIVE, FORM, LOCAL, ENCLOSURE)


def judge_links(feed: Feed, url: str) -> Iterator[Found]:
    """What is wrong with the addresses of a feed and its entries.

    Args:
        feed: the document.
        url: at which it is.
    """
    own_is_local = _is_local(url)
    for link in feed.links:
        yield from _judge(link, own_is_local)
    for entry in feed.entries:
        for link in (*entry.links, *entry.enclosures):
            yield from _judge(link, own_is_local)
        leads = entry.page or (entry.id and entry.permalink is not False) or entry.enclosures
        if not leads and not (feed.format == "Atom" and entry.has_text):
            message = f"entry {entry.number}{titled(entry)} has no link"
            yield Found(MISSING, message, "link", entry.line)
    for said in feed.strange:
        if said.where == "enclosure":
            yield Found(ENCLOSURE, f"the enclosure has no {said.value}", "enclosure", said.line)


def _judge(link: Link, own_is_local: bool) -> Iterator[Found]:
    said = f"{link.where} is {shown(link.href)}" if link.href else f"{link.where} is empty"
    scheme = _SCHEME.match(link.href)
    if scheme is None and link.href:
        if not link.based and link.rel in _OPENED:
            yield Found(RELATIVE, said, link.where, link.line)
    elif not link.href or not _is_well_formed(link.href):
        yield Found(FORM, said, link.where, link.line)
    elif not own_is_local and _is_local(link.href):
        yield Found(LOCAL, said, link.where, link.line)


def _is_well_formed(href: str) -> bool:
    """Whether an address with a scheme can be opened, as far as its form tells."""
    if any(character.isspace() or character in '<>"' for character in href):
        return False
    try:
        parts = urlsplit(href)
        parts.port  # noqa: B018 - it raises where it is none
    except ValueError:
        return False
    if parts.scheme in _NO_PLACES:
        return False
    return parts.scheme not in ("http", "https") or bool(parts.hostname)


def _is_local(url: str) -> bool:
    host = host_of(url)
    try:
        return not ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith(_HERE)
