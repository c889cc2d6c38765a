"""Brings a release to an object store: nobody there ever sees a feed whose pages are missing.

What is there stands in a manifest under the prefix, which is written last. Before anything else is
touched, the keys that will be are written down. Where an upload does not end, the next one asks the
store what became of these, sends what is missing, and takes away what nobody wants.
"""

import hashlib
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from email.utils import formatdate
from itertools import chain
from pathlib import Path
from typing import IO, NamedTuple, TypeVar

import msgspec
import zstandard

from feedsvc.static_site.manifest import Manifest
from feedsvc.static_site.object_store import ObjectStore, ObjectStoreError
from feedsvc.static_site.purge import PurgeFailed
from feedsvc.static_site.upload_plan import (
    OWN,
    Plan,
    SiteObject,
    SiteObjects,
    changed_urls,
    plan_upload,
    site_objects,
)
from feedsvc.static_site.writer_lock import WriterLock

THERE = f"{OWN}manifest.json.zst"
TOUCHED = f"{OWN}unfinished.json.zst"
AT_ONCE = 32  # requests
_LARGE = 5 * 1024 * 1024  # bytes from which a file is sent in parts
_DELETIONS = 1_000  # keys in a request
_MARK = "feedsvc-mark"

_Given = TypeVar("_Given")
_Got = TypeVar("_Got")
Progress = Callable[[int, int], None]
Tell = Callable[[list[str]], None]


class Replaced(ObjectStoreError):
    """The release is not on the disk any more, as newer ones came; the newest is to be brought."""


class There(msgspec.Struct, frozen=True):
    """What an object store has.

    Attributes:
        release: the number of the release.
        site: the URL of the site.
        marks: by key.
    """

    release: int = 0
    site: str = ""
    marks: dict[str, str] = {}


class ReleaseFolder(NamedTuple):
    """A release on the disk: its folder, and what stands in it."""

    folder: Path
    manifest: Manifest


class Brought(NamedTuple):
    """What was done.

    Attributes:
        sent: files.
        removed, kept: objects.
        refused: addresses that cannot stand in an object store.
        untold: why caches could not be told; empty: they were.
    """

    sent: int
    removed: int
    kept: int
    refused: tuple[str, ...]
    untold: str


def bring(
    release: ReleaseFolder,
    store: ObjectStore,
    lock: WriterLock,
    tell: Tell,
    progress: Progress = lambda done, total: None,
) -> Brought:
    """Bring a release to an object store.

    Args:
        release: on the disk.
        store: of the prefix.
        lock: of the prefix, held.
        tell: tells caches which URLs changed; raises PurgeFailed. They are told at least once.
        progress: gets how many of how many steps are done.

    Raises:
        ObjectStoreError: the store does not take it; what was brought is not brought again.
        Replaced: files of the release are not there any more.
    """
    wanted = site_objects(release.manifest)
    there, version = _read_there(store)
    touched = _read_touched(store)
    found = _ask(store, [wanted.objects[key] for key in touched if key in wanted.objects])
    marks = {key: mark for key, mark in there.marks.items() if key not in touched} | found
    plan = plan_upload(wanted.objects, marks, touched)
    if plan.keys or touched:
        lock.check()
        store.put(TOUCHED, _pack(sorted({*plan.keys, *touched})), {}, parts=False)
        _carry_out(plan, release.folder, store, lock, progress)
    now = There(
        release.manifest.number,
        release.manifest.site,
        {key: one.mark for key, one in wanted.objects.items()},
    )
    if now != there:
        lock.check()
        if store.put_if(THERE, _pack(now), version) is None:
            raise ObjectStoreError(f"{store}: another process has written there; begin again")
    return _told(wanted, plan, touched, release.manifest.site, store, tell)


def _told(
    wanted: SiteObjects, plan: Plan, touched: set[str], site: str, store: ObjectStore, tell: Tell
) -> Brought:
    """Tell caches, and forget what was touched once they know."""
    again = {key: wanted.objects[key] for key in touched if key in wanted.objects}
    untold = ""
    if urls := changed_urls(plan, site, again):
        try:
            tell(urls)
        except PurgeFailed as error:
            untold = str(error)
        else:
            store.delete([TOUCHED])
    sent = sum(map(len, plan.uploads))
    return Brought(sent, len(plan.deletions), plan.kept, wanted.refused, untold)


