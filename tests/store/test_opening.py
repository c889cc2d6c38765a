"""Which store a newsroom's folder has, and with which settings it begins."""

from collections.abc import Callable
from pathlib import Path

import pytest

from feedsvc.errors import FolderMissing, SettingsError, StoreAway, StoreError
from feedsvc.model.entry import Term
from feedsvc.model.ledger_record import SlugOwner
from feedsvc.settings import read_site
from feedsvc.store import Store, ledger, locate, sqlite_url
from feedsvc.store.in_force import InForce
from feedsvc.store.labels import Labels
from feedsvc.store.opening import (
    named_store,
    once_there,
    open_store,
    rehearse_on,
    site_in,
    store_url,
)
from tests.store.keeping import NOW, record


def write(folder: Path, text: str) -> None:
    (folder / "site.toml").write_text(text)


def test_the_file_counts_at_the_start_unless_others_are_in_force(tmp_path: Path) -> None:
    write(tmp_path, 'title = "a"')
    store, site = open_store(tmp_path, {}, as_in_force=True)
    assert site.settings.title == "a"
    InForce(store, {}).put(site)
    store.close()
    for text in ('title = "b"', "title = "):
        write(tmp_path, text)
        store, site = open_store(tmp_path, {}, as_in_force=True)
        store.close()
        assert site.settings.title == "a"
    with pytest.raises(SettingsError, match=r"site\.toml:1: "):
        open_store(tmp_path, {})
    write(tmp_path, 'title = "b"')
    store, site = open_store(tmp_path, {})
    store.close()
    assert site.settings.title == "b"


def test_a_wrong_file_makes_no_store(tmp_path: Path) -> None:
    write(tmp_path, "title = ")
    for in_force in (True, False):
        with pytest.raises(SettingsError, match=r"site\.toml:1: "):
            open_store(tmp_path, {}, as_in_force=in_force)
    assert [file.name for file in tmp_path.iterdir()] == ["site.toml"]


def test_a_wrong_file_and_a_store_without_settings_are_refused(tmp_path: Path) -> None:
    open_store(tmp_path, {})[0].close()
    write(tmp_path, "title = ")
    with pytest.raises(SettingsError, match=r"site\.toml:1: "):
        open_store(tmp_path, {}, as_in_force=True)


def test_a_store_is_found_though_the_file_is_wrong_where_the_file_names_none(
    tmp_path: Path,
) -> None:
    write(tmp_path, 'store = "there"')
    assert store_url(tmp_path, {}) == locate(tmp_path, "there", {})
    write(tmp_path, "titel = 3")
    assert store_url(tmp_path, {}) == locate(tmp_path, "", {})
    assert store_url(tmp_path, {"FEEDSVC_STORE": "here"}) == locate(tmp_path, "here", {})
    write(tmp_path, 'titel = 3\nstore = "there"')
    with pytest.raises(SettingsError):
        store_url(tmp_path, {})
    assert store_url(tmp_path, {"FEEDSVC_KEPT_STORE": "sqlite:////x"}) == "sqlite:////x"


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FolderMissing):
        site_in(tmp_path / "nowhere", {})
    write(tmp_path, 'title = "a"')
    assert site_in(tmp_path, {}) == read_site(tmp_path, {})


def test_a_store_is_named_by_url_file_or_folder(tmp_path: Path) -> None:
    state, newsroom = tmp_path / "state", tmp_path / "articles"
    newsroom.mkdir()
    write(newsroom, 'store = "../state"')
    file = sqlite_url(newsroom / "../state/store.sqlite3")
    assert named_store(newsroom, {}) == named_store(str(newsroom), {}) == file
    Store.open(file).close()
    assert named_store(state, {}) == sqlite_url(state / "store.sqlite3")
    assert named_store(state / "other.sqlite3", {}) == sqlite_url(state / "other.sqlite3")
    url = "postgresql://u:p@h/db?options=-csearch_path%3Dnews"
    assert named_store(url, {}) == url
    assert named_store(newsroom, {"FEEDSVC_STORE": url}) == url


def test_a_rehearsal_remembers_what_readers_know(url: str, store: Store, tmp_path: Path) -> None:
    with store.writing() as connection:
        ledger.keep(connection, "id_base", "x.example,2026")
        many = [record(str(number)) for number in range(1001)]
        given = {one.slug: SlugOwner(one.entry_id, NOW) for one in many}
        ledger.remember(connection, many, given)
        Labels(connection).term("tag", "C++")
    other = Store.open(locate(tmp_path, "other", {}))
    rehearse_on(other, url, "y.example,2026")
    with other.writing() as target:
        assert ledger.recall(target, "id_base") == "x.example,2026"
        assert ledger.count_present(target, 2000) == 1001
        assert ledger.slug_owner(target, "7") == "id:7"
        assert Labels(target).term("tag", "C") == Term("c-2", "C")
    other.close()
    new = Store.open(locate(tmp_path, "new", {}))
    rehearse_on(new, sqlite_url(tmp_path / "nothing"), "y.example,2026")
    with new.reading() as connection:
        assert ledger.recall(connection, "id_base") == "y.example,2026"
    new.close()


def test_a_hub_without_its_library_is_a_wrong_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever publishes refuses it; settings that are in force stay."""
    file = tmp_path / "site.toml"
    file.write_text('title = "News"\n')
    store, site = open_store(tmp_path, {})
    InForce(store, {}).put(site)
    store.close()
    file.write_text('title = "Other"\n[websub]\nhub = "own"\n')
    monkeypatch.setattr("feedsvc.settings.websub.find_spec", lambda name: None)
    with pytest.raises(SettingsError, match=r"site\.toml:3: websub\.hub: .*feedsvc\[push\]"):
        open_store(tmp_path, {})
    store, site = open_store(tmp_path, {}, as_in_force=True)
    store.close()
    assert (site.settings.title, site.settings.hubs) == ("News", ())
    assert site_in(tmp_path, {}).settings.websub.own


def opens_after(errors: list[StoreError]) -> Callable[[], str]:
    def opening() -> str:
        if errors:
            raise errors.pop(0)
        return "open"

    return opening


def test_a_store_that_is_away_is_waited_for_and_told_of_once() -> None:
    told: list[str] = []
    pauses: list[float] = []
    away = [StoreAway("store x: it is away") for _ in range(3)]
    assert once_there(opens_after(list(away)), told.append, lambda: True, pauses.append) == "open"
    assert len(pauses) == len(away)
    assert [line.partition(":")[0] for line in told] == [
        "store x",
        "the store can be reached again",
    ]
    assert once_there(opens_after([]), told.append, lambda: True, pauses.append) == "open"
    assert len(told) == 2


def test_who_is_not_to_wait_hears_why_it_is_away() -> None:
    told: list[str] = []
    with pytest.raises(StoreAway, match="it is away"):
        once_there(opens_after([StoreAway("it is away")]), told.append, lambda: False)
    assert told == []


def test_a_store_that_is_refused_is_not_waited_for() -> None:
    with pytest.raises(StoreError, match="no such role"):
        once_there(opens_after([StoreError("no such role")]), print, lambda: True)
