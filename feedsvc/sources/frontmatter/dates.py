"""Reads dates as people write them; refuses what is ambiguous or incomplete."""

import re
import warnings
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from dateutil import parser as dateutil_parser

from feedsvc.errors import UnreadableArticle

MAX_LENGTH = 64  # characters
FIRST_YEAR, LAST_YEAR = 1000, 9998
_EXAMPLE = "2024-06-01 or 2024-06-01 14:30"

# ISO 8601 as Hugo, Jekyll and Pelican write it too: with short fields, and a space before the zone.
_ISO = re.compile(
    r"(\d{4})([-/. ])(\d{1,2})\2(\d{1,2})"
    r"(?:(?:[Tt]|,?[ ]+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,12})?)?"
    r"[ ]*(?:([Zz]|UTC|GMT)|([+-])(\d{2}):?(\d{2})?)?)?",
    re.ASCII,
)
_COMPACT = re.compile(
    r"(\d{4})(\d{2})(\d{2})(?:[Tt ](\d{2})(\d{2})(\d{2})?([Zz]|[+-]\d{4})?)?", re.ASCII
)
_LEAP_SECOND = re.compile(r"(:[0-5]\d):60(?!\d)", re.ASCII)
_FOUR_DIGITS = re.compile(r"(?<!\d)\d{4}(?!\d)|(?<!\d)\d{8}(?!\d)|(?<!\d)\d{8}T\d", re.ASCII)
_SIGNED_ZONE = re.compile(r"(?:UTC|GMT|[A-Z]{3,4})[ ]?[+-][ ]?\d", re.ASCII)
# RFC 822 section 5.1, and those of other parts of the world that stand for one zone only.
_ZONES = dict.fromkeys(("UTC", "GMT", "UT", "Z"), 0) | {
    **dict.fromkeys(("WET",), 0),
    **dict.fromkeys(("CET", "MEZ", "WEST"), 1),
    **dict.fromkeys(("CEST", "MESZ", "EET", "SAST"), 2),
    **dict.fromkeys(("EEST", "MSK"), 3),
    "HKT": 8,
    "AWST": 8,
    "JST": 9,
    "KST": 9,
    "AEST": 10,
    "AEDT": 11,
    "NZST": 12,
    "NZDT": 13,
    "AKST": -9,
    "AKDT": -8,
    "HST": -10,
    **{f"{letter}ST": hours for letter, hours in zip("ECMP", (-5, -6, -7, -8), strict=True)},
    **{f"{letter}DT": hours for letter, hours in zip("ECMP", (-4, -5, -6, -7), strict=True)},
}
# What begins with its year goes on with month and day (https://yaml.org/type/timestamp.html).
_YEAR_FIRST = re.compile(
    r"\d{4}([-/.])\d{1,2}\1\d{1,2}(?:T|,?[ ]+(?:[A-Z]{3,9},?[ ]+)?)\d{1,2}"
    r"(?::\d{2}(?::\d{2}(?:[.,]\d{1,12})?)?(?:[ ]?[AP]\.?M\.?)?|[ ]?[AP]\.?M\.?)"
    r"(?:[ ]?(?:[A-Z]{1,5}|[+-]\d{1,2}(?::?[0-5]\d)?))?",
    re.ASCII | re.IGNORECASE,
)
_SHORT_OFFSET = re.compile(r"(?<=\d)[ ]?([+-])(\d)(?::?([0-5]\d))?$", re.ASCII)
# How Nikola writes an offset; the sign means what it means in ISO 8601.
_UTC_OFFSET = re.compile(r"(?<=\d)[ ]?UTC(?=[+-]\d\d:\d\d$)")
# What Go, and what JavaScript, writes behind or before an offset; the offset alone counts.
_BESIDE_OFFSET = re.compile(
    r"(?<=[\d ])(?:GMT)?([+-]\d\d:?\d\d)(?:\1|[ ][A-Z]{2,5}|[ ]\([^()]{2,60}\))?$"
)
_UNDERSCORE = re.compile(r"(?<=\d)_(?=\d)")  # Pelican reads it as a blank
# Obsidian's link to the note of a day
_IN_LINK = re.compile(r"\[\[([^\[\]|]+)(?:\|[^\[\]]*)?\]\](.*)")
# The name of a time zone, bare or as in RFC 9557 section 3.1, where an offset goes before it.
_NAMED_ZONE = re.compile(
    r"""
    (.*\d(?:[ ]?[AP]\.?M\.?|Z)?)[ ]?
    (?:
        \[!?([A-Z_]+(?:/[A-Z_+\d-]+)*)\](?:\[!?[\w-]+=[\w-]+\])*
        | (?<=[ ])([A-Z][A-Z_]+(?:/[A-Z_+-]+){1,2})
    )
    """,
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
_AMERICAN = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})[a-z]{{0,6}}\b", re.IGNORECASE)
# Two days with no field in common. A text that lacks a field is read differently with each.
_DEFAULTS = (datetime(1904, 1, 1), datetime(2005, 12, 30))  # noqa: DTZ001 - naive is the point
_PARSER = dateutil_parser.parser()