def _carry_out(
    plan: Plan, folder: Path, store: ObjectStore, lock: WriterLock, progress: Progress
) -> None:
    total, done = len(plan.keys), 0

    def send(one: SiteObject) -> None:
        lock.check()
        _send(one, folder, store)

    def remove(keys: list[str]) -> None:
        lock.check()
        store.delete(keys)

    for group in plan.uploads:
        for _ in _at_once(send, group):
            done += 1
            progress(done, total)
    keys = list(plan.deletions)
    for start in range(0, len(keys), _DELETIONS):
        remove(keys[start : start + _DELETIONS])
        progress(min(done + start + _DELETIONS, total), total)


def _send(one: SiteObject, folder: Path, store: ObjectStore) -> None:
    """Send a file. It is read from one open file: what replaces it later has another inode."""
    try:
        with (folder / one.path).open("rb") as file:
            if _digest(file) != one.digest:
                raise Replaced(f"{one.path}: the file is of another release; begin again")
            file.seek(0)
            large = one.size > _LARGE
            store.put(one.key, file if large else file.read(), _headers(one), parts=large)
    except FileNotFoundError:
        raise Replaced(
            f"{one.path}: the file is gone, as newer releases came; begin again"
        ) from None
    except OSError as error:
        raise ObjectStoreError(f"{one.path}: {error.strerror}; build the site anew") from None


def _digest(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while part := file.read(1 << 20):
        digest.update(part)
    return digest.hexdigest()


def _headers(one: SiteObject) -> dict[str, str]:
    headers = {
        "Content-Type": one.media_type,
        _MARK: one.mark,
        "feedsvc-digest": one.digest,
        "feedsvc-modified": formatdate(one.modified, usegmt=True),
    }
    return headers | ({"Cache-Control": one.caching} if one.caching else {})


def _ask(store: ObjectStore, objects: Iterable[SiteObject]) -> dict[str, str]:
    """The marks of those objects that are there, as the store itself says."""

    def look(one: SiteObject) -> tuple[str, str]:
        metadata = store.metadata(one.key) or {}
        return one.key, metadata.get(_MARK, "")

    return {key: mark for key, mark in _at_once(look, objects) if mark}


def _at_once(do: Callable[[_Given], _Got], given: Iterable[_Given]) -> Iterable[_Got]:
    """The results of a function, some calls at once; after an error no more are begun.

    Raises:
        FeedsvcError: of a call.
    """
    rest = iter(given)
    with ThreadPoolExecutor(AT_ONCE, "feedsvc-upload") as pool:
        running: set[Future[_Got]] = set()
        try:
            for one in rest:
                running.add(pool.submit(do, one))
                if len(running) >= 2 * AT_ONCE:
                    done, running = wait(running, return_when="FIRST_COMPLETED")
                    yield from (each.result() for each in done)
            done, running = wait(running, return_when=FIRST_EXCEPTION)
            yield from (each.result() for each in chain(done, running))
        finally:
            pool.shutdown(cancel_futures=True)


def _pack(value: There | list[str]) -> bytes:
    return zstandard.compress(msgspec.json.encode(value))


def _read_there(store: ObjectStore) -> tuple[There, str | None]:
    """What the store has, and the version of the manifest; None: it has none."""
    kept = store.get(THERE)
    if kept is None:
        return There(), None
    return _unpack(kept.body, There, store), kept.version


def _read_touched(store: ObjectStore) -> set[str]:
    kept = store.get(TOUCHED)
    return set() if kept is None else set(_unpack(kept.body, list[str], store))


def _unpack(body: bytes, kind: type[_Got], store: ObjectStore) -> _Got:
    try:
        return msgspec.json.decode(zstandard.decompress(body), type=kind)
    except (zstandard.ZstdError, msgspec.MsgspecError):
        raise ObjectStoreError(
            f"{store}: the objects below {OWN} cannot be read; remove them, and begin again"
        ) from None
