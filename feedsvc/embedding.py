"""Opens a newsroom for a program of somebody's own, and keeps it fresh in a thread."""

import logging
import os
import threading
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from feedsvc.errors import FeedsvcError
from feedsvc.hooks import HookThread
from feedsvc.indexer import FolderEyes, Indexer, IndexerLog, Watch
from feedsvc.newsroom import Newsroom
from feedsvc.store import GLANCE_SECONDS

_log = logging.getLogger("feedsvc.indexer")
_STOP_SECONDS = 10.0  # that a transaction may still take when the newsroom is closed
_AGAIN_SECONDS = 10.0  # after which following is tried again when it failed


def open(
    folder: str | os.PathLike[str],
    *,
    base_url: str = "",
    follow: bool = False,
    environ: Mapping[str, str] | None = None,
) -> Newsroom:
    """Open a newsroom, and bring it up to date with its folder.

    It is a context manager: at the end of its `with` block, or by `close()`, it gives back its
    files and ends its thread.

    Args:
        folder: of the articles, with site.toml if there is one.
        base_url: the address of the site, with the prefix under which an application of yours has
            it, such as `https://example.org/news`; empty: that of the settings.
        follow: see what is saved, moved and deleted in the folder from now on, and what time
            changes, in a thread of this process. Where several processes open one newsroom, one of
            them follows the folder, all of them show what it published, and another takes over
            when it ends. Without it, `scan()` looks at the folder again.
        environ: variables such as FEEDSVC_TITLE, which win over site.toml; None: those of this
            process.

    Returns:
        the newsroom, indexed.

    Raises:
        FeedsvcError: the folder, its settings or the store are not as they should be. The text says
            what to do.
    """
    there = Path(folder)
    given = dict(os.environ if environ is None else environ)
    if base_url:
        given["FEEDSVC_BASE_URL"] = base_url
    newsroom = Newsroom.open(there, given, glance=GLANCE_SECONDS)
    try:
        with newsroom.lock("writing").held():
            newsroom.scan()
        newsroom.following = True
        if follow:
            newsroom.on_close(Follower(there, given).stop)
    except BaseException:
        newsroom.close()
        raise
    return newsroom


class Follower:
    """A thread that keeps a newsroom's store up to date with its folder, until it is stopped.

    Args:
        folder, environ: of the newsroom, as for `Newsroom.open`.
    """

    def __init__(self, folder: Path, environ: Mapping[str, str]) -> None:
        self._folder = folder
        self._environ = environ
        self._end = threading.Event()
        self._told: Callable[[], object] = lambda: None
        self._thread = threading.Thread(target=self._run, name="feedsvc-follow", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread, after the transaction that runs now."""
        self._end.set()
        self._told()
        self._thread.join(_STOP_SECONDS)

    def _run(self) -> None:
        while not self._end.is_set():
            try:
                self._follow()
            except FeedsvcError as error:
                _log.error("%s", error)
            except Exception:
                _log.exception("the newsroom could not be followed")
            self._end.wait(_AGAIN_SECONDS)

    def _follow(self) -> None:
        """Follow the folder until it is stopped, with a newsroom that no other thread uses."""
        with closing(
            Newsroom.open(self._folder, self._environ, ahead=True, as_in_force=True)
        ) as newsroom:
            indexer = Indexer(
                newsroom,
                Watch(self._folder),
                FolderEyes(self._folder, lambda path: newsroom.folder.file(path)),
                IndexerLog(),
            )
            self._told = indexer.stop
            if self._end.is_set():  # it was stopped before there was anybody to tell
                indexer.stop()
            with HookThread(newsroom.hooks, newsroom.lock("hooks")):
                indexer.run()
