"""Reads the times that exports have, without guessing: what is not there stays empty. Pure."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_SIMPLE = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)")
# RFC 5322 3.3; WordPress writes `30 Nov -0001` for none, of which Python makes the year 2000.
_MAIL = re.compile(r"(?:[A-Za-z]{3,9},? )?\d{1,2} [A-Za-z]{3,9} \d{2,4} \d.*")
_FIRST_YEAR = 1583  # the Gregorian calendar's; exports write year 0 or -1 for none


def utc(text: str) -> datetime | None:
    """The instant of a time that is in UTC though it does not say so; None: there is none."""
    found = local(text)
    return found.replace(tzinfo=UTC) if found else None


def local(text: str) -> datetime | None:
    """The time of `2020-03-01 12:00:00`, without a zone; None where it is zero or cannot be."""
    found = _SIMPLE.fullmatch(text.strip())
    try:
        return datetime.fromisoformat(found[0]) if found and int(found[1]) else None
    except ValueError:
        return None


def any_time(text: str) -> datetime | None:
    """The instant of a time of RFC 3339 or RFC 5322, as feeds have it; naive where it has no zone.

    None where there is none, or one that cannot be.
    """
    text = " ".join(text.split())
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text.replace(" UTC", "Z"))
    except ValueError:
        if not _MAIL.fullmatch(text):
            return None
        try:
            found = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    return found if found.year >= _FIRST_YEAR else None
