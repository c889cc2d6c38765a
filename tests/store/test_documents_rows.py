"""What is kept of documents, who makes which, and which are worth a better coding."""

from datetime import UTC, datetime, timedelta

import pytest

from feedsvc.store import Connection, articles, claims, documents, feeds
from feedsvc.store.claims import ASKED, CLAIM, Wanted
from feedsvc.store.documents import DocumentRow
from tests.store.keeping import row

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
FEED = "tag/x"


def document(**values: object) -> DocumentRow:
    made = DocumentRow(b"<feed/>", "d1", 1, "maker", NOW, None, None, b"", NOW, FEED)
    return made._replace(**values)  # type: ignore[arg-type]


@pytest.fixture
def feed(connection: Connection) -> Connection:
    articles.put_articles(connection, [row("a", NOW - DAY)])
    feeds.touch_feeds(connection, [FEED], NOW)
    return connection


def test_a_document_comes_back_as_it_was_put(connection: Connection) -> None:
    whole = document(valid_from=NOW - DAY, valid_until=NOW + DAY, history=b"h")
    documents.put_document(connection, FEED, "atom", document())
    documents.put_document(connection, FEED, "atom", whole)
    assert documents.document_of(connection, FEED, "atom") == whole
    assert documents.stamp_of(connection, FEED, "atom") == whole._replace(body=b"")
    assert documents.document_of(connection, FEED, "rss") is None
    documents.note_asked(connection, FEED, "atom", NOW + DAY)
    assert documents.document_of(connection, FEED, "atom") == whole._replace(asked=NOW + DAY)


def test_fragments_and_summaries_take_the_place_of_those_before(connection: Connection) -> None:
    documents.put_fragments(connection, {}, "atom")
    documents.put_fragments(connection, {"a": ("1", b"<a/>"), "b": ("1", b"<b/>")}, "atom")
    documents.put_fragments(connection, {"a": ("2", b"<A/>")}, "atom")
    documents.put_fragments(connection, {"a": ("3", b"<r/>")}, "rss")
    assert documents.fragments_of(connection, ["a", "b", "c"], "atom") == {
        "a": ("2", b"<A/>"),
        "b": ("1", b"<b/>"),
    }
    assert documents.fragments_of(connection, ["a", "b"], "rss") == {"a": ("3", b"<r/>")}
    documents.put_summaries(connection, {})
    documents.put_summaries(connection, {"a": ("1", ("One.", ""))})
    documents.put_summaries(connection, {"a": ("2", ("Two.",))})
    assert documents.summaries_of(connection, ["a", "b"]) == {"a": ("2", ("Two.",))}


class TestCodings:
    def test_that_of_an_older_document_is_of_no_use(self, connection: Connection) -> None:
        before = feeds.next_edition(connection)
        documents.put_coding(connection, FEED, "atom", "d0", "br", b"old")
        documents.put_coding(connection, FEED, "atom", "d1", "br", b"new")
        documents.put_coding(connection, FEED, "atom", "d1", "gzip", b"gz")
        documents.put_coding(connection, FEED, "rss", "d1", "br", b"other")
        found = documents.codings_of(connection, FEED, "atom", "d1")
        assert found == {"br": b"new", "gzip": b"gz"}
        assert documents.codings_of(connection, FEED, "atom", "d0") == {}
        assert feeds.next_edition(connection) == before + 5  # others are told of each

    def test_the_last_asked_for_is_worth_one_first(self, connection: Connection) -> None:
        def lacking(*wanted: str) -> object:
            return documents.without_coding(connection, wanted, NOW - DAY, NOW - SECOND)

        assert lacking("br") is None
        for name, asked, changed in (
            ("feed", NOW - 2 * SECOND, NOW - SECOND),
            ("tag/late", NOW, NOW - SECOND),
            ("tag/unasked", NOW - DAY, NOW - SECOND),
            ("tag/fresh", NOW, NOW),
        ):
            made = document(asked=asked, last_modified=changed)
            documents.put_document(connection, name, "atom", made)
        assert lacking("br", "gzip") == ("tag/late", "atom", "br")
        documents.put_coding(connection, "tag/late", "atom", "d1", "br", b"x")
        assert lacking("br", "gzip") == ("feed", "atom", "br")
        documents.put_coding(connection, "feed", "atom", "d0", "br", b"x")
        assert lacking("br", "gzip") == ("feed", "atom", "br")
        documents.put_coding(connection, "feed", "atom", "d1", "br", b"x")
        assert lacking("br", "gzip") == ("tag/late", "atom", "gzip")
        assert lacking("br") is None


