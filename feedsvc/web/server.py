"""Runs the service: granian for many readers, werkzeug's server for one editor."""

import contextlib
import ctypes
import logging
import os
import socket
import sys
from functools import partial
from typing import Any

from flask import Flask
from granian.constants import HTTPModes, Interfaces
from granian.errors import ConfigurationError
from granian.http import HTTP1Settings
from werkzeug.serving import WSGIRequestHandler, make_server

from feedsvc.errors import FeedsvcError
from feedsvc.settings import DEFAULTS, KILO, LimitSettings
from feedsvc.store.opening import once_there
from feedsvc.web.access_log import AccessLog, LogFile
from feedsvc.web.app import front_from_environment
from feedsvc.web.downloads import Downloads
from feedsvc.web.fast_path import Application, FastPath
from feedsvc.web.log_lines import PLAIN, LogFormat, Logs
from feedsvc.web.probe import answers
from feedsvc.web.process_limits import connections, drop_stalled
from feedsvc.web.service_folder import ServiceFolder
from feedsvc.web.systemd import SystemdNotice
from feedsvc.web.workers import Workers, end_worker_with_server

_ARENA_MAX, _MMAP_THRESHOLD = -8, -3  # of mallopt(3)
_log = logging.getLogger("feedsvc.server")
STOP_SECONDS = 5  # granian's workers hang after an early SIGTERM without a limit


class Wanted(logging.Filter):
    """Lets through what an operator wants to know of granian: addresses, starts, failures."""

    _CHATTER = (
        "Configuration allows spawning",  # many threads; see limits.requests
        "Starting granian",
        "Listening at",  # it says so before a worker does; see Readiness
        "Spawning",
        "Stopping worker",
        "Granian shutdown",
    )

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a record is worth a line."""
        theirs = record.name.startswith("_granian")
        return not (theirs and record.getMessage().startswith(self._CHATTER))


_LOGGER = {"handlers": ["console"], "level": "INFO", "propagate": False}
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "wanted": {"()": f"{__name__}.Wanted"},
        "masked": {"()": "feedsvc.web.log_filter.Masked"},
    },
    "formatters": {"line": {"()": "feedsvc.web.log_lines.formatter", "form": "text"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stderr",
            "formatter": "line",
            "filters": ["wanted", "masked"],
        }
    },
    "loggers": {"_granian": _LOGGER, "feedsvc": _LOGGER},
}


def run_workers(
    host: str,
    port: int,
    workers: int,
    shared: ServiceFolder,
    limits: LimitSettings = DEFAULTS,
    logs: Logs = PLAIN,
) -> None:
    """Serve the newsroom that the environment names until told to stop.

    Args:
        host, port: to listen on.
        workers: processes.
        shared: with the processes that run beside the workers, if any do.
        limits: of that newsroom.
        logs: to write.

    Raises:
        FeedsvcError: the address cannot be listened on, or the access log not be written.
    """
    if logs.access:
        LogFile(logs.access).close()  # an error is told before there are workers
    # Workers add up what they count in files that are mapped into memory: on a full disk, counting
    # would end a worker.
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(shared.metrics))
    server = _server((host, port, workers), limits, logs.form)
    ready = Readiness(host, port)
    notice = SystemdNotice(os.environ, ready.look)

    def turn() -> None:
        ready.look()
        notice.turn()

    server.each_turn = turn
    server.on_shutdown(notice.stopping)
    try:
        server.serve(
            target_loader=partial(front_of_worker, shared, limits, logs.access),
            wrap_loader=False,
        )
    except (ConfigurationError, OSError, RuntimeError) as error:
        raise FeedsvcError(f"cannot serve on {host}:{port}: {error}") from error


class Readiness:
    """Says in the log, once, that the server answers: an address that is told can be opened.

    Args:
        host, port: that it listens on.
    """

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._ready = False

    def look(self) -> bool:
        """Whether the server answers, or did before."""
        if not self._ready and answers(self._host, self._port, "/healthz"):
            self._ready = True
            host = f"[{self._host}]" if ":" in self._host else self._host
            _log.info("Listening at: http://%s:%d", host, self._port)
        return self._ready


def _spare_memory() -> None:
    """Let threads share pools of memory, and give back what large documents took.

    By default, glibc keeps a pool for each of the first dozens of threads, and soon puts documents
    into them. Between documents, little can be given back to the system.
    """
    allocator = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if allocator is not None:
        allocator(_ARENA_MAX, 2)
        allocator(_MMAP_THRESHOLD, 128 * 1024)


def _server(place: tuple[str, int, int], limits: LimitSettings, form: LogFormat) -> Workers:
    host, port, workers = place
    _spare_memory()  # workers are forked, and inherit it
    return Workers(
        f"{__name__}:front_of_worker",
        address=_free_address(host, port),
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        # Each download keeps a thread until its client has taken it, so there are many threads. For
        # polls fewer are better: once 64 have started they wait for each other, and 8 threads
        # answer 1.5 times as many polls.
        blocking_threads=limits.requests,
        backpressure=connections(limits.connections),
        backlog=limits.waiting_connections,
        # Where HTTP/2 is allowed, granian waits without end for a client that sends nothing.
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(
            header_read_timeout=limits.header_seconds * 1000,
            max_buffer_size=limits.header_kilobytes * KILO,
        ),
        workers_kill_timeout=STOP_SECONDS,
        respawn_failed_workers=True,
        websockets=False,
        log_dictconfig=LOGGING
        | {"formatters": {"line": LOGGING["formatters"]["line"] | {"form": form}}},
        log_access=False,  # that log would name private addresses; there is access_log.py
    )


def front_of_worker(
    shared: ServiceFolder,
    limits: LimitSettings = DEFAULTS,
    access_log: str = "",
) -> Application:
    """The application of a worker, made in the worker's own process.

    Where it cannot be made, a line says why, and the worker ends; the server starts it again. Where
    the database is away, the worker waits for it, and the others answer.

    Args:
        shared: with the processes that run beside the workers.
        limits: with which the server began.
        access_log: its place (access_log.LogFile); empty: there is none.
    """
    end_worker_with_server(STOP_SECONDS)
    opening = partial(front_from_environment, shared.last_look.seconds, limits, shared.spool)
    try:
        front = once_there(opening, _log.warning, lambda: True)
        log = LogFile(access_log) if access_log else None
    except FeedsvcError as error:  # such as a site.toml that was broken since the server began
        _log.error("a worker cannot start: %s", error)
        sys.exit(2)
    assert isinstance(front, FastPath)
    newsroom = front.newsroom
    front.begin()
    front.behind = Downloads(front.behind, lambda: newsroom.settings.limits)

    def adopt() -> None:
        drop_stalled(newsroom.settings.limits.stalled_seconds)
        shared.needed.tell(newsroom.settings)

    adopt()
    newsroom.adopted = adopt
    if log is None:
        return front
    return AccessLog(front, log.write, trusted=lambda: newsroom.settings.serve.trusted_proxies)


def _free_address(host: str, port: int) -> str:
    """The IP address of a host; raises FeedsvcError where another server has the port.

    granian takes no names, and would share a port with another server.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, UnicodeError) as error:
        raise _not_to_be_had(host, port, error, "--host or --port") from error
    return str(address[0])


