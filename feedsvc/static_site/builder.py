"""Makes the releases of a site that is kept as files."""

import threading
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from feedsvc.errors import FeedsvcError
from feedsvc.indexer import usable_cores
from feedsvc.model.hashing import digest
from feedsvc.newsroom import Newsroom
from feedsvc.static_site import addresses, media_files, survey
from feedsvc.static_site.addresses import Wanted
from feedsvc.static_site.asking import Service
from feedsvc.static_site.changes import Changes
from feedsvc.static_site.host_texts import HostTexts
from feedsvc.static_site.making import Made, Maker
from feedsvc.static_site.memory import Built, Kind, Memory
from feedsvc.static_site.smallest import Smallest
from feedsvc.static_site.trees import OWN, STATE, Releases, told
from feedsvc.static_site.workers import FEW, Moment, Workplace, make_in_processes
from feedsvc.store import GLANCE_SECONDS, changed_since, ledger
from feedsvc.store.article_editions import last_change
from feedsvc.store.site_state import SiteState

Show = Callable[[int, int], None]
_SET_BACK = 2  # seconds; where a release is further ahead of the clock, that was set back
_QUIET = 10.0  # seconds after a release until files are coded again
_STEP = 0.02  # seconds between two looks whether anything was written
_ROUNDS = 20  # in which what is published meanwhile is made as well, before it waits


class Release(NamedTuple):
    """What a build did.

    Attributes:
        number: of the release that readers reach now; 0: there is none.
        made: whether it is new.
        written, removed: paths of files whose bytes are new, and of those that are no more.
        files: how many the release has, without compressed ones.
        seconds: that it took.
        asked: addresses that were asked for.
    """

    number: int
    made: bool
    written: tuple[str, ...]
    removed: tuple[str, ...]
    files: int
    seconds: float
    asked: int = 0


