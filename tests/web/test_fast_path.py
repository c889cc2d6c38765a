"""The fast path gives what Flask gives, to the byte; and what is not its own goes to Flask."""

import itertools
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import Client

from feedsvc.feeds.content_codings import BETTER
from feedsvc.model.feed import FORMATS
from feedsvc.newsroom import Newsroom
from feedsvc.web import create_app, server
from feedsvc.web.conditional import merging_tag
from feedsvc.web.fast_path import FastPath, feed_key
from feedsvc.web.service_folder import ServiceFolder

ARTICLE = "---\ntitle: {}\ndate: 2026-05-01\ncategory: World\ntags: [Café]\n---\nRain all day.\n"
CHANGED = "Fri, 01 May 2026 00:00:00 GMT"


class Behind:
    """Passes requests on, and counts them."""

    def __init__(self, application: Any) -> None:
        self.application = application
        self.asked = 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.asked += 1
        return self.application(environ, start_response)


class Both:
    """The same newsroom asked through the front and without it."""

    def __init__(self, newsroom: Newsroom) -> None:
        app: Flask = create_app(newsroom)
        front = app.wsgi_app
        assert isinstance(front, FastPath)
        self.flask = Client(front.behind)
        self.behind = front.behind = Behind(front.behind)
        self.front = Client(front)

    def ask(self, path: str, **request: Any) -> tuple[int, list, bytes]:
        """The answer, which must be the same from both; what is remembered gives it again."""
        found = []
        for client in (self.front, self.flask, self.front):
            with client.open(path, **request) as answer:
                found.append(
                    (answer.status, sorted(answer.headers.to_wsgi_list()), answer.get_data())
                )
        assert found[0] == found[1] == found[2]
        status, headers, body = found[0]
        return int(status[:3]), headers, body


@pytest.fixture
def newsroom(desk: Any) -> Newsroom:
    desk.environ["FEEDSVC_FEEDS_DELTAS"] = "true"
    desk.write("rain.md", ARTICLE.format("Rain"))
    desk.write("world/later.md", ARTICLE.format("Later").replace("tags", "embargo: 2026-07-01\n#"))
    return desk.open()


@pytest.fixture
def both(newsroom: Newsroom) -> Both:
    return Both(newsroom)


METHODS = ["GET", "HEAD", "POST", "OPTIONS", "DELETE"]
PATHS = ["/feed.atom", "/category/world.rss", "/tag/caf%C3%A9.json"]
ACCEPTED = [None, "gzip", "gzip, deflate, br, zstd", "zstd", "identity;q=1, br;q=0.1"]
DESTINATIONS = [None, "document", "empty", "DOCUMENT"]
DATES = [
    None,
    CHANGED,
    "Tue, 01 Jan 2030 00:00:00 GMT",
    "yesterday",
]
TAGS = ["none", "plain", "weak", "br", "added", "list", "star", "other", "empty", "long"]


def held_tags(newsroom: Newsroom, name: str, format: Any) -> dict[str, str | None]:
    """If-None-Match of subscribers that hold this document, another one, or talk nonsense."""
    document = newsroom.document(name, format)
    plain = document.tag()
    return {
        "none": None,
        "plain": plain,
        "weak": f"W/{plain}",
        "br": document.tag("br"),
        "added": f'"{plain.strip(chr(34))}-gzip"',
        "list": f'"other", {document.tag("gzip")}',
        "star": "*",
        "other": '"0123456789abcdef01234567-atom"',
        "empty": "",
        "long": '"x", ' * 400 + plain,
    }


@pytest.mark.parametrize(
    ("method", "path"),
    [*((method, PATHS[0]) for method in METHODS), *(("GET", path) for path in PATHS[1:])],
)
def test_the_front_gives_exactly_what_flask_gives(
    newsroom: Newsroom, both: Both, method: str, path: str
) -> None:
    name, format = feed_key(path.replace("%C3%A9", "Ã©"))
    tags = held_tags(newsroom, name, format)
    statuses = set()
    for accepted, tag, date, destination in itertools.product(ACCEPTED, TAGS, DATES, DESTINATIONS):
        headers = {
            "Accept-Encoding": accepted,
            "If-None-Match": tags[tag],
            "If-Modified-Since": date,
            "Sec-Fetch-Dest": destination,
        }
        sent = {key: value for key, value in headers.items() if value is not None}
        statuses.add(both.ask(path, method=method, headers=sent)[0])
    assert statuses == {"POST": {405}, "DELETE": {405}, "OPTIONS": {200}}.get(method, {200, 304})


