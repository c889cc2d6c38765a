"""Tells systemd that the service is ready and goes on, as sd_notify(3) describes it."""

import os
import socket
import time
from collections.abc import Callable, Mapping
from contextlib import suppress


class SystemdNotice:
    """Tells systemd about this process, where systemd asks for it in the environment.

    Args:
        environ: the environment variables: NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID.
        ready: whether the service answers; asked until it does.
        monotonic: a clock that is never set, in seconds.
    """

    def __init__(
        self,
        environ: Mapping[str, str],
        ready: Callable[[], bool],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        place = environ.get("NOTIFY_SOCKET", "")
        self._place = f"\0{place[1:]}" if place.startswith("@") else place
        micros = environ.get("WATCHDOG_USEC", "")
        ours = environ.get("WATCHDOG_PID", "") in ("", str(os.getpid()))
        # Half of the time after which systemd starts the service anew, as sd_watchdog_enabled(3)
        # advises.
        self._every = int(micros) / 2_000_000 if micros.isdecimal() and ours else 0.0
        self._ready = ready
        self._is_ready = False
        self._monotonic = monotonic
        self._next = 0.0

    def turn(self) -> None:
        """To be called again and again, more often than the watchdog wants to hear."""
        if not self._place:
            return
        if not self._is_ready and self._ready():
            self._is_ready = True
            self._send("READY=1")
        now = self._monotonic()
        if self._every and now >= self._next:
            self._next = now + self._every
            self._send("WATCHDOG=1")

    def stopping(self) -> None:
        """Tell that the service ends."""
        self._send("STOPPING=1")

    def _send(self, state: str) -> None:
        if self._place:
            with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as door:
                door.setblocking(False)
                door.sendto(state.encode(), self._place)
