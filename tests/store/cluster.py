"""A PostgreSQL of the tests' own: data in a temporary folder, reached through a Unix socket alone.

PostgreSQL refuses to run as root, so root starts it as another user.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from glob import glob
from itertools import count
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

LIMIT = 60  # seconds
_PLACES = ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql@*/bin")
_USERS = ("postgres", "nobody")  # who runs it for root
_NAME = "feedsvc"
# What is lost when the machine stops is no loss here.
_OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "32MB",
    "max_connections": "100",
}


def programs() -> Path | None:
    """The folder with the programs of the newest PostgreSQL, if there is one."""
    found = [place for pattern in _PLACES for place in glob(f"{pattern}/")]
    on_path = shutil.which("initdb")
    found += [os.path.dirname(on_path)] if on_path else []
    there = [Path(place) for place in found if (Path(place) / "initdb").exists()]
    return max(there, key=lambda place: [int(n) for n in place.parts if n.isdigit()], default=None)


def need_postgresql() -> Path:
    """Where PostgreSQL's programs are; skip the test where it is not installed, but for CI."""
    found = programs()
    if found is None:
        reason = "PostgreSQL is not installed; make database says how to get it"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    return found


class Cluster:
    """A PostgreSQL that runs.

    Args:
        folder: with its socket.
        command: that runs it.

    Attributes:
        folder: as given.
    """

    def __init__(self, folder: Path, command: list[str | Path]) -> None:
        self.folder = folder
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = count(1)

    def start(self) -> None:
        """Run it, and wait until it answers."""
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(self._command, stdout=log, stderr=log, cwd=self.folder)
        end = time.monotonic() + LIMIT
        while not self.answers():
            assert self._process.poll() is None, (self.folder / "log").read_text()
            assert time.monotonic() < end, "PostgreSQL does not answer"
            time.sleep(0.02)

    def answers(self) -> bool:
        """Whether it takes connections."""
        ready = [need_postgresql() / "pg_isready", "-q", "-h", self.folder]
        return subprocess.run(ready, check=False).returncode == 0

    def stop(self, sent: signal.Signals = signal.SIGINT) -> None:
        """End it: SIGINT ends all sessions first, SIGQUIT none, SIGKILL is a crash."""
        if self._process is not None:
            family = self._family()
            self._process.send_signal(sent)
            self._process.wait(LIMIT)
            if sent == signal.SIGKILL:  # its children see it a moment later
                _await_end(family)
            self._process = None

    def freeze(self, sent: signal.Signals = signal.SIGSTOP) -> None:
        """Stop all its processes where they stand; SIGCONT lets them go on."""
        for pid in self._family():
            with suppress(ProcessLookupError):
                os.kill(pid, sent)

    def _family(self) -> list[int]:
        assert self._process is not None
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        return [self._process.pid, *map(int, children.read_text().split())]

    def url(self, database: str, schema: str = "") -> str:
        """The URL of a database, for the setting `store`."""
        options = f"&options={quote(f'-csearch_path={schema}')}" if schema else ""
        return f"postgresql://{_NAME}@/{database}?host={quote(str(self.folder))}{options}"

    def connect(self, database: str) -> "psycopg.Connection[tuple[object, ...]]":
        """A connection whose statements count at once."""
        return psycopg.connect(host=str(self.folder), user=_NAME, dbname=database, autocommit=True)

    def make(self, name: str = "", options: str = "TEMPLATE template0") -> str:
        """Make a database; returns its name."""
        name = name or f"newsroom_{next(self._numbers)}"
        with self.connect("postgres") as connection:
            connection.execute(f"CREATE DATABASE {name} {options}".encode())
        return name

    def process(self) -> int:
        """The process that starts all others."""
        return int((self.folder / "data" / "postmaster.pid").read_text().split()[0])

    def errors(self) -> list[str]:
        """What statements were refused so far, as the log has it."""
        lines = (self.folder / "log").read_text(encoding="utf-8", errors="replace").splitlines()
        return [line.partition("ERROR: ")[2].strip() for line in lines if "ERROR: " in line]

    def spoil(self, place: str) -> None:
        """Damage the first page of a file of the data."""
        with (self.folder / "data" / place).open("r+b") as file:
            file.write(b"\xff" * 100)

    def drop(self, name: str) -> None:
        """Drop a database, whoever uses it."""
        with self.connect("postgres") as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@contextmanager
def running_cluster(options: Mapping[str, str] = _OPTIONS, trusted: str = "") -> Iterator[Cluster]:
    """Start a PostgreSQL with some options, and end it after the block."""
    place = need_postgresql()
    folder = Path(tempfile.mkdtemp(prefix="feedsvc-pg-"))  # short, as a socket's path must be
    try:
        data, before = folder / "data", _before(folder)
        made = [f"--pgdata={data}", "--locale=C", "--encoding=UTF8", "--auth=trust", "--no-sync"]
        made += [f"--username={_NAME}", "--no-instructions"]
        with (folder / "log").open("wb") as log:
            told = {"stdout": log, "stderr": log, "cwd": folder}
            subprocess.run([*before, place / "initdb", *made], check=True, **told)
        if trusted:
            with (data / "pg_hba.conf").open("a") as file:
                file.write(f"host all all {trusted} trust\n")
        given = [f"-c{name}={value}" for name, value in options.items()]
        found = Cluster(folder, [*before, place / "postgres", "-D", data, "-k", folder, *given])
        try:
            found.start()
            yield found
        finally:
            found.stop()
    finally:
        shutil.rmtree(folder)


def _before(folder: Path) -> list[str]:
    """What stands before a command, so that it runs as who may, and ends when the tests do."""
    setpriv = shutil.which("setpriv")
    before = [setpriv, "--pdeathsig=INT"] if setpriv else []
    if os.geteuid() == 0:
        if not setpriv:
            pytest.skip("PostgreSQL does not run as root, and there is no setpriv")
        user = next(user for user in pwd.getpwall() if user.pw_name in _USERS)
        os.chown(folder, user.pw_uid, user.pw_gid)
        before += [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    return before


def _await_end(pids: list[int]) -> None:
    end = time.monotonic() + LIMIT
    while any(Path(f"/proc/{pid}").exists() for pid in pids):
        assert time.monotonic() < end, "a process of PostgreSQL goes on"
        time.sleep(0.01)
