"""Runs the hook of a newsroom in a thread of the process that follows its folder."""

import threading
from contextlib import suppress
from types import TracebackType

from feedsvc.errors import FeedsvcError
from feedsvc.hooks.hooks import LOGGER, TURN, Hooks
from feedsvc.store.locks import StoreLock

_END_SECONDS = 5.0  # that a hook may still take when the process ends


class HookThread:
    """Tells a hook what changes, as long as the `with` block runs.

    Of several processes on a store, one does.

    Args:
        hooks: of the newsroom.
        lock: that lets one process alone tell.
    """

    def __init__(self, hooks: Hooks, lock: StoreLock) -> None:
        self._hooks = hooks
        self._lock = lock
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="feedsvc-hooks", daemon=True)

    def __enter__(self) -> "HookThread":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join(_END_SECONDS)

    def _run(self) -> None:
        said = ""
        try:
            while not self._stop.wait(TURN):
                try:
                    if self._hooks.wanted and not self._holds():
                        continue
                    while self._hooks.turn() and not self._stop.is_set():
                        pass
                    said = ""
                except FeedsvcError as error:
                    if said != str(error):
                        said = str(error)
                        LOGGER.error("the hook cannot be told: %s", error)
                except Exception:
                    if said != "fault":
                        said = "fault"
                        LOGGER.exception("the hook cannot be told")
        finally:
            with suppress(FeedsvcError):
                self._lock.let_go()

    def _holds(self) -> bool:
        return self._lock.lasts() or self._lock.take()
