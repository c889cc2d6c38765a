"""What needs a restart stays as it was; the keys of what differs are told."""

from feedsvc.settings import NEEDS_RESTART, LimitSettings, as_began, changed_keys
from feedsvc.settings.site import check_settings

BEGAN = LimitSettings()


def test_only_what_a_server_is_made_with_stays() -> None:
    limits = {"requests": 20, "downloads": 5, "connections": 17, "sections": 9}
    found = as_began(check_settings({"title": "x", "limits": limits}), BEGAN)
    assert (found.title, found.limits.sections, found.limits.downloads) == ("x", 9, 5)
    assert (found.limits.requests, found.limits.connections) == (64, 1024)


def test_downloads_stay_fewer_than_requests() -> None:
    limits = {"requests": 200, "downloads": 100}
    found = as_began(check_settings({"limits": limits}), BEGAN)
    assert (found.limits.requests, found.limits.downloads) == (64, 63)


def test_what_differs_is_told_by_its_key() -> None:
    before = check_settings({"title": "x", "categories": {"a": {"title": "A"}, "b": {}}})
    after = check_settings(
        {
            "title": "y",
            "categories": {"a": {"title": "A", "private": True}, "c": {}},
            "feeds": {"entries": 3},
            "redirects": {"/a": "/b"},
        }
    )
    keys = ["title", "feeds.entries", "categories.a", "categories.c", "redirects./a"]
    assert changed_keys(before, after) == [*keys, "categories.b"]
    assert changed_keys(after, after) == []


def test_each_key_that_needs_a_restart_is_a_setting() -> None:
    known = {key for key, _ in _all_keys()}
    assert known >= set(NEEDS_RESTART)


def _all_keys() -> list[tuple[str, object]]:
    settings = check_settings({})
    return [(key, None) for key in settings.__struct_fields__] + [
        (f"limits.{key}", None) for key in settings.limits.__struct_fields__
    ]
