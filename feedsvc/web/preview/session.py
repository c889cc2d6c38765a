"""The preview of one newsroom: its desk, its indexer and its server, in one process."""

import logging
import queue
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from feedsvc.editor.check import Checker, FolderLookups
from feedsvc.editor.desk import AsPublished, Desk, DeskLog
from feedsvc.errors import FeedsvcError, SettingsError
from feedsvc.indexer import DueChanges, FolderEyes, Indexer, Watch, Watching
from feedsvc.model.clock import system_clock
from feedsvc.newsroom import Newsroom
from feedsvc.pages import LOOK_SECONDS
from feedsvc.settings import FILE_NAME, load_settings
from feedsvc.store.opening import audience_file, store_url
from feedsvc.web.preview.actions import new_token
from feedsvc.web.preview.pages import create_preview
from feedsvc.web.preview.program import VSCODE, Program
from feedsvc.web.preview.readers import subscribers_in
from feedsvc.web.server import PreviewServer

LOG = logging.getLogger("feedsvc.preview")
_STOP_SECONDS = 5.0  # in which the indexer is to end


class Stage:
    """Shows a newsroom as its folder is now, and begins anew when site.toml changes.

    Args:
        articles: the folder.
        environ: environment variables; some are settings.
        server: shows it.
        progress: shows how far the reading of the folder is.
        program: shows an article's file to the editor.
    """

    def __init__(
        self,
        articles: Path,
        environ: Mapping[str, str],
        server: PreviewServer,
        progress: Watching,
        program: Program = VSCODE,
    ) -> None:
        self._articles = articles
        self._environ = environ
        self._server = server
        self._progress = progress
        self._program = program
        self._token = new_token()  # open pages keep it when the desk begins anew
        self._shown = ExitStack()  # ends the preview that is shown
        self._place = tempfile.TemporaryDirectory(prefix="feedsvc-")
        self._as_published = AsPublished(articles, environ, Path(self._place.name))
        self._wanted: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self._guard = threading.Lock()
        self._closed = False

    def open(self) -> Desk:
        """Read the whole folder, and show it; returns its desk.

        Raises:
            FeedsvcError: the settings or the folder are not as they should be.
        """
        desk = self._show(None)
        threading.Thread(target=self._keep, args=(desk,), name="feedsvc-stage", daemon=True).start()
        return desk

    def close(self) -> None:
        """End the preview that is shown; no other takes its place."""
        with self._guard:
            self._closed = True
            self._shown.close()
            self._place.cleanup()

    def _keep(self, desk: Desk) -> None:
        while True:
            self._wanted.get()
            with self._guard:
                if self._closed:
                    return
                try:
                    desk = self._show(desk)
                except (FeedsvcError, OSError) as error:
                    desk.notice(str(error))

    def _show(self, before: Desk | None) -> Desk:
        """Show a preview in place of the one that has a desk, which then ends; returns its desk."""
        with ExitStack() as stack:
            desk = stack.enter_context(self._preview(before))
            ended, self._shown = self._shown, stack.pop_all()
        ended.close()
        return desk

    @contextmanager
    def _preview(self, before: Desk | None) -> Iterator[Desk]:
        """A preview of the folder, from its desk; afterwards it is followed no longer."""
        settings_file = self._settings_file()
        with Newsroom.rehearsal(
            self._articles, self._environ, base_url=self._server.url, preview=True
        ) as newsroom:
            with self._progress() as progress:
                newsroom.scan(progress, accept_deletions=True)
            # Links are checked with the site's own base_url, not with the preview's, as readers
            # will follow them.
            settings = load_settings(self._articles, self._environ)
            eyes = FolderLookups(newsroom.folder, newsroom.articles.article)
            checker = Checker(settings, eyes, system_clock)
            # Open pages may show an earlier desk, even of another process, and must see a new
            # version.
            version = time.time_ns() // 1_000_000
            earlier = before.events() if before else ()
            edits = before.edits.lately() if before else ()
            self._as_published.begin(newsroom)
            desk = Desk(newsroom, checker, version, earlier, edits, as_published=self._as_published)
            desk.begin()
            if settings.websub.lacks:
                desk.notice(f"websub.hub: {settings.websub.lacks}")
            if before is not None:
                desk.notice("site.toml has changed: pages and feeds are made with it.")
            watch = Watch(self._articles)
            indexer = Indexer(
                newsroom,
                watch,
                FolderEyes(self._articles, newsroom.folder.file),
                DeskLog(desk, LOG),
                check_settings=lambda: self._check_settings(desk),
            )
            audience = audience_file(self._articles, self._environ)
            store = store_url(self._articles, self._environ)
            subscribers = partial(subscribers_in, store, system_clock)
            preview = create_preview(desk, self._program, self._token, audience, subscribers)
            self._server.show(preview)
            following = threading.Thread(
                target=_follow, args=(desk, indexer, watch), name="feedsvc-follow", daemon=True
            )
            following.start()
            try:
                if self._settings_file() != settings_file:  # it changed while articles were read
                    self._check_settings(desk)
                yield desk
            finally:
                desk.close()
                indexer.stop()
                following.join(_STOP_SECONDS)

    def _settings_file(self) -> bytes:
        try:
            return (self._articles / FILE_NAME).read_bytes()
        except OSError:
            return b""

    def _check_settings(self, desk: Desk) -> None:
        try:
            load_settings(self._articles, self._environ)
        except SettingsError as error:
            desk.refuse_settings(error)
        else:
            self._wanted.put(True)


def _follow(desk: Desk, indexer: Indexer, watch: Watch) -> None:
    """Take in what changes in the folder, and what time changes, until the desk is closed."""
    due = DueChanges(desk.next_due, time.monotonic, system_clock)
    version = desk.version
    try:
        indexer.begin()
        while not desk.closed:
            wait = indexer.step()
            if due.look():
                desk.lapse()
            if desk.version != version:
                version = desk.version
                due.renew()
            until = max(0.0, due.moment() - time.monotonic())
            if desk.themes.current() is not None:  # its files are no articles, so they are polled
                until = min(until, LOOK_SECONDS)
            indexer.hear(watch.wait(min(wait, until)))
    except (FeedsvcError, OSError) as error:
        desk.notice(f"{error}; start the preview again")
    finally:
        indexer.close()
