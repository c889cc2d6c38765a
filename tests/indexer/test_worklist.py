"""Articles that are gone and may come back: found under new names, over many updates."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest

from feedsvc.indexer.folder_diff import Difference
from feedsvc.indexer.report import Seen
from feedsvc.indexer.transaction import TransactionReport
from feedsvc.indexer.worklist import EXAMPLES, Worklist
from feedsvc.model.problem import Problem
from feedsvc.newsroom import Newsroom
from feedsvc.store import missing

TEXT = "Title: {}\nDate: 2026-05-01\nTags: t\n\nThe text of {}.\n"


def write(desk: Any, *names: str) -> None:
    for name in names:
        desk.write(name, TEXT.format(name, name))


def ids(newsroom: Newsroom) -> dict[str, str]:
    return {view.headline: view.id for view in newsroom.feeds.entries("feed", 999)}


@pytest.fixture
def twenty(desk: Any) -> Newsroom:
    write(desk, *(f"old/{n:02}.txt" for n in range(20)), "z.txt")
    return desk.open()


def rename(desk: Any, *, one_by_one: bool) -> list[str]:
    """Move all of old/ to new/; the paths of which a watch would say that they are gone."""
    if not one_by_one:
        (desk.folder / "old").rename(desk.folder / "new")
        return ["old"]
    (desk.folder / "new").mkdir()
    for n in range(20):
        (desk.folder / f"old/{n:02}.txt").rename(desk.folder / f"new/{n:02}.txt")
    return [f"old/{n:02}.txt" for n in range(20)]


@pytest.mark.each_database
@pytest.mark.parametrize("one_by_one", [False, True])
def test_a_renamed_folder_is_found_some_files_at_a_time(
    desk: Any, twenty: Newsroom, one_by_one: bool
) -> None:
    before = ids(twenty)
    gone = rename(desk, one_by_one=one_by_one)
    for n in range(0, 20, 4):
        paths = [f"new/{k:02}.txt" for k in range(n, n + 4)]
        assert twenty.index.update(paths, spare=gone).moved == tuple(paths)
    assert twenty.index.update(gone).gone == ()
    assert ids(twenty) == before


def test_each_spared_article_is_looked_up_once(
    desk: Any, twenty: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten times the files are ten times the work, not a hundred times."""
    looked_up: list[str] = []
    real: Callable[..., Any] = missing.ledger.records_at

    def count(connection: Any, paths: Any) -> Any:
        looked_up.extend(paths)
        return real(connection, paths)

    monkeypatch.setattr(missing.ledger, "records_at", count)
    rename(desk, one_by_one=False)
    for n in range(20):
        assert twenty.index.update([f"new/{n:02}.txt"], spare=["old"]).moved
    assert sorted(path for path in looked_up if path != "old") == [
        f"old/{n:02}.txt" for n in range(20)
    ]


@pytest.mark.each_database
def test_what_vanishes_later_is_found_as_well(desk: Any, twenty: Newsroom) -> None:
    before = ids(twenty)
    gone: list[str] = []
    for n in range(5):
        (desk.folder / f"old/{n:02}.txt").rename(desk.folder / f"{n}.txt")
        gone.append(f"old/{n:02}.txt")
        assert twenty.index.update([f"{n}.txt"], spare=gone).moved == (f"{n}.txt",)
    assert ids(twenty) == before


def test_what_came_back_is_no_other_files_old_name(desk: Any, twenty: Newsroom) -> None:
    """Also where it changed meanwhile, and what is spared still names other files."""
    first, second = desk.folder / "old/00.txt", desk.folder / "old/01.txt"
    old = first.read_bytes()
    first.unlink()
    second.unlink()
    both = ["old/00.txt", "old/01.txt"]
    twenty.index.update([], spare=both)
    write(desk, "old/00.txt")
    desk.write("copy.txt", old)
    assert twenty.index.update(["copy.txt"], spare=both).new == ("copy.txt",)  # it is there untold
    desk.write("old/00.txt", TEXT.format("Other", "other"))
    assert twenty.index.update(["old/00.txt"], spare=both[1:]).changed == ("old/00.txt",)
    desk.write("copy2.txt", old)
    assert twenty.index.update(["copy2.txt"], spare=both[1:]).new == ("copy2.txt",)
    assert len(ids(twenty)) == 21 + 1  # two copies have one headline
    assert ids(twenty)["Other"].endswith(":old/00.txt")


@pytest.mark.each_database
def test_what_another_process_took_out_is_not_found_again(desk: Any, twenty: Newsroom) -> None:
    before = ids(twenty)
    (desk.folder / "old/00.txt").rename(desk.folder.parent / "away.txt")
    twenty.index.update([], spare=["old/00.txt"])
    desk.open(accept_deletions=True).close()
    (desk.folder.parent / "away.txt").rename(desk.folder / "new.txt")
    assert twenty.index.update(["new.txt"], spare=["old/00.txt"]).new == ("new.txt",)
    assert ids(twenty)["old/00.txt"] != before["old/00.txt"]


