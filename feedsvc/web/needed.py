"""Which processes a service needs beside its workers: workers tell it, as they follow settings."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feedsvc.settings import Settings

READERS, PUSH = "readers", "push"
_WANTS: "dict[str, Callable[[Settings], bool]]" = {
    READERS: lambda settings: settings.readers.count,
    PUSH: lambda settings: bool(settings.websub.named),
}


class Needed:
    """Marks in a folder in memory: whoever starts processes looks there, and at no disk.

    Args:
        folder: that the processes of a service share.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def tell(self, settings: "Settings") -> None:
        """Mark what is needed with these settings, and nothing else."""
        for name, wants in _WANTS.items():
            with suppress(OSError):  # no memory is left, or the service has ended
                if wants(settings):
                    self._mark(name).touch()
                else:
                    self._mark(name).unlink(missing_ok=True)

    def is_needed(self, name: str) -> bool:
        """Whether a process is needed, as was told last; False where nothing was told yet."""
        return self._mark(name).exists()

    def _mark(self, name: str) -> Path:
        return self._folder / f"{name}.needed"
