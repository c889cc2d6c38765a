"""What a program of somebody's own has of a newsroom that it opens, and follows."""

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from flask import Flask

import feedsvc
from feedsvc.web import make_routes
from tests.web.servers import LIMIT, wait

TEXT = "{}\n\nIt is so.\n\nWhy\n\nThe clouds came from the sea.\n"
# A program that follows the newsroom, and says so, until its standard input ends.
OTHER = """
import sys, feedsvc
with feedsvc.open(sys.argv[1], follow=True):
    print("open", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "2026-05-01-rain.txt").write_text(TEXT.format("Rain"))
    return folder


def titles(newsroom: feedsvc.Newsroom) -> list[str]:
    items = json.loads(newsroom.document("feed", "json").body)["items"]
    return sorted(item["title"] for item in items)


def followers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "feedsvc-follow"]


def test_it_is_indexed_when_it_is_open(news: Path) -> None:
    with feedsvc.open(str(news)) as newsroom:
        assert titles(newsroom) == ["Rain"]
        (news / "2026-05-02-hail.txt").write_text(TEXT.format("Hail"))
        newsroom.scan()
        assert titles(newsroom) == ["Hail", "Rain"]
        assert followers() == []


def test_what_is_saved_between_two_times_is_there(news: Path) -> None:
    with feedsvc.open(news) as newsroom:
        assert titles(newsroom) == ["Rain"]
    (news / "2026-05-02-hail.txt").write_text(TEXT.format("Hail"))
    with feedsvc.open(news) as newsroom:
        assert titles(newsroom) == ["Hail", "Rain"]


def test_a_feed_or_a_format_that_is_not_there_is_told(news: Path) -> None:
    with feedsvc.open(news) as newsroom:
        with pytest.raises(feedsvc.NoSuchFeed, match="there are atom, rss, json"):
            newsroom.document("feed", "html")  # type: ignore[arg-type]
        with pytest.raises(feedsvc.NoSuchFeed, match="world"):
            newsroom.document("category/world", "atom")


def test_settings_come_from_the_file_the_environment_and_the_call(
    news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (news / "site.toml").write_text('title = "File"\nbase_url = "https://file.example"\n')
    with feedsvc.open(news, base_url="https://call.example/x", environ={}) as newsroom:
        assert newsroom.settings.title == "File"
        (entry,) = newsroom.feeds.entries("feed", 5)
        assert entry.url == "https://call.example/x/articles/rain"
    monkeypatch.setenv("FEEDSVC_TITLE", "Environment")
    with feedsvc.open(news) as newsroom:
        assert newsroom.settings.title == "Environment"
        assert newsroom.settings.base_url == "https://file.example"


def test_what_is_wrong_is_told(tmp_path: Path) -> None:
    with pytest.raises(feedsvc.FeedsvcError, match="no such folder; name the one that holds"):
        feedsvc.open(tmp_path / "nothing")
    (tmp_path / "site.toml").write_text("titel = 1\n")
    with pytest.raises(feedsvc.FeedsvcError, match=r"site\.toml:1: "):
        feedsvc.open(tmp_path, follow=True)
    assert followers() == []


def test_it_follows_the_folder_until_it_is_closed(news: Path) -> None:
    with feedsvc.open(news, follow=True) as newsroom:
        assert titles(newsroom) == ["Rain"]
        hail = news / "2026-05-02-hail.txt"
        hail.write_text(TEXT.format("Hail"))
        wait(lambda: titles(newsroom) == ["Hail", "Rain"], "the article that was saved")
        hail.unlink()
        wait(lambda: titles(newsroom) == ["Rain"], "the article that was deleted to be gone")
        assert len(followers()) == 1
    assert followers() == []


def test_an_application_shows_what_is_saved(news: Path) -> None:
    with feedsvc.open(news, base_url="https://x.example/a/b", follow=True) as newsroom:
        app = Flask("host")
        app.register_blueprint(make_routes(newsroom), url_prefix="/a/b")
        client = app.test_client()
        held = client.get("/a/b/feed.atom").headers["ETag"]
        assert client.get("/a/b/feed.atom", headers={"If-None-Match": held}).status_code == 304
        (news / "2026-05-02-hail.txt").write_text(TEXT.format("Hail"))
        wait(lambda: client.get("/a/b/feed.atom").headers["ETag"] != held, "the change")
        assert "https://x.example/a/b/articles/hail" in client.get("/a/b/feed.atom").text


def test_of_several_processes_one_follows_and_another_takes_over(news: Path) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", OTHER, str(news)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdin is not None
    assert other.stdout is not None
    assert other.stdout.readline() == "open\n"
    try:
        with feedsvc.open(news, follow=True) as newsroom:
            (news / "2026-05-02-hail.txt").write_text(TEXT.format("Hail"))
            wait(lambda: titles(newsroom) == ["Hail", "Rain"], "what somebody published")
            other.kill()
            other.wait(LIMIT)
            (news / "2026-05-03-snow.txt").write_text(TEXT.format("Snow"))
            wait(lambda: "Snow" in titles(newsroom), "this process to take over")
    finally:
        other.kill()
        other.communicate()


def test_following_is_tried_again_when_it_failed(
    news: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from feedsvc import embedding

    monkeypatch.setattr(embedding, "_AGAIN_SECONDS", 0.01)
    failures = [feedsvc.FeedsvcError("the lock was lost"), RuntimeError("a fault of ours")]
    watch = embedding.Watch

    def failing(folder: Path) -> embedding.Watch:
        if failures:
            raise failures.pop(0)
        return watch(folder)

    monkeypatch.setattr(embedding, "Watch", failing)
    with feedsvc.open(news, follow=True) as newsroom:
        (news / "2026-05-02-hail.txt").write_text(TEXT.format("Hail"))
        wait(lambda: titles(newsroom) == ["Hail", "Rain"], "the article that was saved")
    assert "the lock was lost" in caplog.text
    assert "the newsroom could not be followed" in caplog.text


@pytest.mark.parametrize(
    ("base_url", "prefix", "right"),
    [
        ("https://x.example/news", "/news", True),
        ("https://x.example/news", "/news/", True),
        ("https://x.example", None, True),
        ("https://x.example", "/news", False),
        ("", "/news", False),
        ("https://x.example/news", "/sport", False),
    ],
)
def test_a_prefix_that_is_not_that_of_the_addresses_is_told(
    news: Path, caplog: pytest.LogCaptureFixture, base_url: str, prefix: str | None, right: bool
) -> None:
    with feedsvc.open(news, base_url=base_url, environ={}) as newsroom:
        Flask("host").register_blueprint(make_routes(newsroom), url_prefix=prefix)
    assert ("give feedsvc.open a base_url that ends in the prefix" in caplog.text) is not right


def test_an_application_can_hold_two_newsrooms(news: Path, tmp_path: Path) -> None:
    (tmp_path / "sport").mkdir()
    (tmp_path / "sport" / "2026-05-01-game.txt").write_text(TEXT.format("Game"))
    app = Flask("host")
    with (
        feedsvc.open(news, base_url="https://x.example/news") as one,
        feedsvc.open(tmp_path / "sport", base_url="https://x.example/sport") as two,
    ):
        app.register_blueprint(make_routes(one), url_prefix="/news")
        app.register_blueprint(make_routes(two), name="sport", url_prefix="/sport")
        client = app.test_client()
        assert "<title>Rain</title>" in client.get("/news/feed.rss").text
        assert "<title>Game</title>" in client.get("/sport/feed.rss").text
        assert client.get("/sport/articles/game").status_code == 200
        assert client.get("/sport/articles/rain").status_code == 404


def test_new_settings_count_at_once(news: Path) -> None:
    (news / "site.toml").write_text('title = "First"\n')
    with feedsvc.open(news, base_url="https://x.example/a", follow=True) as newsroom:
        app = Flask("host")
        app.register_blueprint(make_routes(newsroom), url_prefix="/a")
        client = app.test_client()
        assert "<title>First</title>" in client.get("/a/feed.atom").text
        (news / "site.toml").write_text('title = "Second"\n')
        wait(lambda: "<title>Second</title>" in client.get("/a/feed.atom").text, "the new title")
        assert "https://x.example/a/articles/rain" in client.get("/a/feed.atom").text
        assert newsroom.settings.title == "Second"
        newsroom.scan()
        assert newsroom.settings.title == "Second"
