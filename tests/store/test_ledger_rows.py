"""What a wrong clock left in the ledger, and to whom ids and slugs belong."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from feedsvc.model.ledger_record import Record, SlugOwner
from feedsvc.store import Connection, ledger
from tests.store.keeping import NOW, record

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


def but(name: str, **values: Any) -> Record:
    return msgspec.structs.replace(record(name), **values)


@pytest.mark.parametrize(
    ("values", "contradicted"),
    [
        ({}, False),
        ({"first_seen": NOW + SECOND}, True),
        ({"shown": NOW}, False),
        ({"shown": NOW + SECOND}, True),
        ({"corrected": NOW}, False),
        ({"corrected": NOW + SECOND}, True),
        ({"returns": NOW + SECOND}, False),
        ({"returns": NOW}, True),
        ({"first_seen": NOW + SECOND, "present": False}, False),
    ],
)
def test_what_was_seen_after_now_contradicts_it(
    connection: Connection, values: dict[str, Any], contradicted: bool
) -> None:
    ledger.remember(connection, [but("a", **values)], {})
    assert ledger.paths_contradicted(connection, NOW) == ({"a.txt"} if contradicted else set())


@pytest.mark.parametrize(
    ("seen", "shown", "returns", "outlived"),
    [
        (3, None, 3, False),
        (4, None, 3, True),
        (3, None, 2, True),
        (4, 3, 3, False),
        (4, 4, 3, True),
        (3, 4, 3, False),
        (9, None, 0, False),
        (9, None, -1, False),
    ],
)
def test_an_earlier_time_is_forgotten_when_more_has_passed_than_is_left(
    connection: Connection, seen: int, shown: int | None, returns: int, outlived: bool
) -> None:
    made = but(
        "a",
        first_seen=NOW - seen * HOUR,
        shown=None if shown is None else NOW - shown * HOUR,
        ahead=b"x",
        returns=NOW + returns * HOUR,
    )
    ledger.remember(connection, [made], {})
    assert ledger.has_outlived(connection, NOW) is outlived
    ledger.forget_outlived(connection, NOW)
    kept = ledger.records_of(connection, ["id:a"])["id:a"]
    forgotten = msgspec.structs.replace(made, ahead=None, returns=None)
    assert kept == (forgotten if outlived else made)
    assert not ledger.has_outlived(connection, NOW)


def test_present_ones_are_counted_up_to_a_limit(connection: Connection) -> None:
    some = [record("a"), record("b"), record("c", present=False), record("d")]
    ledger.remember(connection, some, {})
    assert [ledger.count_present(connection, limit) for limit in (1, 2, 3, 9)] == [1, 2, 3, 3]


def test_of_several_that_were_at_a_path_the_last_seen_counts(connection: Connection) -> None:
    times = {"old": NOW - HOUR, "new": NOW, "older": NOW - 2 * HOUR}
    gone = [but(n, path="x.txt", first_seen=t, present=False) for n, t in times.items()]
    ledger.remember(connection, gone, {})
    assert ledger.past_records_at(connection, ["x.txt"])["x.txt"].entry_id == "id:new"
    assert ledger.records_at(connection, ["x.txt"]) == {}


def test_an_id_that_a_file_states_without_having_it(connection: Connection) -> None:
    made = but("a", stated="urn:x")
    ledger.remember(connection, [made, record("b")], {})
    assert ledger.records_stating(connection, ["urn:x", "id:b"]) == {"urn:x": made}


def test_a_slug_that_was_never_public_is_free_once_its_file_is_gone(connection: Connection) -> None:
    given = {
        "was": SlugOwner("id:a", NOW - SECOND),
        "is": SlugOwner("id:a", NOW),
        "not-yet": SlugOwner("id:a", NOW + SECOND),
        "other": SlugOwner("id:b", NOW + SECOND),
    }
    ledger.remember(connection, [record("a"), record("b")], given)
    ledger.mark_gone(connection, ["id:a"], NOW)
    owners = ledger.SlugOwners(connection, set(given))
    assert {slug: owners.get(slug).since for slug in given} == {
        "was": NOW - SECOND,
        "is": NOW,
        "not-yet": None,
        "other": NOW + SECOND,
    }
    found = ledger.records_of(connection, ["id:a", "id:b"])
    assert {name: one.present for name, one in found.items()} == {"id:a": False, "id:b": True}


def test_slugs_go_to_the_heir_and_its_past_path_is_given_up(connection: Connection) -> None:
    given = {"one": SlugOwner("id:a", NOW), "two": SlugOwner("id:a", None)}
    others = {"three": SlugOwner("id:b", NOW)}
    ledger.remember(connection, [record("a"), record("b")], given | others)
    ledger.pass_slugs(connection, {"id:a": "id:c"})
    ledger.give_up(connection, ["id:a"])
    owners = [ledger.slug_owner(connection, slug) for slug in ("one", "two", "three", "four")]
    assert owners == ["id:c", "id:c", "id:b", None]
    kept = ledger.records_of(connection, ["id:a"])["id:a"]
    assert (kept.path, kept.present) == ("", False)
    assert ledger.records_at(connection, ["b.txt"]).keys() == {"b.txt"}


@pytest.mark.parametrize("first", ["storm-2", "storm-9", "storm", "storm-x", "storm-٣"])
def test_owners_of_numbered_slugs_are_found_whatever_is_asked_first(
    connection: Connection, first: str
) -> None:
    numbers = range(2, 40)
    given = {f"storm-{n}": SlugOwner(f"id:{n}", NOW) for n in numbers}
    ledger.remember(connection, [], given)
    owners = ledger.SlugOwners(connection, ())
    owners.get(first)
    for n in numbers:
        assert owners.get(f"storm-{n}") == SlugOwner(f"id:{n}", NOW)
    assert owners.get("storm-40") is None
    assert owners.get("storm-1", "nobody") == "nobody"
