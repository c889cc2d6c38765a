"""An article that takes all the time that it may: other saved files do not wait for it."""

import signal
from contextlib import closing
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from feedsvc.indexer.debounce import GRACE, GRACE_LIMIT
from feedsvc.indexer.read_pool import ReadPool
from feedsvc.indexer.watch import Event as Happening
from tests.hostile.faults.forking import LIMIT, Child, Forks
from tests.hostile.faults.house import House
from tests.hostile.faults.serving import wait
from tests.hostile.faults.stories import SITE, Ids, fill, published, story

SLOW = "# Slow\n\n" + "*a _b " * 4_000_000  # some seconds, on any machine
LARGE = "Wet it is. " * 30_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return fill(tmp_path / "articles", range(12))


def following(forks: Forks, folder: Path, seconds: float) -> Child:
    child = forks.start(
        *("index", "--watch", folder),
        FEEDSVC_LIMITS_READ_SECONDS=f"{seconds:g}",
        FEEDSVC_LIMITS_ARTICLE_MEGABYTES="64",
        FEEDSVC_LIMITS_READ_MEGABYTES="8192",  # it is the time that runs out, not the memory
    )
    says(child, " 12 published")
    return child


def says(child: Child, *lines: str) -> None:
    wait(lambda: all(line in child.said() for line in lines), f"{lines}\n{child.said()}")


def test_others_are_published_first_and_the_end_does_not_wait_for_it(
    forks: Forks, folder: Path
) -> None:
    indexer = following(forks, folder, 500)
    (folder / "world/slow.md").write_text(SLOW)
    (folder / "world/large.md").write_text(story("Large", LARGE))
    (folder / "world/before.md").write_text(story("Before"))
    says(indexer, "published world/before.md", "published world/large.md")
    (folder / "world/after.md").write_text(story("After"))
    says(indexer, "published world/after.md")
    assert {"Before", "Large", "After"} <= published(folder).keys()
    assert indexer.kill(signal.SIGTERM) == 0
    assert "too-slow" not in indexer.said()


def test_it_is_told_and_leaves_the_others_alone(forks: Forks, folder: Path) -> None:
    indexer = following(forks, folder, 0.5)
    (folder / "world/slow.md").write_text(SLOW)
    (folder / "world/after.md").write_text(story("After"))
    says(indexer, "published world/after.md", "world/slow.md:1: error: too-slow")
    assert "After" in published(folder)
    assert indexer.kill(signal.SIGTERM) == 0


@pytest.mark.parametrize("pause", [0, GRACE + 1], ids=["at-once", "as-the-others-leave"])
def test_an_article_that_takes_long_is_not_withdrawn_when_it_is_renamed(
    desk: Any, monkeypatch: pytest.MonkeyPatch, pause: float
) -> None:
    """It is found again when it was read, though that is after all that are gone have left."""
    desk.write("site.toml", SITE)
    desk.write("slow.md", f"# Slow\n\n{LARGE}")
    long_enough, run = Event(), ReadPool._run

    def slowly(aside: ReadPool, job: Any) -> Any:
        assert long_enough.wait(LIMIT)
        return run(aside, job)

    monkeypatch.setattr(ReadPool, "_run", slowly)
    for number in range(8):
        desk.write(f"{number}.md", story(f"Story {number}"))
    with closing(House(desk)) as house:
        before = ids(house)
        (desk.folder / "slow.md").rename(desk.folder / "late.md")
        (desk.folder / "6.md").unlink()
        desk.write("99.md", story("Story 99"))
        house.hear(Happening("slow.md", "gone"), Happening("6.md", "gone"))
        house.seconds += pause
        house.hear(Happening("late.md", "made"), Happening("99.md", "made"))
        house.go(GRACE_LIMIT + 10)
        found = ids(house)
        assert found.items() >= before.items()
        assert found.keys() - before.keys() == {"Story 99"}
        assert house.path_of("Slow") == "slow.md"
        long_enough.set()
        wait(lambda: house.go(0.1) or house.path_of("Slow") == "late.md", "the slow one")
        house.go(GRACE_LIMIT + 10)
        assert ids(house) == {k: v for k, v in found.items() if k != "Story 6"}


def ids(house: House) -> Ids:
    """Of all articles that are kept, by headline; documents need not hold one so large."""
    return {entry.article.headline: entry.id for entry in house.reader.articles.every()}
