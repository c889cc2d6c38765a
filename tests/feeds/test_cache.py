"""The shelf that holds documents ready, in so many bytes."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from feedsvc.feeds.cache import Cache
from feedsvc.feeds.content_codings import CODINGS
from feedsvc.feeds.document import Document

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def make(body: bytes, media_type: str = "application/atom+xml", **more) -> Document:
    return Document(body, media_type, NOW, **more)


def held(shelf: Cache) -> str:
    return "".join(key for key, _ in shelf.items())


def test_the_shelf_lets_go_what_was_not_asked_for() -> None:
    shelf = Cache(30)
    for key in "abcd":
        shelf.put(key, make(key.encode() * 10))
    assert sorted(held(shelf)) == ["b", "c", "d"]
    assert shelf.get("b")
    shelf.put("e", make(b"e" * 10))
    assert sorted(held(shelf)) == ["b", "d", "e"]
    assert shelf.get("c") is None


def test_codings_take_room_too() -> None:
    shelf = Cache(1000)
    bodies = {key: bytes(range(256)) + key.encode() for key in "abc"}
    for key, body in bodies.items():
        shelf.put(key, make(body))
    for coding in CODINGS:  # none of them makes such bytes smaller
        shelf.get("c").coded(coding)
    assert held(shelf) == "c"
    shelf.get("c").improve({"br": b"x"})
    shelf.put("d", make(b"d" * 100))
    assert held(shelf) == "cd"


def test_a_document_larger_than_the_shelf_is_still_held() -> None:
    shelf = Cache(5)
    shelf.put("a", make(b"a"))
    shelf.put("b", make(b"b" * 100))
    assert shelf.get("a") is None
    assert shelf.get("b")
    shelf.put("c", make(b"c"))
    assert shelf.get("b") is None


def test_what_is_put_again_takes_its_room_once() -> None:
    shelf = Cache(10)
    shelf.put("a", make(b"a"))
    for _ in range(50):
        shelf.put("b", make(b"bb"))
    assert shelf.get("a")


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 20)), max_size=40))
def test_the_shelf_never_holds_more_than_its_room_but_for_one(puts: list) -> None:
    shelf = Cache(25)
    for key, size in puts:
        shelf.put(key, make(b"x" * size))
        documents = [document for _, document in shelf.items()]
        assert shelf.get(key)
        assert len(documents) == 1 or sum(document.weight() for document in documents) <= 25
