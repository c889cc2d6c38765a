"""Follows site.toml while feedsvc runs: what it says counts once it is whole and right.

A file that is wrong, empty or gone changes nothing: it might have hidden something.
"""

from collections.abc import Callable
from functools import partial

from feedsvc.errors import FolderMissing, SettingsError
from feedsvc.indexer.debounce import Look
from feedsvc.indexer.folder_state import TICK
from feedsvc.indexer.interfaces import IndexedNewsroom
from feedsvc.indexer.log import IndexerLog
from feedsvc.indexer.watch import FolderEyes
from feedsvc.settings import FILE_NAME, NEEDS_RESTART, Site, as_log_line, changed_keys

SEEN = 0.05  # seconds in which workers look at the store, and so at new settings
AGAIN = 10.0  # seconds until new settings are tried again after they could not be taken
_EMPTY = f"{FILE_NAME}:1: it is empty; to give up all settings, write a line of comment into it"
_GONE = f"{FILE_NAME}: it is gone; put it back, or an empty one with a line of comment"
_SAME = "; its settings are those in force all along"


class SettingsFile:
    """Says when there are new settings to go on with, and logs what is wrong with them.

    Args:
        newsroom: has the settings that count now.
        eyes: look at the file.
        journal: the log.

    Attributes:
        waiting: whether there are new settings, so that `take` must be called.
    """

    def __init__(self, newsroom: IndexedNewsroom, eyes: FolderEyes, journal: IndexerLog) -> None:
        self._newsroom = newsroom
        self._eyes = eyes
        self._log = journal
        self._seen: Look | None = None
        self._new: Site | None = None
        self._changed: list[str] = []
        self._look_at = self._take_at = 0.0
        self.waiting = False

    def moved(self, now: float) -> bool:
        """Whether the file looks other than when `tell` last read it; looks once a second.

        Args:
            now: monotonic seconds.
        """
        if now < self._look_at:
            return False
        self._look_at = now + TICK
        return self._eyes.look(FILE_NAME) != self._seen

    def due(self, now: float) -> bool:
        """Whether new settings are to be taken; where that fails, again in a while."""
        if not self.waiting or now < self._take_at:
            return False
        self._take_at = now + AGAIN
        return True

    def tell(self) -> None:
        """Read the file, which is whole or gone for good; log what is wrong with it."""
        self._seen = self._eyes.look(FILE_NAME)
        before = self._newsroom.site
        if before is None:
            return
        self._new, self.waiting = None, False
        try:
            site = self._newsroom.read_site()
            if not site.text.strip() and before.values != site.values:
                raise SettingsError(_GONE if self._seen is None else _EMPTY)
        except FolderMissing:
            return
        except SettingsError as error:
            self._log.settings_refused(error)
            self._note(as_log_line(error))
            return
        new = site.mark != before.mark
        self._log.over("settings", f"{FILE_NAME} is right again{'' if new else _SAME}")
        self._note("")
        self._tell_restart(site)
        if new:
            self._new, self.waiting, self._take_at = site, True, 0.0

    def take(self) -> None:
        """Let the newsroom go on with the new settings; a scan must follow, then `count`."""
        if self._new is not None:
            before = self._newsroom.settings
            self._newsroom.adopt(self._new)
            changed = changed_keys(before, self._newsroom.settings)
            self._changed += [key for key in changed if key not in NEEDS_RESTART]
            self._new = None

    def count(self, pause: Callable[[float], object]) -> None:
        """Log that new settings count in whatever answers from the store, where there were some.

        Args:
            pause: waits the given number of seconds.
        """
        if not self.waiting:
            return
        self.waiting = False
        pause(SEEN)
        changed, self._changed = dict.fromkeys(self._changed), []
        what = ", ".join(changed) if changed else "nothing that counts here changed"
        self._log.say(f"{FILE_NAME} is in force: {what}")

    def _tell_restart(self, site: Site) -> None:
        needed = self._newsroom.waiting_for_restart(site)
        for key, why in NEEDS_RESTART.items():
            line = site.line(key)
            place = f"{FILE_NAME}:{line}" if line else FILE_NAME
            if key in needed:
                self._log.once(key, f"{place}: {key} needs a restart: {why}")
            else:
                self._log.over(key)

    def _note(self, line: str) -> None:
        self._log.attempt("refuse", partial(self._newsroom.in_force.refuse, line))


class CheckedSettings:
    """Checks each change of site.toml, for a newsroom that is begun anew for it (the preview).

    Args:
        eyes: read the file.
        journal: the log.
        check: called for each change; raises SettingsError where the file has an error.

    Attributes:
        waiting: never.
    """

    def __init__(self, eyes: FolderEyes, journal: IndexerLog, check: Callable[[], object]) -> None:
        self._eyes = eyes
        self._log = journal
        self._check = check
        self._content = eyes.content(FILE_NAME)
        self.waiting = False

    def moved(self, now: float) -> bool:
        """Never: the folder's own events tell."""
        return False

    def due(self, now: float) -> bool:
        """Never: another newsroom takes them."""
        return False

    def tell(self) -> None:
        """Check the file, if its content is not the same as last time."""
        content = self._eyes.content(FILE_NAME)
        if content == self._content:
            return
        self._content = content
        try:
            self._check()
        except SettingsError as error:
            self._log.settings_refused(error)

    def take(self) -> None:
        """Do nothing."""

    def count(self, pause: Callable[[float], object]) -> None:
        """Do nothing."""


def settings_file(
    newsroom: IndexedNewsroom,
    eyes: FolderEyes,
    journal: IndexerLog,
    check: Callable[[], object] | None,
) -> SettingsFile | CheckedSettings:
    """What follows site.toml: CheckedSettings where there is a check."""
    if check is not None:
        return CheckedSettings(eyes, journal, check)
    return SettingsFile(newsroom, eyes, journal)
