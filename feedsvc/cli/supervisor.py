"""Runs a process beside this one: starts it again when it dies, and ends it with this one."""

import contextlib
import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from http.client import HTTPConnection, HTTPException
from types import TracebackType

from feedsvc.web import Restarts

LOGGER = logging.getLogger("feedsvc.beside")
_END_SECONDS = 10.0  # for a process that was told to end
_POLL = 0.1


class SupervisedProcess:
    """Keeps a process running as long as the `with` block runs.

    Where this process is killed, the other ends too if it calls `end_with_parent`.

    Args:
        command: the program's path and its arguments.
        name: what it is, for the log.
        ready: tells whether to start it now.
        patience: seconds after which it is started anyway.
    """

    def __init__(
        self,
        command: Sequence[str],
        name: str,
        ready: Callable[[], bool] = lambda: True,
        patience: float = 15.0,
    ) -> None:
        self._command = list(command)
        self._name = name
        self._ready = ready
        self._patience = patience
        self._stop = threading.Event()
        self._guard = threading.Lock()
        self._pid = 0
        self._thread = threading.Thread(target=self._keep, name="feedsvc-beside", daemon=True)

    def __enter__(self) -> "SupervisedProcess":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._send(signal.SIGTERM)
        self._thread.join(_END_SECONDS)
        self._send(signal.SIGKILL)
        self._thread.join()

    def _send(self, number: signal.Signals) -> None:
        with self._guard, contextlib.suppress(ProcessLookupError):
            if self._pid:
                os.kill(self._pid, number)

    def _keep(self) -> None:
        end = time.monotonic() + self._patience
        while not self._stop.wait(_POLL):
            if self._ready() or time.monotonic() > end:
                break
        restarts = Restarts()
        while not self._stop.is_set():
            start = time.monotonic()
            try:
                what = f"ended ({self._run()})"
            except OSError as error:  # too many processes, or the program is being upgraded
                what = f"cannot be started ({error.strerror})"
            if self._stop.is_set():
                return
            pause = restarts.pause(time.monotonic() - start)
            LOGGER.warning("%s %s; it starts again in %g s", self._name, what, pause)
            self._stop.wait(pause)

    def _run(self) -> str:
        """Run the process to its end; returns how it ended.

        posix_spawn starts it, because subprocess makes a pipe that a worker forked at that moment
        would keep open. It has a group of its own, so that Ctrl-C in a terminal reaches only this
        process.
        """
        with self._guard:
            if self._stop.is_set():
                return ""
            self._pid = os.posix_spawn(
                self._command[0],
                self._command,
                os.environ,
                file_actions=[(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)],
                setpgroup=0,
            )
        # It is not reaped yet, so that no other process gets its number while _send may use it.
        os.waitid(os.P_PID, self._pid, os.WEXITED | os.WNOWAIT)
        with self._guard:
            _, status = os.waitpid(self._pid, 0)
            self._pid = 0
        code = os.waitstatus_to_exitcode(status)
        if code >= 0:
            return f"exit code {code}"
        named = {number.value: number.name for number in signal.Signals}
        return named.get(-code, f"signal {-code}")


def answers(host: str, port: int) -> bool:
    """Whether a server on this machine answers feed readers."""
    local = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    connection = HTTPConnection(local, port, timeout=1)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