def parse_date(
    text: str, zone: ZoneInfo, *, day: date | None = None, day_first: bool = False
) -> datetime:
    """The instant that a text names, in UTC, to the second.

    Args:
        text: ISO 8601, RFC 822, or English such as `1 June 2024 2:30 pm EST`.
        zone: the time zone of a text that names none. A date alone is its first moment there.
        day: where the text can be several days, this is it, if it is one of them.
        day_first: whether 03/04/2024 is certainly 3 April.

    Raises:
        UnreadableArticle: date-incomplete, date-impossible, date-ambiguous or
            date-unknown-zone. Its line is always 1; the caller sets the right one.
    """
    text = " ".join(text.split())
    if len(text) > MAX_LENGTH:
        raise _error("incomplete", f"{text[:20]!r}... is too long for a date; write {_EXAMPLE}")
    if link := _IN_LINK.fullmatch(text):
        text = link[1] + link[2]
    text = _UNDERSCORE.sub(" ", text)
    if ":60" in text:
        text = _LEAP_SECOND.sub(r"\1:59", text)
    text = _BESIDE_OFFSET.sub(r"\1", text)
    if text[-3:-2] == " " and (american := _AMERICAN.get(text[-2:])):
        text, zone = text[:-3], ZoneInfo(american)
    elif (text.endswith("]") or "/" in text) and (named := _NAMED_ZONE.fullmatch(text)):
        text, zone = named[1], _zone_named(named[2] or named[3])
    if compact := _COMPACT.fullmatch(text):
        text = _extended(compact)
    match = _ISO.fullmatch(text)
    local = _from_iso(match, text) if match else _from_words(text, day, day_first=day_first)
    if not FIRST_YEAR <= local.year <= LAST_YEAR:
        raise _error(
            "impossible",
            f"{text!r} is a date in the year {local.year}; write one of {FIRST_YEAR} to"
            f" {LAST_YEAR}",
        )
    if local.tzinfo is not None:
        return local.astimezone(UTC)
    return _in_zone(local, zone, text)


def midnight(year: int, month: int, day: int, zone: ZoneInfo) -> datetime:
    """The first moment of a day, in UTC.

    Raises:
        ValueError: there is no such day, or its year is outside FIRST_YEAR to LAST_YEAR.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(year)
    return datetime.combine(date(year, month, day), time(), zone).astimezone(UTC)


def _extended(compact: re.Match[str]) -> str:
    """ISO 8601's basic form, such as 20240601T1000Z, in its extended form."""
    year, month, day, hour, minute, second, zone = compact.groups()
    clock = f" {hour}:{minute}:{second or '00'}{zone or ''}" if hour else ""
    return f"{year}-{month}-{day}{clock}"


def _from_iso(match: re.Match[str], text: str) -> datetime:
    year, _, month, day, hour, minute, second, utc, sign, hours, minutes = match.groups()
    offset: tzinfo | None = UTC if utc else None
    try:
        if sign:
            ahead = timedelta(hours=int(hours), minutes=int(minutes or 0))
            offset = timezone(ahead if sign == "+" else -ahead)
            if int(minutes or 0) > 59:
                raise ValueError("minute must be in 0..59")
        clock = (int(hour or 0), int(minute or 0), int(second or 0))
        return datetime(int(year), int(month), int(day), *clock, tzinfo=offset)
    except ValueError as error:
        raise _impossible(text, error) from None


