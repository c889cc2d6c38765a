"""Documents: their tags, how long they hold, and their codings."""

import threading
from datetime import UTC, datetime, timedelta

import brotli
import pytest

from feedsvc.feeds.content_codings import BETTER, CODINGS
from feedsvc.feeds.document import Document, Edition

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def make(body: bytes, media_type: str = "application/atom+xml", **more) -> Document:
    return Document(body, media_type, NOW, **more)


def test_tags_tell_bytes_type_and_coding_apart() -> None:
    types = ("application/atom+xml", "application/rss+xml", "application/feed+json")
    documents = [make(body, kind) for body in (b"one", b"two") for kind in types]
    tags = [tag for document in documents for tag in document.tags()]
    assert len(set(tags)) == len(documents) * (1 + len(CODINGS) + len(BETTER))
    assert all(tag.startswith('"') and tag.endswith('"') for tag in tags)
    assert make(b"one").tags() == documents[0].tags()
    assert documents[0].tag("gzip") in documents[0].tags()


def test_a_kept_document_has_the_tag_it_had() -> None:
    document = make(b"one")
    assert make(b"one", identity=document.digest).tags() == document.tags()


@pytest.mark.parametrize(
    ("version", "fingerprint", "later", "holds"),
    [(3, "m", 59, True), (3, "m", 60, False), (4, "m", 0, False), (3, "n", 0, False)],
)
def test_a_document_holds_until_something_changes(
    version: int, fingerprint: str, later: int, holds: bool
) -> None:
    document = make(b"x", edition=Edition(3, None, NOW + timedelta(seconds=60)), fingerprint="m")
    assert document.holds(version, fingerprint, NOW + timedelta(seconds=later)) is holds


def test_a_document_that_nothing_is_due_for_holds_for_years() -> None:
    assert make(b"x").holds(0, "", NOW + timedelta(days=9999))


def test_a_better_coding_answers_under_its_own_tag() -> None:
    document = make(b"<feed/>" * 99)
    before = document.tag("br")
    document.answers["asked"] = "old"
    document.improve({"br": BETTER["br"].code(document.body)})
    assert document.tag("br") != before
    assert {before, document.tag("br")} <= set(document.tags())
    assert brotli.decompress(document.coded("br")) == document.body
    assert document.answers == {}


def test_a_coding_is_made_once_however_many_ask() -> None:
    document = make(b"<feed/>" * 99)
    all_there = threading.Barrier(8)
    found: list[bytes] = []

    def ask() -> None:
        all_there.wait()
        found.append(document.coded("br"))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(body) for body in found}) == 1
