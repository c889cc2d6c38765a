"""The running service: started, killed, started again, with a disk that may be full."""

import errno
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from tests.hostile.faults.serving import free_port
from tests.hostile.faults.syscalls import Call, Calls, Verdict, told_of
from tests.soak.clock import MovedClock

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2
REFUSED = 2  # the exit code of a service that may not start: no folder, a broken site.toml
_AGAIN = 1.0  # seconds until one that ended is started again, as systemd's units are
_LONGEST_START = 60.0  # seconds until one that is started is a process
_LONGEST_STOP = 30.0  # seconds for one that was told to end


class Disk:
    """A disk that is full while the soak says so.

    Attributes:
        full: whether it is.
        refused: counts the calls that it refused.
    """

    def __init__(self) -> None:
        self.full = False
        self.refused = 0

    def __call__(self, call: Call) -> Verdict:
        if not self.full or (call.name == "create" and os.path.exists(call.path)):
            return None
        self.refused += 1
        return errno.ENOSPC


def tells_calls() -> bool:
    """Whether this system lets the soak fill disks."""
    pid = os.fork()
    if not pid:
        with suppress(OSError):
            told_of()
            os._exit(0)
        os._exit(1)
    return os.waitpid(pid, 0)[1] == 0


class Service:
    """`feedsvc serve` of a newsroom: two workers and an indexer.

    Args:
        folder: of the newsroom.
        place: for the log.
        clock: of its processes.
        store: the folder or the database where its state is; empty: in the newsroom's folder.

    Attributes:
        environ: the service's settings in it.
        meant_to_end: whether the soak ended it, or took from it what it needs.
        fills: whether its disk can be full.
    """

    def __init__(self, folder: Path, place: Path, clock: MovedClock, store: str = "") -> None:
        self._folder, self._place, self._clock = folder, place, clock
        self.environ = {"FEEDSVC_STORE": store} if store else {}
        self.port = free_port()
        self.disk = Disk()
        self.fills = tells_calls()
        self.meant_to_end = False
        self._log = place / "service.log"
        self._log.touch()
        self._read = 0  # bytes of the log that were looked at
        self._process: subprocess.Popen[bytes] | None = None
        self._calls: Calls | None = None
        self._again = 0.0

    def start(self) -> None:
        environ = {k: v for k, v in os.environ.items() if not k.startswith("FEEDSVC_")}
        environ |= self.environ | {
            "SOAK_CLOCK": str(self._clock.file),
            "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent / "hooks"), str(ROOT)]),
            "PYTHONUNBUFFERED": "1",
        }
        command = [sys.executable, "-m", "feedsvc", "serve", str(self._folder)]
        command += ["--workers", str(WORKERS), "--port", str(self.port)]
        if not self.fills:
            self._process = self._spawn(command, environ)
            return
        with (
            tempfile.TemporaryDirectory(dir=self._place) as held,
            socket.socket(socket.AF_UNIX) as door,
        ):
            door.bind(f"{held}/door")
            door.listen()
            door.settimeout(_LONGEST_START)
            launch = [sys.executable, "-m", "tests.soak.launching", f"{held}/door", *command]
            self._process = self._spawn(launch, environ)
            with door.accept()[0] as given:
                _, (number,), _, _ = socket.recv_fds(given, 1, 1)
        self._calls = Calls(number, self._folder.parent, self.disk)

    def _spawn(self, command: list[str], environ: dict[str, str]) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as said:
            return subprocess.Popen(
                command, cwd=ROOT, env=environ, stdout=said, stderr=said, start_new_session=True
            )

    def keep(self) -> str:
        """Start it again where it ended; what is wrong with its end, if anything is."""
        if self._calls is not None:
            self._calls.seen.clear()
        if self._process is not None:
            code = self._process.poll()
            if code is None:
                return ""
            self._process = None
            self._again = time.monotonic() + _AGAIN
            if not (self.meant_to_end or code == REFUSED):
                return f"the service ended by itself with exit code {code}"
        elif time.monotonic() >= self._again:
            self.meant_to_end = False
            self.start()
        return ""

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def workers(self) -> list[int]:
        """The process ids of its workers."""
        return self._children()[0]

    def indexers(self) -> list[int]:
        """The process id of its indexer, where one runs."""
        return self._children()[1]

    def _children(self) -> tuple[list[int], list[int]]:
        workers: list[int] = []
        indexers: list[int] = []
        if self._process is None:
            return workers, indexers
        for listed in Path(f"/proc/{self._process.pid}/task").glob("*/children"):
            with suppress(OSError):
                for pid in map(int, listed.read_text().split()):
                    command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
                    if b"index" in command:
                        indexers.append(pid)
                    elif b"serve" in command:  # others keep counts, or push
                        workers.append(pid)
        return workers, indexers

    def kill(self) -> None:
        """kill -9 of the server's first process."""
        if self._process is not None:
            self.meant_to_end = True
            self._process.kill()
            self._process.wait()

    def stop(self) -> str:
        """End it as an operator does; what is wrong with its end, if anything is."""
        if self._process is None or self._process.poll() is not None:
            return ""
        self.meant_to_end = True
        self._process.send_signal(signal.SIGTERM)
        try:
            code = self._process.wait(_LONGEST_STOP)
        except subprocess.TimeoutExpired:
            self.kill()
            return f"the service did not end within {_LONGEST_STOP:g} s of SIGTERM"
        return f"the service ended with exit code {code} after SIGTERM" if code else ""

    def close(self) -> None:
        """End it, and all that it started."""
        left = [pid for some in self._children() for pid in some]
        self.stop()
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def said(self) -> str:
        """What it logged since the last call."""
        with self._log.open("rb") as file:
            file.seek(self._read)
            fresh = file.read()
        self._read += len(fresh)
        return fresh.decode(errors="replace")
