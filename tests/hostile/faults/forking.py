"""A process that has imported feedsvc, and forks: a command then starts within milliseconds.

Read from standard input, a line of JSON each: what to start, or whether it has ended.
"""

import io
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from contextlib import redirect_stderr, suppress
from pathlib import Path
from typing import Any

from tests.hostile.faults.syscalls import Calls, Judge, told_of

ROOT = Path(__file__).resolve().parents[3]
LIMIT = 120.0  # seconds for anything to happen


class Child:
    """A command of feedsvc that was forked, and what it said."""

    def __init__(self, forks: "Forks", pid: int, log: Path, calls: Calls | None) -> None:
        self._forks, self.pid, self._log, self.calls = forks, pid, log, calls
        self.code: int | None = None

    def said(self) -> str:
        return self._log.read_text()

    def poll(self) -> int | None:
        """Its exit code, or minus the number of the signal that ended it; None while it runs."""
        if self.code is None:
            self.code = self._forks.ask({"poll": self.pid})
        return self.code

    def wait(self) -> int:
        end = time.monotonic() + LIMIT
        while (code := self.poll()) is None:
            assert time.monotonic() < end, f"still runs: {self.said()}"
            time.sleep(0.001)
        if self.calls is not None:
            self.calls.join()
        return code

    def kill(self, sent: signal.Signals = signal.SIGKILL) -> int:
        if self.poll() is None:
            os.kill(self.pid, sent)
        return self.wait()


class Forks:
    """Starts commands of feedsvc, each in a process of its own, forked from one that is ready.

    Args:
        folder: for what they say.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0
        environ = {k: v for k, v in os.environ.items() if not k.startswith("FEEDSVC_")}
        self._process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "tests.hostile.faults.forking"],
            cwd=ROOT,
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._children: list[Child] = []
        self.hears: bool = self.ask({"hears": True})  # whether this system tells of calls

    def ask(self, question: dict[str, Any]) -> Any:
        """An answer of the process that forks."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(question).encode() + b"\n")
        self._process.stdin.flush()
        assert select.select([self._process.stdout], [], [], LIMIT)[0]
        return json.loads(self._process.stdout.readline())

    def start(
        self,
        *arguments: str | Path,
        judge: Judge | None = None,
        within: Path | None = None,
        output: str = "",
        uid: int = 0,
        **environ: str,
    ) -> Child:
        """A command, such as "index".

        Args:
            arguments: as on the command line.
            judge: what becomes of its calls that write.
            within: calls on files elsewhere are not judged.
            output: the file of its standard output; empty: the log.
            uid: of another user whose it is.
            environ: more of it.
        """
        self._count += 1
        log = self._folder / f"said-{self._count}.txt"
        log.touch()
        asked = {"arguments": list(map(str, arguments)), "log": str(log), "environ": environ}
        asked |= {"output": output or str(log), "uid": uid, "calls": ""}
        if judge is None:
            child = Child(self, self.ask(asked), log, None)
        else:
            assert within is not None
            place = str(self._folder / f"calls-{self._count}")
            with socket.socket(socket.AF_UNIX) as door:
                door.bind(place)
                door.listen()
                pid = self.ask(asked | {"calls": place})
                with door.accept()[0] as given:
                    _, (number,), _, _ = socket.recv_fds(given, 1, 1)
            child = Child(self, pid, log, Calls(number, within, judge))
        self._children.append(child)
        return child

    def run(self, *arguments: str | Path, **more: Any) -> Child:
        """A command that has ended."""
        child = self.start(*arguments, **more)
        child.wait()
        return child

    def close(self) -> None:
        for child in self._children:
            child.kill()
        with self._process as process:
            assert process.stdin is not None
            process.stdin.close()


def _serve() -> None:
    """Be the process that forks."""
    from feedsvc.cli import main

    with tempfile.TemporaryDirectory() as folder, redirect_stderr(io.StringIO()):
        Path(folder, "articles").mkdir()
        Path(folder, "articles", "site.toml").write_text('id_base = "news.example,2026"\n')
        Path(folder, "articles", "a.md").write_text("Rain\n\nWet.\n")
        with suppress(SystemExit):
            main(["index", f"{folder}/articles"])  # imports all that it needs
    for line in sys.stdin:
        asked = json.loads(line)
        if "poll" in asked:
            answer = _poll(asked["poll"])
        elif "hears" in asked:
            answer = _hears()
        else:
            answer = os.fork()
            if not answer:
                _be(asked)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _poll(pid: int) -> int | None:
    found, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if found else None


def _hears() -> bool:
    """Whether this system tells of calls."""
    pid = os.fork()
    if not pid:
        try:
            told_of()
        except OSError:
            os._exit(1)
        os._exit(0)
    return os.waitpid(pid, 0)[1] == 0


def _be(asked: dict[str, Any]) -> None:
    """Become the command."""
    code = 70
    try:
        for number, path in ((1, asked["output"]), (2, asked["log"])):
            file = os.open(path, os.O_WRONLY | os.O_APPEND)
            os.dup2(file, number)
            os.close(file)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.environ.update(asked["environ"])
        if asked["uid"]:
            os.setgroups([])
            os.setgid(asked["uid"])
            os.setuid(asked["uid"])
        if asked["calls"]:
            _tell_calls(asked["calls"])
        if asked["arguments"][0] == "serve":
            warnings.resetwarnings()  # of granian, which forks with threads running
        from feedsvc.cli import main

        main(asked["arguments"], prog_name="feedsvc")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    with suppress(OSError):
        sys.stdout.flush()
    os._exit(code)


def _tell_calls(place: str) -> None:
    with socket.socket(socket.AF_UNIX) as door:
        door.connect(place)
        number = told_of()
        socket.send_fds(door, [b"!"], [number])
        os.close(number)


if __name__ == "__main__":
    _serve()
