"""Tries files that could be slow to read in another process, before they are read in this one."""

from datetime import datetime

from feedsvc.indexer import Reader, ReadFile, could_be_slow
from feedsvc.model.hashing import digest
from feedsvc.model.problem import Problem
from feedsvc.settings import Settings
from feedsvc.sources import Folder


class Trial:
    """Reads files in another process, within the time and memory that the limits allow.

    Args:
        folder, settings, now: as read_file takes them.
    """

    def __init__(self, folder: Folder, settings: Settings, now: datetime) -> None:
        self._reader = Reader(folder, settings)
        self._now = now
        self._known: dict[str, tuple[str, Problem | None]] = {}

    def refusal(self, path: str, data: bytes) -> Problem | None:
        """Why a file may not be read in this process; None: it may.

        Args:
            path: of the file.
            data: what it held a moment ago.
        """
        if not could_be_slow(data):
            return None
        held = digest(data)
        if path not in self._known or self._known[path][0] != held:
            found = self._reader.read([path], self._now)
            if found is None:
                return None  # no process can be started
            self._known[path] = held, _refusal(path, held, found[0])
        return self._known[path][1]

    def close(self) -> None:
        """End the process."""
        self._reader.close()


def _refusal(path: str, held: str, found: ReadFile | None) -> Problem | None:
    if found is not None and found.article is None:
        limits = (p for p in found.problems if p.code in ("too-slow", "unreadable"))
        if refused := next(limits, None):
            return refused
    if found is None or found.source != held:
        message = "it is being changed by somebody else; run this again later"
        return Problem(path, 1, "error", "changing", message)
    return None
