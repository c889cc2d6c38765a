"""Two machines for a moment; and that what they are judged by would notice."""

import sys

import pytest

from tests.soak.together import ARTICLES, STORY, expected, mixed, soak, versions
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
