"""`feedsvc push status`, `block` and `unblock`: told from the store, beside a server or without."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from feedsvc.model.clock import system_clock
from feedsvc.store import Store, hub_subscriptions, hub_topics, locate
from feedsvc.store.hub_subscriptions import Result
from tests.cli.commands import GOOD, one_line_error, run

DAY = timedelta(days=1)


def told(folder: Path) -> dict[str, Any]:
    result = run("push", "status", folder, "--json")
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.stdout))


@pytest.fixture
def folder(desk: Any) -> Path:
    desk.write("site.toml", 'id_base = "x.example,2026"\n[websub]\nhub = "own"\n')
    desk.write("rain.md", GOOD)
    assert run("index", desk.folder).exit_code == 0
    return Path(desk.folder)


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    """The newsroom's, with three subscribers, of which one has failed and one waits."""
    store = Store.open(locate(folder, "", {}))
    now = system_clock() - timedelta(minutes=1)
    with store.writing() as connection:
        for name in ("a", "b", "c"):
            callback = f"https://{name}.example/callback"
            hub_subscriptions.put(connection, "feed", "atom", callback, "", now + DAY, now)
        hub_topics.note(connection, "feed", "atom", "digest", None, now)
        first, second = hub_subscriptions.claim(connection, "me", now, 2)
        results = [
            Result(first.number, 1, 204, delivered=True),
            Result(second.number, 1, 0, delivered=False, next_try=now + DAY),
        ]
        hub_subscriptions.settle(connection, "me", results, now)
    yield store
    store.close()


def test_a_hub_that_nobody_knows_tells_so(folder: Path) -> None:
    found = told(folder)
    assert (found["subscribers"], found["waiting"], found["pusher"]) == (0, 0, None)
    assert (found["topics"], found["hosts"], found["blocked"]) == ([], [], [])
    result = run("push", "status", folder)
    assert "nobody pushes now" in result.stdout
    assert "0 of 0 documents" in result.stdout


def test_subscribers_are_told_with_what_waits(folder: Path, store: Store) -> None:
    found = told(folder)
    assert (found["subscribers"], found["waiting"], found["failing"]) == (3, 1, 1)
    assert found["answers"] == {"0": 1, "204": 1}
    assert found["topics"] == [{"feed": "feed", "format": "atom", "subscribers": 3}]
    assert {one["host"] for one in found["hosts"]} == {"a.example", "b.example", "c.example"}
    assert found["oldest"].endswith("Z")
    said = run("push", "status", folder).stdout
    for line in ("3 of 1 documents", "1 no answer", "1 last answer 204", "3 feed.atom"):
        assert line in said, said
    with store.writing() as connection, store.reading():
        assert hub_subscriptions.next_due(connection) is not None  # nothing was changed


def test_a_newsroom_tells_of_its_hub_in_a_line(folder: Path, store: Store) -> None:
    assert "subscribers: 3; 1 wait" in run("status", folder).stdout
    found = json.loads(run("status", folder, "--json").stdout)["push"]
    assert (found["subscribers"], found["waiting"]) == (3, 1)
    (folder / "site.toml").write_text('id_base = "x.example,2026"\n')
    assert json.loads(run("status", folder, "--json").stdout)["push"] is None


@pytest.mark.parametrize("written", ["c.example", "C.example.", "https://c.example:8443/x"])
def test_a_host_is_blocked_however_it_is_written(folder: Path, store: Store, written: str) -> None:
    result = run("push", "block", written, folder)
    assert (result.exit_code, result.stdout) == (
        0,
        "c.example is blocked; subscriptions that it has: 1\n",
    )
    found = told(folder)
    assert (found["blocked"], found["waiting"]) == (["c.example"], 0)
    assert "c.example" in run("push", "status", folder).stdout
    assert run("push", "unblock", written, folder).stdout == "c.example is not blocked any more\n"
    found = told(folder)
    assert (found["blocked"], found["waiting"]) == ([], 1)
    assert run("push", "unblock", written, folder).stdout == "c.example is not blocked\n"


@pytest.mark.parametrize("host", ["", "https://", "http://[::1"])
def test_what_is_no_host_is_refused(folder: Path, host: str) -> None:
    result = run("push", "block", host, folder)
    assert result.exit_code == 2
    assert "is no host" in result.stderr


@pytest.mark.parametrize("command", [["status"], ["block", "a.example"], ["unblock", "a.example"]])
def test_where_nothing_is_indexed_no_store_is_made(desk: Any, command: list[str]) -> None:
    result = run("push", *command, desk.folder)
    assert result.exit_code == 2
    assert "feedsvc index" in one_line_error(result)
    assert not (desk.folder / ".feedsvc").exists()
