"""Documents: their bytes in every coding, their tags, and the shelf that holds them ready."""

import gzip
import threading
from datetime import UTC, datetime, timedelta

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.feeds.cache import ByteBudgetCache
from feedsvc.feeds.content_codings import BETTER, CODINGS
from feedsvc.feeds.document import Document, Edition

DECODERS = {
    "br": brotli.decompress,
    "zstd": zstandard.ZstdDecompressor().decompress,
    "gzip": gzip.decompress,
}
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def make(body: bytes, media_type: str = "application/atom+xml", **more) -> Document:
    return Document(body, media_type, NOW, **more)


@given(st.binary())
def test_every_coding_gives_the_same_bytes_back(body: bytes) -> None:
    document = make(body)
    assert document.coded("") == body
    for coding, decode in DECODERS.items():
        assert decode(document.coded(coding)) == body
        assert decode(BETTER[coding].code(body)) == body
        assert make(body).coded(coding) == document.coded(coding)
    assert DECODERS.keys() == CODINGS.keys() == BETTER.keys()


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


def held(shelf: ByteBudgetCache) -> str:
    return "".join(key for key, _ in shelf.items())


def test_the_shelf_lets_go_what_was_not_asked_for() -> None:
    shelf = ByteBudgetCache(30)
    for key in "abcd":
        shelf.put(key, make(key.encode() * 10))
    assert sorted(held(shelf)) == ["b", "c", "d"]
    assert shelf.get("b")
    shelf.put("e", make(b"e" * 10))
    assert sorted(held(shelf)) == ["b", "d", "e"]
    assert shelf.get("c") is None


def test_codings_take_room_too() -> None:
    shelf = ByteBudgetCache(1000)
    bodies = {key: bytes(range(256)) + key.encode() for key in "abc"}
    for key, body in bodies.items():
        shelf.put(key, make(body))
    for coding in CODINGS:  # none of them makes such bytes smaller
        shelf.get("c").coded(coding)
    assert held(shelf) == "c"
    shelf.get("c").improve({"br": b"x"})
    shelf.put("d", make(b"d" * 100))
    assert held(shelf) == "cd"


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


def test_a_document_larger_than_the_shelf_is_still_held() -> None:
    shelf = ByteBudgetCache(5)
    shelf.put("a", make(b"a"))
    shelf.put("b", make(b"b" * 100))
    assert shelf.get("a") is None
    assert shelf.get("b")
    shelf.put("c", make(b"c"))
    assert shelf.get("b") is None


def test_what_is_put_again_takes_its_room_once() -> None:
    shelf = ByteBudgetCache(10)
    shelf.put("a", make(b"a"))
    for _ in range(50):
        shelf.put("b", make(b"bb"))
    assert shelf.get("a")


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 20)), max_size=40))
def test_the_shelf_never_holds_more_than_its_room_but_for_one(puts: list) -> None:
    shelf = ByteBudgetCache(25)
    for key, size in puts:
        shelf.put(key, make(b"x" * size))
        documents = [document for _, document in shelf.items()]
        assert shelf.get(key)
        assert len(documents) == 1 or sum(document.weight() for document in documents) <= 25
