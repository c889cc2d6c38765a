"""Articles whose files are gone: many are matched as a few are."""

from datetime import UTC, datetime

from feedsvc.indexer.identity import FewMissing, match_moves
from feedsvc.model.ledger_record import Record, Sighting
from feedsvc.store.missing import ManyMissing

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def record(number: int) -> Record:
    return Record(
        entry_id=f"id:{number}",
        path=f"{number:03}.txt",
        slug=f"s{number}",
        wanted=f"s{number % 7}",
        first_seen=NOW,
        updated=NOW,
        visible="v",
        source=f"source {number % 5}",
        date=None if number % 3 else NOW.replace(day=number % 28 + 1),
    )


def test_many_vanished_articles_are_matched_as_a_few_are() -> None:
    few, many = FewMissing(), ManyMissing()
    for some in ([record(n) for n in range(40)], [record(7)]):
        few.add(some)
        many.add(some)
    for vanished in (few, many):
        vanished.found(["id:3", "id:999"])
    assert list(few) == list(many)
    assert len(few) == len(many) == 39
    assert few.among(["id:3", "id:4"]) == many.among(["id:3", "id:4"]) == {"id:4"}
    files = [
        Sighting(f"new{n}.txt", f"source {n}", f"s{n % 7}", NOW.replace(day=n + 1))
        for n in range(20)
    ]
    assert match_moves(files, few.candidates(files)) == match_moves(files, many.candidates(files))
    assert many.candidates([Sighting("x", "nothing", "nothing", None)]) == []
    many.close()
    few.close()
    assert len(few) == 0
