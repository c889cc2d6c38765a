"""When a path may be read or taken out, over a clock that the tests move."""

from typing import NamedTuple

import pytest

from feedsvc.indexer.debounce import (
    BULK,
    GRACE,
    GRACE_LIMIT,
    OPEN_LIMIT,
    STILL,
    STILL_RENAMED,
    Debounce,
    Look,
)


class File(NamedTuple):
    look: Look
    closed: bool | None = True


class World:
    """Files and a clock; the clock of the files may be another one."""

    def __init__(self) -> None:
        self.now = 100.0
        self.skew = 0.0
        self.files: dict[str, File] = {}
        self.inodes = 0
        self.settling = Debounce(self, lambda path: path.endswith(".md"))

    def look(self, path: str) -> Look | None:
        return self.files[path].look if path in self.files else None

    def closed(self, path: str) -> bool | None:
        return self.files[path].closed

    def wall(self) -> int:
        return int((self.now + self.skew) * 1e9)

    def save(self, path: str, *, age: float = 0.0, closed: bool | None = True) -> None:
        """Write a file in its place; one that has an age was written so long ago."""
        inode = self.files[path].look.inode if path in self.files else self.new_inode()
        time = int((self.now - age) * 1e9)
        self.files[path] = File(Look(time, time, 9, inode), closed)
        self.settling.note(path, self.now)

    def rename(
        self, path: str, *, age: float = 0.0, at_once: bool = False, closed: bool | None = True
    ) -> None:
        """Rename a file to here that was written a while ago, or within a tick of the clock."""
        time = int((self.now - age) * 1e9)
        changed = time if at_once else int(self.now * 1e9)
        self.files[path] = File(Look(time, changed, 9, self.new_inode()), closed)
        self.settling.note(path, self.now)

    def new_inode(self) -> int:
        self.inodes += 1
        return self.inodes

    def folder(self, path: str) -> None:
        self.files[path] = File(Look(0, 0, 0, 1, folder=True))

    def delete(self, path: str) -> None:
        self.files.pop(path, None)
        self.settling.note_gone(path, self.now)

    def ready(self) -> list[str]:
        settled = self.settling.decide(self.now)
        assert (settled.gone, settled.folders) == ([], [])
        return settled.ready

    def gone(self) -> list[str]:
        settled = self.settling.decide(self.now)
        assert (settled.ready, settled.folders) == ([], [])
        return sorted(settled.gone)

    def until(self, seconds: float) -> list[tuple[float, str]]:
        """What gets ready within some seconds, and after how many; decided only when due."""
        start, end, found = self.now, self.now + seconds, []
        for _ in range(1_000):
            found += [(self.now - start, path) for path in self.settling.decide(self.now).ready]
            if self.settling.next() > end:
                self.now = end
                return found
            self.now = max(self.now, self.settling.next())
        raise AssertionError("never rests")


@pytest.fixture
def world() -> World:
    return World()


def test_a_file_saved_this_moment_is_read_once_it_held_still(world: World) -> None:
    world.save("a.md")
    assert world.until(1) == [(pytest.approx(STILL, abs=0.002), "a.md")]
    assert world.settling.next() == float("inf")


@pytest.mark.parametrize("age", [STILL_RENAMED, STILL, 3600])
def test_a_file_saved_by_rename_is_read_at_once(world: World, age: float) -> None:
    world.rename("a.md", age=age)
    assert world.ready() == ["a.md"]


def test_so_is_one_that_takes_the_place_of_another(world: World) -> None:
    world.save("a.md", age=1)
    assert world.ready() == ["a.md"]
    world.rename("a.md", at_once=True)
    assert world.until(1) == [(pytest.approx(STILL_RENAMED, abs=0.002), "a.md")]
    world.now += 1
    world.save("a.md")  # the same file again
    assert world.until(1) == [(pytest.approx(STILL, abs=0.002), "a.md")]


