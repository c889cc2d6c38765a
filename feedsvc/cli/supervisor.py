"""Runs a process beside this one: starts it again when it dies or hangs, ends it with this one."""

import contextlib
import logging
import os
import select
import signal
import threading
import time
from collections.abc import Callable, Sequence
from types import TracebackType

from feedsvc.web import Restarts

LOGGER = logging.getLogger("feedsvc.beside")
_END_SECONDS = 10.0  # for a process that was told to end
_POLL = 0.1
SIGN = 3  # the file descriptor into which the process writes its signs of life
_SECOND = 1.0
_START_SECONDS = 60.0  # at least, until the first sign: a busy machine starts it slowly
_SOME = 4096


class Signs:
    """Hears the signs of life of a process, through a pipe.

    Args:
        heard: called whenever there is one.
        patience: seconds without a sign after which the process counts as hanging.

    Attributes:
        patience: the same; more until the first sign of a process.
    """

    def __init__(self, heard: Callable[[], object] = lambda: None, patience: float = 60.0) -> None:
        self.patience = self._patience = patience
        self._heard = heard
        self._last = time.monotonic()
        self._ours, self.theirs = os.pipe()
        for end in (self._ours, self.theirs):
            os.set_blocking(end, False)

    def begin(self) -> None:
        """Count from now on: the process has just been started."""
        self._last = time.monotonic()
        self.patience = max(self._patience, _START_SECONDS)

    def listen(self) -> float:
        """Wait a second, or for a sign; returns the seconds since the last one."""
        if select.select([self._ours], [], [], _SECOND)[0]:
            with contextlib.suppress(BlockingIOError):
                os.read(self._ours, _SOME)
            self._last = time.monotonic()
            self.patience = self._patience
            self._heard()
        return time.monotonic() - self._last

    def wake(self) -> None:
        """End a wait."""
        with contextlib.suppress(BlockingIOError):
            os.write(self.theirs, b".")

    def close(self) -> None:
        """Close the pipe."""
        os.close(self._ours)
        os.close(self.theirs)


class SupervisedProcess:
    """Keeps a process running as long as the `with` block runs.

    Where this process is killed, the other ends too if it calls `end_with_parent`. Where the other
    gives no signs of life for long, it is killed and started again.

    Args:
        command: the program's path and its arguments; it writes signs of life into the file
            descriptor SIGN.
        name: what it is, for the log.
        signs: hears these; None: the process gives none.
        ready: tells whether to start it now.
        patience: seconds after which it is started anyway.
    """

    def __init__(
        self,
        command: Sequence[str],
        name: str,
        signs: Signs | None = None,
        ready: Callable[[], bool] = lambda: True,
        patience: float = 15.0,
    ) -> None:
        self._command = list(command)
        self._name = name
        self._signs = signs
        self._ready = ready
        self._patience = patience
        self._stop = threading.Event()
        self._guard = threading.Lock()
        self._pid = 0
        self._thread = threading.Thread(target=self._keep, name="feedsvc-beside", daemon=True)
        self._listener = threading.Thread(target=self._listen, name="feedsvc-signs", daemon=True)

    def __enter__(self) -> "SupervisedProcess":
        self._thread.start()
        if self._signs is not None:
            self._listener.start()
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
        self._thread.join(_END_SECONDS)  # one that waits for a disk without end does not end
        if self._signs is not None:
            self._signs.wake()
            self._listener.join()
            self._signs.close()

    def _listen(self) -> None:
        assert self._signs is not None
        ended = told = 0  # process ids
        since = 0.0
        while not self._stop.is_set():
            pid, silent = self._pid, self._signs.listen()
            if not pid or pid != self._pid or silent < self._signs.patience:
                continue
            if pid != ended:
                LOGGER.warning(
                    "%s gave no sign of life for %.0f s: it is ended, and another one started",
                    *(self._name, silent),
                )
                self._send(signal.SIGKILL)
                ended, since = pid, time.monotonic()
            elif pid != told and time.monotonic() > since + _END_SECONDS:
                told = pid
                LOGGER.error(
                    "%s cannot be ended: it waits for the system, perhaps for a disk that does not"
                    " answer. What is published is served on, but nothing new comes to it",
                    self._name,
                )

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
        actions: list[tuple[int, ...] | tuple[int, int, str, int, int]]
        actions = [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)]
        with self._guard:
            if self._stop.is_set():
                return ""
            if self._signs is not None:
                self._signs.begin()
                actions.append((os.POSIX_SPAWN_DUP2, self._signs.theirs, SIGN))
            self._pid = os.posix_spawn(
                self._command[0],
                self._command,
                os.environ,
                file_actions=actions,
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
