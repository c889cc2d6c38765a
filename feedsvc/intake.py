"""Reading the files of a folder, and handing what they say to the store batch by batch."""

import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple
from urllib.parse import unquote

import msgspec

from feedsvc import sources
from feedsvc.batch import Batch, ReadFile, Taken
from feedsvc.documents import digest
from feedsvc.folder import Folder
from feedsvc.identity import Record
from feedsvc.model import SITE, Article, Enclosure, FileStat, Problem
from feedsvc.settings import Settings
from feedsvc.sources.decoding import MAX_BYTES
from feedsvc.store import Store, articles, feeds, ledger

Progress = Callable[[int, int], None]  # files done, files in all
BATCH = 200  # files of one transaction
READING_VERSION = 1  # raised whenever the same file would be read as another article
_MEDIA = f"{SITE}/media/"


class Scanned(NamedTuple):
    """What a look at the whole folder came to.

    Attributes:
        files, read: files that could be articles; those of them that looked changed.
        new, changed, moved: paths, as the ledger sees them.
        gone: articles whose files vanished; they left the feeds.
        held: vanished ones that stay, because so many at once cannot be meant.
        articles, published: how many are kept; how many of them readers see.
    """

    files: int
    read: int
    new: tuple[str, ...]
    changed: tuple[str, ...]
    moved: tuple[str, ...]
    gone: tuple[Record, ...]
    held: tuple[Record, ...]
    articles: int
    published: int


def _too_many(left: Collection[Record], present: Collection[str]) -> bool:
    """Whether so many articles are gone at once that a lost folder is the likelier reason."""
    if len(present) > 1 and len(left) == len(present):
        return True  # an unmounted disk is an empty folder
    return len(left) > 3 and len(left) * 4 >= len(present)


def quiet(done: int, total: int) -> None:
    """Progress that nobody watches."""


