"""Makes a release after each save, and at the second at which time changes something."""

import logging
import threading
from collections.abc import Callable

from feedsvc.errors import FeedsvcError
from feedsvc.static_site.builder import Builder, Release, Show

LOGGER = logging.getLogger("feedsvc.build")
_LOOK = 0.2  # seconds between two looks, where nothing tells that anything was written
_AGAIN = (1.0, 2.0, 5.0, 10.0)  # seconds until a release is tried again that failed


class Stopped(FeedsvcError):
    """A build was told to end before it was done."""


class SiteWatch:
    """Makes releases until it is stopped.

    Args:
        builder: makes them.
        tell: is told of each.
        show: is told how many files are made, of how many.
    """

    def __init__(
        self,
        builder: Builder,
        tell: Callable[[Release], object],
        show: Show = lambda done, total: None,
    ) -> None:
        self._builder, self._tell, self._show = builder, tell, show
        self._end = threading.Event()
        self._said = ""

    def stop(self) -> None:
        """End soon; may be called in a signal handler."""
        self._end.set()

    def run(self) -> None:
        """Make releases until stopped."""
        failures, again, quiet = 0, False, False
        while not self._end.is_set():
            try:
                if again or self._builder.is_due():
                    made = self._builder.build(self._progress)
                    if made.made:
                        self._tell(made)
                    quiet = False
                else:
                    quiet = not self._builder.prepare()
                    if quiet:
                        self._builder.make_smaller()
                failures, again = 0, False
                if self._said:
                    self._said = ""
                    LOGGER.info("building goes on")
            except Stopped:
                return
            except FeedsvcError as error:
                again = True
                if self._said != str(error):
                    self._said = str(error)
                    LOGGER.error("no release can be made: %s", error)
            except Exception:
                again = True
                if self._said != "fault":
                    self._said = "fault"
                    LOGGER.exception("no release can be made")
            if again:
                self._end.wait(_AGAIN[min(failures, len(_AGAIN) - 1)])
                failures += 1
            elif quiet:
                self._builder.wait(_LOOK, self._end)

    def _progress(self, done: int, total: int) -> None:
        self._show(done, total)
        if self._end.is_set():
            raise Stopped("the build was told to end; what readers reach is as it was")
