"""Runs processes beside this one: each while it is needed, and again when it dies or hangs."""

import contextlib
import logging
import os
import select
import signal
import threading
import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import NamedTuple

from feedsvc.web import Restarts

LOGGER = logging.getLogger("feedsvc.beside")
SIGN = 3  # the file descriptor into which a process writes its signs of life
_TURN = 0.2  # seconds between two looks
_STUCK_SECONDS = 10.0  # after which it is told that a process does not end which was killed
_THREAD_SECONDS = 10.0  # that a start may hold up the thread
_KILLED_SECONDS = 2.0  # for one that was killed: who waits for a disk does not end
_POLL = 0.02
_START_SECONDS = 60.0  # at least, until the first sign: a busy machine starts it slowly
_SOME = 4096


class Child(NamedTuple):
    """A process that runs beside this one. Where this one is killed, it is to end by itself.

    Attributes:
        name: what it is, for the log.
        command: the program's path and its arguments.
        needed: whether it is to run now. It is asked again and again, for all processes in turn, so
            it must not wait for a disk.
        patience: seconds without a sign of life, which is a byte in the file descriptor SIGN, after
            which it counts as hanging; 0: it gives none.
        heard: called at each sign.
        grace: seconds in which it ends when it is told to; then it is killed.
        meanwhile: what goes on while it hangs and cannot be ended, and what does not, for the log.
    """

    name: str
    command: list[str]
    needed: Callable[[], bool] = lambda: True
    patience: float = 0.0
    heard: Callable[[], object] = lambda: None
    grace: float = 10.0
    meanwhile: str = "The rest goes on"


def once(ready: Callable[[], bool], seconds: float) -> Callable[[], bool]:
    """Whether something was ready since it was first asked for, or so many seconds are over."""
    end: list[float] = []

    def was_ready() -> bool:
        end[:] = end or [time.monotonic() + seconds]
        if time.monotonic() < end[0] and ready():
            end[0] = 0.0
        return time.monotonic() >= end[0]

    return was_ready


class _Kept:
    """One of the processes, as it is now. None of its methods waits."""

    def __init__(self, child: Child) -> None:
        self.child = child
        self.pid = 0
        self.ours, self._theirs = os.pipe()
        for end in (self.ours, self._theirs):
            os.set_blocking(end, False)
        self._restarts = Restarts()
        self._due = 0.0  # when it may start
        self._began = self._heard = 0.0
        self._patience = 0.0
        self._told: float | None = None  # when it was told to end
        self._killed: float | None = None
        self._complained = False

    def turn(self) -> None:
        """Do what is to be done now: start it, note its end, or end it."""
        now = time.monotonic()
        if self.pid and (how := self._reaped()):
            self._after_end(how, now)
        if not self.pid:
            if now >= self._due and self.child.needed():
                self._start(now)
        elif self._killed is not None:
            if now > self._killed + _STUCK_SECONDS:
                self._complain("cannot be ended", self.child.meanwhile)
        elif self._told is not None:
            if now > self._told + self.child.grace:
                self._kill()
        elif not self.child.needed():
            self._send(signal.SIGTERM)
        elif self.child.patience and now - self._heard > self._patience:
            LOGGER.warning(
                "%s gave no sign of life for %.0f s: it is ended, and another one started",
                *(self.child.name, now - self._heard),
            )
            self._send(signal.SIGKILL)

    def hear(self) -> None:
        """Take the signs that are in the pipe."""
        with contextlib.suppress(BlockingIOError):
            os.read(self.ours, _SOME)
        self._heard, self._patience = time.monotonic(), self.child.patience
        with contextlib.suppress(OSError):  # no memory is left in which to note it
            self.child.heard()

    def gone(self) -> bool:
        """Whether it does not run, or is left behind; asked again and again once all are to end."""
        now = time.monotonic()
        if not self.pid or self._reaped():
            self.pid = 0
            return True
        if self._killed is not None:
            if now > self._killed + _KILLED_SECONDS:
                self._complain("is left behind, as it cannot be ended")
                return True
        elif self._told is None:
            self._send(signal.SIGTERM)
        elif now > self._told + self.child.grace:
            self._kill()
        return False

    def close(self) -> None:
        """Close the pipe."""
        os.close(self.ours)
        os.close(self._theirs)

    def _send(self, number: signal.Signals) -> None:
        """Send a signal that is to end it."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)
        if number == signal.SIGKILL:
            self._killed = time.monotonic()
        else:
            self._told = time.monotonic()

    def _kill(self) -> None:
        """Kill it, as it does not end by itself."""
        LOGGER.warning("%s did not end in %g s: it is killed", self.child.name, self.child.grace)
        self._send(signal.SIGKILL)

    def _start(self, now: float) -> None:
        """Start it.

        posix_spawn does, because subprocess makes a pipe that a worker forked at that moment would
        keep open. It has a group of its own, so that Ctrl-C in a terminal reaches only this one.
        """
        self._began = self._heard = now
        self._patience = max(self.child.patience, _START_SECONDS)
        self._told = self._killed = None
        self._complained = False
        actions: list[tuple[int, ...] | tuple[int, int, str, int, int]]
        actions = [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)]
        if self.child.patience:
            actions.append((os.POSIX_SPAWN_DUP2, self._theirs, SIGN))
        command = self.child.command
        try:
            self.pid = os.posix_spawn(
                command[0], command, os.environ, file_actions=actions, setpgroup=0
            )
        except OSError as error:  # too many processes, or the program is being upgraded
            self._pause(f"cannot be started ({error.strerror})", now)

    def _reaped(self) -> str:
        """How it ended; empty: it runs."""
        try:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
        except ChildProcessError:  # it cannot be known
            return "unknown"
        if not pid:
            return ""
        code = os.waitstatus_to_exitcode(status)
        if code >= 0:
            return f"exit code {code}"
        named = {number.value: number.name for number in signal.Signals}
        return named.get(-code, f"signal {-code}")

    def _complain(self, what: str, meanwhile: str = "") -> None:
        if not self._complained:
            self._complained = True
            why = "it waits for the system, perhaps for a disk that does not answer"
            LOGGER.error("%s", f"{self.child.name} {what}: {why}. {meanwhile}".rstrip(". "))

    def _after_end(self, how: str, now: float) -> None:
        self.pid = 0
        if self._told is None and self.child.needed():
            self._pause(f"ended ({how})", now)

    def _pause(self, what: str, now: float) -> None:
        pause = self._restarts.pause(now - self._began)
        self._due = now + pause
        LOGGER.warning("%s %s; it starts again in %g s", self.child.name, what, pause)


class Supervisor:
    """Keeps processes running as long as the `with` block runs, from one thread.

    At its end all are told to end, and whoever does not is killed. One that cannot even be killed
    is left behind.

    Args:
        children: the processes.
    """

    def __init__(self, children: Sequence[Child]) -> None:
        self._children = children
        self._stop = threading.Event()
        self._kept: list[_Kept] = []
        self._thread = threading.Thread(target=self._run, name="feedsvc-beside", daemon=True)

    def __enter__(self) -> "Supervisor":
        self._kept = [_Kept(child) for child in self._children]
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join(_THREAD_SECONDS)
        left = self._kept
        while left := [one for one in left if not one.gone()]:
            time.sleep(_POLL)
        for one in self._kept:
            one.close()

    def _run(self) -> None:
        by_pipe = {one.ours: one for one in self._kept}
        while not self._stop.is_set():
            for ours in select.select(by_pipe, [], [], _TURN)[0]:
                by_pipe[ours].hear()
            for one in self._kept:
                one.turn()
