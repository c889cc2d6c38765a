"""The real thing: `index --watch` and `serve` tell commands and servers, and are killed."""

import json
import os
import shlex
import signal
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import run
from tests.hooks.test_targets import receiving
from tests.web.servers import CLI, RAIN, SNOW, Server, free_port, granian, running, wait

TOML = 'base_url = "https://news.example"\nid_base = "news.example,2026"\n[hooks]\non_change = '
PROGRAM = """
import os, sys
from pathlib import Path
text = sys.stdin.read()
with open("told", "a") as told:
    told.write(text + "\\n")
if os.path.exists("wait"):
    Path("waits").touch()
    open("wait").read()
"""


def told(folder: Path) -> list[dict[str, Any]]:
    """The events that the command was told, each as often as it was."""
    file = folder.parent / "told"
    lines = file.read_text().splitlines() if file.exists() else []
    return [event for line in lines for event in json.loads(line)["events"]]


@pytest.fixture
def folder(desk: Any) -> Path:
    program = desk.folder.parent / "program.py"
    program.write_text(f"import os\nos.chdir({str(desk.folder.parent)!r})\n{PROGRAM}")
    command = shlex.join([sys.executable, str(program)])
    desk.write("site.toml", TOML + json.dumps(command) + "\n")
    desk.write("rain.md", RAIN)
    return desk.folder


@contextmanager
def following(folder: Path) -> Any:
    port = free_port()
    with running([*CLI, "index", "--watch", str(folder)], folder, port) as server:
        wait(lambda: " 1 published" in server.said() or " published" in server.said(), "the scan")
        yield server


def waits_for_changes(folder: Path, server: Server) -> None:
    """Wait until the hook has seen what is there."""

    def begun() -> bool:
        assert server.process.poll() is None, server.said()
        return (folder / ".feedsvc" / "hooks.lock").exists() and _is_begun(folder)

    wait(begun, "the hook")


def _is_begun(folder: Path) -> bool:
    state = json.loads(run("status", folder, "--json").stdout)["hook"]
    return bool(state and state["begun"])


def test_a_command_is_told_once_also_by_the_next_process(folder: Path) -> None:
    with following(folder) as server:
        waits_for_changes(folder, server)
        (folder / "snow.md").write_text(SNOW)
        wait(lambda: told(folder), "the change")
        assert server.end(signal.SIGTERM) == 0
    with following(folder) as server:
        (folder / "hail.md").write_text(SNOW.replace("Snow", "Hail"))
        wait(lambda: len(told(folder)) > 1, "the next change")
    assert [(one["kind"], one["title"]) for one in told(folder)] == [
        ("new", "Snow"),
        ("new", "Hail"),
    ]


def test_a_process_that_is_killed_while_it_tells_tells_again(folder: Path) -> None:
    """At least once: whoever is told knows by the number that it is the same event."""
    pipe = folder.parent / "wait"
    os.mkfifo(pipe)
    with following(folder) as server:
        waits_for_changes(folder, server)
        (folder / "snow.md").write_text(SNOW)
        wait((folder.parent / "waits").exists, "the command")
        document = run("feed", "feed", folder, "--format", "json").stdout
        assert "Snow" in document  # readers do not wait for it
        (folder / "hail.md").write_text(SNOW.replace("Snow", "Hail"))
        wait(lambda: "published hail.md" in server.said(), "a save while the hook is slow")
        server.end(signal.SIGKILL)
    pipe.write_text("")  # lets the command end that is left
    pipe.unlink()
    with following(folder):
        wait(lambda: len(told(folder)) == 3, "both changes")
    first, again, other = told(folder)
    assert first["event"] == again["event"]
    assert (first["title"], again["title"], other["title"]) == ("Snow", "Snow", "Hail")


def test_a_server_is_told_and_status_says_where_it_was_not(desk: Any) -> None:
    desk.write("rain.md", RAIN)
    with receiving(500) as receiver:
        desk.write("site.toml", TOML + json.dumps(f"{receiver.url}/hook") + "\n")
        with granian(desk.folder) as server:
            waits_for_changes(desk.folder, server)
            desk.write("snow.md", SNOW)
            wait(lambda: len(receiver.got) > 1, "a second try")
            result = run("status", desk.folder)
            assert result.exit_code == 1
            assert "the hook was not told: 127.0.0.1 answered 500" in result.stdout
            assert b"feedsvc_hook_events_waiting 1\n" in server.get("/metrics").body
            receiver.status = 200
            wait(lambda: run("status", desk.folder).exit_code == 0, "the next try")
            assert b"feedsvc_hook_events_waiting 0\n" in server.get("/metrics").body
    texts = [json.loads(body) for _, _, body in receiver.got]
    assert all(text == texts[0] for text in texts)
    assert texts[0]["site"] == "https://news.example"
    assert [event["url"] for event in texts[0]["events"]] == ["https://news.example/articles/snow"]
