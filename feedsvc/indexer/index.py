"""Brings the store up to date with the folder: reads changed files, removes missing articles."""

import unicodedata
import uuid
from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from datetime import datetime
from itertools import chain, islice

from feedsvc.indexer.clock_set import count_ahead, follow_clock
from feedsvc.indexer.find_languages import with_languages
from feedsvc.indexer.folder_diff import Difference, FolderDiff
from feedsvc.indexer.follow_files import follow_files
from feedsvc.indexer.joint_authors import joint_paths
from feedsvc.indexer.problems import keep_name_problems
from feedsvc.indexer.read_pool import Found, ReadPool, read_files
from feedsvc.indexer.remove import forget_files, remove_articles, retract_deleted, too_many
from feedsvc.indexer.report import Progress, ScanReport, Seen, UpdateReport, quiet
from feedsvc.indexer.transaction import IndexTransaction, Placement
from feedsvc.indexer.translations_last import translations_last
from feedsvc.indexer.upgrade import end_upgrade, follow_rules, release_refused
from feedsvc.indexer.worklist import EXAMPLES, Worklist
from feedsvc.model.entry import Term
from feedsvc.model.ledger_record import Record
from feedsvc.settings import Settings
from feedsvc.sources import DiskList, Folder, is_text
from feedsvc.store import Store, articles, files, ledger
from feedsvc.store.bulk import chunks
from feedsvc.store.labels import Labels
from feedsvc.store.missing import MissingArticles, is_within

BATCH = 500  # files of one transaction; more would keep others waiting for the store
_LABELS = 20_000  # categories, tags and authors that memory may hold