def _not_to_be_had(host: str, port: int, error: Exception, options: str) -> FeedsvcError:
    reason = getattr(error, "strerror", None) or str(error)
    return FeedsvcError(f"cannot serve on {host}:{port} ({reason}); choose another with {options}")


class _Quiet(WSGIRequestHandler):
    """Does not log requests: an editor looks at pages, not at a log."""

    def __init__(self, *given: Any) -> None:
        """Answer the requests of a connection, which a browser or the preview's end may cut off."""
        with contextlib.suppress(OSError):
            super().__init__(*given)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Log nothing."""


class PreviewServer:
    """A threaded server in this process; it has its address before it has an application.

    Threaded, because each open page keeps a thread: it waits to be told of changes.

    Args:
        host: to listen on.
        port: 0 for any that is free.
        stalled_seconds: of each wait for a client to send some bytes or to take some.

    Attributes:
        port: on which it listens.
        url: at which it answers.

    Raises:
        FeedsvcError: the port is taken.
    """

    def __init__(
        self, host: str, port: int, stalled_seconds: float = DEFAULTS.stalled_seconds
    ) -> None:
        self._handler = type("_Patient", (_Quiet,), {"timeout": stalled_seconds})
        try:
            self._socket = socket.create_server((host, port))
        except OSError as error:
            raise _not_to_be_had(host, port, error, "--port") from error
        self._host, self.port = host, self._socket.getsockname()[1]
        self.url = f"http://{host}:{self.port}"

    def close(self) -> None:
        """Give the port back."""
        self._socket.close()

    def show(self, app: Flask) -> None:
        """Answer with an application from now on."""
        self._app = app

    def run(self) -> None:
        """Serve until interrupted."""
        server = make_server(
            self._host,
            self.port,
            lambda environ, start_response: self._app(environ, start_response),
            threaded=True,
            request_handler=self._handler,
            fd=self._socket.fileno(),
        )
        server.serve_forever()  # closes itself at KeyboardInterrupt


def public_address(host: str) -> bool:
    """Whether others than this machine can reach a server on that host."""
    return host not in ("127.0.0.1", "::1", "localhost")
