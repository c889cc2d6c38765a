"""Rules of older documents to which a feed leads (RFC 5005, JSON Feed next_url). Pure."""

from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

from feedsvc.editor.check_url.exchange import Answer, Visit
from feedsvc.editor.check_url.feed import Feed
from feedsvc.editor.check_url.finding import Found, Rule, rfc, shown
from feedsvc.editor.check_url.validators import Read

MOST = 3  # older documents that are asked for
_RELS = ("prev-archive", "next")

BROKEN = Rule(
    "archive-broken",
    "warning",
    rfc(5005, "4"),
    "who subscribes, or was away, cannot get the older entries",
    "let the address answer with the older document",
)
LOOP = Rule(
    "archive-loop",
    "error",
    rfc(5005, "4"),
    "who follows the chain never comes to its end",
    "let each document lead to the next older one, and the oldest to none",
    "https://github.com/podlove/podlove-publisher/issues/33",
)
NOT_MARKED = Rule(
    "archive-not-marked",
    "advice",
    rfc(5005, "4"),
    "who gets the older document may take it for the feed itself, and polls it",
    "put fh:archive into each older document",
)
COMPLETE = Rule(
    "complete-with-more",
    "warning",
    rfc(5005, "2"),
    "readers drop all entries that are not in this document",
    "leave fh:complete out, or the links to older documents",
)
ELSEWHERE = Rule(
    "archive-elsewhere",
    "advice",
    rfc(5005, "4"),
    "older entries come from another host; they were not asked for here",
    "keep the archive on the feed's host",
)

RULES = (BROKEN, LOOP, NOT_MARKED, COMPLETE, ELSEWHERE)


def older(feed: Feed, url: str) -> str:
    """The address of the next older document; empty: there is none.

    Args:
        feed: a document of the chain.
        url: at which it is.
    """
    for rel in _RELS:
        for link in feed.links_to(rel):
            try:
                return urldefrag(urljoin(url, link.href))[0]
            except ValueError:
                return ""
    return ""


def may_ask(url: str, feed_url: str) -> bool:
    """Whether an older document is on the feed's own host, so that it is asked for."""
    try:
        one, other = urlsplit(url), urlsplit(feed_url)
        return one.scheme in ("http", "https") and one.netloc == other.netloc
    except ValueError:
        return False


def judge_archives(visit: Visit, feed: Feed, read: Read) -> Iterator[Found]:
    """What is wrong with the chain of older documents, as far as it was asked for."""
    next_url = older(feed, visit.url)
    if feed.complete and next_url:
        said = f"the feed says that it is complete, and leads to {shown(next_url)}"
        yield Found(COMPLETE, said, "fh:complete")
    seen = {visit.url}
    url, at = visit.url, 0
    while next_url:
        if next_url in seen:
            yield Found(LOOP, f"{shown(url)} leads back to {shown(next_url)}", _where(feed))
            return
        if not may_ask(next_url, visit.url):
            yield Found(ELSEWHERE, f"older entries are at {shown(next_url)}", _where(feed))
            return
        if at == len(visit.archives):
            return
        answer, url = visit.archives[at], next_url
        document = read(answer) if answer.status == 200 else None
        if document is None:
            yield Found(BROKEN, f"{shown(url)} {_reason(answer)}", _where(feed))
            return
        if feed.links_to("prev-archive") and not document.archive:
            yield Found(NOT_MARKED, f"{shown(url)} has no fh:archive", "fh:archive")
        seen.add(url)
        next_url, at = older(document, url), at + 1


def _where(feed: Feed) -> str:
    link = next(link for rel in _RELS for link in feed.links_to(rel))
    return link.where


def _reason(answer: Answer) -> str:
    if answer.failure:
        return f"cannot be had: the answer {answer.reason}"
    if answer.status != 200:
        return f"is answered {answer.status}"
    return "is no feed that can be read"