class Index:
    """Indexes the files of a folder in a store.

    Args:
        folder, settings, store: what to read, how, and where to keep it.
        now: gives the time, UTC, whole seconds.
        placement: says in which feeds articles stand.
        preview: publish drafts, embargoed and expired articles too, marked as such; and remove
            missing articles, however many they are.
    """

    def __init__(
        self,
        folder: Folder,
        settings: Settings,
        store: Store,
        now: Callable[[], datetime],
        placement: Placement,
        *,
        preview: bool = False,
    ) -> None:
        self._folder = folder
        self._named = self._settings = settings
        self._store = store
        self._now = now
        self._placement = placement
        self._preview = preview
        self._begin()

    def _begin(self) -> None:
        """Forget what is known of the store."""
        self._opened = self._store.opened
        self._labels: dict[tuple[str, str], Term] = {}
        self._adopted = False
        self._missing = MissingArticles(self._store, self._folder.lacks)

    def survey(self) -> Iterator[list[Difference]]:
        """The differences between folder and store, a piece at a time (FolderDiff.pieces).

        At the end, the problems of file names and folders are kept.
        """
        follow_clock(self._store, self._now())
        look = FolderDiff(self._folder, self._store)
        yield from look.pieces()
        keep_name_problems(self._store, look.problems)

    def aside(self, tell: Callable[[], None]) -> ReadPool:
        """A reader of slow files for `update`, which calls `tell` when it has read one."""
        return ReadPool(self._folder, self._settings, tell=tell)

    def scan(
        self,
        progress: Progress = quiet,
        *,
        accept_deletions: bool = False,
        accept_new: bool = False,
    ) -> ScanReport:
        """Bring the store up to date with the folder; only files that look changed are read.

        After an interruption, the next scan goes on where this one was.

        Args:
            progress: called as files are read.
            accept_deletions: remove missing articles even if a quarter of all is gone at once.
            accept_new: publish the files that an earlier feedsvc refused, however many they are.

        Raises:
            FolderMissing: no article is removed.
            StoreError: what was kept until then stays kept.
        """
        now = self._now()
        self._folder.check()
        self._adopt(look=True)
        follow_clock(self._store, now)
        follow_rules(self._store, self._settings, self._placement.version, now, self._preview)
        look = FolderDiff(self._folder, self._store)
        missing = MissingArticles(self._store, self._folder.lacks)
        with closing(Worklist(missing)) as work:
            work.add(chain.from_iterable(look.pieces()))
            if look.moved:
                work.look_again(FolderDiff(self._folder, self._store).pieces())
            hold = self._work_off(work, now, progress, accept=accept_deletions or self._preview)
            waiting = self._take_waiting(work, now, progress, accept=accept_new)
            work.withdrawn += retract_deleted(self._store, self._folder, now, accept_deletions)
            keep_name_problems(self._store, look.problems)
            total, published = self._close_scan(now)
            count = sum(1 for _ in self._left(work))
            some = tuple(islice(self._left(work), EXAMPLES))
            return ScanReport(
                files=look.files,
                read=work.read,
                new=work.new,
                changed=work.changed,
                moved=work.moved,
                gone=() if hold else some,
                held=some if hold else (),
                articles=total,
                published=published,
                gone_count=0 if hold else count,
                held_count=count if hold else 0,
                new_paths=tuple(work.new_paths[:3]),
                withdrawn=work.withdrawn,
                untold=tuple(work.untold_paths),
                untold_count=work.untold,
                waiting=waiting,
                ahead=count_ahead(self._store),
            )

    def update(
        self,
        paths: Collection[str],
        *,
        spare: Collection[str] = (),
        aside: ReadPool | None = None,
    ) -> UpdateReport:
        """Bring the store up to date with a few files: changed, new, or gone.

        Where a quarter of the articles is gone at once, they stay until a scan accepts it.

        Args:
            paths: of files; the path of a folder, or of what was one, stands for all files in it.
            spare: paths of gone files or folders that may still come back. A new file may be one of
                them, but their articles stay.
            aside: reads slow files; None: the update waits for them.

        Raises:
            FolderMissing: no article is removed.
        """
        now = self._now()
        self._folder.check()
        # The store cannot keep other paths; a scan of the folder reports the files that have them.
        wanted = {unicodedata.normalize("NFC", path).rstrip("/") for path in filter(is_text, paths)}
        spared = {unicodedata.normalize("NFC", path).rstrip("/") for path in filter(is_text, spare)}
        spared -= wanted
        with self._store.held():
            self._adopt()
            self._missing.spare(spared)
            with closing(Worklist(self._missing)) as work:
                self._look_at(wanted, work)
                if len(work.gone):  # an id may become free for a file that was refused
                    for path in sorted(self._refused() - wanted):
                        work.stale.add(path)
                hold = self._work_off(work, now, quiet, accept=self._preview, aside=aside)
                left = tuple(record.path for record in self._left(work))
                later = tuple(work.later)
                waiting = set(later)
                if not hold and not later:
                    told = {path for paths in work.seen for path in paths}
                    work.seen[-1] += [path for path in left if path not in told]
                looked = tuple(path for path in work.stale if path not in waiting)
        return UpdateReport(
            work.read,
            tuple(work.new_paths),
            tuple(work.changed_paths),
            tuple(work.moved_paths),
            gone=() if hold or later else left,
            held=left if hold else (),
            problems=tuple(work.problems),
            looked=looked,
            later=later,
            seen=Seen(*map(tuple, work.seen)),
        )

    def _adopt(self, *, look: bool = False) -> None:
        """Let the store know the files of all articles: it must before a file can count as new."""
        if self._opened != self._store.opened:
            self._begin()
        if look or not self._adopted:
            self._settings = with_languages(self._store, self._folder, self._named, look=look)
        if not self._adopted:
            files.adopt(self._store)
            self._adopted = True

    def _close_scan(self, now: datetime) -> tuple[int, int]:
        """Record that the whole folder was read; how many articles are kept and published."""
        with self._store.writing() as connection:
            if ledger.state_of(connection, "built") is None:
                ledger.set_state(connection, "built", now.isoformat())
            ledger.set_state(connection, "indexed", now.isoformat())
            ledger.set_state(connection, "scan", uuid.uuid4().hex)
            end_upgrade(connection, now)
        with self._store.reading() as connection:
            return articles.count_articles(connection, now)

    def _look_at(self, paths: Collection[str], work: Worklist) -> None:
        """Add what has to be done at some paths to the worklist."""
        there, others = set(), []
        for path in sorted(paths):
            if self._folder.lists(path):
                there.add(path)
                (work.stale if self._folder.wants(path) else work.media).add(path)
            elif not self._folder.wants(path) or self._folder.lacks(path):
                others.append(path)  # a file that cannot be looked at now is not gone
        if not others:
            return
        # A path inside a folder that is among the paths too is found with that folder.
        outer = [p for p in others if not p or not is_within(p.rpartition("/")[0], paths)]
        with self._store.reading() as connection:
            gone = files.known_paths(connection, outer)
            folders = {path for path in outer if files.has_files_within(connection, path)}
        for path in sorted(gone):
            (work.gone if self._folder.wants(path) else work.media).add(path)
        for path in outer:
            if path in folders or self._folder.is_folder(path) or not path:
                for piece in FolderDiff(self._folder, self._store, path).pieces():
                    work.add(piece, but=there | gone)

    def _work_off(
        self,
        work: Worklist,
        now: datetime,
        progress: Progress,
        *,
        accept: bool,
        aside: ReadPool | None = None,
    ) -> bool:
        """Read the files to read and remove missing articles; whether these were held back.

        Nothing is removed while slow files are being read: each may be a missing article.
        """
        follow_files(self._store, work, self._folder, self._settings, now)
        if len(work.stale) > 1:
            translations_last(work, self._settings)
        present = self._find_missing(work)
        known = len(self._labels)
        self._take(work.stale, work, now, progress, aside)
        if len(self._labels) > known:
            self._take(joint_paths(self._store), work, now, quiet, aside)
        if work.freed:
            self._take(sorted(self._refused()), work, now, quiet, aside)
        left = sum(1 for _ in self._left(work))
        hold = too_many(left, present) and not accept
        if (left or len(work.gone)) and not work.later:
            self._folder.check()
            others = (one for one in work.missing.left() if not self._folder.wants(one.path))
            untold = remove_articles(self._store, others, now, tell=False)
            work.leave_untold(untold)
            work.seen[2] += untold
            gone = (one for one in self._left(work) if self._folder.lacks(one.path))
            if not hold:
                public = remove_articles(self._store, gone, now, tell=not self._preview)
                work.withdrawn += len(public)
                work.seen[1] += public
            forget_files(self._store, work.gone)
        return hold

    def _left(self, work: Worklist) -> Iterator[Record]:
        """The articles whose files are gone, without files that are no articles any more."""
        return filter(lambda one: self._folder.wants(one.path), work.missing.left())

    def _take_waiting(
        self, work: Worklist, now: datetime, progress: Progress, *, accept: bool
    ) -> int:
        """Publish what an earlier feedsvc refused, if little or accepted; how many files wait."""
        released, waiting = release_refused(self._store, now, accept=accept)
        self._take(released, work, now, progress, None)
        return waiting

    def _find_missing(self, work: Worklist) -> int:
        """Look up the missing articles; how many articles had files, counted as far as needed."""
        if not work.gone:
            return 0
        with self._store.reading() as connection:
            for some in chunks(work.gone):
                work.missing.add(ledger.records_at(connection, some).values())
            return ledger.count_present(connection, 4 * work.missing.count() + 1)

    def _refused(self) -> set[str]:
        with self._store.reading() as connection:
            return articles.paths_with(connection, "same-id")

    def _take(
        self,
        paths: DiskList[str] | list[str],
        work: Worklist,
        now: datetime,
        progress: Progress,
        aside: ReadPool | None,
    ) -> None:
        """Read files and keep what they say, in a transaction for each BATCH of them."""
        done, total = 0, len(paths)
        found = read_files(self._folder, self._settings, now, paths, aside, work.later)
        with closing(found):
            while some := list(islice(found, BATCH)):
                progress(done, total)
                self._keep(some, work, now)
                done += len(some)
        progress(total, total)

    def _keep(self, found: list[Found], work: Worklist, now: datetime) -> None:
        lost = [path for path, file in found if file is None]
        read = [file for _, file in found if file is not None]
        if lost:
            with self._store.reading() as connection:
                work.missing.add(ledger.records_at(connection, lost).values())
            for path in lost:
                work.gone.add(path)
        if not read:
            return
        if len(self._labels) > _LABELS:
            self._labels.clear()
        try:
            with self._store.writing() as connection:
                labels = Labels(connection, self._labels, self._settings.private_categories)
                batch = IndexTransaction(
                    connection, self._settings, now, labels, self._placement, preview=self._preview
                )
                kept = batch.take(read, work.missing)
        except BaseException:
            self._labels.clear()  # labels that were not committed must be looked up again
            raise
        work.note(len(read), kept)