def test_a_renamed_file_that_is_open_for_writing_waits(world: World) -> None:
    world.rename("a.md", age=1, closed=False)
    assert world.until(5) == []
    world.files["a.md"] = world.files["a.md"]._replace(closed=True)
    assert [path for _, path in world.until(0.2)] == ["a.md"]


def test_where_it_cannot_be_told_who_writes_a_renamed_file_waits_like_any(world: World) -> None:
    world.rename("a.md", age=0.004, closed=None)
    assert world.until(1) == [(pytest.approx(STILL, abs=0.002), "a.md")]


def test_the_time_since_a_save_counts_from_the_save(world: World) -> None:
    world.save("a.md", age=0.015)
    assert world.until(1) == [(pytest.approx(0.005), "a.md")]


@pytest.mark.parametrize("skew", [-3600.0, 3600.0])
def test_files_of_another_clock_are_read_once_they_held_still(world: World, skew: float) -> None:
    world.skew = skew
    world.save("a.md", closed=None)
    assert world.until(1) == [(pytest.approx(STILL, abs=0.002), "a.md")]


def test_a_file_that_goes_on_changing_waits(world: World) -> None:
    for _ in range(50):
        world.save("a.md")
        assert world.until(0.015) == []
    assert [path for _, path in world.until(1)] == ["a.md"]


def test_a_file_that_is_open_for_writing_waits_until_it_is_closed(world: World) -> None:
    world.save("a.md", closed=False)
    assert world.until(5) == []
    world.files["a.md"] = world.files["a.md"]._replace(closed=True)
    assert [path for _, path in world.until(0.2)] == ["a.md"]


def test_a_file_that_is_never_closed_is_read_in_the_end(world: World) -> None:
    world.save("a.md", closed=False)
    ((after, path),) = world.until(OPEN_LIMIT * 2)
    assert path == "a.md"
    assert OPEN_LIMIT <= after < OPEN_LIMIT + 0.2


def test_a_second_event_of_the_same_save_is_nothing_new(world: World) -> None:
    world.save("a.md", age=1)
    assert world.ready() == ["a.md"]
    world.settling.note("a.md", world.now)
    assert world.ready() == []
    world.now += 0.1
    world.rename("a.md", age=1)  # of much the same time and size; another file
    assert world.ready() == ["a.md"]


def test_what_could_be_no_article_is_not_read(world: World) -> None:
    world.save("a.png", age=1)
    assert world.ready() == []


def test_what_is_gone_is_taken_out_when_it_stays_so(world: World) -> None:
    world.delete("a.md")
    assert world.gone() == []
    assert world.settling.spare() == ("a.md",)
    world.now += GRACE - 0.01
    assert world.gone() == []
    world.now = world.settling.next()
    assert world.gone() == ["a.md"]
    assert world.settling.spare() == ()
    assert world.settling.next() == float("inf")


def test_as_long_as_others_vanish_nothing_is_taken_out(world: World) -> None:
    for number in range(5):
        world.delete(f"{number}.md")
        world.now += GRACE - 0.5
        assert world.gone() == []
    world.now += 1
    assert world.gone() == [f"{number}.md" for number in range(5)]


def test_that_has_an_end(world: World) -> None:
    start, number = world.now, 0
    while not (found := world.gone()):
        world.delete(f"{number}.md")
        number += 1
        world.now += GRACE / 2
    assert world.now - start == pytest.approx(GRACE_LIMIT)
    assert "0.md" in found
    assert f"{number - 1}.md" not in found


def test_files_of_programs_put_nothing_off(world: World) -> None:
    world.delete("a.md")
    world.now += GRACE - 0.1
    world.delete("upload-7")
    world.now += 0.1
    assert world.gone() == ["a.md"]


def test_a_save_by_delete_and_create_takes_nothing_out(world: World) -> None:
    world.delete("a.md")
    world.now += 1
    world.save("a.md")
    assert world.settling.spare() == ()  # it is no other file's old name
    assert [path for _, path in world.until(60)] == ["a.md"]


def test_what_came_back_untold_is_read(world: World) -> None:
    world.delete("a.md")
    world.save("b.md")
    world.files["a.md"] = world.files.pop("b.md")
    assert [path for _, path in world.until(60)] == ["a.md"]