@pytest.mark.each_database
def test_every_better_coding_is_given_by_both(newsroom: Newsroom, both: Both, clock: Any) -> None:
    both.ask("/feed.atom", headers={"Accept-Encoding": "br"})
    clock.forward(minutes=10)
    while newsroom.recompress():
        pass
    for coding, level in BETTER.items():
        _, headers, body = both.ask("/feed.atom", headers={"Accept-Encoding": coding})
        assert body == level.code(newsroom.document("feed", "atom").body)
        assert f"-{level.name}" in dict(headers)["ETag"]


ODD = [
    *("/", "//feed.atom", "/feed.atom/", "/feed", "/feed.xml", "/feed.ATOM", "/FEED.atom"),
    *("/category/.atom", "/category/world", "/category/a/b.atom", "/category/nothing.atom"),
    *("/tag/caf%E9.json", "/tag/caf%C3%A9%00.json", "/tag/%2e%2e.json", "/author/.json"),
    *("/articles/rain", "/healthz", "/nothing.atom", "/feed.atom.json", "/tag/a.b.atom"),
]


@pytest.mark.parametrize("path", ODD)
def test_what_is_no_feed_is_flasks_to_answer(both: Both, path: str) -> None:
    both.ask(path)


ODD_REQUESTS: list[dict[str, Any]] = [
    {"headers": {"Host": "forged.example"}},
    {"headers": {"Host": "a b<>"}},
    {"headers": {"Upgrade": "websocket", "Connection": "Upgrade"}},
    {"headers": {"Range": "bytes=0-9"}},
    {"headers": {"Accept": "image/png"}},
    {"query_string": "utm_source=x"},
    {"data": b"a body"},
    {"environ_overrides": {"SCRIPT_NAME": "/mounted"}},
    {"environ_overrides": {"HTTP_HOST": ""}},
]


@pytest.mark.parametrize("request_", ODD_REQUESTS, ids=str)
def test_odd_requests_are_answered_alike(both: Both, request_: dict[str, Any]) -> None:
    both.ask("/feed.atom", **request_)


def test_polls_of_feeds_never_reach_flask(both: Both) -> None:
    for path, method in itertools.product(PATHS, ("GET", "HEAD")):
        for _ in range(2):
            both.front.open(path, method=method).close()
    assert both.behind.asked == 0
    both.front.open("/feed.atom", headers={"Sec-Fetch-Dest": "document"}).close()
    assert both.behind.asked == 1


@pytest.mark.each_database
def test_a_change_is_in_the_next_answer(desk: Any, newsroom: Newsroom, both: Both) -> None:
    _, headers, before = both.ask("/feed.atom")
    tag = {"If-None-Match": dict(headers)["ETag"]}
    assert both.ask("/feed.atom", headers=tag)[0] == 304
    desk.write("rain.md", ARTICLE.format("Snow"))
    newsroom.index.update(["rain.md"])
    status, _, body = both.ask("/feed.atom", headers=tag)
    assert status == 200
    assert b"Snow" in body
    assert b"Rain</title>" in before
    (desk.folder / "rain.md").unlink()
    newsroom.scan(accept_deletions=True)
    assert b"Snow" not in both.ask("/feed.atom", headers=tag)[2]


def test_an_embargo_lifts_to_the_second(both: Both, clock: Any) -> None:
    assert b"Later" not in both.ask("/feed.atom")[2]
    clock.time = clock.time.replace(month=6, day=30, hour=23, minute=59, second=59)
    assert b"Later" not in both.ask("/feed.atom")[2]
    clock.forward(seconds=1)
    assert b"Later" in both.ask("/feed.atom")[2]
    assert b"Later" in both.ask("/category/world.rss")[2]


@pytest.mark.each_database
def test_a_feed_may_open_and_another_never_be(desk: Any, newsroom: Newsroom, both: Both) -> None:
    assert both.ask("/tag/new.atom")[0] == 404
    desk.write("new.md", ARTICLE.format("New").replace("Café", "New"))
    newsroom.index.update(["new.md"])
    assert both.ask("/tag/new.atom")[0] == 200
    assert both.ask("/tag/never.atom")[0] == 404


def test_a_clock_set_back_dates_no_answer_later_than_itself(both: Both, clock: Any) -> None:
    both.ask("/feed.atom")
    before = clock.time
    clock.time -= timedelta(days=90)
    both.ask("/feed.atom")
    clock.time = before
    both.ask("/feed.atom")


