"""Readers that people use end with what was published, however a feed changes between polls."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from feedsvc.newsroom import Newsroom
from feedsvc.web import create_app
from tests.promises.feed_readers import READERS

CI = os.environ.get("CI") == "true"


def story(title: str, day: int, text: str, more: str = "") -> str:
    return f"---\ntitle: {title}\ndate: 2026-05-{day:02}\n{more}---\n{text}\n"


class Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        pass


class Site:
    """A served newsroom; each poll comes an hour after the one before, for caches of readers."""

    def __init__(self, newsroom: Newsroom, clock: Any) -> None:
        self.application, self.clock = create_app(newsroom), clock
        self.asked: list[tuple[str, int]] = []  # A-IM of requests for feeds, and the status
        self.server = make_server("127.0.0.1", 0, self, threaded=True, request_handler=Quiet)
        self.url = f"http://127.0.0.1:{self.server.port}"

    def __call__(self, environ: Any, start_response: Any) -> Any:
        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            if ".atom" in environ["PATH_INFO"] or ".rss" in environ["PATH_INFO"]:
                self.asked.append((environ.get("HTTP_A_IM", ""), int(status[:3])))
            dated = ("Date", format_datetime(self.clock(), usegmt=True))
            return start_response(status, [*headers, dated], *more)

        return self.application(environ, start)


@contextmanager
def served(newsroom: Newsroom, clock: Any) -> Iterator[Site]:
    site = Site(newsroom, clock)
    thread = threading.Thread(target=site.server.serve_forever)
    thread.start()
    try:
        yield site
    finally:
        site.server.shutdown()
        thread.join()
        site.server.server_close()


@pytest.mark.parametrize("format", ["atom", "rss"])
@pytest.mark.parametrize("name", READERS)
def test_a_reader_ends_with_what_was_published(
    desk: Any, tmp_path: Path, name: str, format: str
) -> None:
    reader_class = READERS[name]
    if reader_class.is_missing():
        reason = f"{name} is not installed: make test installs it where it can"
        if not CI:
            pytest.skip(reason)
        pytest.fail(reason)
    for day in range(1, 9):
        desk.write(f"{day}.md", story(f"Story{day}", day, f"Firsttext{day} of it."))
    desk.write("late.md", story("Embargoed", 9, "Liftedtext.", "embargo: 2026-06-01T18:30:00Z\n"))
    newsroom = desk.open()
    home = tmp_path / "home"
    home.mkdir()
    with served(newsroom, desk.clock) as site:
        reader = reader_class(home, f"{site.url}/feed.{format}")

        def poll() -> str:
            desk.clock.forward(hours=1)
            return reader.poll()

        held = poll()
        assert all(f"Firsttext{day} " in held for day in range(1, 9))
        poll()
        desk.write("new.md", story("New", 10, "Newtext."))
        desk.write("3.md", story("Story3", 3, "Editedtext3 of it."))
        desk.write("5.md", story("Story5", 5, "Firsttext5 of it.", "status: withdrawn\n"))
        newsroom.index.update(["new.md", "3.md", "5.md"])
        held = poll()
        assert "Newtext." in held
        for number in range(11, 14):
            desk.write(f"{number}.md", story(f"Story{number}", number, f"Firsttext{number} of it."))
            newsroom.index.update([f"{number}.md"])
            held = poll()
            assert f"Firsttext{number} " in held
        assert "Embargoed" not in held
        assert "Liftedtext" not in held
        held = poll()
        assert "Liftedtext." in held
    assert name == "feed2exec" or "Editedtext3 " in held, "it shows an entry once, edited or not"
    assert all(title in held for title in ("Story1", "Story8", "Story13", "New", "Embargoed"))
    assert {status for _, status in site.asked} <= {200, 304}
    # newsboat sends no conditions when it reloads from the command line.
    assert name == "newsboat" or 304 in {status for _, status in site.asked}
    assert name not in ("feedparser", "rss2email") or {a_im for a_im, _ in site.asked} == {"feed"}
