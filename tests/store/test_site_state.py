"""What releases hold: read at each, changed together, and taken back."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.errors import StoreError
from feedsvc.store.site_state import Change, SiteState

KEYS = st.sampled_from("abcd")
CHANGES = st.dictionaries(KEYS, st.none() | st.binary(max_size=2), max_size=4)


def at(state: SiteState, number: int) -> dict[str, bytes]:
    return dict(state.values("file", number))


@given(st.lists(CHANGES, max_size=6))
def test_each_release_is_what_was_kept_of_it(
    tmp_path_factory: pytest.TempPathFactory, steps: list[dict[str, bytes | None]]
) -> None:
    state = SiteState(tmp_path_factory.mktemp("state") / "state.db")
    now: dict[str, bytes] = {}
    wanted = [dict(now)]
    for number, step in enumerate(steps, 1):
        state.commit(number, [Change("file", key, value) for key, value in step.items()], 0)
        now |= {key: value for key, value in step.items() if value is not None}
        now = {key: value for key, value in now.items() if step.get(key, b"") is not None}
        wanted.append(dict(now))
    for number, told in enumerate(wanted):
        assert at(state, number) == told
        assert state.count("file", number) == len(told)
        for before in range(number):
            differs = {k for k in "abcd" if wanted[before].get(k) != told.get(k)}
            assert differs <= set(state.changed("file", before, number))
    if steps:
        state.go_back(len(steps) - 1)
        assert at(state, len(steps)) == wanted[-2]
    state.close()


def test_kinds_and_prefixes_are_apart(tmp_path: Path) -> None:
    state = SiteState(tmp_path / "state.db")
    changes = [Change("file", key, b"") for key in ("a", "a/b", "a/c", "ab", "b")]
    state.commit(1, [*changes, Change("gone", "a/b", b"x")], 0)
    assert [key for key, _ in state.values("file", 1, "a/")] == ["a/b", "a/c"]
    assert state.value("gone", "a/b", 1) == b"x"
    assert state.value("gone", "a", 1) is None
    state.close()


def test_what_nobody_asks_for_any_more_is_forgotten(tmp_path: Path) -> None:
    state = SiteState(tmp_path / "state.db")
    for number in range(1, 5):
        state.commit(number, [Change("file", "a", b"%d" % number)], number - 1)
    assert at(state, 4) == {"a": b"4"}
    assert at(state, 3) == {"a": b"3"}
    assert at(state, 1) == {}
    state.close()


def test_damage_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "state.db").write_bytes(b"this is no database, though it is long enough for one")
    with pytest.raises(StoreError, match="delete it"):
        SiteState(tmp_path / "state.db")
