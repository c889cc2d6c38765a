"""What is wrong with a theme is told by one process, and known to all."""

from feedsvc.store import Store
from feedsvc.store.theme_faults import ThemeFaults


def test_one_tells_and_all_know(store: Store) -> None:
    one, other = ThemeFaults(store), ThemeFaults(store)
    assert (one.of("a"), one.any(), one.forget()) == ([], False, False)
    assert one.tell("a", ["first"]) == ["first"]
    assert other.tell("a", ["first", "second"]) == ["second"]
    assert one.tell("a", ["second"]) == []
    assert other.of("a") == ["first", "second"]
    assert one.any()


def test_another_theme_has_other_faults(store: Store) -> None:
    faults = ThemeFaults(store)
    faults.tell("a", ["first"])
    assert faults.of("b") == []
    assert faults.tell("b", ["first"]) == ["first"]
    assert faults.of("a") == []
    assert faults.forget()
    assert not faults.forget()
    assert faults.of("b") == []


def test_they_do_not_grow_without_end(store: Store) -> None:
    faults = ThemeFaults(store)
    for number in range(200):
        faults.tell("a", [str(number)])
    assert len(faults.of("a")) == 50
    assert faults.tell("a", ["more"]) == []