class Builder:
    """Makes releases of a newsroom in a folder. It has the folder to itself until it is closed.

    Args:
        articles: the newsroom's folder.
        environ: the environment variables; some are settings.
        out: the folder of the releases.
        beside: the URL at which `feedsvc serve` answers searches; empty: nobody does.
        clock: gives the time, aware.
        sleep: waits the given number of seconds.
        processes: in which many files are made; None: one for each core.

    Attributes:
        seen: of what the last release was made (is_due compares it).

    Raises:
        FeedsvcError: it cannot begin; the text says what to do.
    """

    def __init__(
        self,
        articles: Path,
        environ: dict[str, str],
        out: Path,
        *,
        beside: str = "",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        sleep: Callable[[float], None] = time.sleep,
        processes: int | None = None,
    ) -> None:
        self._clock, self._sleep, self._processes = clock, sleep, processes
        self.releases = Releases(out)
        self.seen: tuple[object, ...] = ()
        self._due: datetime | None = None
        self._quiet_since, self._made = 0.0, False  # whether it has made a release
        self._looked = False  # at all media files
        self._hosts = HostTexts()
        self._lock = self.releases.alone()
        self._lock.__enter__()
        try:
            environ = environ | {"FEEDSVC_MEDIA_ACCEL": ""}  # no proxy sends files in our place
            self._moment = Moment(clock())
            self.newsroom = Newsroom.open(
                articles, environ, self._moment, glance=GLANCE_SECONDS, as_in_force=True
            )
            self._hint = self.newsroom.store.another_hint(_STEP)
            self._service = Service(self.newsroom, kept_as_files=not beside)
            aside = self.releases.aside
            self._place = Workplace(articles, environ, aside, not beside)
            self._maker = Maker(self._service, aside)
            self._state = SiteState(out / OWN / STATE)
            self.releases.clear()
            self._state.go_back(self.releases.current)
            self.memory = Memory(self._state, self.releases.current)
            self._smallest = Smallest(self.memory, self.releases)
        except BaseException:
            self._lock.__exit__(None, None, None)
            raise

    def close(self) -> None:
        """Give the folder free."""
        self._smallest.interrupt()
        self._state.close()
        self._hint.close()
        self.newsroom.close()
        self._lock.__exit__(None, None, None)

    def build(self, show: Show = lambda done, total: None) -> Release:
        """Make a release, if readers would see anything else in it than before.

        Args:
            show: is told how many files are made, of how many.

        Raises:
            FeedsvcError: none is made; what readers reach is as it was.
        """
        begun = time.monotonic()
        self._smallest.interrupt()
        self._begin_second(self.memory.before("built", ""))
        made: dict[tuple[str, bool], Made] = {}
        since, whole = self.memory.get("built", ""), False
        try:
            for _ in range(_ROUNDS):
                before, self.seen = self.seen, self._glance()
                built = self._stand()
                if since == built and before == self.seen:
                    break
                whole |= self._make(since, built, show, made)
                since = built
                self.memory.put("built", "", built)
            self._note(made, whole=whole)
            with told(self.releases.out):
                release = self._release(made, begun)
            self._due = self.newsroom.due()
            self._quiet_since = time.monotonic()
            self._made |= release.made
            return release
        except BaseException:
            self.memory.go_back(self.releases.current)
            self._hosts = HostTexts()
            raise

    def prepare(self) -> bool:
        """Do a part of what makes the next releases quicker; False: nothing is left to do."""
        memory = self.memory
        if not memory.number:
            return False
        return self._hosts.prepare(memory) or self.releases.prepare(memory.some_files)

    def make_smaller(self) -> bool:
        """Code again what has stayed, once it is quiet; False: nothing is left to do.

        It is done beside, and the next release does not wait for it.
        """
        if time.monotonic() - self._quiet_since < _QUIET:
            return False
        return self._smallest.go_on(self._stayed()) is not None

    def make_smallest(self, show: Show = lambda done, total: None) -> int:
        """Code all again that has stayed, on all cores; returns how many files.

        Args:
            show: is told how many are done, of how many.
        """
        smallest = Smallest(self.memory, self.releases, self._processes or usable_cores())
        return smallest.finish(self._stayed(), show)

    def _stayed(self) -> int:
        """The release since which a file is what it is, to be one that has stayed."""
        return self.memory.number - self._made

    def wait(self, seconds: float, ended: threading.Event) -> None:
        """Wait for so long, or until something is written to the store, or for the end."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and not ended.wait(_STEP):
            if time.monotonic() >= self._hint.next and self._hint.moved():
                return

    def is_due(self) -> bool:
        """Whether something was published since, or time has changed something."""
        if self._glance() != self.seen:
            return True
        return self._due is not None and self._clock() >= self._due

    def _glance(self) -> tuple[object, ...]:
        """What differs whenever something was published, or is made with other settings."""
        self.newsroom.store.hint.expect()
        self.newsroom.follow()
        with self.newsroom.store.reading() as connection:
            edition = changed_since(connection, 0).edition
            article = last_change(connection)
        return edition, article, self._service.made_with()

    def _begin_second(self, before: Built | None) -> None:
        """Let all that is made be of one second, and of none that a release has already.

        A server makes the tag of a file of its size and its time, which has no fractions.
        """
        last = before.moment if before is not None else 0
        while 0 <= last - int(self._clock().timestamp()) <= _SET_BACK:
            self._sleep(0.05)
        self._moment.now = self._clock().replace(microsecond=0)

    def _stand(self) -> Built:
        """What a release would be made of now."""
        newsroom = self.newsroom
        newsroom.store.hint.expect()
        newsroom.follow()
        settings = newsroom.settings
        if not settings.base_url:
            raise FeedsvcError(
                "the files need the site's address: set base_url in site.toml or FEEDSVC_BASE_URL"
            )
        with newsroom.store.reading() as connection:
            edition = changed_since(connection, 0).edition
            made = ledger.state_of(connection, "built") or ""
            id_base = ledger.id_base_of(connection, settings)
        return Built(
            site=settings.site,
            moment=int(self._moment.now.timestamp()),
            edition=edition,
            store=digest(made, id_base),
            made_with=self._service.made_with(),
            masthead=survey.overview(newsroom).masthead,
        )

    def _make(
        self, since: Built | None, built: Built, show: Show, made: dict[tuple[str, bool], Made]
    ) -> bool:
        """Make what may have changed; returns whether that was everything."""
        wanted: list[Wanted] | None = None
        if since is not None and since.leads_to(built):
            wanted = Changes(self._service, self.memory, since).addresses()
        whole = wanted is None
        if wanted is None:
            wanted = survey.everything(
                self.newsroom,
                self.memory,
                self._service.styles(),
                searches=not self._place.kept_as_files,
            )
            made.clear()
        elif not self._looked:  # nobody may have followed the folder since
            wanted += media_files.touched(self.newsroom, self.memory)
        self._ask(wanted, built.moment, show, made)
        self._looked = True
        told = made.get((addresses.not_found().address, False))
        if not whole and told is not None and told.new:  # such pages show the newest articles
            gone = [addresses.gone(address) for address, _ in self.memory.every("gone")]
            asked = {address for address, _ in made}
            self._ask((one for one in gone if one.address not in asked), built.moment, show, made)
        return whole

    def _ask(
        self, wanted: Iterable[Wanted], now: int, show: Show, made: dict[tuple[str, bool], Made]
    ) -> None:
        once = {(one.address, one.browser): one for one in wanted}
        jobs = [(one, self.memory.before("file", one.path)) for one in once.values()]
        if len(jobs) <= FEW:
            found = self._maker.make_all(jobs, now)
        else:
            found = make_in_processes(self._place, jobs, now, show, self._processes)
        with told(self.releases.out):
            for one in found:
                made[one.wanted.address, one.wanted.browser] = one

    def _note(self, made: dict[tuple[str, bool], Made], *, whole: bool) -> None:
        """Note what the answers change of files, redirects, and what is gone."""
        memory = self.memory
        if whole:
            kinds: tuple[Kind, ...] = ("file", "redirect", "gone", "media", "noted")
            for kind in kinds:
                for key, _ in memory.every(kind):
                    memory.put(kind, key, None)
        for one in made.values():
            address, path, file = one.wanted.address, one.wanted.path, one.file
            if file is None and memory.get("file", path) is not None:
                memory.put("file", path, None)
            if one.wanted.browser:
                if file is not None:
                    memory.put("file", path, file)
                continue
            leads = one.location if one.status in (301, 308) else None
            memory.put("redirect", address, leads)
            memory.put("gone", address, path if one.status == 410 else None)
        for one in made.values():
            if one.file is not None:
                memory.put("file", one.wanted.path, one.file)
            if one.noted is not None:
                memory.put("noted", *one.noted)
            if one.wanted.address.startswith(media_files.PLACE):
                state = media_files.state_of(self.newsroom, one.wanted.address)
                memory.put("media", one.wanted.address, state if one.file else None)

    def _release(self, made: dict[tuple[str, bool], Made], begun: float) -> Release:
        memory, releases, number = self.memory, self.releases, self.memory.number
        files = list(memory.changes("file"))
        new = {one.wanted.path for one in made.values() if one.new}
        leads = any(True for kind in ("redirect", "gone") for _ in memory.changes(kind))
        if not files and not leads and number:
            return Release(number, False, (), (), 0, time.monotonic() - begun, len(made))
        releases.begin(
            lambda path, one: memory.at("file", path, one),
            lambda before, after: memory.changed("file", before, after),
            memory.some_files,
        )
        removed = tuple(sorted(path for path, _, after in files if after is None))
        for _, before, after in files:
            if after is None:
                releases.drop(before)
        written = tuple(sorted(path for path, _, after in files if after and path in new))
        for path, before, after in files:
            if after is not None and path in new:
                releases.put(after, before)
        memory.commit(number + 1, releases.oldest() or number + 1)
        count = memory.count("file")
        self._hosts.write(memory, releases)
        releases.finish(number + 1)
        seconds = time.monotonic() - begun
        return Release(number + 1, True, written, removed, count, seconds, len(made))
