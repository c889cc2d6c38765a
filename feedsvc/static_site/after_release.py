"""What follows a release: configurations, an object store, caches that are told."""

import logging
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from feedsvc.static_site.answers import Answers
from feedsvc.static_site.bring_newest import Destination, Pause
from feedsvc.static_site.follow_answers import FollowedAnswers
from feedsvc.static_site.memory import read_manifest, read_memory
from feedsvc.static_site.object_store import ObjectStoreError, Place, lacks
from feedsvc.static_site.purge import Purge, PurgeFailed, urls_changed
from feedsvc.static_site.trees import OWN, current_release
from feedsvc.static_site.upload import Progress, ReleaseFolder
from feedsvc.static_site.web_servers import Written, write_servers

_ORIGIN, _TOLD = "origin", "told"
_LOGGER = logging.getLogger("feedsvc.build")


class Done(msgspec.Struct, frozen=True):
    """What was done after a release.

    Attributes:
        servers: names of the configurations that changed.
        told: what a server, a host or an object store cannot take.
        place: the object store to which files were brought; empty: none.
        sent, deleted: files that were brought to an object store, and objects that were removed.
        untold: why caches could not be told; empty: they were, or nobody asked for it.
    """

    servers: tuple[str, ...]
    told: tuple[str, ...]
    place: str = ""
    sent: int = 0
    deleted: int = 0
    untold: str = ""


class AfterRelease:
    """Does what follows each release in a folder.

    Args:
        out: the folder.
        articles: the newsroom's folder, in which a command runs.
        environ: environment variables.
        beside: the URL at which `serve` answers what cannot be a file; empty: nobody does.
        place: to which releases are brought; None: nowhere.
        purge: who is told what changed.

    Raises:
        ObjectStoreError: what an object store needs is not installed.
    """

    def __init__(
        self,
        out: Path,
        articles: Path,
        environ: Mapping[str, str],
        *,
        beside: str = "",
        place: Place | None = None,
        purge: Purge | None = None,
    ) -> None:
        if place is not None and (why := lacks()):
            raise ObjectStoreError(why)
        self._out, self._articles, self._environ = out, articles, environ
        self._beside, self._place = beside, place
        self._purge = purge or Purge()
        self._said: tuple[str, ...] = ()
        self._answers = FollowedAnswers()
        self._written: tuple[Answers, tuple[str, ...]] | None = None  # with what servers refuse

    def do(
        self,
        pause: Pause | None = None,
        progress: Progress = lambda done, total: None,
    ) -> Done:
        """Do it for the release that readers reach; what was done already is not done again.

        Args:
            pause: waits for some seconds; true: it is to end.
            progress: gets how many of how many steps of an upload are done.

        Raises:
            FeedsvcError: it could not be done; it may be tried again.
        """
        number = current_release(self._out)
        written = self._write(number)
        if self._place is None:
            return Done(written.changed, written.told, untold=self._tell(number))
        manifest = read_manifest(self._out, number)
        origin = self._kept(_ORIGIN, lambda: uuid.uuid4().hex)
        to = Destination(self._place, origin, self._purge, self._articles)
        release = ReleaseFolder(self._out / "releases" / str(number), manifest)
        brought = to.bring(release, self._environ, pause, progress)
        refused = [f"no object can have this address: {one}" for one in brought.refused]
        if manifest.redirects:
            count = f"{len(manifest.redirects):,} old addresses"
            refused.append(f"an object store cannot redirect: {count} answer 404 there")
        told = (*written.told, *refused)
        if brought.sent or brought.removed:
            counts = (self._place, number, brought.sent, brought.removed)
            _LOGGER.info("%s has release %d: %d files sent, %d removed", *counts)
        done = Done(written.changed, told, str(self._place), brought.sent, brought.removed)
        return msgspec.structs.replace(done, untold=brought.untold)

    def follow(self, pause: Pause) -> None:
        """The same, for what is tried again and again.

        Raises:
            FeedsvcError: it could not be done, or caches could not be told.
        """
        done = self.do(pause)
        for line in done.told:
            if line not in self._said:
                _LOGGER.warning("%s", line)
        self._said = done.told
        if done.untold:
            raise PurgeFailed(done.untold)

    def _write(self, number: int) -> Written:
        """Bring the configurations up to date, where the rules are others than they were made of.

        They are made again at the first release, as somebody may have removed a file.
        """
        with read_memory(self._out, number) as memory:
            answers = self._answers.of(memory)
        if self._written is not None and self._written[0] is answers:
            return Written((), self._written[1])
        written = write_servers(self._out, answers, self._beside)
        self._written = answers, written.told
        for name in written.changed:
            _LOGGER.info("%s changed: let the web server read it again", self._out / name)
        return written

    def _tell(self, number: int) -> str:
        """Tell caches what changed since they were told last; returns why that failed."""
        if not self._purge.wanted:
            return ""
        last = int(self._kept(_TOLD, lambda: "0"))
        with read_memory(self._out, number) as memory:
            site, urls = memory.before("built", "").site, urls_changed(memory, last)
        try:
            if urls:
                self._purge.tell(site, urls, self._articles, self._environ)
        except PurgeFailed as error:
            return str(error)
        (self._out / OWN / _TOLD).write_text(str(number))
        return ""

    def _kept(self, name: str, make: Callable[[], str]) -> str:
        """A text that is kept beside the releases from run to run."""
        file = self._out / OWN / name
        if not file.exists():
            file.write_text(make())
        return file.read_text()
