"""Stamps files one by one: decides what each may be given, and writes it."""

import os
import posixpath
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from feedsvc import sources
from feedsvc.editor.stamp.stamp import Remembered, difference, own_id, stamp
from feedsvc.editor.stamp.trial_read import Trial
from feedsvc.indexer import Progress
from feedsvc.model.article import Article
from feedsvc.model.ledger_record import Record
from feedsvc.model.problem import Problem
from feedsvc.settings import Settings
from feedsvc.sources import METADATA, Folder, rewrite
from feedsvc.store import Store, articles, ledger

_TRIES = 3  # for a file that others change


class Written(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one file was given.

    Attributes:
        path: of the file.
        values: by key.
        difference: a unified diff, where nothing is written (dry run); else empty.
    """

    path: str
    values: dict[str, str]
    difference: str = ""


class Outcome(NamedTuple):
    """The result of stamping.

    Attributes:
        stamped: files that were given their article's id.
        had: how many had an id already.
        left: why others were left as they are.
    """

    stamped: list[Written]
    had: int
    left: list[Problem]


class Options(NamedTuple):
    """How files are stamped.

    Attributes:
        slugs: write slugs as well.
        dry_run: write nothing.
    """

    slugs: bool = False
    dry_run: bool = False


class Stamper:
    """Stamps files of a folder.

    Args:
        folder: where they are.
        settings: the newsroom's; have the zone of times that name none, and limits.
        store: its ledger has the ids.
        now: the time, UTC.
        options: how files are stamped.
    """

    def __init__(
        self,
        folder: Folder,
        settings: Settings,
        store: Store,
        now: datetime,
        options: Options,
    ) -> None:
        self._folder = folder
        self._zone, self._limits = settings.zone, settings.limits
        self._store = store
        self._trial = Trial(folder, settings, now)
        self.close = self._trial.close
        self._options = options
        self._stamped: list[Written] = []
        self._had = 0
        self._left: list[Problem] = []
        self._linked: dict[str, str] = {}  # path -> another path of the same file
        self._claims: dict[str, set[str]] = defaultdict(set)  # id -> files that have it

    def outcome(self, others: Sequence[Problem]) -> Outcome:
        """The result of all that was stamped.

        Args:
            others: problems that were found elsewhere.
        """
        return Outcome(self._stamped, self._had, sorted([*others, *self._left]))

    def look(self, there: Collection[str], chosen: Sequence[str], progress: Progress) -> None:
        """Find out which paths lead to the same file, and which files have the same id.

        Args:
            there: all article files.
            chosen: those that are to be stamped.
            progress: told as files are read.
        """
        self._linked = _linked(self._folder, there)
        with self._store.reading() as connection:
            refused = articles.paths_with(connection, "same-id")
        own = {path: self._own_id(path) for path in refused.intersection(there)}
        for done, path in enumerate(chosen):
            progress(done, len(chosen))
            own[path] = self._own_id(path)
        progress(len(chosen), len(chosen))
        for path, entry_id in own.items():
            if entry_id:
                self._claims[entry_id].add(path)
        with self._store.reading() as connection:
            records = ledger.records_of(connection, list(self._claims))
        for entry_id, record in records.items():
            path = record.path
            if record.present and path in there:
                says = own[path] if path in own else self._own_id(path)
                if says in ("", entry_id):
                    self._claims[entry_id].add(path)

    def _own_id(self, path: str) -> str:
        try:
            data = self._folder.read(path, self._limits.article_bytes + 1)
        except OSError:
            return ""
        return "" if self._trial.refusal(path, data) else own_id(path, data, self._limits)

    def take(self, paths: Sequence[str]) -> None:
        """Stamp some files.

        A date that the ledger had, and that now stands in the file, is no difference for readers,
        and the indexer finds none (feedsvc.indexer.identity.visible_at).
        """
        with self._store.reading() as connection:
            records = ledger.records_at(connection, paths)
        for path in paths:
            self._take(path, records.get(path))

    def _take(self, path: str, record: Record | None) -> None:
        for _ in range(_TRIES):
            try:
                data = self._folder.read(path, self._limits.article_bytes + 1)
            except OSError as error:
                self._leave(path, "unreadable", f"cannot be opened: {error.strerror}")
                return
            beside = posixpath.splitext(path)[0] + METADATA
            if self._folder.stat(beside) is not None:
                message = f"its header is in {beside}; write its id there yourself"
                self._leave(path, "not-stamped", message)
                return
            if refused := self._trial.refusal(path, data):
                self._left.append(refused)
                return
            reading = sources.read(path, data, zone=self._zone, limits=self._limits)
            if reading.article is None:
                self._left += [p for p in reading.problems if p.severity == "error"]
                return
            if self._settled(reading.article, record):
                return
            assert record is not None
            slug = record.slug if self._options.slugs else ""
            remembered = Remembered(record.entry_id, record.first_seen, slug)
            stamped = stamp(reading.article, data, remembered, self._zone, self._limits)
            if isinstance(stamped, Problem):
                self._left.append(stamped)
                return
            if self._options.dry_run:
                shown = difference(path, data, stamped.data, self._limits)
                self._stamped.append(Written(path, stamped.values, shown))
                return
            try:
                file = self._folder.file(path)
                if file is not None and rewrite(file, data, stamped.data):
                    self._stamped.append(Written(path, stamped.values))
                    return
            except OSError as error:
                self._leave(path, "not-written", f"cannot be written: {error.strerror}")
                return
        self._leave(path, "changing", "it is being changed by somebody else; run this again later")

    def _leave(self, path: str, code: str, message: str) -> None:
        self._left.append(Problem(path, 1, "error", code, message))

    def _settled(self, article: Article, record: Record | None) -> bool:
        """Whether nothing is to be written into an article's file; keeps why."""
        path = article.path
        entry_id = article.id or (record.entry_id if record else "")
        others = sorted(self._claims.get(entry_id, set()) - {path})
        if article.id and (not others or (record and record.entry_id == article.id)):
            self._had += 1
        elif others:
            message = f"{others[0]} has the id {entry_id} too; give one of them another `id:`"
            self._leave(path, "same-id", message)
        elif record is None:
            message = "nothing is known of this article yet; run feedsvc index first"
            self._leave(path, "not-indexed", message)
        elif path in self._linked:
            message = f"{self._linked[path]} is the same file, which has room for one id only"
            self._leave(path, "same-file", f"{message}; make one of them a file of its own")
        else:
            return False
        return True


def _linked(folder: Folder, there: Collection[str]) -> dict[str, str]:
    """The paths of files that another path leads to as well, with that path."""
    root = folder.root.resolve()
    same: dict[Path, list[str]] = defaultdict(list)
    for path in there:
        file = folder.file(path)
        if file is not None and os.path.islink(file):
            same[file.resolve()].append(path)
    found: dict[str, str] = {}
    for path in there if same else ():
        file = folder.file(path)
        if file is not None and not os.path.islink(file):
            whole = root / file.relative_to(folder.root)
            if whole in same:
                same[whole].append(path)
    for paths in same.values():
        if len(paths) > 1:
            found |= dict(zip(paths, [*paths[1:], paths[0]], strict=True))
    return found
