"""Dates of feeds, in the forms that publishers write."""

import pytest

from tests.editor.check_url.documents import ATOM, RSS
from tests.editor.check_url.sites import Site, codes, report_of

MAIL = "Wed, 29 Apr 2026 07:00:00 GMT"
INTERNET = "2026-05-01T09:30:00+02:00"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("29 Apr 2026 07:00:00 +0000", ""),
        ("Wed, 29 Apr 2026 07:00 EST", ""),
        ("wed, 29 apr 2026 07:00:00 gmt", ""),
        ("Wed, 29 Apr 2026 07:00:00 +0200 (CEST)", ""),
        ("Wed, 29 Apr 2026 07:00:00 UTC", ""),
        ("Wed, 31 Apr 2026 07:00:00 GMT", "date-unreadable"),
        ("Wed, 29 Apr 2026 25:00:00 GMT", "date-unreadable"),
        ("Wed, 29 Apr 2026", "date-form"),
        ("Apr 15, 2019", "date-form"),
        ("2026-04-29", "date-form"),
        ("Mittwoch, 29. April", "date-unreadable"),
        ("1777446000", "date-unreadable"),
        ("9" * 500, "date-unreadable"),
        ("Wed, 29 Apr 26 07:00:00 GMT", "date-short-year"),
        ("Wed, 29 Apr 2026 07:00:00 MESZ", "date-zone"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", "date-impossible"),
        ("Wed, 29 Apr 1903 07:00:00 GMT", ""),
    ],
)
def test_rss(text: str, code: str) -> None:
    found = codes(list(report_of("https://news.example/feed", Site(RSS, MAIL, text)).found))
    assert [one for one in found if one != "date-weekday"] == [code] * bool(code)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-05-01T09:30:00.123456789Z", ""),
        ("2026-05-01T09:30:00-00:00", ""),
        ("2026-05-01T09:30Z", "date-form"),
        ("2026-05-01t09:30:00z", "date-form"),
        ("2026-05-01", "date-form"),
        ("2026-02-30T09:30:00Z", "date-unreadable"),
        ("2026-05-01T24:30:00Z", "date-unreadable"),
        ("Fri, 01 May 2026 09:30:00 GMT", "date-form"),
        ("0001-01-01T00:00:00Z", "date-impossible"),
        ("9999-12-31T23:59:59-12:00", "date-ahead"),
    ],
)
def test_atom(text: str, code: str) -> None:
    found = report_of("https://news.example/feed", Site(ATOM, INTERNET, text)).found
    assert codes(list(found)) == [code] * bool(code)
