"""Judges a visit: what was asked and answered becomes findings. Pure."""

from collections.abc import Callable, Iterator

import msgspec

from feedsvc.editor.check_url import (
    answers,
    archives,
    codings,
    dates,
    documents,
    entry_html,
    hubs,
    ids,
    links,
    redirects,
    sizes,
    validators,
)
from feedsvc.editor.check_url.coding import Decoded, decode, looks_like_gzip
from feedsvc.editor.check_url.exchange import Answer, Visit
from feedsvc.editor.check_url.feed import Feed, Reading
from feedsvc.editor.check_url.finding import SEVERITIES, Finding, Found, Rule, findings_of
from feedsvc.editor.check_url.reading import feed_of

_MODULES = (
    *(answers, redirects, codings, validators, documents, ids, dates, links, entry_html, sizes),
    *(hubs, archives),
)
RULES: tuple[Rule, ...] = tuple(rule for module in _MODULES for rule in module.RULES)


class Report(msgspec.Struct, frozen=True):
    """What is said of one address.

    Attributes:
        address: as it was given.
        url: at which the document is, behind redirects.
        status: of its answer; 0: there was none.
        format: of the feed, such as `Atom 1.0`; empty: there is none that can be read.
        title: of the feed.
        entries: how many.
        size: bytes of the document, without coding.
        sent: bytes of it as they were sent to who asks for gzip.
        requests: how many were made.
        problems: how many findings there are, by severity.
        found: the gravest first.
    """

    address: str
    url: str
    status: int
    format: str
    title: str
    entries: int
    size: int
    sent: int
    requests: int
    problems: dict[str, int]
    found: tuple[Finding, ...]


def judge(visit: Visit, read: Callable[[Answer], Reading]) -> Report:
    """What is wrong with a feed, as a subscriber meets it.

    Args:
        visit: what was asked and answered.
        read: what an answer's document says.
    """
    first = visit.first
    decoded = decode(first.body, first.header("Content-Encoding"))
    reading = read(first) if _is_readable(first, decoded) else Reading(None)
    feed = reading.feed
    found = findings_of(
        _found(visit, reading, feed_of(read), too_large=decoded.too_large),
        feed.format if feed else None,
    )
    return Report(
        address=visit.address,
        url=visit.url,
        status=first.status,
        format=f"{feed.format} {feed.version.rpartition('/')[2]}".strip() if feed else "",
        title=feed.title.value if feed and feed.title else "",
        entries=len(feed.entries) if feed else 0,
        size=len(decoded.data),
        sent=len(first.body),
        requests=visit.requests,
        problems={
            severity: sum(one.severity == severity for one in found) for severity in SEVERITIES
        },
        found=tuple(found),
    )


def _is_readable(answer: Answer, decoded: Decoded) -> bool:
    """Whether there is a document; what is wrong with its coding is told elsewhere."""
    return answer.status == 200 and not decoded.fault and not looks_like_gzip(decoded.data)


def _found(
    visit: Visit, reading: Reading, read: validators.Read, *, too_large: bool
) -> Iterator[Found]:
    yield from redirects.judge_redirects(visit)
    yield from answers.judge_answer(visit)
    if visit.first.status != 200:
        return
    yield from answers.judge_refusal(visit)
    yield from codings.judge_codings(visit)
    if too_large:
        yield Found(
            answers.TOO_LARGE,
            "the document is a bomb: it is small only as it is sent",
            "Content-Encoding",
        )
        return
    feed = reading.feed
    if visit.first.failure == "" or feed is not None:
        yield from documents.judge_flaws(reading.flaws, answers.NOT_A_FEED)
    if visit.first.failure == "":
        yield from answers.judge_head(visit)
        if feed is not None or not _is_page(reading):
            yield from validators.judge_validators(visit)
    if feed is None:
        return
    yield from answers.judge_type(visit, feed)
    yield from validators.judge_conditional(visit, read)
    yield from validators.judge_change(visit, read)
    yield from _judge_feed(visit, feed, read)


def _is_page(reading: Reading) -> bool:
    return any(flaw.code == "not-a-feed" for flaw in reading.flaws)


def _judge_feed(visit: Visit, feed: Feed, read: validators.Read) -> Iterator[Found]:
    yield from documents.judge_feed(visit, feed)
    yield from ids.judge_ids(feed)
    yield from dates.judge_dates(feed, visit.now)
    yield from links.judge_links(feed, visit.url)
    yield from entry_html.judge_html(feed)
    size = len(codings.document_of(visit.first))
    yield from sizes.judge_sizes(feed, size)
    yield from hubs.judge_hubs(visit, feed)
    yield from archives.judge_archives(visit, feed, read)
    if visit.plain is not None and visit.plain.status == 200:
        other = read(visit.plain)
        if other is not None:
            yield from ids.judge_two_polls(feed, other)
            yield from dates.judge_two_polls(feed, other)
