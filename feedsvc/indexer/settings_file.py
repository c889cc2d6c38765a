"""site.toml while feedsvc runs: read once at the start, so a change asks for a restart."""

from collections.abc import Callable

from feedsvc.errors import SettingsError
from feedsvc.indexer.log import IndexerLog
from feedsvc.indexer.watch import FolderEyes
from feedsvc.settings import FILE_NAME


class SettingsFile:
    """Tells of each change of the settings' file once.

    Args:
        eyes: look at it.
        journal: is told.
        check: raises SettingsError where the file is not as it should be.
    """

    def __init__(self, eyes: FolderEyes, journal: IndexerLog, check: Callable[[], object]) -> None:
        self._eyes = eyes
        self._log = journal
        self._check = check
        self._content = eyes.content(FILE_NAME)

    def tell(self) -> None:
        """Say what there is to say, if the file holds something else than last time."""
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
