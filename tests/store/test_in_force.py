"""Which settings are in force, for all processes on a store."""

import pytest

from feedsvc.errors import SettingsError
from feedsvc.settings import Site, site_of
from feedsvc.store import Store, changed_since
from feedsvc.store.in_force import InForce


def site(title: str) -> Site:
    return site_of(f'{{"title": "{title}"}}', {})


def test_what_one_process_puts_another_finds(store: Store) -> None:
    one, other = InForce(store, {}), InForce(store, {"FEEDSVC_RIGHTS": "mine"})
    assert one.site() is None
    assert not one.are(site("a"))
    for title in ("a", "b"):
        one.put(site(title))
        found = other.site()
        assert found is not None
        assert (found.settings.title, found.settings.rights) == (title, "mine")
        assert other.are(site(title))
    assert not other.are(site("a"))


def test_who_looks_for_changes_learns_of_it(store: Store) -> None:
    with store.reading() as connection:
        assert changed_since(connection, -1).settings is None
    InForce(store, {}).put(site("a"))
    with store.reading() as connection:
        for edition in (-1, 0):
            assert changed_since(connection, edition).settings == site("a").mark


def test_what_is_wrong_is_told_to_all_until_it_is_mended(store: Store) -> None:
    one, other = InForce(store, {}), InForce(store, {})
    assert other.refused() == ""
    for reason in ("site.toml:1: error: x", "site.toml:2: error: y", ""):
        one.refuse(reason)
        assert other.refused() == reason


def test_what_does_not_go_with_the_variables_here_is_an_error(store: Store) -> None:
    InForce(store, {}).put(site("a"))
    with pytest.raises(SettingsError, match="the settings in force or FEEDSVC_FEEDS_ENTRIES"):
        InForce(store, {"FEEDSVC_FEEDS_ENTRIES": "many"}).site()
