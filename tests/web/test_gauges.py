"""Numbers of now: which process takes which memory, what runs, and what comes next."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from prometheus_client.parser import text_string_to_metric_families

from feedsvc.store import hub_subscriptions, hub_topics
from feedsvc.store.hub_subscriptions import Result
from feedsvc.web.gauges import Memory, gauges, memory

PAGE = os.sysconf("SC_PAGE_SIZE")
PUSH = ("subscribers", "waiting", "oldest_seconds", "failing", "last_answers", "requests")


def put(proc: Path, pid: int, parent: int, pages: int, command: str) -> None:
    place = proc / str(pid)
    place.mkdir(parents=True)
    (place / "stat").write_text(f"{pid} (feedsvc )x) S {parent} 1 1")
    (place / "statm").write_text(f"9 {pages} 0")
    (place / "cmdline").write_bytes(command.replace(" ", "\0").encode() + b"\0")


def test_each_process_of_a_server_is_told_by_what_it_does(tmp_path: Path) -> None:
    own = os.getpid()
    put(tmp_path, own + 1, 1, 10, "python -m feedsvc serve news")
    put(tmp_path, own, own + 1, 30, "python -m feedsvc serve news")
    put(tmp_path, own + 2, own + 1, 40, "python -m feedsvc index --watch -- news")
    put(tmp_path, own + 3, own + 1, 1, "python -c multiprocessing.resource_tracker")
    put(tmp_path, own + 4, 1, 99, "another")
    put(tmp_path, own + 6, own + 1, 9, "python -m feedsvc.web.keep_counts readers.db")
    put(tmp_path, own + 7, own + 1, 11, "python -m feedsvc push run news")
    put(tmp_path, own + 5, own + 1, 31, "python -m feedsvc serve news")
    (tmp_path / "meminfo").write_text("x")
    assert sorted(memory(together=True, proc=tmp_path)) == [
        Memory("indexer", 40 * PAGE),
        Memory("push", 11 * PAGE),
        Memory("readers", 9 * PAGE),
        Memory("server", 10 * PAGE),
        Memory("worker-1", 30 * PAGE),
        Memory("worker-2", 31 * PAGE),
    ]
    assert memory(together=False, proc=tmp_path) == [Memory("worker-1", 30 * PAGE)]


def test_a_system_that_tells_nothing_is_no_error(tmp_path: Path) -> None:
    assert memory(together=True, proc=tmp_path) == []


def test_they_tell_what_runs_and_what_comes_next(desk: Any) -> None:
    desk.write("later.md", "---\ntitle: Later\nembargo: 2099-01-01T00:00:00Z\n---\nX.\n")
    text = gauges(desk.open(), together=False)
    found = {f.name: f.samples for f in text_string_to_metric_families(text)}
    (build,) = found["feedsvc_build_info"]
    assert set(build.labels) == {"version", "python"}
    assert found["feedsvc_next_due_timestamp_seconds"][0].value == 4070908800


def test_a_hub_tells_of_its_subscribers(desk: Any) -> None:
    desk.write("a.md", "# Rain\n\nIt rains.\n")
    assert "feedsvc_push" not in gauges(desk.open(), together=False)
    desk.write("site.toml", 'id_base = "x.example,2026"\n[websub]\nhub = "own"\n')
    newsroom = desk.open()
    now = newsroom.now()
    with newsroom.store.writing() as connection:
        for name in ("a", "b"):
            callback, lease = f"https://{name}.example/", now + timedelta(days=1)
            hub_subscriptions.put(connection, "feed", "atom", callback, "", lease, now)
        hub_topics.note(connection, "feed", "atom", "digest", None, now)
        (one,) = hub_subscriptions.claim(connection, "me", now, 1)
        result = Result(one.number, 1, 500, delivered=False)
        hub_subscriptions.settle(connection, "me", [result], now)
    desk.clock.forward(seconds=5)
    text = gauges(newsroom, together=False)
    found = {f.name: f.samples for f in text_string_to_metric_families(text)}
    values = {name: [one.value for one in found[f"feedsvc_push_{name}"]] for name in PUSH}
    assert values == {
        "subscribers": [2],
        "waiting": [1],
        "oldest_seconds": [5],
        "failing": [1],
        "last_answers": [1],
        "requests": [0],
    }
    assert found["feedsvc_push_last_answers"][0].labels == {"status": "500"}