def _from_words(text: str, day: date | None, *, day_first: bool) -> datetime:
    year_first = text[:4].isdigit()
    if year_first:
        text = _UTC_OFFSET.sub(" ", text)
    if _SIGNED_ZONE.search(text):  # the sign means the opposite in POSIX and in ISO 8601
        raise _error(
            "unknown-zone", f"{text!r} names its zone in two ways; write an offset such as +02:00"
        )
    year_first = year_first and _YEAR_FIRST.fullmatch(text) is not None
    if year_first:
        text = _SHORT_OFFSET.sub(r" \g<1>0\2\3", text)
    first = _parse(text, _DEFAULTS[0])
    if not _FOUR_DIGITS.search(text) or _parse(text, _DEFAULTS[1]) != first:
        raise _error(
            "incomplete", f"{text!r} does not give year, month and day; write it like {_EXAMPLE}"
        )
    found = {first: None}
    for dayfirst, yearfirst in () if year_first else ((True, False), (False, True), (True, True)):
        try:
            found[_parse(text, _DEFAULTS[0], dayfirst=dayfirst, yearfirst=yearfirst)] = None
        except UnreadableArticle:
            continue
    return _the_one(list(found), text, day, day_first=day_first)


def _the_one(found: list[datetime], text: str, day: date | None, *, day_first: bool) -> datetime:
    """The one of several readings of a date that is certain: by its weekday, or another date.

    Args:
        found: the readings, month first, then day first.
        text, day, day_first: as for parse_date.
    """
    if len(found) > 1 and (name := _WEEKDAY.search(text)):
        weekday = _WEEKDAYS.index(name[1].lower())
        found = [one for one in found if one.weekday() == weekday] or found
    if len(found) > 1 and day:
        found = [one for one in found if one.date() == day] or found
    if len(found) == 2 and day_first:
        found = found[1:]
    if len(found) > 1:
        raise _error(
            "ambiguous",
            f"{text!r} can be {found[0].date()} or {found[1].date()}; write it like {_EXAMPLE}",
        )
    return found[0]


def _parse(
    text: str, default: datetime, *, dayfirst: bool = False, yearfirst: bool = False
) -> datetime:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = _PARSER.parse(
                text, default, tzinfos=_zone, dayfirst=dayfirst, yearfirst=yearfirst
            )
    except (ValueError, ArithmeticError, TypeError, LookupError, AttributeError) as error:
        if "range" in str(error) or "must be in" in str(error):
            raise _impossible(text, error) from None
        raise _error("incomplete", f"{text!r} is no date; write it like {_EXAMPLE}") from None
    if not isinstance(found, datetime):  # pragma: no cover - dateutil's fuzzy answers only
        raise _error("incomplete", f"{text!r} is no date; write it like {_EXAMPLE}")
    return found.replace(microsecond=0)


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    if name is not None and name.upper() in _ZONES:
        return timezone(timedelta(hours=_ZONES[name.upper()]))
    if name is not None:
        raise _error(
            "unknown-zone", f"the time zone {name!r} is not known; write an offset such as +02:00"
        )
    return None if offset is None else timezone(timedelta(seconds=offset))


def _zone_named(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise _error(
            "unknown-zone", f"the time zone {name!r} is not known; write an offset such as +02:00"
        ) from None


def _in_zone(local: datetime, zone: ZoneInfo, text: str) -> datetime:
    instant = local.replace(tzinfo=zone).astimezone(UTC)
    skipped = instant.astimezone(zone).replace(tzinfo=None) != local
    if skipped and local.time() != time():
        raise _error(
            "impossible",
            f"{text!r} does not exist in {zone.key}, where clocks were put forward then;"
            " write another time, or an offset",
        )
    return instant


def _impossible(text: str, error: Exception) -> UnreadableArticle:
    reason = str(error).split(":")[0]
    return _error("impossible", f"{text!r} cannot be: {reason}; write it like {_EXAMPLE}")


def _error(kind: str, message: str) -> UnreadableArticle:
    return UnreadableArticle(message, code=f"date-{kind}")
