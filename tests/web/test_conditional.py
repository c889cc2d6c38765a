"""What a client says it holds, and what it can take: decided from header texts alone."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.feeds.content_codings import CODINGS
from feedsvc.feeds.document import Document
from feedsvc.web.conditional import (
    choose_coding,
    matching_tag,
    not_modified,
    unchanged_since,
)

CHANGED = datetime(2026, 5, 31, 8, 49, 37, tzinfo=UTC)
NOW = Document(b"<feed/>", "application/atom+xml", CHANGED)
BEFORE = Document(b"<feed>older</feed>", "application/atom+xml", CHANGED)
PLAIN, GZIPPED = NOW.tag(), NOW.tag("gzip")


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        (None, ""),
        ("", ""),
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("x-gzip", "gzip"),
        (" gzip ; q=0.5 ", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, zstd", "zstd"),
        ("gzip, br;q=0.9", "gzip"),
        ("deflate, compress", ""),
        ("gzip;q=0", ""),
        ("gzip;Q=0", ""),
        ("gzip;q=0.000", ""),
        ("gzip;q=1.0.0", ""),
        ("*", "br"),
        ("*, br;q=0", "zstd"),
        ("*;q=0", ""),
        ("*, gzip;q=0, br;q=0, zstd;q=0", ""),
        ("*;q=0, gzip", "gzip"),
        ("identity", ""),
        ("identity;q=1, gzip;q=0.5", ""),
        ("identity;q=0.5, gzip;q=1", "gzip"),
        ("identity;q=0, gzip", "gzip"),
        ("gzipped, agzip", ""),
        (";;,,q=;\x00", ""),
    ],
)
def test_a_coding_is_used_only_where_the_client_takes_it(accepted: str | None, coding: str) -> None:
    assert choose_coding(accepted) == coding


def bare(tag: str) -> str:
    return tag.strip('"')


@pytest.mark.parametrize(
    ("given_tags", "found"),
    [
        (PLAIN, PLAIN),
        (GZIPPED, GZIPPED),
        (f'"other", {PLAIN} , "more"', PLAIN),
        (f'"other",{GZIPPED}', GZIPPED),
        (f"W/{PLAIN}", PLAIN),
        (f"W/{GZIPPED}", GZIPPED),
        (bare(PLAIN), PLAIN),
        (f'"{bare(PLAIN)}-gzip"', PLAIN),
        (f'W/"{bare(PLAIN)}-gzip"', PLAIN),
        (f'"{bare(PLAIN)}--gzip"', PLAIN),
        (f'"{bare(GZIPPED)}-gzip"', GZIPPED),
        ("", None),
        ('"*"', None),
        (BEFORE.tag(), None),
        (f"{BEFORE.tag()}, {BEFORE.tag('gzip')}", None),
        (PLAIN.upper(), None),
        (PLAIN[:-3] + '"', None),
        (f'"x{bare(PLAIN)}"', None),
        (f'"{bare(PLAIN)}-other"', None),
    ],
)
@pytest.mark.parametrize("coding", ["", "gzip"])
def test_any_tag_of_this_version_matches_and_no_other(
    given_tags: str, found: str | None, coding: str
) -> None:
    assert matching_tag(given_tags, NOW, NOW.tag(coding)) == found


@pytest.mark.parametrize("given", [PLAIN, GZIPPED])
@pytest.mark.parametrize("held", [f"{PLAIN}, {GZIPPED}", f"W/{GZIPPED},{PLAIN}"])
def test_of_several_tags_the_one_that_would_be_sent_is_named(given: str, held: str) -> None:
    assert matching_tag(held, NOW, given) == given
    assert matching_tag(f'"other", {held}', NOW, NOW.tag("br")) == held.split(",")[0].lstrip("W/")


@pytest.mark.parametrize("size", [15_000, 30_000, 60_000])
def test_a_tag_matches_however_long_the_list_before_it(size: int) -> None:
    for before in ('"x", ' * (size // 5), f'"{"x" * size}", ', "x" * size + ","):
        assert matching_tag(before + PLAIN, NOW, PLAIN) == PLAIN


def test_a_tag_in_letters_of_any_alphabet_harms_none_beside_it() -> None:
    assert matching_tag(f'"\xe9\xff", {PLAIN}', NOW, PLAIN) == PLAIN


@pytest.mark.parametrize("coding", ["", "gzip"])
@pytest.mark.parametrize("star", ["*", " * "])
def test_a_star_matches_what_would_be_sent(star: str, coding: str) -> None:
    assert matching_tag(star, NOW, NOW.tag(coding)) == NOW.tag(coding)


def test_formats_of_one_feed_share_no_tag() -> None:
    same = [Document(b"x", f"application/{kind}", None) for kind in ("atom+xml", "rss+xml")]
    assert len({tag for document in same for tag in document.tags()}) == 2 * (1 + 2 * len(CODINGS))


SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("held", "unchanged"),
    [
        (format_datetime(CHANGED, usegmt=True), True),
        (format_datetime(CHANGED + SECOND, usegmt=True), True),
        (format_datetime(CHANGED - SECOND, usegmt=True), False),
        ("Sun, 31 May 2026 10:49:37 +0200", True),
        ("Sun, 31 May 2026 08:49:37 +0200", False),
        ("Sun, 31 May 2026 08:49:37", True),  # no zone: GMT
        ("Sun, 31 May 2026 08:49:36", False),
        ("Sunday, 31-May-26 08:49:37 GMT", True),  # RFC 850
        ("Sunday, 31-May-26 08:49:36 GMT", False),
        ("Sun May 31 08:49:37 2026", True),  # asctime
        ("Sun May 31 08:49:36 2026", False),
        ("", False),
        ("yesterday", False),
        ("2026-06-01T00:00:00Z", False),
        ("Sun, 99 May 2026 08:49:37 GMT", False),
        ("Sun, 31 May 99999999999999999999 08:49:37 GMT", False),
        ("Sun, 31 May 2026 08:49:37 +9999", False),
    ],
)
def test_a_date_counts_only_where_it_can_be_read(held: str, unchanged: bool) -> None:
    assert unchanged_since(held, CHANGED) is unchanged


def test_what_has_no_date_has_always_changed() -> None:
    assert not unchanged_since(format_datetime(CHANGED), None)


LATER = format_datetime(CHANGED + SECOND, usegmt=True)


@pytest.mark.parametrize(
    ("tags", "date", "answer"),
    [
        (None, None, None),
        (None, LATER, PLAIN),
        (PLAIN, None, PLAIN),
        (BEFORE.tag(), LATER, None),  # RFC 9110 13.1.3: the date is ignored
        ("", LATER, None),
        ("garbage", LATER, None),
        (PLAIN, "Thu, 01 Jan 1970 00:00:00 GMT", PLAIN),
    ],
)
def test_a_tag_goes_before_a_date(tags: str | None, date: str | None, answer: str | None) -> None:
    assert not_modified(NOW, PLAIN, tags, date) == answer


# Header texts made of what headers are made of, besides any characters.
PIECES = st.sampled_from(
    [PLAIN, GZIPPED, BEFORE.tag(), "W/", '"', ",", " ", "*", "-gzip", ";q=", "0.5", "gzip", LATER]
)
TEXTS = st.text() | st.lists(PIECES | st.text(max_size=4)).map("".join)


@given(TEXTS, st.sampled_from(["", "gzip"]))
def test_a_304_is_only_for_a_tag_that_the_client_names(text: str, coding: str) -> None:
    found = matching_tag(text, NOW, NOW.tag(coding))
    assert found is None or bare(found) in text or (found == NOW.tag(coding) and "*" in text)


@given(TEXTS)
def test_an_older_version_is_never_held_for_this_one(text: str) -> None:
    without = text.replace(bare(PLAIN), "").replace("*", "")
    assert bare(PLAIN) in without or matching_tag(without, NOW, PLAIN) is None


@given(st.none() | TEXTS)
def test_any_accepted_coding_is_one_of_ours(text: str | None) -> None:
    assert choose_coding(text) in ("", *CODINGS)


@given(st.none() | TEXTS, st.none() | TEXTS)
def test_no_header_text_raises(tags: str | None, date: str | None) -> None:
    assert not_modified(NOW, PLAIN, tags, date) in (None, PLAIN, GZIPPED)


@given(
    st.datetimes(
        datetime(1900, 1, 1),  # noqa: DTZ001 - hypothesis wants its bound naive
        timezones=st.just(UTC),
    )
)
def test_every_date_can_be_compared(date: datetime) -> None:
    held = date.replace(microsecond=0)
    assert unchanged_since(format_datetime(held, usegmt=True), CHANGED) is (held >= CHANGED)