@pytest.mark.each_database
def test_both_give_the_same_delta(desk: Any, newsroom: Newsroom, both: Both) -> None:
    for number in range(5):
        desk.write(f"{number}.md", ARTICLE.format(f"Number {number}"))
    newsroom.scan()
    tag = dict(both.ask("/feed.atom", headers={"A-IM": "feed"})[1])["ETag"]
    desk.write("snow.md", ARTICLE.format("Snow"))
    newsroom.index.update(["snow.md"])
    for coding, method in itertools.product(ACCEPTED, ("GET", "HEAD")):
        headers = {"If-None-Match": tag, "A-IM": "feed"}
        headers |= {"Accept-Encoding": coding} if coding else {}
        status, found, _ = both.ask("/feed.atom", method=method, headers=headers)
        assert (status, "IM" in dict(found)) == ((226, True) if method == "GET" else (200, False))
    assert both.behind.asked == 0, "the front gave its own"


def test_many_deltas_take_no_room(desk: Any, newsroom: Newsroom, both: Both) -> None:
    tags = []
    for number in range(30):
        desk.write(f"{number}.md", ARTICLE.format(f"Number {number}"))
        newsroom.index.update([f"{number}.md"])
        tags.append(merging_tag(newsroom.document("feed", "atom").tag()))
    before = newsroom.document("feed", "atom").weight()
    for tag, coding in itertools.product(tags, ("gzip", "br", "zstd", "")):
        headers = {"If-None-Match": tag, "A-IM": "feed", "Accept-Encoding": coding}
        both.front.open("/feed.atom", headers=headers).close()
    document = newsroom.document("feed", "atom")
    assert document.weight() < before + 4 * len(document.body) + 64 * 2048


def test_many_different_questions_take_no_room(newsroom: Newsroom, both: Both) -> None:
    for number in range(500):
        headers = {"If-None-Match": f'"{number}"', "Accept-Encoding": f"gzip;q=0.{number}"}
        both.front.open("/feed.atom", headers=headers).close()
        both.front.open(f"/tag/{number}.atom").close()
    both.front.open("/feed.atom", headers={"If-None-Match": "x" * 10_000}).close()
    answers = newsroom.document("feed", "atom").answers
    assert 0 < len(answers) <= 64
    assert all(len(str(question)) < 1000 for question in answers)


def test_a_server_may_change_the_headers_that_it_was_given(both: Both) -> None:
    def spoil(environ: dict[str, Any]) -> list[tuple[str, str]]:
        given: list[list[tuple[str, str]]] = []
        list(both.front.application(environ, lambda _, headers: given.append(headers)))
        found = given[0].copy()
        given[0].clear()
        return found

    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/feed.atom", "SERVER_NAME": "x"}
    assert spoil(environ) == spoil(environ) != []


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("/feed.atom", ("feed", "atom")),
        ("/tag/cafÃ©.rss", ("tag/café", "rss")),
        ("/tag/a.b.json", ("tag/a.b", "json")),
        ("feed.atom", None),
        ("", None),
        ("/tag/.json", None),
        ("/tag/é.json", None),  # not UTF-8
        ("/digest/a.json", None),
    ],
)
def test_a_path_names_one_feed_or_none(path: str, key: Any) -> None:
    assert feed_key(path) == key


@pytest.mark.parametrize("format", FORMATS)
def test_a_store_that_cannot_be_read_leaves_what_is_held(
    desk: Any, newsroom: Newsroom, both: Both, format: str
) -> None:
    before = both.ask(f"/feed.{format}")
    newsroom.close()
    (desk.folder / ".feedsvc" / "store.sqlite3").write_bytes(b"spoilt" * 1000)
    for name in ("store.sqlite3-wal", "store.sqlite3-shm"):
        (desk.folder / ".feedsvc" / name).unlink(missing_ok=True)
    assert both.ask(f"/feed.{format}") == before
    assert both.front.get("/tag/other.atom").status_code == 503


def test_a_worker_that_was_never_asked_answers_while_the_folder_is_away(
    desk: Any, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    desk.write("rain.md", ARTICLE.format("Rain"))
    desk.open().close()
    monkeypatch.setenv("FEEDSVC_ARTICLES", str(desk.folder))
    monkeypatch.setattr(server, "drop_stalled", lambda _: None)  # it is no server's process
    shared = ServiceFolder(tmp_path_factory.mktemp("service"))
    worker = Client(server.front_of_worker(shared))
    desk.folder.rename(desk.folder.with_name("away"))
    desk.folder.mkdir()
    for path in ("/feed.atom", "/feed.json", "/"):
        answer = worker.get(path)
        assert answer.status_code == 200
        assert "Rain" in answer.text
    assert list(desk.folder.iterdir()) == []
