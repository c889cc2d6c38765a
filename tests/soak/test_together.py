"""Two machines for a moment; and that what they are judged by would notice."""

import sys

import pytest

from tests.soak.together import ARTICLES, STORY, done_within, expected, mixed, soak, versions
from tests.store.cluster import need_postgresql

NOW = ARTICLES + 3


def test_a_document_of_one_edition_is_right() -> None:
    shown = "".join(STORY.format(*one, 1) for one in expected(NOW).items()).encode()
    assert versions(shown) == expected(NOW)
    assert mixed(versions(shown)) == ""
    assert sorted(expected(NOW).values()) == list(range(4, NOW + 1))


@pytest.mark.parametrize(("article", "version"), [(0, 0), (5, 5 + ARTICLES)])
def test_a_document_of_two_editions_is_not(article: int, version: int) -> None:
    found = expected(NOW) | {article: version}
    assert mixed(found).startswith("mixed editions: ")
    del found[7]
    assert mixed(found).startswith("mixed editions: ")


def test_a_fault_waits_until_it_can_be_done() -> None:
    possible = iter([False, False, True])
    looks: list[int] = []
    assert done_within(60, lambda: next(possible), lambda: looks.append(1))
    assert len(looks) == 2


def test_a_fault_that_is_never_possible_is_not_done() -> None:
    assert not done_within(0.01, lambda: False, lambda: None)


@pytest.mark.skipif(sys.platform != "linux", reason="indexers are found in /proc")
def test_two_machines_lose_nothing() -> None:
    need_postgresql()
    rounds = iter([True, False])
    faults = ("kill_indexer", "kill_worker", "end_sessions")
    made = soak(lambda: next(rounds), faults, 1, networks=False)
    assert made.found == []
    assert made.did["save"] > 0
    assert made.did["200"] > 0
    assert all(made.did[fault] == 1 for fault in faults)
    assert len(made.after_kill) == 1
