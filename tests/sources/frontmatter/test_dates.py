from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import BERLIN

from feedsvc.errors import UnreadableArticle
from feedsvc.sources.frontmatter.dates import parse_date


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-06-01", "2024-05-31T22:00:00"),
        ("2024/6/1", "2024-05-31T22:00:00"),
        ("2024.06.01 10:30", "2024-06-01T08:30:00"),
        ("2016-05-02 11:32:09 -0400", "2016-05-02T15:32:09"),
        ("2016-05-02 9:32:09 -0400", "2016-05-02T13:32:09"),
        ("2024-06-01T10:00Z", "2024-06-01T10:00:00"),
        ("2024-06-01t10:00:00.123456789z", "2024-06-01T10:00:00"),
        ("2024-06-01T10:00:00+05:30", "2024-06-01T04:30:00"),
        ("2024-06-01 10:00 +02", "2024-06-01T08:00:00"),
        ("2024-06-01 10:00 UTC", "2024-06-01T10:00:00"),
        ("  2024-06-01\n10:00 ", "2024-06-01T08:00:00"),
        ("1 June 2024", "2024-05-31T22:00:00"),
        ("June 1st, 2024", "2024-05-31T22:00:00"),
        ("Sat, 01 Jun 2024 10:00:00 GMT", "2024-06-01T10:00:00"),
        ("Sat, 01 Jun 2024 10:00:00 EDT", "2024-06-01T14:00:00"),
        ("Jun 1 2024 2:30 pm PST", "2024-06-01T22:30:00"),
        ("13/04/2024", "2024-04-12T22:00:00"),
        ("20240601", "2024-05-31T22:00:00"),
        ("20240601T101500Z", "2024-06-01T10:15:00"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59"),
        ("31 December 2016 23:59:60 GMT", "2016-12-31T23:59:59"),
        ("2024-06-07 12:00:00 -4", "2024-06-07T16:00:00"),
        ("2024-06-07 12:00:00.5 -400", "2024-06-07T16:00:00"),
        ("2024-06-07T12:00:00+2:00", "2024-06-07T10:00:00"),
        ("2024-06-07 12:00 +5:30", "2024-06-07T06:30:00"),
        ("2024-06-07 12:00:00 PDT", "2024-06-07T19:00:00"),
        ("2024-06-07 12:00 PM", "2024-06-07T10:00:00"),
        ("2024-06-07 12:05 am", "2024-06-06T22:05:00"),
        ("2024/6/7 1:30 PM EST", "2024-06-07T18:30:00"),
        ("2024-06-07 Fri 12:00", "2024-06-07T10:00:00"),
        ("5/5/2024", "2024-05-04T22:00:00"),
        ("2024 06 07", "2024-06-06T22:00:00"),
        ("2024 6 7 10:30", "2024-06-07T08:30:00"),
        ("2024-06-07, 10:30", "2024-06-07T08:30:00"),
        ("2024-06-07_10:30", "2024-06-07T08:30:00"),
        ("2024-06-01 10:00 CEST", "2024-06-01T08:00:00"),
        ("Sat, 01 Jun 2024 10:00:00 AEST", "2024-06-01T00:00:00"),
        ("2024-06-07T10:00:00+02:00[Europe/Berlin]", "2024-06-07T08:00:00"),
        ("2024-06-07T10:00Z[America/New_York][u-ca=gregory]", "2024-06-07T10:00:00"),
        ("2024-06-07T10:00[America/New_York]", "2024-06-07T14:00:00"),
        ("2024-06-07 10:00 America/New_York", "2024-06-07T14:00:00"),
        ("7 June 2024 10:00 America/New_York", "2024-06-07T14:00:00"),
        ("2024-06-07 10:00:00 UTC-03:00", "2024-06-07T13:00:00"),
        ("2024-06-07 0:00:00.000000000 +0800 CST", "2024-06-06T16:00:00"),
        ("2024-06-07 00:00:00+0900+0900", "2024-06-06T15:00:00"),
        ("Fri Jun 07 2024 10:00:00 GMT+0800 (China Standard Time)", "2024-06-07T02:00:00"),
        ("Fri, 7 Jun 2024 10:00:00 -0700 (PDT)", "2024-06-07T17:00:00"),
        ("2024-06-07 13:20:00 ET", "2024-06-07T17:20:00"),
        ("Wednesday, September 24th 2025, 4:54:27 pm", "2025-09-24T14:54:27"),
        ("[[2024-06-07]]", "2024-06-06T22:00:00"),
        ("Mon, 03/04/2024", "2024-03-03T23:00:00"),
        ("Wednesday 03/04/2024 10:00", "2024-04-03T08:00:00"),
    ],
)
def test_dates(text: str, expected: str) -> None:
    assert parse_date(text, BERLIN) == utc(expected)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2024", "incomplete"),
        ("2024-06", "incomplete"),
        ("June 2024", "incomplete"),
        ("1 June", "incomplete"),
        ("10:30", "incomplete"),
        ("Monday", "incomplete"),
        ("June 1 24", "incomplete"),
        ("240601", "incomplete"),
        ("1717200000", "impossible"),
        ("soon", "incomplete"),
        ("", "incomplete"),
        ("x" * 65, "incomplete"),
        ("9" * 60, "incomplete"),
        ("2024-13-01", "impossible"),
        ("2024-02-30", "impossible"),
        ("2024-06-01 25:00", "impossible"),
        ("2024-06-01 10:00 +99:00", "impossible"),
        ("31 June 2024", "impossible"),
        ("0999-06-01", "impossible"),
        ("9999-12-31", "impossible"),
        ("2024-03-31 02:30", "impossible"),
        ("31 March 2024 02:30", "impossible"),
        ("03/04/2024", "ambiguous"),
        ("1.6.2024", "ambiguous"),
        ("03/04/2024 10:00 PM", "ambiguous"),
        ("2024-30-06 10:00 PM", "impossible"),
        ("2024-06-07 13:00 PM", "incomplete"),
        ("2024-06-07 -4", "incomplete"),
        ("2024-06-01T12:00:00Z+02:00", "ambiguous"),
        ("2024-06-01, 2024-06-02", "ambiguous"),
        ("Friday, 03/04/2024", "ambiguous"),
        ("2024 06", "incomplete"),
        ("2024-06-01 10:00 IST", "unknown-zone"),
        ("2024-06-01 10:00+0900+0800", "ambiguous"),
        ("2024-06-01T10:00[Middle/Earth]", "unknown-zone"),
        ("2024-06-01T10:00[../etc/passwd]", "incomplete"),
        ("1 June 2024 10:00 XYZ", "unknown-zone"),
        ("1 June 2024 10:00 GMT+3", "unknown-zone"),
    ],
)
def test_refusals(text: str, code: str) -> None:
    with pytest.raises(UnreadableArticle) as caught:
        parse_date(text, BERLIN)
    assert caught.value.code == f"date-{code}"


