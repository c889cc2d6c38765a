"""Two machines on one folder and one PostgreSQL, as far as one machine can have them.

As root each has a network of its own (ip-netns(8)), whose link can be down. Elsewhere a relay
stands between each and the database, and swallows what passes while the machine is lost.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path

from tests.store.cluster import Cluster, running_cluster
from tests.store.relay import Relay

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2
_USER = "feedsvc"
_LIMIT = 10.0  # seconds for an answer
_END = 20.0  # seconds for a service to end


def can_have_networks() -> bool:
    """Whether this process may make networks."""
    if os.geteuid() != 0 or sys.platform != "linux":
        return False
    name = f"fs-try-{os.getpid()}"
    try:
        made = _ip("netns", "add", name, check=False).returncode == 0
        return made and _ip("netns", "delete", name, check=False).returncode == 0
    except FileNotFoundError:
        return False


def _ip(*words: str, check: bool = True) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(["ip", *words], check=check, capture_output=True)


class Network(ABC):
    """How a machine reaches the database and is reached.

    Attributes:
        before: the command that runs another one there.
        host: where it listens.
        address: of the database, as it sees it: host and port.
    """

    before: tuple[str, ...] = ()
    host = "127.0.0.1"
    address = ("", 0)

    @abstractmethod
    def lose(self) -> None:
        """Let nothing come or go any more, without a word."""

    @abstractmethod
    def find(self) -> None:
        """Let everything come and go again."""

    @abstractmethod
    def close(self) -> None:
        """Give back what it took."""


class OwnNetwork(Network):
    """A network namespace with one link."""

    def __init__(self, number: int) -> None:
        mark = f"fs{os.getpid() % 100000}{number}"
        third = os.getpid() % 120 * 2 + number
        self.outside, self.host = f"10.213.{third}.1", f"10.213.{third}.2"
        self._name, self._link = mark, f"{mark}o"
        self.before = ("ip", "netns", "exec", mark)
        self.address = (self.outside, 5432)
        _ip("netns", "add", mark)
        _ip("link", "add", self._link, "type", "veth", "peer", "name", f"{mark}i", "netns", mark)
        _ip("address", "add", f"{self.outside}/30", "dev", self._link)
        _ip("link", "set", self._link, "up")
        _ip("-n", mark, "address", "add", f"{self.host}/30", "dev", f"{mark}i")
        for link in ("lo", f"{mark}i"):
            _ip("-n", mark, "link", "set", link, "up")

    def lose(self) -> None:
        _ip("link", "set", self._link, "down")

    def find(self) -> None:
        _ip("link", "set", self._link, "up")

    def close(self) -> None:
        _ip("netns", "delete", self._name, check=False)
        _ip("link", "delete", self._link, check=False)


class RelayedNetwork(Network):
    """A relay in front of the database; readers reach the machine all the time."""

    def __init__(self, cluster: Cluster) -> None:
        self._relay = Relay(cluster.folder / ".s.PGSQL.5432")
        self.address = ("127.0.0.1", self._relay.port)

    def lose(self) -> None:
        self._relay.swallows = True

    def find(self) -> None:
        self._relay.swallows = False
        self._relay.cut()  # a network that is back may have forgotten what was open
        self._relay.open()

    def close(self) -> None:
        self._relay.close()


class Machine:
    """A service with state of its own, on a folder and a database that others use as well.

    Args:
        network: that it is in.
        folder: of the articles.
        database: the name.
        place: an empty folder for what it keeps itself.
    """

    def __init__(self, network: Network, folder: Path, database: str, place: Path) -> None:
        self.network = network
        self.lost = False
        self._folder, self._place = folder, place
        host, port = network.address
        self._url = f"postgresql://{_USER}@{host}:{port}/{database}"
        self._log = place / "said.txt"
        self._process: subprocess.Popen[bytes] | None = None
        with socket.create_server(("127.0.0.1", 0)) as held:
            self._port = held.getsockname()[1]

    def start(self) -> None:
        """Run the service."""
        environ = {k: v for k, v in os.environ.items() if not k.startswith("FEEDSVC_")}
        environ |= {"FEEDSVC_STORE": self._url, "XDG_STATE_HOME": str(self._place)}
        environ |= {"TMPDIR": str(self._place), "PYTHONUNBUFFERED": "1"}
        options = ["--host", self.network.host, "--port", str(self._port)]
        options += ["--workers", str(WORKERS)]
        command = [sys.executable, "-m", "feedsvc", "serve", *options, str(self._folder)]
        with self._log.open("ab") as said:
            self._process = subprocess.Popen(
                [*self.network.before, *command],
                cwd=ROOT,
                env=environ,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )

    def ask(self, path: str) -> tuple[int, bytes]:
        """An answer of its: status and body.

        Raises:
            OSError, HTTPException: there is none.
        """
        connection = HTTPConnection(self.network.host, self._port, timeout=_LIMIT)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def keep(self) -> bool:
        """Start it again where it was killed; whether that was needed."""
        if self._process is None or self._process.poll() is None:
            return False
        self.start()
        return True

    def processes(self) -> tuple[list[int], list[int]]:
        """The ids of its workers, and of its indexer."""
        workers: list[int] = []
        indexers: list[int] = []
        assert self._process is not None
        for listed in Path(f"/proc/{self._process.pid}/task").glob("*/children"):
            with suppress(OSError):
                for pid in map(int, listed.read_text().split()):
                    command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
                    if b"index" in command:
                        indexers.append(pid)
                    elif b"serve" in command:
                        workers.append(pid)
        return workers, indexers

    def kill(self, pid: int, sent: signal.Signals = signal.SIGKILL) -> bool:
        """Send a process a signal; whether there was one."""
        with suppress(ProcessLookupError):
            os.kill(pid, sent)
            return True
        return False

    def kill_all(self) -> None:
        """kill -9 of everything at once."""
        assert self._process is not None
        for pid in (self._process.pid, *(pid for some in self.processes() for pid in some)):
            self.kill(pid)
        self._process.wait(_END)

    def lose(self) -> None:
        self.lost = True
        self.network.lose()

    def find(self) -> None:
        self.lost = False
        self.network.find()

    def said(self) -> str:
        return self._log.read_text(errors="replace")

    def close(self) -> None:
        if self._process is not None:
            left = [pid for some in self.processes() for pid in some]
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_END)
            self._process.kill()
            self._process.wait()
            for pid in left:
                self.kill(pid)


@contextmanager
def two_machines(folder: Path, *, networks: bool) -> Iterator[tuple[Cluster, str, list[Machine]]]:
    """A PostgreSQL, the name of a database in it, and two machines that run a service on it.

    Args:
        folder: of the articles, with a site.toml.
        networks: give each a network of its own; else there are relays.
    """
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="feedsvc-machines-")))
        own = [OwnNetwork(number) for number in range(2)] if networks else []
        for one in own:
            stack.callback(one.close)
        listen = ",".join(one.outside for one in own)
        cluster = stack.enter_context(
            running_cluster({"listen_addresses": listen, "fsync": "off"}, trusted="10.213.0.0/16")
        )
        name = cluster.make()
        found: list[Network] = [*own] or [RelayedNetwork(cluster) for _ in range(2)]
        if not own:
            for relayed in found:
                stack.callback(relayed.close)
        machines = []
        for number, network in enumerate(found):
            state = place / str(number)
            state.mkdir()
            machines.append(Machine(network, folder, name, state))
            stack.callback(machines[-1].close)
        machines[0].start()
        await_answer(machines[0])
        machines[1].start()
        await_answer(machines[1])
        yield cluster, name, machines


def await_answer(machine: Machine, seconds: float = 120.0) -> None:
    """Wait until a machine is ready."""
    end = time.monotonic() + seconds
    while True:
        with suppress(OSError):
            if machine.ask("/readyz")[0] == 200:
                return
        assert time.monotonic() < end, machine.said()
        time.sleep(0.05)
