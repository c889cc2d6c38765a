"""Telling a real command and a real HTTP server: what they get, and what counts as a failure."""

import json
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from feedsvc.hooks import HookFailed
from feedsvc.hooks.targets import post, run_command

TEXT = b'{"events": []}'


def python(program: str) -> str:
    """A command that runs a program."""
    return f"{sys.executable} -c '{program}'"


def test_a_command_gets_the_text_and_no_secrets(tmp_path: Path) -> None:
    program = (
        "import json, os, sys; "
        'json.dump([sys.stdin.read(), dict(os.environ), sys.argv], open("told", "w"))'
    )
    environ = {"PATH": os.environ["PATH"], "FEEDSVC_STORE": "postgresql://x:secret@y", "KEY": "z"}
    run_command(f"{python(program)} '; touch forged' $HOME", TEXT, tmp_path, environ)
    text, environ, words = json.loads((tmp_path / "told").read_text())
    assert text == TEXT.decode()
    assert environ.keys() - {"LC_CTYPE"} == {"PATH"}  # Python itself may set that one
    assert words[1:] == ["; touch forged", "$HOME"]  # no shell has read it
    assert [one.name for one in tmp_path.iterdir()] == ["told"]


def test_a_command_need_not_read(tmp_path: Path) -> None:
    run_command(python("pass"), b"x" * 1_000_000, tmp_path, {})


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (python("import sys; sys.exit(3)"), "status 3"),
        (python('import sys; sys.exit("no such topic")'), "status 1: no such topic"),
        ("/nothing/there", "cannot be started: No such file or directory"),
        ("./no-program", "cannot be started: Permission denied"),
    ],
)
def test_a_command_that_fails_says_why(tmp_path: Path, command: str, said: str) -> None:
    (tmp_path / "no-program").write_text("x")
    with pytest.raises(HookFailed, match=said):
        run_command(command, TEXT, tmp_path, {})


def test_a_command_that_says_much_fills_no_memory(tmp_path: Path) -> None:
    program = 'import sys; sys.stderr.write("x" * 5_000_000 + " the end"); sys.exit(1)'
    with pytest.raises(HookFailed, match="the end") as failed:
        run_command(python(program), TEXT, tmp_path, {})
    assert len(str(failed.value)) < 400


def test_a_command_that_takes_too_long_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    program = (
        'import os, subprocess; child = subprocess.Popen(["sleep", "600"]); '
        'open("pids", "w").write(f"{os.getpid()} {child.pid}"); open("pipe").read()'
    )
    with pytest.raises(HookFailed, match="took longer than 2 s"):
        run_command(python(program), TEXT, tmp_path, {"PATH": os.environ["PATH"]}, seconds=2)
    pids = [int(one) for one in (tmp_path / "pids").read_text().split()]
    assert not [pid for pid in pids if runs(pid)]


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    try:  # one that nobody has waited for is dead as well
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


class Receiver(BaseHTTPRequestHandler):
    """Takes what it is sent, and answers as its server says."""

    def do_POST(self) -> None:
        server: Any = self.server
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server.got.append((self.path, dict(self.headers), body))
        if server.silent is not None:
            server.silent.wait()
        self.send_response(server.status)
        if 300 <= server.status < 400:
            self.send_header("Location", server.elsewhere)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def receiving(status: int = 200, *, silent: bool = False) -> Iterator[Any]:
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.got, server.status = [], status
    server.silent = threading.Event() if silent else None
    server.url = f"http://127.0.0.1:{server.server_address[1]}"
    server.elsewhere = f"http://localhost:{server.server_address[1]}/other"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        if server.silent:
            server.silent.set()
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize("status", [200, 202, 204])
def test_a_url_gets_json(status: int) -> None:
    with receiving(status) as server:
        post(f"{server.url}/hook?key=1", TEXT, "feedsvc/1")
    ((path, headers, body),) = server.got
    assert (path, body) == ("/hook?key=1", TEXT)
    assert headers["Content-Type"] == "application/json"
    assert headers["User-Agent"] == "feedsvc/1"


@pytest.mark.parametrize("status", [301, 307, 400, 404, 500])
def test_any_other_answer_is_a_failure_and_no_redirect_is_followed(status: int) -> None:
    with receiving(status) as server, pytest.raises(HookFailed, match=f"answered {status}"):
        post(f"{server.url}/secret", TEXT, "feedsvc/1")
    assert [path for path, *_ in server.got] == ["/secret"]


def test_a_server_that_is_silent_or_away_is_a_failure_in_time() -> None:
    with receiving(silent=True) as server:
        with pytest.raises(HookFailed, match="no answer within 1 s"):
            post(f"{server.url}/secret", TEXT, "feedsvc/1", seconds=1)
        url = server.url
    with pytest.raises(HookFailed, match=r"127\.0\.0\.1: ") as failed:
        post(f"{url}/secret", TEXT, "feedsvc/1", seconds=5)
    assert "secret" not in str(failed.value)  # the address may be one
