"""Passes on to the editor's desk what the indexer tells."""

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

    def say(self, message: str, level: int = logging.INFO, **_: object) -> None:
        """Show a line to the editor where it asks for attention: a warning or an error."""
        if level >= logging.WARNING:
            self._desk.notice(message)

    def over(self, topic: str, message: str = "") -> None:
        """Tell that something told `once` is no longer so."""
        if message and topic in self._told:
            self._desk.notice(message)
        super().over(topic)

    def settings_refused(self, error: SettingsError) -> None:
        """Tell that site.toml is in error."""
        self._desk.refuse_settings(error)

    def scanned(self, scanned: ScanReport, problems: Mapping[str, int]) -> None:
        """Take in what changed between the preview's own scan and the indexer's first one."""
        if scanned.new or scanned.changed or scanned.moved or scanned.gone_count:
            self._desk.begin()

    def taken(self, taken: UpdateReport) -> None:
        """Take in an update of a batch of files."""
        if not (taken.read or taken.gone or taken.held):
            return  # only files that left a moment ago, which was told then
        try:
            self._desk.take(taken)
        except FeedsvcError as error:
            self._desk.notice(str(error))
