"""/metrics: numbers for an operator, of every process together, and no word of any article."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families

from feedsvc.web import create_app
from feedsvc.web.metrics import MOST_FEEDS

LIMIT = 60  # seconds for a process to do its part
ARTICLE = (
    "---\ntitle: Secretword\ndate: 2026-05-01\ncategory: Hushed\nimage: quiet.png\n---\nWet.\n"
)
KINDS = {"feed", "article", "page", "media", "static", "metrics", "healthz", "readyz", "other"}
Samples = dict[tuple[str, tuple[str, ...]], float]


def samples(text: str) -> Samples:
    """Name and label values -> value; the text is as Prometheus wants it."""
    found: Samples = {}
    for family in text_string_to_metric_families(text):
        assert family.documentation
        assert family.type in ("counter", "gauge", "histogram")
        for one in family.samples:
            key = (one.name, tuple(one.labels[name] for name in sorted(one.labels)))
            assert key not in found
            found[key] = one.value
    return found


@pytest.fixture
def client(desk: Any) -> FlaskClient:
    desk.write("2026-05-01-whispered.md", ARTICLE)
    desk.write("quiet.png", b"\x89PNG\r\n\x1a\n")
    desk.write("bad.md", "---\ntitle: Bad\ndate: 2024\n---\nX.\n")
    return create_app(desk.open()).test_client()


def measured(client: FlaskClient) -> Samples:
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=")
    assert answer.headers["Cache-Control"] == "no-store"
    return samples(answer.text)


ASKED = {
    "/feed.atom": ("feed", 200),
    "/category/hushed.json": ("feed", 200),
    "/tag/nothing.rss": ("feed", 404),
    "/articles/whispered": ("article", 200),
    "/articles/2026-05-01-whispered.md": ("article", 301),
    "/": ("page", 200),
    "/category/hushed": ("page", 200),
    "/sitemap.xml": ("page", 200),
    "/nothing": ("page", 404),
    "/media/quiet.png": ("media", 200),
    "/static/style.css": ("static", 200),
    "/healthz": ("healthz", 200),
    "/readyz": ("readyz", 200),
    "/metrics": ("metrics", 200),
}


@pytest.mark.parametrize("url", ASKED)
def test_a_request_is_counted_once_as_what_it_asked_for(client: FlaskClient, url: str) -> None:
    kind, status = ASKED[url]
    before = measured(client)
    with client.get(url) as answer:
        assert answer.status_code == status
        length = len(answer.data)
    after = measured(client)
    grown = {key: value - before.get(key, 0) for key, value in after.items()}
    own = 1 if kind == "metrics" else 0  # that of `before`, which counts itself afterwards
    assert grown["feedsvc_requests_total", (kind, str(status))] == 1 + own
    assert grown["feedsvc_request_seconds_count", (kind,)] == 1 + own
    if not own:
        assert grown["feedsvc_body_bytes_total", (kind,)] == length


def test_only_answers_that_were_not_ready_in_memory_are_timed(client: FlaskClient) -> None:
    for _ in range(5):
        client.get("/feed.atom")
    shown = measured(client)
    assert shown["feedsvc_requests_total", ("feed", "200")] == 5
    assert shown["feedsvc_request_seconds_count", ("feed",)] == 1


def test_what_was_not_sent_is_not_counted_as_sent(client: FlaskClient) -> None:
    tag = client.get("/feed.atom").headers["ETag"]
    key = ("feedsvc_body_bytes_total", ("feed",))
    before = measured(client)[key]
    assert client.head("/feed.atom").status_code == 200
    assert client.get("/feed.atom", headers={"If-None-Match": tag}).status_code == 304
    after = measured(client)
    assert after[key] == before
    assert after["feedsvc_requests_total", ("feed", "304")] == 1


def test_the_newsroom_is_counted_as_readers_see_it(desk: Any) -> None:
    desk.write("rain.md", ARTICLE)
    desk.write("bad.md", "---\ntitle: Bad\ndate: 2024\n---\nX.\n")
    desk.write("later.md", ARTICLE.replace("---\nWet", "embargo: 2026-07-01\n---\nWet"))
    newsroom = desk.open()
    client = create_app(newsroom).test_client()
    assert measured(client)["feedsvc_published_articles", ()] == 1
    assert measured(client)["feedsvc_problems", ("error",)] == 1
    desk.write("bad.md", "---\ntitle: Mended\ndate: 2024-06-01\n---\nX.\n")
    newsroom.index.update(["bad.md"])
    assert measured(client)["feedsvc_problems", ("error",)] == 0
    assert measured(client)["feedsvc_published_articles", ()] == 2


def test_two_newsrooms_of_one_process_are_counted_apart(desks: Any) -> None:
    one, other = (create_app(desks(name).open()).test_client() for name in ("one", "other"))
    assert one.get("/feed.atom").status_code == 200
    assert ("feedsvc_requests_total", ("feed", "200")) in measured(one)
    assert ("feedsvc_requests_total", ("feed", "200")) not in measured(other)


def answered(found: Samples) -> float:
    """How many requests were answered."""
    return sum(value for (name, _), value in found.items() if name == "feedsvc_requests_total")


PATHS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)
PLACES = st.sampled_from(["", "tag/", "category/", "author/", "articles/", "media/", "static/"])


@given(PLACES, PATHS, st.sampled_from(["", ".atom", ".json", "/"]))
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_address_makes_a_label(client: FlaskClient, place: str, path: str, end: str) -> None:
    # What begins with two slashes is a host to the test client, and no path.
    before = answered(measured(client))
    with client.get(f"/{place}{path}{end}".replace("//", "/"), headers={"Host": "evil.example"}):
        pass
    after = measured(client)
    assert answered(after) == before + 2  # the address, and the first look at the numbers
    for name, labels in after:
        if name.startswith("feedsvc_request"):
            assert labels[-1] in KINDS or labels[0] in KINDS
    assert len(after) < 300


def test_it_holds_no_text_and_no_path(client: FlaskClient) -> None:
    said = ""
    for url, (_, status) in ASKED.items():
        with client.get(url) as answer:
            assert answer.status_code == status
            said += url + answer.get_data().decode("latin-1").casefold()
    shown = measured(client)
    for kind, status in ASKED.values():
        assert shown["feedsvc_requests_total", (kind, str(status))] >= 1
    text = client.get("/metrics").text.casefold()
    polls = [line for line in text.splitlines() if line.startswith("feedsvc_polls_")]
    named = {line.split('feed="')[1].partition('"')[0] for line in polls}
    assert named == {"feed", "category/hushed", "others"}  # what feeds themselves tell
    text = "\n".join(line for line in text.splitlines() if line not in polls)
    words = ("secretword", "hushed", "whispered", "quiet", "nothing", "news.example", "/")
    assert [word for word in words if word not in said] == []
    assert [word for word in words if word in text] == []


PROCESS = """
import os, sys
from pathlib import Path
from feedsvc.newsroom import Newsroom
from feedsvc.web import create_app
newsroom = Newsroom.open(Path(sys.argv[1]), {})
client = create_app(newsroom).test_client()
for _ in range(int(sys.argv[2])):
    assert client.get("/feed.atom").status_code == 200
