"""Servers under measurement: started on one core, waited for, stopped."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType

from bench import client, machine, peers

HOST = "bench.host"  # runs an application under feedsvc's own granian
FIRST = "/feed.atom"


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Process:
    """A program on a core, its words kept, ended with all that it has started.

    Args:
        command: what to run.
        environ: added to this process's environment.
        core: the one it stays on; None: any.
        stdin: whether it is spoken to.
    """

    def __init__(
        self,
        command: list[str],
        environ: dict[str, str] | None = None,
        core: int | None = None,
        *,
        stdin: bool = False,
    ) -> None:
        self.log = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed by stop
        paths = [str(peers.ROOT), os.environ.get("PYTHONPATH", "")]
        python_path = os.pathsep.join(path for path in paths if path)
        self.began = time.perf_counter()
        self.process = subprocess.Popen(
            command,
            env=os.environ | {"PYTHONPATH": python_path} | (environ or {}),
            stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            cwd=peers.ROOT,  # granian looks for applications from where it is started
            preexec_fn=machine.tied(core),
            start_new_session=True,
            text=True,
        )

    @property
    def pid(self) -> int:
        """Its number."""
        return self.process.pid

    def alive(self) -> bool:
        """Whether it has not ended by itself."""
        return self.process.poll() is None

    def words(self) -> str:
        """What it has said so far."""
        number = self.log.fileno()  # whose offset is the process's own: a seek would move that
        return os.pread(number, os.fstat(number).st_size, 0).decode(errors="replace")

    def stop(self) -> None:
        """End it, politely first."""
        if self.process.poll() is None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(10)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)  # the session is its own
        self.process.wait()
        self.log.close()


class Server(Process):
    """A process that answers HTTP on a port of this machine; a context manager."""

    def __init__(
        self,
        command: list[str],
        port: int,
        environ: dict[str, str] | None = None,
        core: int | None = None,
        first: str = FIRST,
        patience: float = 30.0,
    ) -> None:
        super().__init__(command, environ, core)
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self._first = first
        self._patience = patience

    def __enter__(self) -> "Server":
        try:
            client.wait_for(self.port, self._first, self._patience, self.alive)
        except BaseException as error:
            words = self.words()
            self.stop()
            raise RuntimeError(f"a server did not start:\n{words[-2000:]}") from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def worker(self) -> int:
        """The process that does the work: the largest one."""
        everyone = [self.pid, *machine.descendants(self.pid)]
        return max(everyone, key=lambda pid: machine.memory(pid).get("Pss", 0.0))


def state(articles: Path, store: Path | str) -> dict[str, str]:
    """The environment that names a newsroom and where its state is kept."""
    return {"FEEDSVC_ARTICLES": str(articles), "FEEDSVC_STORE": str(store)}


def ours(articles: Path, store: Path | str, core: int | None, **settings: str) -> Server:
    """feedsvc's workers alone, one of them; with settings as variables."""
    return _feedsvc(articles, store, core, "--no-index", **settings)


def whole(articles: Path, store: Path | str, core: int | None, **settings: str) -> Server:
    """All that `feedsvc serve` starts, with one worker; with settings as variables."""
    return _feedsvc(articles, store, core, **settings)


def _feedsvc(
    articles: Path, store: Path | str, core: int | None, *more: str, **settings: str
) -> Server:
    port = free_port()
    command = [sys.executable, "-m", "feedsvc", "serve", str(articles), "--port", str(port)]
    environ = state(articles, store) | settings
    return Server([*command, "--workers", "1", *more], port, environ, core)


class Indexer(Process):
    """The one that takes files in: `feedsvc index --watch`, a context manager.

    It looks at the whole folder first; whoever saves a file waits until that is served.
    """

    def __init__(self, articles: Path, store: Path | str, core: int | None) -> None:
        command = [sys.executable, "-m", "feedsvc", "index", "--watch", str(articles)]
        super().__init__(command, state(articles, store), core)

    def __enter__(self) -> "Indexer":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def hosted(target: str, environ: dict[str, str], core: int | None) -> Server:
    """Another application on the same granian, with the same options."""
    port = free_port()
    return Server([sys.executable, "-m", HOST, target, str(port)], port, environ, core)


NGINX = """\
worker_processes 1;
daemon off;
pid {place}/pid;
error_log {place}/error.log;
{user}
events {{ worker_connections 1024; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000000;
    types {{ application/atom+xml atom; }}
    default_type application/octet-stream;
    client_body_temp_path {place}/body;
    proxy_temp_path {place}/proxy;
    fastcgi_temp_path {place}/fastcgi;
    uwsgi_temp_path {place}/uwsgi;
    scgi_temp_path {place}/scgi;
    server {{
        listen 127.0.0.1:{port};
        root {place}/files;
        gzip_static on;
        charset utf-8;
{headers}    }}
}}
"""


def nginx(place: Path, headers: dict[str, str], core: int | None) -> Server:
    """nginx with the files of place/files, one worker, and some headers on each answer."""
    port = free_port()
    lines = "".join(f'        add_header {name} "{value}";\n' for name, value in headers.items())
    text = NGINX.format(
        place=place, port=port, headers=lines, user="user root;" if os.getuid() == 0 else ""
    )
    (place / "nginx.conf").write_text(text)
    command = [peers.program("nginx"), "-p", str(place), "-c", str(place / "nginx.conf")]
    return Server(command, port, {}, core)