class Intake:
    """Takes files of a folder into a store.

    Args:
        folder, settings, store: what to read, how, and where to keep it.
        preview: take drafts, embargoed and expired articles in as well, marked as such.
    """

    def __init__(
        self, folder: Folder, settings: Settings, store: Store, *, preview: bool = False
    ) -> None:
        self._folder = folder
        self._settings = settings
        self._store = store
        self._preview = preview

    def rules(self) -> str:
        """A digest of all but the file that decides how it is taken in."""
        settings = self._settings
        return digest(
            settings.timezone,
            f"{settings.ignore_expiry} {self._preview} {READING_VERSION}",
            settings.id_base,
        )

    def scan(
        self, now: datetime, progress: Progress = quiet, *, accept_deletions: bool = False
    ) -> Scanned:
        """Bring the store up to the folder; only files that look changed are read.

        Args:
            now: the time of the look, UTC, whole seconds.
            progress: told as files are read.
            accept_deletions: believe it when a quarter of the articles is gone at once.

        Raises:
            FolderMissing: nothing is taken out.
            StoreError: what was taken in before stays so.
        """
        listing, name_problems = self._folder.listing()
        closed = [f"{p.path}/" for p in name_problems if p.code == "unreadable-folder"]
        with self._store.reading() as connection:
            same_rules = ledger.state_of(connection, "rules") == self.rules()
            seen = articles.file_stats(connection)
            present = ledger.present_paths(connection)
        hidden = {path for path in seen.keys() | present if path.startswith(tuple(closed))}
        gone = present - listing.keys() - hidden
        stale = [
            path for path in sorted(listing) if not same_rules or seen.get(path) != listing[path]
        ]
        batches = []
        for start in range(0, len(stale), BATCH):
            progress(start, len(stale))
            vanished = {record.entry_id: record for record in self._records_at(gone)}
            batches.append(self.take(stale[start : start + BATCH], vanished, now))
        progress(len(stale), len(stale))
        left = self._records_at(gone)
        hold = _too_many(left, present) and not accept_deletions
        if not hold:
            self.remove(left, now)
        with self._store.writing() as connection:
            kept = {record.path for record in left} if hold else set()
            articles.forget_files(connection, seen.keys() - listing.keys() - hidden - kept)
            articles.put_name_problems(connection, name_problems)
            ledger.set_state(connection, "rules", self.rules())
            if ledger.state_of(connection, "built") is None:
                ledger.set_state(connection, "built", now.isoformat())
            ledger.set_state(connection, "indexed", now.isoformat())
            total, published = articles.count_articles(connection, now)
        return Scanned(
            files=len(listing),
            read=len(stale),
            new=tuple(path for taken in batches for path in taken.new),
            changed=tuple(path for taken in batches for path in taken.changed),
            moved=tuple(path for taken in batches for path in taken.moved),
            gone=() if hold else left,
            held=left if hold else (),
            articles=total,
            published=published,
        )

    def update(self, paths: Collection[str], now: datetime) -> Taken:
        """Bring the store up to a few files: changed, new, or gone.

        Where a quarter of the articles is gone at once they stay, until a scan that accepts it.

        Raises:
            FolderMissing: nothing is taken out.
        """
        with self._store.reading() as connection:
            present = ledger.present_paths(connection)
            refused = articles.paths_with(connection, "same-id")
        wanted = {unicodedata.normalize("NFC", path) for path in paths} | refused
        taken = self.take(sorted(wanted), {}, now)
        self._folder.check()
        left = [record for record in self._records_at(wanted) if record.entry_id in taken.vanished]
        if not _too_many(left, present):
            self.remove(left, now)
        never_published = [path for path in wanted - present if self._folder.stat(path) is None]
        with self._store.writing() as connection:
            articles.forget_files(connection, never_published)
        return taken

    def _records_at(self, paths: Collection[str]) -> tuple[Record, ...]:
        with self._store.reading() as connection:
            return tuple(ledger.records_at(connection, paths).values())

    def take(self, paths: Iterable[str], vanished: Mapping[str, Record], now: datetime) -> Taken:
        """Read files and keep what they say.

        Args:
            paths: the files, in the order in which new ones get their names.
            vanished: articles whose files are gone, by id: a new file may be one of them.
            now: the time of reading, UTC, whole seconds.
        """
        files: list[ReadFile] = []
        lost: set[str] = set()
        for path in paths:
            file = self._read(path, now)
            if file is None:
                lost.add(path)
            else:
                files.append(file)
        with self._store.writing() as connection:
            batch = Batch(connection, self._settings, now, preview=self._preview)
            return batch.take(files, vanished, lost)

    def remove(self, records: Collection[Record], now: datetime) -> None:
        """Take articles whose files are gone out of every feed; not those found elsewhere since."""
        if not records:
            return
        with self._store.writing() as connection:
            paths = [record.path for record in records]
            there = ledger.records_at(connection, paths)
            still = {record.entry_id for record in there.values()}
            entry_ids = [record.entry_id for record in records if record.entry_id in still]
            touched = feeds.feeds_holding(connection, entry_ids)
            articles.delete_articles(connection, entry_ids)
            articles.drop_renderings(connection, entry_ids)
            articles.forget_files(connection, paths)
            ledger.mark_gone(connection, entry_ids)
            feeds.touch_feeds(connection, dict.fromkeys(touched, ""), now)

    def _read(self, path: str, now: datetime) -> ReadFile | None:
        stat = self._folder.stat(path)
        if stat is None:
            return None
        try:
            data = self._folder.read(path, MAX_BYTES + 1)
        except FileNotFoundError:
            return None
        except OSError as error:
            message = f"cannot be opened: {error.strerror}"
            problem = Problem(path, 1, "error", "unreadable", message)
            return ReadFile(path, FileStat(-1, stat.size), "", None, (problem,))
        reading = sources.read(path, data, zone=self._settings.zone)
        article, problems = reading.article, list(reading.problems)
        if article is not None:
            article, found = self._measure(article)
            problems += found
        # A file changed within the clock's grain may change again and look the same.
        fresh = abs(now.timestamp() - stat.modified / 1e9) < 2
        seen = FileStat(-1, stat.size) if fresh else stat
        return ReadFile(path, seen, digest(data), article, tuple(problems))

    def _measure(self, article: Article) -> tuple[Article, list[Problem]]:
        """The article with length and pixels of the files beside it that it encloses."""
        problems: list[Problem] = []

        def measured(media: Enclosure) -> Enclosure:
            if not media.url.startswith(_MEDIA):
                return media
            path = unquote(media.url.removeprefix(_MEDIA))
            stat = self._folder.stat(path)
            if stat is None:
                message = f"{path} is not there; put the file beside the article, or mend its name"
                problems.append(Problem(article.path, 1, "warning", "missing-file", message))
                return media
            pixels = self._folder.pixels(path) if media.type.startswith("image/") else None
            width, height = pixels or (media.width, media.height)
            return msgspec.structs.replace(media, length=stat.size, width=width, height=height)

        if not article.image and not article.enclosures:
            return article, problems
        whole = msgspec.structs.replace(
            article,
            image=measured(article.image) if article.image else None,
            enclosures=tuple(measured(media) for media in article.enclosures),
        )
        return whole, problems