sys.stdout.write(client.get("/metrics").text)
newsroom.close()
"""


def test_processes_add_up_what_they_count(desk: Any, tmp_path: Path) -> None:
    desk.write("rain.md", ARTICLE)
    desk.open().close()
    counts = tmp_path / "counts"
    counts.mkdir()
    environ = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(counts)}
    shown = []
    for number in (3, 4):
        done = subprocess.run(
            [sys.executable, "-c", PROCESS, str(desk.folder), str(number)],
            env=environ,
            capture_output=True,
            text=True,
            check=True,
            timeout=LIMIT,
        )
        shown.append(samples(done.stdout))
    key = ("feedsvc_requests_total", ("feed", "200"))
    assert [one[key] for one in shown] == [3, 7]
    assert shown[1]["feedsvc_request_seconds_count", ("feed",)] == 2  # the first of each process
    assert shown[1]["feedsvc_published_articles", ()] == 1


def ask(url: str) -> str:
    with urllib.request.urlopen(url, timeout=LIMIT) as answer:
        assert answer.status == 200
        return str(answer.read().decode())


def test_workers_add_up_what_they_count(desk: Any, tmp_path: Path) -> None:
    desk.write("rain.md", ARTICLE)
    with socket.create_server(("127.0.0.1", 0)) as held:
        site = f"http://127.0.0.1:{held.getsockname()[1]}"
    hidden = ("FEEDSVC_", "PROMETHEUS_")
    environ = {k: v for k, v in os.environ.items() if not k.startswith(hidden)}
    environ["TMPDIR"] = str(tmp_path)
    command = [sys.executable, "-m", "feedsvc", "serve", str(desk.folder), "--workers", "2"]
    log = tmp_path / "log"
    with log.open("wb") as said:
        server = subprocess.Popen(
            [*command, "--port", site.rpartition(":")[2]], env=environ, stdout=said, stderr=said
        )
        try:
            end = time.monotonic() + LIMIT
            ready = False
            while not ready and server.poll() is None and time.monotonic() < end:
                with suppress(OSError):
                    ready = ask(f"{site}/readyz") == "ready\n"
            assert ready, log.read_text()
            for _ in range(30):
                ask(f"{site}/feed.atom")
            polls = ("feedsvc_requests_total", ("feed", "200"))
            asked = 0  # what a worker answered from memory, the other knows a moment later
            while samples(ask(f"{site}/metrics")).get(polls) != 30 and time.monotonic() < end:
                asked += 1
            shown = [samples(ask(f"{site}/metrics")) for _ in range(10)]  # either worker
            assert {one[polls] for one in shown} == {30}
            before = [one["feedsvc_requests_total", ("metrics", "200")] for one in shown]
            assert before == list(range(asked + 1, asked + 11))
        finally:
            server.terminate()
            server.wait(LIMIT)


def polls(found: Samples) -> dict[tuple[str, ...], float]:
    """Feed and status -> how many polls."""
    return {labels: value for (name, labels), value in found.items() if name == POLLS}


POLLS = "feedsvc_polls_total"


def test_polls_are_counted_by_feed_and_answer(desk: Any) -> None:
    desk.environ["FEEDSVC_FEEDS_DELTAS"] = "true"
    desk.write("site.toml", "[categories.board]\nprivate = true\n[searches.wet]\nquery = 'wet'\n")
    desk.write("rain.md", ARTICLE)
    desk.write("board/notes.md", "---\ntitle: Notes\n---\nX.\n")
    newsroom = desk.open()
    client = create_app(newsroom).test_client()
    token = newsroom.keys.add("Board", categories=("board",)).token
    tag = client.get("/feed.atom").headers["ETag"]
    for _ in range(3):
        client.get("/feed.rss")
        client.get("/feed.atom", headers={"If-None-Match": tag})
    client.head("/category/hushed.json")
    client.get("/feed.atom", headers={"Sec-Fetch-Dest": "document"})  # a browser reads a page
    client.get("/search/wet.atom")
    client.get("/search.atom?q=secretword")
    client.get("/search.atom?q=%28")
    client.get("/tag/forged.atom")
    client.get("/category/board.atom")
    client.get(f"/private/{token}/feed.atom")
    client.get(f"/private/{token}/category/board.atom")
    client.get(f"/private/{'A' * 43}/feed.atom")
    assert polls(measured(client)) == {
        ("feed", "200"): 4,
        ("feed", "304"): 3,
        ("category/hushed", "200"): 1,
        ("search/wet", "200"): 1,
        ("search", "200"): 1,
        ("search", "400"): 1,
        ("others", "404"): 2,
        ("private", "200"): 2,
        ("private", "404"): 1,
    }


def test_feeds_beyond_the_first_hundred_have_one_label(desk: Any) -> None:
    for number in range(120):
        desk.write(f"{number}.md", ARTICLE.replace("Hushed", f"Desk {number}"))
    client = create_app(desk.open()).test_client()
    for number in range(120):
        assert client.get(f"/category/desk-{number}.atom").status_code == 200
    found = polls(measured(client))
    assert len(found) == MOST_FEEDS + 1
    assert found["others", "200"] == 120 - MOST_FEEDS
