"""Rules of dates: their form, and that they can be true (RFC 3339, RFC 5322 3.3). Pure."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from dateutil import parser

from feedsvc.editor.check_url.feed import Entry, Feed, Said
from feedsvc.editor.check_url.finding import JSON_FEED, Found, Rule, rfc, rss, shown
from feedsvc.editor.check_url.ids import titled

_AHEAD = timedelta(hours=1)  # by which clocks and zones may be wrong
_FIRST_YEAR = 1900
_FEW = 3  # entries that may have one date by chance
_LONGEST = 100  # characters of a date
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
# What W3C-DTF, and so Dublin Core, allows besides: a year, a month, a day, no seconds.
_SHORT_W3C = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(Z|[+-]\d\d:\d\d))?)?)?")
_MAIL = re.compile(
    r"(?:(?P<day>Mon|Tue|Wed|Thu|Fri|Sat|Sun),\s*)?\d{1,2}\s+"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\s+(?P<year>\d{4}|\d\d)\s+"
    r"\d\d:\d\d(?::\d\d)?\s+(?P<zone>[+-]\d{4}|[A-Z]{1,5})(?:\s*\([^()]*\))?",
    re.IGNORECASE,
)
_ZONES = frozenset(
    {"UT", "UTC", "GMT", "Z", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT"}
)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PUB_DATE = rss("item pubDate", "#ltpubdategtSubelementOfLtitemgt")

MISSING = Rule(
    "date-missing",
    "warning",
    rfc(4287, "4.1.2"),
    "readers show the time of their poll, or 1970, and cannot sort",
    "date each entry (Atom updated, RSS pubDate, JSON Feed date_published)",
    "https://github.com/bookwyrm-social/bookwyrm/issues/2888",
    also=(("RSS", _PUB_DATE), ("JSON Feed", JSON_FEED)),
)
UNREADABLE = Rule(
    "date-unreadable",
    "error",
    rfc(5322, "3.3"),
    "readers show the time of their poll, and some show the entry as new at each poll",
    "write Wed, 02 Oct 2002 13:00:00 GMT in RSS, 2002-10-02T13:00:00Z in Atom and JSON Feed",
    "https://github.com/barisusakli/nodebb-plugin-rss/issues/36",
    also=(("Atom", rfc(4287, "3.3")), ("JSON Feed", rfc(3339, "5.6"))),
)
FORM = Rule(
    "date-form",
    "warning",
    rfc(4287, "3.3"),
    "many readers show the time of their poll in place of the date",
    "write Wed, 02 Oct 2002 13:00:00 GMT in RSS, 2002-10-02T13:00:00Z in Atom and JSON Feed",
    "https://github.com/sveltejs/svelte/issues/2085",
    also=(("RSS", _PUB_DATE), ("JSON Feed", rfc(3339, "5.6"))),
)
SHORT_YEAR = Rule(
    "date-short-year",
    "warning",
    _PUB_DATE,
    "some readers pass the date over, or take it for one of another century",
    "write the year with four digits",
    "https://github.com/Ranchero-Software/NetNewsWire/issues/3516",
)
ZONE = Rule(
    "date-zone",
    "warning",
    rfc(5322, "4.3"),
    "readers take the time for one of UTC, so it is hours wrong",
    "write the zone as an offset, such as +0200",
    "https://github.com/NyaaPantsu/nyaa/issues/1308",
)
WEEKDAY = Rule(
    "date-weekday",
    "advice",
    rfc(5322, "3.3"),
    "strict readers pass the date over",
    "leave the day of the week out, or let a library write it",
)
IMPOSSIBLE = Rule(
    "date-impossible",
    "warning",
    rfc(4287, "3.3"),
    "the entry is sorted below all others, and services drop it as too old",
    "give the entry its true date; this one stands where a program had none",
    also=(("RSS", _PUB_DATE), ("JSON Feed", JSON_FEED)),
)
AHEAD = Rule(
    "date-ahead",
    "warning",
    _PUB_DATE,
    "the entry stays on top of all newer ones, or is hidden until then",
    "let the date be that of the publication; put dates of events into the text",
    "https://github.com/valkey-io/valkey-io.github.io/issues/322",
    also=(("Atom", rfc(4287, "4.2.9")), ("JSON Feed", JSON_FEED)),
)
EQUAL = Rule(
    "dates-equal",
    "warning",
    rfc(4287, "4.2.9"),
    "readers cannot sort the entries, and those without a guid become one",
    "keep the date of each entry, and let no build set it",
    "https://github.com/Ranchero-Software/NetNewsWire/issues/4540",
    also=(("RSS", _PUB_DATE), ("JSON Feed", JSON_FEED)),
)
MOVES = Rule(
    "date-moves",
    "error",
    rfc(4287, "4.2.15"),
    "entries come again as new or edited, at each poll",
    "let the date stay until the entry changes",
    "https://github.com/mojodojodev/mojodojo.dev/issues/25",
    also=(("RSS", _PUB_DATE), ("JSON Feed", JSON_FEED)),
)

RULES = (MISSING, UNREADABLE, FORM, SHORT_YEAR, ZONE, WEEKDAY, IMPOSSIBLE, AHEAD, EQUAL, MOVES)


class _Date(NamedTuple):
    """What a text says: the time, if it can be understood, and the rules that it breaks."""

    time: datetime | None
    broken: tuple[Rule, ...] = ()


def judge_dates(feed: Feed, now: datetime) -> Iterator[Found]:
    """What is wrong with the dates of a feed and of its entries.

    Args:
        feed: the document.
        now: aware.
    """
    if feed.updated is not None:
        yield from _judge(feed, feed.updated, None)
    times: list[tuple[datetime, datetime | None]] = []
    for entry in feed.entries:
        said = [date for date in (entry.published, entry.updated) if date is not None]
        needed = entry.updated if feed.format == "Atom" else entry.published or entry.updated
        if needed is None:
            message = f"entry {entry.number}{titled(entry)} has no date"
            yield Found(MISSING, message, "date", entry.line)
        for date in said:
            yield from _judge(feed, date, now)
        read = [time for date in said if (time := _read(feed, date).time)]
        if read:
            times.append((read[0], read[-1]))
    if len(times) > _FEW and len(set(times)) == 1 and not _is_midnight(times[0][0]):
        message = f"all {len(times)} entries are of {times[0][0].isoformat(sep=' ')}"
        yield Found(EQUAL, message, "date", feed.entries[0].line)


def _is_midnight(time: datetime) -> bool:
    """Whether it may be a day without a time."""
    return (time.hour, time.minute, time.second) == (0, 0, 0)


def _judge(feed: Feed, date: Said, now: datetime | None) -> Iterator[Found]:
    read = _read(feed, date)
    for rule in read.broken:
        yield Found(rule, f"the date is {shown(date.value)}", date.where, date.line)
    if read.time is None or read.broken:
        return
    if read.time.year < _FIRST_YEAR or read.time.timestamp() == 0:
        yield Found(IMPOSSIBLE, f"the date is {shown(date.value)}", date.where, date.line)
    elif now is not None and read.time > now + _AHEAD:
        message = f"the date {shown(date.value)} lies ahead"
        yield Found(AHEAD, message, date.where, date.line)


def _read(feed: Feed, date: Said) -> _Date:
    text = date.value
    if feed.format == "RSS" and not date.where.startswith(("dc:", "atom:")):
        return _read_mail(text)
    if date.where == "dc:date" and _SHORT_W3C.fullmatch(text):
        return _Date(None)
    if not _RFC3339.fullmatch(text):
        return _Date(None, (_other_form(text),))
    try:
        return _Date(datetime.fromisoformat(text))
    except ValueError:
        return _Date(None, (UNREADABLE,))


def _read_mail(text: str) -> _Date:
    found = _MAIL.fullmatch(text)
    if found is None:
        return _Date(None, (_other_form(text),))
    try:
        time = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return _Date(None, (UNREADABLE,))
    time = time if time.tzinfo else time.replace(tzinfo=UTC)
    broken = []
    if len(found["year"]) == 2:
        broken.append(SHORT_YEAR)
    elif found["year"].startswith("00"):  # which the library takes for one of this century
        return _Date(time.replace(year=max(int(found["year"]), 1)))
    zone = found["zone"].upper()
    if zone.isalpha() and zone not in _ZONES:
        broken.append(ZONE)
    if found["day"] and not broken and _DAYS[time.weekday()] != found["day"].lower():
        return _Date(time, (WEEKDAY,))
    return _Date(time, tuple(broken))


def _other_form(text: str) -> Rule:
    """Whether a date can be understood in another form, so that some readers may."""
    if len(text) > _LONGEST:
        return UNREADABLE
    try:
        parser.parse(text, ignoretz=True)
    except (ValueError, OverflowError):  # ParserError is one
        return UNREADABLE
    return FORM


def judge_two_polls(before: Feed, after: Feed) -> Iterator[Found]:
    """Whether dates of entries stay from one poll to the next where nothing else changed.

    Args:
        before, after: the document of two polls, a little apart.
    """
    held = {one.id.value: one for one in before.entries if one.id is not None}
    for entry in after.entries:
        old = held.get(entry.id.value) if entry.id is not None else None
        if old is None or _rest(old) != _rest(entry):
            continue
        for first, second in ((old.published, entry.published), (old.updated, entry.updated)):
            if first and second and first.value != second.value:
                message = f"the date is first {shown(first.value)}, then {shown(second.value)}"
                yield Found(MOVES, message, second.where, second.line)


def _rest(entry: Entry) -> tuple[object, ...]:
    title = entry.title.value if entry.title else ""
    return (title, entry.page, tuple(part.html for part in entry.content))
