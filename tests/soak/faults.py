"""What goes wrong around the service: kills, full disks, moved clocks, lost folders."""

import os
import random
import signal
from contextlib import suppress

from tests.soak.clock import MovedClock
from tests.soak.desk import Act, Desk
from tests.soak.service import Service
from tests.soak.subscribers import Subscribers

_HOUR, _DAY = 3600.0, 86400.0
_MOVES = (90.0, _HOUR, _DAY, -90.0, -_HOUR, -_DAY)  # of the clock, in seconds


class Faults:
    """Makes things go wrong, and mends them.

    Args:
        service: that has to bear it.
        desk: the editor of its folder.
        clock: of the service.
        subscribers: are told when the store is away, which excuses a 503.
        dice: decides.

    Attributes:
        away: whether the folder is away, so that the editor has to wait.
    """

    def __init__(
        self,
        service: Service,
        desk: Desk,
        clock: MovedClock,
        subscribers: Subscribers,
        dice: random.Random,
    ) -> None:
        self._service, self._desk, self._clock = service, desk, clock
        self._subscribers, self._dice = subscribers, dice
        self._folder = desk.folder
        self._aside = desk.folder.with_name("away")
        self._store_goes = not service.environ  # with the folder
        self._site_broken = False
        self.away = False

    def acts(self) -> list[tuple[int, Act]]:
        """All that may go wrong now, or be mended, with weights."""
        found: list[tuple[int, Act]] = [(3, self.move_clock)]
        found += [(4, self.kill_indexer), (3, self.kill_worker)]
        found += [(1, self.kill_server), (1, self.restart)]
        if self._service.fills:
            found.append((9, self.free_disk) if self._service.disk.full else (3, self.fill_disk))
        found.append((12, self.give_folder_back) if self.away else (2, self.lose_folder))
        if not self.away:
            found.append((6, self.mend_site) if self._site_broken else (1, self.break_site))
        return found

    def mend(self) -> None:
        """End all that lasts."""
        self._service.disk.full = False
        if self.away:
            self.give_folder_back()
        if self._site_broken:
            self.mend_site()
        self._clock.move(0)

    def kill_indexer(self) -> str:
        return self._kill(self._service.indexers(), "the indexer")

    def kill_worker(self) -> str:
        return self._kill(self._service.workers(), "a worker")

    def _kill(self, pids: list[int], name: str) -> str:
        if not pids:
            return ""
        with suppress(ProcessLookupError):
            os.kill(self._dice.choice(pids), signal.SIGKILL)
        return f"killed {name}"

    def kill_server(self) -> str:
        if not self._service.runs:
            return ""
        self._service.kill()
        return "killed the server"

    def restart(self) -> str:
        if not self._service.runs:
            return ""
        wrong = self._service.stop()
        return f"ended the server: {wrong}" if wrong else "ended the server"

    def fill_disk(self) -> str:
        self._service.disk.full = True
        return "filled the disk"

    def free_disk(self) -> str:
        self._service.disk.full = False
        return "gave the disk space again"

    def move_clock(self) -> str:
        if not self._clock.ahead and self._clock.was_moved():
            return ""  # what leaps from one wrong time to another is taken for time that passed
        ahead = 0.0 if self._clock.ahead else self._dice.choice(_MOVES)
        self._clock.move(ahead)
        return f"moved the clock to {ahead:+.0f} s"

    def lose_folder(self) -> str:
        if self._store_goes:
            self._subscribers.away += 1
        self.away = True
        os.rename(self._folder, self._aside)
        # A mount point whose disk is lost. Where the store went with it, a process that starts
        # there cannot know that it is no new newsroom.
        if not self._store_goes and self._dice.random() < 0.5:
            self._folder.mkdir()
            return "left an empty folder in place of the folder"
        return "took the folder away"

    def give_folder_back(self) -> str:
        if self._folder.exists():
            self._folder.rmdir()  # feedsvc may not begin anything in it
        os.rename(self._aside, self._folder)
        self.away = False
        if self._store_goes:
            self._subscribers.away += 1
        return "gave the folder back"

    def break_site(self) -> str:
        self._site_broken = True
        self._desk.site(broken=True)
        return "broke site.toml"

    def mend_site(self) -> str:
        self._site_broken = False
        self._desk.site(broken=False)
        return "mended site.toml"
