"""However many different things are asked for, what is remembered of them stays small."""

import gc
from collections.abc import Iterator
from typing import Any
from weakref import WeakValueDictionary

import pytest

from feedsvc.feeds.cache import Cache
from feedsvc.feeds.document import MOST_ANSWERS, Document
from feedsvc.newsroom import Newsroom
from feedsvc.web import create_app
from feedsvc.web.fast_path import FastPath

ARTICLE = "---\ntitle: Rain\ndate: 2026-05-01\ncategory: World\ntags: [Wind]\n---\nWet it is.\n"
FEEDS = ["/feed.atom", "/feed.rss", "/feed.json", "/category/world.atom", "/tag/wind.json"]
MANY = 100_000


@pytest.fixture
def newsroom(desk: Any) -> Iterator[Newsroom]:
    desk.write("rain.md", ARTICLE)
    opened = desk.open()
    yield opened
    opened.close()


class Asker:
    """Asks a whole application as a server does."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.app = create_app(newsroom)
        assert isinstance(self.app.wsgi_app, FastPath)
        self.statuses: dict[str, int] = {}

    def ask(self, path: str, query: str = "", **headers: str) -> None:
        environ = {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.url_scheme": "http",
        } | headers
        body = self.app.wsgi_app(environ, self._told)
        for _ in body:
            pass
        if hasattr(body, "close"):
            body.close()

    def _told(self, line: str, headers: list[tuple[str, str]], *_: Any) -> None:
        self.statuses[line[:3]] = self.statuses.get(line[:3], 0) + 1


def reach(start: object) -> int:
    """How many things hang on this one, other than modules, classes and functions."""
    seen: set[int] = set()
    left = [start]
    while left:
        one = left.pop()
        if id(one) in seen or callable(one) or type(one).__name__ == "module":
            continue
        seen.add(id(one))
        left.extend(gc.get_referents(one))
    return len(seen)


def test_no_questions_fill_the_memory(newsroom: Newsroom) -> None:
    asker = Asker(newsroom)
    for path in FEEDS:
        asker.ask(path)
    for number in range(MANY):
        tag, coding = f'"{number:x}"', f"gzip;q=0.{number}, br;q=0.{number % 977}"
        asker.ask(
            FEEDS[number % len(FEEDS)],
            query=f"x={number}",
            HTTP_IF_NONE_MATCH=tag,
            HTTP_ACCEPT_ENCODING=coding,
        )
    assert asker.statuses == {"200": MANY + len(FEEDS)}
    held = [newsroom.document("feed", format) for format in ("atom", "rss", "json")]
    for document in held:
        assert 0 < len(document.answers) <= MOST_ANSWERS
        assert reach(document.answers) < 50 * MOST_ANSWERS


def has_address(key: object) -> bool:
    """Whether a long address of the test is in a key, or in a part of it."""
    if isinstance(key, tuple):
        return any(map(has_address, key))
    return isinstance(key, str) and "a" * 500 in key


def test_no_addresses_fill_the_memory(newsroom: Newsroom) -> None:
    asker = Asker(newsroom)
    for number in range(200):
        for place in ("/", "/articles/", "/tag/", "/media/", "/category/"):
            asker.ask(f"{place}{number}{'a' * 500}")
        asker.ask(f"/tag/{number}{'a' * 500}.atom")
    assert asker.statuses == {"404": 1_200}
    gc.collect()
    tables = (dict, WeakValueDictionary)  # of the type itself: a weak proxy may stand for nothing
    long = [one for one in gc.get_objects() if issubclass(type(one), tables)]
    kept = [key for one in long for key in tuple(one) if isinstance(key, str | tuple)]
    assert sum(map(has_address, kept)) < 100


def test_a_turn_is_forgotten_with_the_last_who_has_it() -> None:
    cache: Cache[int] = Cache(1)
    for number in range(10_000):
        made = Document(b"", "text/plain", None)
        assert cache.get_or_make(number, lambda held: False, lambda made=made: made) is made
    assert len(cache._turns) == 0


def test_answers_weigh_as_well() -> None:
    """Else 64 of each of thousands of documents would take more than all the documents."""
    shelf: Cache[int] = Cache(1_000_000)
    for number in range(100):
        document = Document(b"x" * 100, "text/plain", None)
        shelf.put(number, document)
        for question in range(10 * MOST_ANSWERS):
            document.remember(question, b"")
    assert 1 < len(shelf.items()) < 10
    assert sum(len(document.answers) for _, document in shelf.items()) < 10 * MOST_ANSWERS
