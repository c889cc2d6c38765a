"""Rules of validators and of conditional requests (RFC 9110 8.8, 13). Pure."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from feedsvc.editor.check_url.codings import document_of
from feedsvc.editor.check_url.exchange import Answer, Pair, Visit
from feedsvc.editor.check_url.feed import Feed
from feedsvc.editor.check_url.finding import Found, Rule, rfc, shown

Read = Callable[[Answer], Feed | None]

_TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"')
_DATE = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT")
_AHEAD = timedelta(minutes=1)  # by which clocks may differ

NONE = Rule(
    "no-validators",
    "warning",
    rfc(9110, "8.8"),
    "each poll takes each reader the whole feed, so many services poll it seldom",
    "send an ETag, a Last-Modified, or both",
    "https://github.com/itchio/itch.io/issues/1309",
)
TAG_FORM = Rule(
    "etag-form",
    "warning",
    rfc(9110, "8.8.3"),
    "some readers and caches drop the tag, and take the whole feed at each poll",
    'write the tag between quotation marks: "…" or W/"…"',
    "https://github.com/joomla/joomla-cms/issues/17192",
)
DATE_FORM = Rule(
    "last-modified-form",
    "warning",
    rfc(9110, "5.6.7"),
    "caches drop the date, so readers take the whole feed at each poll",
    "write it as Sun, 06 Nov 1994 08:49:37 GMT",
)
DATE_AHEAD = Rule(
    "last-modified-ahead",
    "warning",
    rfc(9110, "8.8.2.1"),
    "a change before that time may be hidden from readers that ask by date",
    "never name a time later than that of the answer",
    "https://github.com/FreshRSS/FreshRSS/issues/1020",
)
IGNORES_TAG = Rule(
    "ignores-if-none-match",
    "warning",
    rfc(9110, "13.1.2"),
    "each poll takes readers the whole feed, though nothing has changed",
    "answer 304 where If-None-Match has the tag; behind Apache's mod_deflate, without its -gzip",
    "https://github.com/symfony/symfony/issues/25475",
)
IGNORES_DATE = Rule(
    "ignores-if-modified-since",
    "warning",
    rfc(9110, "13.1.3"),
    "readers that only keep the date take the whole feed at each poll",
    "answer 304 where If-Modified-Since has the time of Last-Modified",
    "https://github.com/tailscale/tailscale/issues/4336",
)
IGNORES_BOTH = Rule(
    "ignores-both",
    "warning",
    rfc(9110, "13.2.2"),
    "readers that send both, as most do, take the whole feed at each poll",
    "where If-None-Match is sent, let it alone decide",
    "https://github.com/owncloud/core/issues/13219",
)
TAG_MOVES = Rule(
    "etag-unstable",
    "warning",
    rfc(9110, "8.8.1"),
    "each poll takes readers the whole feed, though nothing has changed",
    "make the tag of the bytes; several servers must make the same",
)
DATE_MOVES = Rule(
    "last-modified-unstable",
    "warning",
    rfc(9110, "8.8.2.1"),
    "readers that only keep the date take the whole feed at each poll",
    "name the time of the last change, not that of the answer",
)
CHANGES = Rule(
    "changes-always",
    "warning",
    rfc(9110, "8.8.1"),
    "each poll takes readers the whole feed, though no entry has changed",
    "let lastBuildDate, updated and what is counted change with an entry only",
    "https://github.com/dylang/node-rss/pull/52",
)
FAILS = Rule(
    "conditional-fails",
    "error",
    rfc(9110, "13.2.1"),
    "readers get the feed once, and an error at each poll from then on",
    "answer 304, or 200 with the feed",
)
FALSE_304 = Rule(
    "false-304",
    "error",
    rfc(9110, "13.1.2"),
    "readers are told that nothing has changed, and never see another entry",
    "answer 304 only where the tag that is sent is that of the feed as it is now",
    "https://github.com/GoogleChrome/developer.chrome.com/issues/4472",
)
DATE_WINS = Rule(
    "date-over-etag",
    "warning",
    rfc(9110, "13.1.3"),
    "a change within the same second, or one that keeps the date, is never seen",
    "where If-None-Match is sent, pass If-Modified-Since over",
)
REUSED = Rule(
    "etag-reused",
    "error",
    rfc(9110, "8.8.1"),
    "readers that hold the tag never see the change",
    "give each version of the feed a tag of its own",
    "https://github.com/miniflux/miniflux-legacy/issues/218",
)
LIST = Rule(
    "if-none-match-list",
    "advice",
    rfc(9110, "13.1.2"),
    "caches that hold several versions take the whole feed",
    "answer 304 where any tag of the list is the feed's",
)
WEAK = Rule(
    "if-none-match-weak",
    "advice",
    rfc(9110, "8.8.3.2"),
    "readers behind a cache that makes tags weak take the whole feed at each poll",
    "compare tags without regard to W/",
)
BARE_304 = Rule(
    "304-without-etag",
    "advice",
    rfc(9110, "15.4.5"),
    "caches cannot tell which of their versions is still good",
    "send the ETag with the 304 too",
)

RULES = (
    *(NONE, TAG_FORM, DATE_FORM, DATE_AHEAD, IGNORES_TAG, IGNORES_DATE, IGNORES_BOTH, TAG_MOVES),
    *(DATE_MOVES, CHANGES, FAILS, FALSE_304, DATE_WINS, REUSED, LIST, WEAK, BARE_304),
)


def judge_validators(visit: Visit) -> Iterator[Found]:
    """What is wrong with the validators as they are written."""
    tag, date = visit.first.header("ETag"), visit.first.header("Last-Modified")
    if not tag and not date:
        yield Found(NONE, "there is neither ETag nor Last-Modified", "headers")
    if tag and not _TAG.fullmatch(tag):
        yield Found(TAG_FORM, f"the tag is {shown(tag)}", "ETag")
    if not date:
        return
    time = http_date(date)
    if time is None:
        yield Found(DATE_FORM, f"the time is {shown(date)}", "Last-Modified")
    elif time > (http_date(visit.first.header("Date")) or visit.now) + _AHEAD:
        yield Found(DATE_AHEAD, f"the time is {shown(date)}, which lies ahead", "Last-Modified")


def http_date(text: str) -> datetime | None:
    """The time of a header in the form that servers must write; None: it is none."""
    if not _DATE.fullmatch(text):
        return None
    try:
        return parsedate_to_datetime(text).astimezone(UTC)
    except (ValueError, TypeError):
        return None


def judge_conditional(visit: Visit, read: Read) -> Iterator[Found]:
    """Whether a subscriber that holds the feed is told that nothing has changed.

    Args:
        visit: what was asked and answered.
        read: what an answer's document says; None: it cannot be read.
    """
    tagged = list(_not_304(visit.by_tag, read, IGNORES_TAG, "If-None-Match"))
    dated = list(_not_304(visit.by_date, read, IGNORES_DATE, "If-Modified-Since"))
    yield from tagged
    yield from dated
    if not (tagged or dated):
        where = "If-None-Match with If-Modified-Since"
        yield from _not_304(visit.by_both, read, IGNORES_BOTH, where)
    if visit.by_tag is not None and visit.by_tag.answer.status == 304:
        yield from _other_forms(visit, visit.by_tag)
    if (other := visit.by_other) is not None and other.answer.status == 304:
        rule = DATE_WINS if "If-Modified-Since" in dict(other.answer.request.headers) else FALSE_304
        said = "an ETag that was never given is answered 304"
        yield Found(rule, said, "If-None-Match")


def _other_forms(visit: Visit, by_tag: Pair) -> Iterator[Found]:
    if not by_tag.answer.header("ETag"):
        yield Found(BARE_304, "the 304 has no ETag", "ETag")
    if visit.by_list is not None and visit.by_list.answer.status == 200:
        yield Found(LIST, "the ETag in a list with another is answered 200", "If-None-Match")
    if visit.by_weak is not None and visit.by_weak.answer.status == 200:
        yield Found(WEAK, "the ETag with W/ before it is answered 200", "If-None-Match")


def _not_304(pair: Pair | None, read: Read, ignored: Rule, where: str) -> Iterator[Found]:
    """What is wrong where a conditional request was not answered 304, if anything is."""
    if pair is None or pair.answer.status == 304 or pair.answer.failure:
        return
    held, answer = pair
    if answer.status != 200:
        yield Found(FAILS, f"the request is answered {answer.status}", where)
    elif document_of(held) != document_of(answer):
        before, after = read(held), read(answer)
        if before is not None and after is not None and before.seen() == after.seen():
            yield Found(CHANGES, "two polls get other bytes with the same entries", "the document")
    elif ignored is IGNORES_TAG and not _same_tag(held, answer):
        said = f"the same bytes have first {_told(held, 'ETag')}, then {_told(answer, 'ETag')}"
        yield Found(TAG_MOVES, said, "ETag")
    elif ignored is IGNORES_DATE and held.header("Last-Modified") != answer.header("Last-Modified"):
        first, then = _told(held, "Last-Modified"), _told(answer, "Last-Modified")
        yield Found(DATE_MOVES, f"the same bytes have first {first}, then {then}", "Last-Modified")
    else:
        yield Found(ignored, "it is answered 200 with the same bytes", where)


def _told(answer: Answer, name: str) -> str:
    return shown(answer.header(name), 60) or "none"


def _same_tag(one: Answer, other: Answer) -> bool:
    return one.header("ETag").removeprefix("W/") == other.header("ETag").removeprefix("W/")


def judge_change(visit: Visit, read: Read) -> Iterator[Found]:
    """Whether a change that was seen between two polls is told by the validators."""
    pairs = [pair for pair in (visit.by_tag, visit.by_date, visit.by_both, visit.later) if pair]
    for held, answer in pairs:
        if answer.status != 200 or not held.header("ETag") or not _same_tag(held, answer):
            continue
        if held.header("Content-Encoding") != answer.header("Content-Encoding"):
            continue
        before, after = read(held), read(answer)
        if before is not None and after is not None and before.seen() != after.seen():
            tag = shown(answer.header("ETag"))
            yield Found(REUSED, f"the entries have changed, and the ETag is still {tag}", "ETag")
            return
    late, asked = visit.later, visit.later_by_tag
    if late is None or asked is None or asked.answer.status != 304:
        return
    before, after = read(late.held), read(late.answer)
    if before is not None and after is not None and before.seen() != after.seen():
        said = "the entries have changed, and who holds the feed of before is answered 304"
        yield Found(FALSE_304, said, "If-None-Match")
