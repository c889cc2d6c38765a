"""What the one who follows the folder has to say, told to the desk."""

import logging
from collections.abc import Mapping

from feedsvc.editor.desk.desk import Desk
from feedsvc.errors import FeedsvcError, SettingsError
from feedsvc.indexer import IndexerLog, ScanReport, UpdateReport


class DeskLog(IndexerLog):
    """Tells the desk what an editor should see.

    Args:
        desk: is told.
        log: takes the rest.
    """

    def __init__(self, desk: Desk, log: logging.Logger) -> None:
        super().__init__(log)
        self._desk = desk

    def say(self, message: str, level: int = logging.INFO) -> None:
        """A line, of which the editor sees what asks for attention."""
        if level >= logging.WARNING:
            self._desk.notice(message)

    def over(self, topic: str, message: str = "") -> None:
        """What was told is no longer so."""
        if message and topic in self._told:
            self._desk.notice(message)
        super().over(topic)

    def settings_changed(self) -> None:
        """Another desk takes the place of this one."""

    def settings_refused(self, error: SettingsError) -> None:
        """The settings' file is in error."""
        self._desk.refuse_settings(error)

    def scanned(self, scanned: ScanReport, problems: Mapping[str, int]) -> None:
        """The look at the start of following; the one before it was told in the terminal."""
        if scanned.new or scanned.changed or scanned.moved or scanned.gone_count:
            self._desk.begin()

    def taken(self, taken: UpdateReport) -> None:
        """What became of a batch of files."""
        if not (taken.read or taken.gone or taken.held):
            return  # what had left a moment ago, and was told then
        try:
            self._desk.take(taken)
        except FeedsvcError as error:
            self._desk.notice(str(error))