def test_an_id_of_its_own_moves_along(desk: Any, twenty: Newsroom) -> None:
    desk.write("old/own.txt", "Id: urn:x\n" + TEXT.format("Own", "own"))
    twenty.index.update(["old/own.txt"])
    (desk.folder / "old/own.txt").unlink()
    desk.write("new.txt", "Id: urn:x\n" + TEXT.format("Own", "own, edited"))
    assert twenty.index.update(["new.txt"], spare=["old"]).problems == ()
    assert ids(twenty)["Own"] == "urn:x"


def test_a_file_that_is_there_keeps_its_id_though_its_folder_was_said_to_be_gone(
    desk: Any, twenty: Newsroom
) -> None:
    desk.write("old/own.txt", "Id: urn:x\n" + TEXT.format("Own", "own"))
    twenty.index.update(["old/own.txt"])
    desk.write("new.txt", "Id: urn:x\n" + TEXT.format("Second", "another"))
    (problem,) = twenty.index.update(["new.txt"], spare=["old"]).problems
    assert (problem.path, problem.code) == ("new.txt", "same-id")


@pytest.mark.each_database
def test_nothing_spared_is_taken_out(desk: Any, twenty: Newsroom) -> None:
    (desk.folder / "old").rename(desk.folder.parent / "away")
    (desk.folder / "z.txt").unlink()
    taken = twenty.index.update(["z.txt"], spare=["old"])
    assert (taken.gone, taken.held) == (("z.txt",), ())
    assert len(ids(twenty)) == 20


@pytest.mark.parametrize("told", [["old"], ["old", "old/00.txt", "old/01.txt"], [""]])
def test_a_deleted_folder_goes_whatever_is_told_of_it(desk: Any, told: list[str]) -> None:
    write(desk, *(f"{n:02}.txt" for n in range(10)), "old/00.txt", "old/01.txt")
    newsroom = desk.open()
    shutil.rmtree(desk.folder / "old")
    assert newsroom.index.update(told).gone == ("old/00.txt", "old/01.txt")
    assert len(ids(newsroom)) == 10


class TestReport:
    """Numbers are whole, and names are the first so many, however many batches there are."""

    @pytest.fixture
    def work(self, twenty: Newsroom) -> Iterator[Worklist]:
        with closing(Worklist(missing.MissingArticles(twenty.store, lambda path: True))) as work:
            yield work

    def batch(self, first: int, count: int, *, freed: bool = False) -> TransactionReport:
        def named(kind: str) -> list[str]:
            return [f"{kind}{n}" for n in range(first, first + count)]

        return TransactionReport(
            new=named("new"),
            changed=named("changed"),
            moved=named("moved"),
            untold=named("untold"),
            seen=Seen(*map(named, Seen._fields)),
            found=[],
            freed=freed,
            problems=[Problem(name, 1, "info", "x", "y") for name in named("problem")],
        )

    def test_of_many_batches(self, work: Worklist) -> None:
        batches = [(0, 0), (0, 3), (3, EXAMPLES - 4), (EXAMPLES - 1, 5), (EXAMPLES + 4, 7)]
        for first, count in batches:
            work.note(count, self.batch(first, count))
        total = EXAMPLES + 11
        numbers = (work.read, work.new, work.changed, work.moved, work.untold, work.withdrawn)
        assert numbers == (total,) * 6
        for kind, paths in {
            "new": work.new_paths,
            "changed": work.changed_paths,
            "moved": work.moved_paths,
            "untold": work.untold_paths,
            **dict(zip(Seen._fields, work.seen, strict=True)),
            "problem": [problem.path for problem in work.problems],
        }.items():
            assert paths == [f"{kind}{n}" for n in range(EXAMPLES)]

    @pytest.mark.each_database
    def test_an_id_stays_free_when_the_next_batch_frees_none(self, work: Worklist) -> None:
        work.note(1, self.batch(0, 1))
        assert not work.freed
        for freed in (True, False):
            work.note(1, self.batch(0, 1, freed=freed))
            assert work.freed

    def test_files_are_sorted_by_what_is_to_be_done(self, work: Worklist) -> None:
        differences = [
            Difference("a.md", gone=False, media=False),
            Difference("b.md", gone=True, media=False),
            Difference("c.png", gone=True, media=True),
            Difference("d.md", gone=True, media=False),
            Difference("e.md", gone=False, media=False),
        ]
        work.add(differences, but={"d.md", "e.md"})
        assert (list(work.stale), list(work.gone), list(work.media)) == (
            ["a.md"],
            ["b.md"],
            ["c.png"],
        )

    def test_what_a_second_walk_finds_is_read_once_and_what_it_misses_is_spared(
        self, work: Worklist
    ) -> None:
        for path in ("a.md", "c.md"):
            work.stale.add(path)
        for path in ("g.md", "p.md", "x.md"):
            work.gone.add(path)
        again = [
            [Difference(p, gone=False, media=False) for p in ("b.md", "c.md")],
            [
                Difference(p, gone=True, media=False)
                for p in ("f.md", "g.md", "h.md", "x.md", "z.md")
            ],
            [Difference("q.png", gone=False, media=True)],
        ]
        work.look_again(again)
        assert list(work.stale) == ["a.md", "b.md", "c.md"]
        assert work.missing.spared == {"f.md", "h.md", "z.md"}
