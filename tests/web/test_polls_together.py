"""Polls of one feed at one moment: one of them makes the document, and none gets an older one."""

import threading
from typing import Any

import pytest

from feedsvc.feeds import build
from feedsvc.newsroom import Newsroom
from feedsvc.web import create_app

ARTICLE = (
    "---\ntitle: {}\ndate: 2026-05-01\ncategory: World\ntags: [Caf\u00e9]\n---\nRain all day.\n"
)


def test_a_slow_render_holds_up_no_other_feed_and_gives_nobody_the_one_before(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was published before may have been retracted since."""
    desk.write("rain.md", ARTICLE.format("Rain"))
    newsroom = desk.open()
    front = create_app(newsroom).test_client()
    tag = front.get("/feed.atom").headers["ETag"]
    other = front.get("/feed.rss").data
    begun, go_on = threading.Event(), threading.Event()
    render = build.render_view

    def slow(*values: Any) -> bytes:
        begun.set()
        assert go_on.wait(60)
        return bytes(render(*values))

    monkeypatch.setattr("feedsvc.feeds.build.render_view", slow)
    desk.write("rain.md", ARTICLE.format("Snow"))
    newsroom.index.update(["rain.md"])
    made: list[tuple[int, bytes]] = []

    def poll() -> None:
        answer = front.get("/feed.atom", headers={"If-None-Match": tag})
        made.append((answer.status_code, answer.data))

    polls = [threading.Thread(target=poll) for _ in range(8)]
    for thread in polls:
        thread.start()
    assert begun.wait(60)
    assert front.get("/healthz").status_code == 200
    assert front.get("/tag/nothing.atom").status_code == 404
    go_on.set()
    for thread in polls:
        thread.join(60)
    assert [status for status, _ in made] == [200] * 8
    assert all(b"Snow" in body for _, body in made)
    assert front.get("/feed.rss").data != other


@pytest.mark.parametrize("path", ["/feed.atom", "/feed.rss", "/feed.json", "/tag/café.atom"])
def test_polls_at_one_moment_give_nobody_what_was_retracted_meanwhile(desk: Any, path: str) -> None:
    """A worker of its own, to which nothing was said since; the first of them learns it."""
    for number in range(4):
        desk.write(f"{number}.md", ARTICLE.format(f"Rain {number}"))
    writer = desk.open()
    worker = Newsroom.open(desk.folder, desk.environ, desk.clock, glance=0.005)
    front = create_app(worker).test_client()
    for number in (3, 0, 2, 1):
        assert b"Rain" in front.get(path).data
        (desk.folder / f"{number}.md").unlink()
        writer.scan(accept_deletions=True)
        found: list[bytes] = []
        begin = threading.Barrier(8)

        def poll(found: list[bytes] = found, begin: threading.Barrier = begin) -> None:
            begin.wait(60)
            found.append(front.get(path).data)

        polls = [threading.Thread(target=poll) for _ in range(8)]
        for thread in polls:
            thread.start()
        for thread in polls:
            thread.join(60)
        assert len(found) == 8
        assert [body for body in found if f"Rain {number}".encode() in body] == []
    worker.close()
