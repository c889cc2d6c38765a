"""Rules of redirects (RFC 9110 15.4). Pure."""

from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

from feedsvc.editor.check_url.exchange import Answer, Visit
from feedsvc.editor.check_url.finding import Found, Rule, rfc

MOST_HOPS = 10  # answers of redirects that are followed
_USUAL = 5  # more than some readers follow
_LASTING = (301, 308)
_PASSING = (302, 303, 307)

LOOP = Rule(
    "redirect-loop",
    "error",
    rfc(9110, "15.4"),
    "no reader gets the feed: each gives up",
    "let the last address answer with the feed itself",
    "https://github.com/FreshRSS/FreshRSS/issues/3435",
)
MANY = Rule(
    "redirect-many",
    "warning",
    rfc(9110, "15.4"),
    "readers that follow five redirects at most get nothing, all others wait longer",
    "redirect straight to the last address",
    "https://github.com/miniflux/miniflux-legacy/issues/407",
)
NOWHERE = Rule(
    "redirect-nowhere",
    "error",
    rfc(9110, "10.2.2"),
    "no reader gets the feed, since none can go where the redirect leads",
    "name an address of http or https in Location",
)
TO_HTTP = Rule(
    "redirect-to-http",
    "warning",
    rfc(9110, "4.2.2"),
    "what a subscriber reads can be seen and changed on its way, and some readers refuse it",
    "redirect to https",
)
FOR_GOOD = Rule(
    "redirect-permanent",
    "advice",
    rfc(9110, "15.4.2"),
    "readers that heed it move to the other address, all others ask twice at each poll",
    "name the last address wherever the feed is linked",
    "https://github.com/Athou/commafeed/issues/935",
)
FOR_NOW = Rule(
    "redirect-temporary",
    "advice",
    rfc(9110, "15.4.3"),
    "readers keep the old address and ask twice at each poll",
    "redirect with 301 or 308 where the move is for good",
)

RULES = (LOOP, MANY, NOWHERE, TO_HTTP, FOR_GOOD, FOR_NOW)


def leads_to(answer: Answer) -> str | None:
    """Where a redirect leads; empty: nowhere that can be asked; None: it is no redirect."""
    if answer.status not in (*_LASTING, *_PASSING):
        return None
    location = _as_utf8(answer.header("Location").strip())
    try:
        url = urldefrag(urljoin(answer.request.url, location))[0]
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return ""
    return url if location and known else ""


def _as_utf8(text: str) -> str:
    """A header's text beyond ASCII, which most servers write in UTF-8 (RFC 9110 5.5)."""
    try:
        return text.encode("latin-1").decode()
    except UnicodeError:
        return text


def judge_redirects(visit: Visit) -> Iterator[Found]:
    """What is wrong on the way to the document."""
    way = [answer for answer in visit.hops if leads_to(answer) is not None]
    for answer in way:
        url, target = answer.request.url, leads_to(answer)
        where = f"answer {answer.status} of {url}"
        if not target:
            location = answer.header("Location")
            said = f"Location is {location[:200]}" if location else "there is no Location"
            yield Found(NOWHERE, f"the redirect leads nowhere: {said}", where)
            return
        if url.startswith("https:") and target.startswith("http:"):
            yield Found(TO_HTTP, f"https leads to http: {target}", where)
        if way[-1] is visit.first:  # it has no end, which is told below
            continue
        if answer.status in _LASTING:
            yield Found(FOR_GOOD, f"the address has moved for good to {target}", where)
        else:
            yield Found(FOR_NOW, f"the address leads for now to {target}", where)
    if way and way[-1] is visit.first:
        target = leads_to(visit.first)
        looped = target in [answer.request.url for answer in visit.hops]
        said = f"the redirects lead back to {target}" if looped else f"{len(way)} redirects, no end"
        yield Found(LOOP, said, "Location")
    elif len(way) > _USUAL:
        yield Found(MANY, f"{len(way)} redirects lead to the feed", "Location")
