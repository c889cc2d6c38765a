"""Runs the worker processes of granian: each one starts again, and none outlives the server."""

import logging
import multiprocessing
import os
import signal
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Any

from granian.server.mp import MPServer

from feedsvc.web.alarm import Alarm
from feedsvc.web.restarts import Restarts, end_with_parent

LOGGER = logging.getLogger("feedsvc.server")


class Workers(MPServer):
    """Granian's server, but for workers that end again and again.

    Granian gives up at the second end within a few seconds, and all other workers with it. Here the
    starts of that worker are spaced out, and the others go on answering.

    Attributes:
        each_turn: called about twice a second while the server runs.
    """

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.main_loop_interrupt = Alarm()  # type: ignore[assignment]
        self.each_turn: Callable[[], object] = lambda: None

    def _serve_loop(self, spawn_target: Any, target_loader: Any) -> None:
        restarts: defaultdict[int, Restarts] = defaultdict(partial(Restarts, 0.0))
        due: dict[int, float] = {}  # worker -> when it starts again
        while not self.interrupt_signal:
            self.each_turn()
            now = time.monotonic()
            self.main_loop_interrupt.wait(max(min(due.values()) - now, 0) if due else None)
            self.main_loop_interrupt.clear()
            now = time.monotonic()
            while self.interrupt_children:
                worker = self.interrupt_children.pop(0)
                pause = restarts[worker].pause(now - self.wrks[worker].birth)
                due[worker] = now + pause
                LOGGER.warning("worker %d ended; it starts again in %g s", worker + 1, pause)
            ready = [worker for worker, at in due.items() if at <= now]
            for worker in ready:
                del due[worker]
            if ready and not self.interrupt_signal:
                self._respawn_workers(ready, spawn_target, target_loader)
            if self.reload_signal:
                self._reload(spawn_target, target_loader)  # type: ignore[no-untyped-call]


def end_worker_with_server(seconds: float) -> None:
    """End this worker once the server that started it is gone, so that it holds no port.

    Args:
        seconds: that it has to finish what it is answering.
    """
    server = multiprocessing.parent_process()
    if server is None or server.pid is None:
        return  # another kind of server runs it

    def end() -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(seconds)
        os._exit(1)

    end_with_parent(server.pid, end)
