"""Watches site.toml while feedsvc runs, and logs that a change needs a restart.

The settings are read once, at the start.
"""

from collections.abc import Callable

from feedsvc.errors import SettingsError
from feedsvc.indexer.log import IndexerLog
from feedsvc.indexer.watch import FolderEyes
from feedsvc.settings import FILE_NAME


class SettingsFile:
    """Logs each change of site.toml once.

    Args:
        eyes: read the file.
        journal: the log.
        check: raises SettingsError where the file has an error.
    """

    def __init__(self, eyes: FolderEyes, journal: IndexerLog, check: Callable[[], object]) -> None:
        self._eyes = eyes
        self._log = journal
        self._check = check
        self._content = eyes.content(FILE_NAME)

    def tell(self) -> None:
        """Log that the file changed, if its content is not the same as last time."""
        content = self._eyes.content(FILE_NAME)
        if content == self._content:
            return
        self._content = content
        try:
            self._check()
        except SettingsError as error:
            self._log.settings_refused(error)
        else:
            self._log.settings_changed()
