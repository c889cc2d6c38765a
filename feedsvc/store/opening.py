"""Opens the store of a newsroom's folder, and finds the settings that go with it."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from feedsvc.errors import FeedsvcError, FolderMissing, SettingsError, StoreAway
from feedsvc.settings import FILE_NAME as SITE_FILE
from feedsvc.settings import KEPT_STORE, Site, names_store, read_site
from feedsvc.store import Store, audience, has_ledger, ledger, locate, sqlite_path, sqlite_url
from feedsvc.store.engine import FILE_NAME
from feedsvc.store.in_force import InForce
from feedsvc.store.ledger_copy import REHEARSED, copy_rows

Opened = TypeVar("Opened")
_AGAIN = 0.5  # seconds until a store that is away is tried again


def store_url(folder: Path, environ: Mapping[str, str]) -> str:
    """The database URL of the store that a newsroom's folder and environment name.

    A service tells the processes that it starts later in a variable where its store is. Where
    site.toml is in error, it is found all the same if the file does not seem to name it.

    Raises:
        FolderMissing, SettingsError: the text says what to do.
    """
    if url := environ.get(KEPT_STORE):
        return url
    try:
        store = site_in(folder, environ).settings.store
    except SettingsError:
        if names_store(folder):
            raise
        store = environ.get("FEEDSVC_STORE", "")
    return locate(folder, store, environ)


def named_store(name: str | Path, environ: Mapping[str, str]) -> str:
    """The database URL of a store that a user names, whether it is there or not.

    Args:
        name: a URL, a file of SQLite, the folder that `store` names, or a newsroom's folder.
        environ: as for store_url.

    Raises:
        SettingsError: of the newsroom; the text says what to do.
    """
    if "://" in str(name):
        return str(name)
    path = Path(name)
    if path.is_dir() and not (path / FILE_NAME).exists():
        return store_url(path, environ)
    return sqlite_url(path / FILE_NAME if path.is_dir() else path)


def audience_file(folder: Path, environ: Mapping[str, str]) -> Path:
    """The file with the counts of polls: beside the store, or where it would be without a database.

    Raises:
        FolderMissing, SettingsError, StoreError: the text says what to do.
    """
    path = sqlite_path(store_url(folder, environ)) or sqlite_path(locate(folder, "", environ))
    assert path is not None
    return path.with_name(audience.FILE_NAME)


def site_in(folder: Path, environ: Mapping[str, str]) -> Site:
    """What a newsroom's site.toml says, checked.

    Raises:
        FolderMissing, SettingsError: the text says what to do.
    """
    if not folder.is_dir():
        raise FolderMissing(f"{folder}: no such folder; name the one that holds your articles")
    return read_site(folder, environ)


def site_to_publish(folder: Path, environ: Mapping[str, str]) -> Site:
    """What a newsroom's site.toml says, checked, where all is installed that it needs.

    Raises:
        FolderMissing, SettingsError: the text says what to do.
    """
    site = site_in(folder, environ)
    if lacks := site.settings.websub.lacks:
        line = site.line("websub.hub")
        place = f"{folder / SITE_FILE}:{line}" if line else str(folder / SITE_FILE)
        raise SettingsError(f"{place}: websub.hub: {lacks}")
    return site


def open_store(
    folder: Path, environ: Mapping[str, str], *, as_in_force: bool = False, **options: Any
) -> tuple[Store, Site]:
    """Open a newsroom's store; returns it with the settings to begin with.

    Args:
        folder, environ: the newsroom's folder, and the environment variables.
        as_in_force: take the settings that are in force for all processes on the store, if there
            are any, whatever site.toml says now.
        options: of Store.open.

    Raises:
        FolderMissing, SettingsError, StoreError: the text says what to do.
    """
    site, wrong = None, None
    try:
        site = site_to_publish(folder, environ)
    except SettingsError as error:
        wrong = error
    url = store_url(folder, environ) if as_in_force or site else ""
    path = sqlite_path(url)
    if wrong is not None and (not url or (path is not None and not path.exists())):
        raise wrong
    store = Store.open(url, **options)
    try:
        found = (InForce(store, environ).site() if as_in_force else None) or site
        if found is None:
            raise wrong or SettingsError("no settings are in force")
    except FeedsvcError:
        store.close()
        raise
    return store, found


def once_there(
    opening: Callable[[], Opened],
    tell: Callable[[str], object],
    goes_on: Callable[[], bool],
    pause: Callable[[float], object] = time.sleep,
) -> Opened:
    """What `opening` opens, as soon as the database of the store answers.

    For a process of a service: whoever started it has seen the store, so it will be back. A process
    that ends instead is started again later and later.

    Args:
        opening: opens it.
        tell: takes a line for the log, once for the time away and once for its end.
        goes_on: whether to wait; asked before each wait.
        pause: waits the given number of seconds.

    Raises:
        StoreAway: it is not to wait any longer.
        FeedsvcError: of `opening`.
    """
    waited = False
    while True:
        try:
            opened = opening()
        except StoreAway as error:
            if not goes_on():
                raise
            if not waited:
                tell(f"{error}; trying again until it answers")
            waited = True
            pause(_AGAIN)
        else:
            if waited:
                tell("the store can be reached again")
            return opened


def rehearse_on(target: Store, url: str, id_base: str) -> None:
    """Let a new store know what the store at a URL remembers of articles, if there is one.

    Args:
        target: open, empty.
        url: of the store of the newsroom that is rehearsed.
        id_base: to be kept where that has none.
    """
    path = sqlite_path(url)
    if path is None or path.exists():
        source = Store.open(url, read_only=True)
        try:
            with source.reading() as old, target.writing() as new:
                if has_ledger(old):
                    id_base = ledger.recall(old, "id_base") or id_base
                    copy_rows(old, new, REHEARSED)
        finally:
            source.close()
    with target.writing() as new:
        ledger.keep(new, "id_base", id_base)