class TestClaims:
    def claimed(self, connection: Connection, now: datetime, holder: str = "other") -> bool:
        return claims.claimed(connection, FEED, "atom", holder, now)

    def test_a_claim_is_for_others_and_for_its_time(self, connection: Connection) -> None:
        claims.claim(connection, FEED, "atom", "one", NOW)
        assert self.claimed(connection, NOW)
        assert self.claimed(connection, NOW + CLAIM - SECOND)
        assert not self.claimed(connection, NOW + CLAIM)
        assert not self.claimed(connection, NOW, "one")
        assert not claims.claimed(connection, FEED, "rss", "other", NOW)
        assert not claims.claimed(connection, "feed", "atom", "other", NOW)
        claims.claim(connection, FEED, "atom", "other", NOW)
        assert not self.claimed(connection, NOW)
        claims.drop_claim(connection, FEED, "atom")
        assert not self.claimed(connection, NOW, "one")

    def test_one_from_before_the_clock_was_set_back_is_none(self, connection: Connection) -> None:
        claims.claim(connection, FEED, "atom", "one", NOW)
        assert not self.claimed(connection, NOW - SECOND)

    @pytest.mark.parametrize(("ago", "wanted"), [(ASKED, False), (ASKED - SECOND, True)])
    def test_who_publishes_claims_what_was_lately_asked_for(
        self, feed: Connection, ago: timedelta, wanted: bool
    ) -> None:
        documents.put_document(feed, FEED, "atom", document(asked=NOW - ago))
        documents.put_document(feed, "feed", "atom", document(follows="feed"))
        claims.claim_asked(feed, [FEED], "one", NOW)
        assert self.claimed(feed, NOW) is wanted
        assert not claims.claimed(feed, "feed", "atom", "other", NOW)


class TestLatelyAsked:
    def names(self, connection: Connection, now: datetime = NOW, limit: int = 9) -> list[str]:
        return [one.feed for one in claims.lately_asked(connection, now, "me", limit)]

    def test_what_is_out_of_date_the_last_asked_for_first_and_followers_last(
        self, feed: Connection
    ) -> None:
        digest = f"{FEED}/digest/daily"
        documents.put_document(feed, FEED, "atom", document(version=0, asked=NOW - SECOND))
        documents.put_document(feed, FEED, "rss", document(version=0))
        documents.put_document(feed, FEED, "json", document(version=0, asked=NOW - ASKED))
        documents.put_document(feed, digest, "atom", document(version=0))
        found = claims.lately_asked(feed, NOW, "me", 9)
        assert found == [
            Wanted(FEED, "rss", False),
            Wanted(FEED, "atom", False),
            Wanted(digest, "atom", False),
        ]
        assert claims.lately_asked(feed, NOW, "me", 1) == found[:1]

    def test_what_is_right_is_not_wanted(self, feed: Connection) -> None:
        documents.put_document(feed, FEED, "atom", document())
        assert self.names(feed) == []

    @pytest.mark.parametrize(
        ("begins", "ends", "wanted"),
        [(0, None, False), (1, None, True), (None, 1, False), (None, 0, True), (0, 1, False)],
    )
    def test_one_is_right_in_its_time(
        self, feed: Connection, begins: int | None, ends: int | None, wanted: bool
    ) -> None:
        made = document(
            valid_from=None if begins is None else NOW + begins * SECOND,
            valid_until=None if ends is None else NOW + ends * SECOND,
        )
        documents.put_document(feed, FEED, "atom", made)
        assert self.names(feed) == [FEED] * wanted

    def test_what_another_makes_now_is_left_to_it(self, feed: Connection) -> None:
        documents.put_document(feed, FEED, "atom", document(version=0))
        claims.claim(feed, FEED, "atom", "other", NOW)
        assert self.names(feed) == []
        assert self.names(feed, NOW + CLAIM) == [FEED]
        claims.claim(feed, FEED, "atom", "me", NOW)
        assert claims.lately_asked(feed, NOW, "me", 9) == [Wanted(FEED, "atom", True)]
