"""Health, and what readers are told while the store is broken."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from feedsvc.web import app_from_environment, create_app

ARTICLE = "---\ntitle: Rain\ndate: 2026-05-01\n---\nWet it is.\n"


def text_of(client: FlaskClient, url: str) -> tuple[int, str]:
    answer = client.get(url)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.status_code, answer.text


@pytest.mark.each_database
def test_ready_is_not_before_the_folder_was_taken_in(desk: Any) -> None:
    newsroom = desk.open(scan=False)
    client = create_app(newsroom).test_client()
    assert text_of(client, "/healthz") == (200, "ok\n")
    assert text_of(client, "/readyz") == (503, "not indexed: run feedsvc index\n")
    newsroom.scan()
    assert text_of(client, "/readyz") == (200, "ready\n")


@pytest.mark.each_database
def test_an_empty_newsroom_is_served(desk: Any) -> None:
    client = create_app(desk.open()).test_client()
    assert text_of(client, "/readyz")[0] == 200
    for url in ("/", "/feed.atom", "/feed.rss", "/feed.json"):
        assert client.get(url).status_code == 200


@pytest.fixture
def broken(desk: Any) -> FlaskClient:
    """A newsroom whose store was overwritten while it ran."""
    desk.write("rain.md", ARTICLE)
    newsroom = desk.open()
    newsroom.close()
    for file in (desk.folder / ".feedsvc").glob("store.sqlite3*"):
        file.write_bytes(b"no database" * 1000)
    return create_app(newsroom).test_client()


def test_a_broken_store_is_told_to_balancers_and_not_explained_to_strangers(
    broken: FlaskClient, desk: Any
) -> None:
    code, text = text_of(broken, "/readyz")
    assert code == 503
    assert str(desk.folder) not in text
    assert text.count("\n") == 1
    assert text_of(broken, "/healthz")[0] == 200


@pytest.mark.parametrize(
    "url", ["/", "/feed.atom", "/tag/x.json", "/articles/rain", "/media/x.png"]
)
def test_a_broken_store_asks_readers_to_come_back(broken: FlaskClient, desk: Any, url: str) -> None:
    answer = broken.get(url, headers={"If-None-Match": "*"})
    assert answer.status_code == 503
    assert answer.headers["Cache-Control"] == "no-store"
    assert int(answer.headers["Retry-After"]) > 0
    assert "ETag" not in answer.headers
    assert "Traceback" not in answer.text
    assert str(desk.folder) not in answer.text


@pytest.mark.each_database
def test_a_store_of_before_the_index_is_brought_up_by_any_wsgi_server(desk: Any) -> None:
    desk.write("rain.md", ARTICLE)
    client = app_from_environment({"FEEDSVC_ARTICLES": str(desk.folder)}).test_client()
    assert text_of(client, "/readyz")[0] == 200
    assert b"Rain" in client.get("/feed.atom").data


@pytest.mark.each_database
def test_a_store_with_a_damaged_page_is_told_though_nobody_asked_for_it(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.write("rain.md", ARTICLE)
    desk.open().close()
    monkeypatch.setattr("feedsvc.store.store._LOOK_FOR_DAMAGE", 0.0)
    client = app_from_environment({"FEEDSVC_ARTICLES": str(desk.folder)}).test_client()
    assert text_of(client, "/readyz")[0] == 200
    store = desk.folder / ".feedsvc/store.sqlite3"
    data = bytearray(store.read_bytes())
    data[-8192:] = b"\xff" * 8192
    store.write_bytes(data)
    code, text = text_of(client, "/readyz")
    assert (code, text) == (503, "the store is damaged\n")


def test_an_answer_waits_a_second_for_who_keeps_the_store_to_itself(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedsvc.web.app.create_app", lambda newsroom, *_: newsroom)
    newsroom: Any = app_from_environment({"FEEDSVC_ARTICLES": str(desk.folder)})
    with newsroom.store.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 1000
