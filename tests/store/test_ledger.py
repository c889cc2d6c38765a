"""What is remembered for ever: given slugs and ids."""

from datetime import UTC, datetime

from feedsvc.model.ledger_record import SlugOwner
from feedsvc.store import ledger
from tests.store.keeping import record

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def test_a_record_comes_back_as_it_was(connection) -> None:
    ledger.remember(connection, [record("a"), record("b", present=False)], {})
    assert ledger.records_of(connection, ["id:a", "id:b", "id:c"]) == {
        "id:a": record("a"),
        "id:b": record("b", present=False),
    }
    assert list(ledger.records_at(connection, ["a.txt", "b.txt"])) == ["a.txt"]
    assert list(ledger.past_records_at(connection, ["a.txt", "b.txt"])) == ["b.txt"]
    assert ledger.count_present(connection, 9) == 1


def test_a_slug_once_given_has_its_owner_for_ever(connection) -> None:
    owner = SlugOwner("id:a", NOW)
    ledger.remember(connection, [record("a", slug="one")], {"one": owner})
    ledger.remember(connection, [record("a", slug="two")], {"two": owner})
    ledger.mark_gone(connection, ["id:a"], NOW)
    assert ledger.slug_owner(connection, "one") == ledger.slug_owner(connection, "two") == "id:a"
    owners = ledger.SlugOwners(connection, {"one"})
    assert (owners.get("one"), owners.get("two"), owners.get("three")) == (owner, owner, None)
    owners["three"] = SlugOwner("id:b", None)
    assert owners.get("three") == SlugOwner("id:b", None)


def test_ids_are_known_whether_asked_for_early_or_late(connection) -> None:
    ledger.remember(connection, [record("a"), record("b")], {})
    known = ledger.KnownIds(connection, ["id:a"])
    assert [name in known for name in ("id:a", "id:b", "id:c")] == [True, True, False]
    known.add("id:c")
    assert "id:c" in known
