"""The preview of one newsroom: its desk, its indexer and its server, in one process."""

import logging
import queue
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

from feedsvc.editor.check import Checker, FolderLookups
from feedsvc.editor.desk import Desk, DeskLog, DeskProblems
from feedsvc.errors import FeedsvcError, SettingsError
from feedsvc.indexer import DueChanges, FolderEyes, Indexer, Watch, Watching
from feedsvc.model.clock import system_clock
from feedsvc.newsroom import Newsroom
from feedsvc.settings import FILE_NAME, load_settings
from feedsvc.web.preview import create_preview
from feedsvc.web.server import PreviewServer

LOG = logging.getLogger("feedsvc.preview")
_STOP_SECONDS = 5.0  # in which the indexer is to end


class Stage:
    """Shows a preview, and puts another in its place when site.toml changes.

    Args:
        make: gives a preview that has not begun.
    """

    def __init__(self, make: "Callable[[], Preview]") -> None:
        self._make = make
        self._shown = make()
        self._wanted: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self._guard = threading.Lock()
        self._closed = False

    def open(self) -> Desk:
        """Show a first preview; returns its desk.

        Raises:
            FeedsvcError: the settings or the folder are not as they should be.
        """
        desk = self._shown.begin(self._renew)
        threading.Thread(target=self._keep, name="feedsvc-stage", daemon=True).start()
        return desk

    def _renew(self) -> None:
        self._wanted.put(True)

    def close(self) -> None:
        """End the preview that is shown; no other takes its place."""
        with self._guard:
            self._closed = True
            self._shown.end()

    def _keep(self) -> None:
        while True:
            self._wanted.get()
            with self._guard:
                if self._closed:
                    return
                follower = self._make()
                try:
                    follower.begin(self._renew, self._shown.desk)
                except (FeedsvcError, OSError) as error:
                    follower.end()
                    self._shown.desk.notice(str(error))
                else:
                    before, self._shown = self._shown, follower
                    before.end()


class Preview:
    """A newsroom as its folder is now, shown at an address of this machine.

    Another one takes its place when site.toml changes.

    Args:
        articles: the folder.
        environ: environment variables; some are settings.
        server: shows it.
        progress: shows how far the reading of the folder is.
    """

    def __init__(
        self,
        articles: Path,
        environ: Mapping[str, str],
        server: PreviewServer,
        progress: Watching,
    ) -> None:
        self._articles = articles
        self._environ = environ
        self._server = server
        self._progress = progress
        self._stack = ExitStack()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def begin(self, changed: Callable[[], None], before: Desk | None = None) -> Desk:
        """Read the whole folder, and show it; returns its desk.

        Args:
            changed: called when site.toml holds other, valid settings.
            before: the desk that this one takes the place of.

        Raises:
            FeedsvcError: the settings or the folder are not as they should be.
        """
        settings_file = self._settings_file()
        newsroom = self._stack.enter_context(
            Newsroom.rehearsal(
                self._articles, self._environ, base_url=self._server.url, preview=True
            )
        )
        with self._progress() as watch:
            newsroom.scan(watch, accept_deletions=True)
        # Links are checked with the site's own base_url, not with the preview's, as readers will
        # follow them.
        settings = load_settings(self._articles, self._environ)
        eyes = FolderLookups(newsroom.folder, newsroom.article)
        checker = Checker(settings, eyes, system_clock)
        # Open pages may show an earlier desk, even of another process, and must see a new version.
        version = time.time_ns() // 1_000_000
        earlier = before.events() if before else ()
        findings = DeskProblems(newsroom, checker)
        self.desk = Desk(newsroom, findings, newsroom.now, version, earlier)
        self.desk.begin()
        if before is not None:
            self.desk.notice("site.toml has changed: pages and feeds are made with it.")
        self._watch = Watch(self._articles)
        self._indexer = Indexer(
            newsroom,
            self._watch,
            FolderEyes(self._articles, newsroom.folder.file),
            DeskLog(self.desk, LOG),
            check_settings=lambda: self._check_settings(changed),
        )
        self._server.show(create_preview(self.desk))
        self._thread = threading.Thread(target=self._follow, name="feedsvc-follow", daemon=True)
        self._thread.start()
        if self._settings_file() != settings_file:  # it changed while articles were read
            self._check_settings(changed)
        return self.desk

    def _settings_file(self) -> bytes:
        try:
            return (self._articles / FILE_NAME).read_bytes()
        except OSError:
            return b""

    def end(self) -> None:
        """Follow the folder no longer, and forget everything."""
        self._stop.set()
        if self._thread is not None:
            self.desk.close()
            self._indexer.stop()
            self._thread.join(_STOP_SECONDS)
        self._stack.close()

    def _check_settings(self, changed: Callable[[], None]) -> None:
        try:
            load_settings(self._articles, self._environ)
        except SettingsError as error:
            self.desk.refuse_settings(error)
        else:
            changed()

    def _follow(self) -> None:
        due = DueChanges(self.desk.next_due, time.monotonic, system_clock)
        version = self.desk.version
        try:
            self._indexer.begin()
            while not self._stop.is_set():
                wait = self._indexer.step()
                if due.look():
                    self.desk.lapse()
                if self.desk.version != version:
                    version = self.desk.version
                    due.renew()
                until = max(0.0, due.moment() - time.monotonic())
                self._indexer.hear(self._watch.wait(min(wait, until)))
        except (FeedsvcError, OSError) as error:
            self.desk.notice(f"{error}; start the preview again")
        finally:
            self._indexer.close()