def test_a_renamed_file_finds_its_old_name(world: World) -> None:
    world.save("b.md", age=60)
    world.delete("a.md")  # whatever is told first
    assert world.ready() == ["b.md"]
    assert world.settling.spare() == ("a.md",)


def test_a_path_said_to_be_gone_that_is_there_is_read(world: World) -> None:
    world.save("a.md", age=1)
    world.settling.note_gone("a.md", world.now)
    assert world.ready() == ["a.md"]


def test_nothing_is_taken_out_before_the_bulk_is_read(world: World) -> None:
    for number in range(BULK + 1):
        world.save(f"{number}.md", age=60)
    world.settling.clear()
    world.delete("old.md")
    for number in range(BULK + 1):
        world.settling.note(f"{number}.md", world.now, bulk=True)
    world.now += GRACE * 2
    first = world.settling.decide(world.now)
    assert (len(first.ready), first.gone) == (BULK, [])
    assert world.settling.spare() == ("old.md",)
    second = world.settling.decide(world.now)
    assert (len(second.ready), second.gone) == (1, ["old.md"])


def test_a_renamed_file_that_was_away_for_a_moment_is_read_before_its_old_name_goes(
    world: World,
) -> None:
    world.delete("old.md")
    world.now += 1
    world.save("new.md")
    away = world.files.copy()
    world.files.clear()  # the folder is another one, or empty
    assert world.until(0.5) == []
    world.files = away
    for _ in range(9):
        world.now += GRACE
        settled = world.settling.decide(world.now)
        if settled.ready:
            break
        assert settled.gone == []
    assert settled.ready == ["new.md"]
    assert settled.gone == ["old.md"] or world.settling.spare() == ("old.md",)


def test_what_is_back_is_read_before_its_old_name_goes_however_long_it_waits(world: World) -> None:
    world.delete("old.md")
    world.now += 1
    world.save("new.md", closed=None)
    away = world.files.copy()
    world.files.clear()
    assert world.until(0.5) == []
    world.files = away
    for _ in range(99):
        world.now = max(world.now, world.settling.next())
        settled = world.settling.decide(world.now)
        if settled.ready:
            break
        assert settled.gone == []
    assert settled.ready == ["new.md"]


def test_a_save_goes_before_the_bulk(world: World) -> None:
    for number in range(3 * BULK):
        world.save(f"{number}.md", age=60)
    world.settling.clear()
    for number in range(3 * BULK):
        world.settling.note(f"{number}.md", world.now, bulk=True)
    world.settling.decide(world.now)
    world.save("new.md", age=1)
    world.settling.note(f"{3 * BULK - 1}.md", world.now)  # one of them again
    assert world.settling.decide(world.now).ready[:2] == [f"{3 * BULK - 1}.md", "new.md"]


def test_a_new_folder_is_walked_and_walked_again(world: World) -> None:
    world.folder("world")
    world.settling.note("world", world.now)
    times, start = [], world.now
    while (moment := world.settling.next()) < float("inf"):
        world.now = max(world.now, moment)
        times += [world.now - start for _ in world.settling.decide(world.now).folders]
    assert times == [0, 0.25, 1.25]


def test_a_folder_that_is_not_new_is_not_walked(world: World) -> None:
    world.folder("world")
    world.settling.note("world", world.now, new=False)
    assert world.ready() == []
    assert world.settling.next() == float("inf")


def test_what_failed_is_tried_again(world: World) -> None:
    world.save("a.md", age=1)
    world.delete("b.md")
    world.now += GRACE
    settled = world.settling.decide(world.now)
    assert (settled.ready, settled.gone) == (["a.md"], ["b.md"])
    world.settling.again(settled, world.now + 7)
    assert world.settling.next() == world.now + 7
    assert world.settling.spare() == ("b.md",)
    world.now += 7
    again = world.settling.decide(world.now)
    assert (again.ready, again.gone) == (["a.md"], ["b.md"])