def test_what_else_is_known_tells_the_order() -> None:
    april, march = utc("2024-04-02T22:00:00"), utc("2024-03-03T23:00:00")
    assert parse_date("03/04/2024", BERLIN, day=date(2024, 4, 3)) == april
    assert parse_date("03/04/2024", BERLIN, day=date(2024, 3, 4)) == march
    assert parse_date("03.04.2024", BERLIN, day_first=True) == april
    assert parse_date("03/04/2024", BERLIN, day=date(2024, 3, 4), day_first=True) == march
    with pytest.raises(UnreadableArticle):
        parse_date("03/04/2024", BERLIN, day=date(2024, 5, 6))


def test_a_day_without_midnight_begins_later() -> None:
    assert parse_date("2018-11-04", ZoneInfo("America/Sao_Paulo")) == utc("2018-11-04T03:00:00")


def test_a_repeated_hour_is_its_first() -> None:
    assert parse_date("2024-10-27 02:30", BERLIN) == utc("2024-10-27T00:30:00")


@given(st.text(max_size=70) | st.text("0123456789-/.: TZ+JunMayPMst,", max_size=30))
@settings(deadline=None, max_examples=500)
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        found = parse_date(text, BERLIN)
    except UnreadableArticle:
        return
    assert found.tzinfo is UTC
    assert found.microsecond == 0


@given(st.datetimes(utc("1000-01-02").replace(tzinfo=None), utc("9998-12-30").replace(tzinfo=None)))
@settings(deadline=None)
def test_iso_round_trips(moment: datetime) -> None:
    moment = moment.replace(microsecond=0, tzinfo=UTC)
    assert parse_date(moment.isoformat(), BERLIN) == moment
