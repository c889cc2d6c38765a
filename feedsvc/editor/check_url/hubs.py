"""Rules of the feed's own address, and of hubs (RFC 4287 4.2.7, WebSub 4, RFC 8288). Pure."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from feedsvc.editor.check_url.exchange import Visit
from feedsvc.editor.check_url.feed import Feed
from feedsvc.editor.check_url.finding import JSON_FEED, WEBSUB, Found, Rule, Source, rfc, shown

_PORTS = {"http": 80, "https": 443}
_LINK = re.compile(r"\s*<([^<>]*)>([^<]*?)(?:,(?=\s*<)|$)")
_PARAMETERS = re.compile(r"""\s*;\s*([A-Za-z0-9*_-]+)\s*=\s*("[^"]*"|[^\s;,"]+)\s*""")

_ATOM_LINK = Source(
    "RSS Best Practices, atom:link",
    "https://www.rssboard.org/rss-profile#namespace-elements-atom-link",
)

NO_SELF = Rule(
    "self-missing",
    "advice",
    rfc(4287, "4.1.1"),
    "a reader that got the document from elsewhere cannot tell where to poll",
    "name the feed's own address: link rel=self, feed_url in JSON Feed",
    also=(("RSS", _ATOM_LINK), ("JSON Feed", JSON_FEED)),
)
SELF = Rule(
    "self-differs",
    "advice",
    rfc(4287, "4.1.1"),
    "readers that heed it move to the other address; services count it as another feed",
    "name the address at which the feed is to be polled, and link to that one everywhere",
    "https://github.com/pubsubhubbub/PubSubHubbub/issues/36",
    also=(("RSS", _ATOM_LINK), ("JSON Feed", JSON_FEED)),
)
HUB_NO_SELF = Rule(
    "hub-without-self",
    "warning",
    WEBSUB,
    "nobody can subscribe at the hub, since nobody knows for which address",
    "name the feed's own address beside the hub: link rel=self",
    "https://github.com/w3c/websub/issues/69",
)
HUB_SELF = Rule(
    "hub-self-differs",
    "warning",
    WEBSUB,
    "who subscribes at the hub for the address that they know is never told of a new entry",
    "let rel=self be the address that is polled, with its scheme and its host",
    "https://github.com/pictuga/morss/issues/75",
)
TWO_SELVES = Rule(
    "hub-two-selves",
    "warning",
    WEBSUB,
    "some subscribe for one address, some for the other, and half of them hear nothing",
    "let the Link header and the document name the same addresses",
)
HEADER = Rule(
    "link-header-form",
    "warning",
    rfc(8288, "3"),
    "subscribers cannot read the hub's address in the header",
    'write it as <https://hub.example/>; rel="hub"',
    "https://github.com/idno/idno/issues/771",
)

RULES = (NO_SELF, SELF, HUB_NO_SELF, HUB_SELF, TWO_SELVES, HEADER)


class HeaderLink(NamedTuple):
    """A link of a Link header (RFC 8288 3); rel is empty where it cannot be read."""

    rel: str
    href: str


def header_links(value: str) -> list[HeaderLink]:
    """The links of a Link header, one for each of their relations."""
    found = []
    for part in _LINK.finditer(value):
        parameters = {name.casefold(): one.strip('"') for name, one in _PARAMETERS.findall(part[2])}
        for rel in parameters.get("rel", "").split() or [""]:
            found.append(HeaderLink(rel.casefold(), part[1].strip()))
    return found


def judge_hubs(visit: Visit, feed: Feed) -> Iterator[Found]:
    """Whether a subscriber learns where to poll, and where and for what to subscribe."""
    header = header_links(visit.first.header("Link"))
    if any(not link.rel for link in header):
        said = f"a link of the header has no rel: {shown(visit.first.header('Link'))}"
        yield Found(HEADER, said, "Link")
    inside = [link.href for link in feed.links_to("self")]
    outside = [link.href for link in header if link.rel == "self"]
    has_hub = bool(feed.links_to("hub")) or any(link.rel == "hub" for link in header)
    here = _normal(visit.url, visit.url)
    if not inside and not outside:
        if has_hub:
            yield Found(HUB_NO_SELF, "there is a hub, and no rel=self", "link rel=self")
        else:
            yield Found(NO_SELF, "the feed does not name its own address", "link rel=self")
        return
    selves = {_normal(own[0], visit.url) for own in (inside, outside) if own}
    if has_hub and len(selves) > 1:
        said = f"rel=self is {shown(outside[0])} in the header, {shown(inside[0])} inside"
        yield Found(TWO_SELVES, said, "Link")
        return
    line = feed.links_to("self")[0].line if inside else 0
    own = (outside or inside)[0]
    asked = {_normal(answer.request.url, visit.url) for answer in visit.hops}
    if _normal(own, visit.url) in (here, *asked):
        return
    said = f"rel=self is {shown(own)}, and the feed is at {shown(visit.url)}"
    yield Found(HUB_SELF if has_hub else SELF, said, "link rel=self", line)


def _normal(url: str, base: str) -> tuple[str, str, int | None, str, str]:
    """An address as it is compared (RFC 3986 6.2.2, 6.2.3)."""
    try:
        parts = urlsplit(urljoin(base, url))
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return ("", url, None, "", "")
    host = (parts.hostname or "").rstrip(".")
    return (parts.scheme, host, port, unquote(parts.path) or "/", parts.query)
