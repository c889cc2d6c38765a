"""Articles whose files are gone leave, unless the folder may be lost (promise 7)."""

import json
import os
import re
import shutil
from typing import Any

import pytest

from feedsvc.errors import FolderMissing
from feedsvc.indexer.remove import too_many
from feedsvc.indexer.watch import FolderEyes
from feedsvc.newsroom import Newsroom


@pytest.fixture
def kept_apart(desk):
    """A newsroom of ten whose store survives its folder."""
    desk.environ["FEEDSVC_STORE"] = str(desk.folder.parent / "state")
    for n in range(1, 11):
        text = f"Title: Story {n}\nTags: tag {n}\nDate: 2026-05-{n:02}\n\nA text.\n"
        desk.write(f"{'world' if n % 2 else 'arts'}/{n}.txt", text)
    return desk.open()


def validators(newsroom: Newsroom) -> dict:
    found = {
        one.feed.name: newsroom.document(one.feed.name, "atom") for one in newsroom.feeds.all()
    }
    return {name: (document.tag(), document.last_modified) for name, document in found.items()}


def lose(desk, *numbers: int) -> list[str]:
    paths = [f"{'world' if n % 2 else 'arts'}/{n}.txt" for n in numbers]
    for path in paths:
        (desk.folder / path).unlink()
    return paths


@pytest.mark.each_database
@pytest.mark.parametrize("act", ["scan", "update"])
def test_a_folder_that_is_gone_retracts_nothing(desk, kept_apart, act: str) -> None:
    before = validators(kept_apart)
    shutil.rmtree(desk.folder)
    with pytest.raises(FolderMissing, match=re.escape(str(desk.folder))):
        kept_apart.scan() if act == "scan" else kept_apart.index.update(["world/1.txt"])
    assert validators(kept_apart) == before


@pytest.mark.each_database
@pytest.mark.parametrize("act", ["scan", "update"])
def test_many_gone_at_once_stay_until_that_is_meant(desk, kept_apart, act: str) -> None:
    before = validators(kept_apart)
    paths = lose(desk, 1, 2, 3, 4)
    if act == "update":
        kept_apart.index.update(paths)
    for _ in range(2):
        scanned = kept_apart.scan()
        assert {record.path for record in scanned.held} == set(paths)
        assert scanned.gone == ()
        assert (scanned.held_count, scanned.gone_count) == (4, 0)
        assert (scanned.files, scanned.articles, scanned.published) == (6, 10, 10)
    assert validators(kept_apart) == before
    scanned = kept_apart.scan(accept_deletions=True)
    assert {record.path for record in scanned.gone} == set(paths)
    assert scanned.held == ()
    assert (scanned.held_count, scanned.gone_count) == (0, 4)
    assert (scanned.files, scanned.articles, scanned.published) == (6, 6, 6)
    assert len(kept_apart.feeds.entries("feed", 99)) == 6
    assert kept_apart.articles.article("3") is None


@pytest.mark.each_database
@pytest.mark.parametrize("act", ["scan", "update"])
def test_four_of_twenty_gone_at_once_leave(desk, kept_apart, act: str) -> None:
    """A fifth of all is no lost folder."""
    for n in range(11, 21):
        desk.write(f"news/{n}.txt", f"Title: Story {n}\nDate: 2026-05-{n:02}\n\nA text.\n")
    kept_apart.scan()
    paths = lose(desk, 1, 2, 3, 4)
    if act == "scan":
        assert kept_apart.scan().held == ()
    else:
        assert set(kept_apart.index.update(paths).gone) == set(paths)
    document = json.loads(kept_apart.document("feed", "json").body)
    assert len(document["items"]) == 16
    assert len(document["_feedsvc"]["deleted"]) == 4


@pytest.mark.parametrize("act", ["scan", "update"])
def test_one_gone_leaves(desk, kept_apart, act: str) -> None:
    before = validators(kept_apart)
    desk.clock.forward(minutes=1)
    paths = lose(desk, 3)
    kept_apart.scan() if act == "scan" else kept_apart.index.update(paths)
    after = validators(kept_apart)
    gone = {key for key in after if after[key] != before[key]}
    assert gone == {"feed", "category/world"}
    assert before.keys() - after.keys() == {"tag/tag-3"}  # nobody stands in it any more
    assert kept_apart.articles.article("3") is None
    assert all(after[key][1] > before[key][1] for key in gone)


@pytest.mark.each_database
def test_a_folder_inside_that_cannot_be_listed_keeps_its_articles(desk, kept_apart) -> None:
    (desk.folder / "arts/8.txt").rename(desk.folder / "world/8.txt")
    (desk.folder / "world").chmod(0)
    if os.access(desk.folder / "world", os.R_OK):
        (desk.folder / "world").chmod(0o755)
        pytest.skip("this user may list every folder")
    kept_apart.scan(accept_deletions=True)
    (desk.folder / "world").chmod(0o755)
    assert len(kept_apart.feeds.entries("feed", 99)) == 9


TEXT = "Title: {}\nDate: 2026-05-01\n\nA text.\n"


@pytest.fixture
def newsroom(desk: Any) -> Newsroom:
    for name in ("a", "b", "c"):
        desk.write(f"world/{name}.txt", TEXT.format(name.upper()))
    desk.write("d.txt", TEXT.format("D"))
    return desk.open()


def slugs(newsroom: Newsroom) -> list[str]:
    return sorted(view.page.rpartition("/")[2] for view in newsroom.feeds.entries("feed", 50))


@pytest.fixture
def forbidden(desk: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A folder of which names may be read, but nothing of its files: mode 744, not one's own."""
    inside = str(desk.folder / "world") + "/"
    for name in ("stat", "lstat", "open"):
        real = getattr(os, name)

        def refuse(path: Any, *rest: Any, _real: Any = real, **more: Any) -> Any:
            if isinstance(path, str | os.PathLike) and os.fspath(path).startswith(inside):
                raise PermissionError(13, "Permission denied", path)
            return _real(path, *rest, **more)

        monkeypatch.setattr(os, name, refuse)
    return desk


@pytest.mark.each_database
def test_files_that_may_not_be_looked_at_stay(newsroom: Newsroom, forbidden: Any) -> None:
    taken = newsroom.index.update(["world/a.txt", "world/b.txt"])
    assert (taken.gone, taken.held) == ((), ())
    scanned = newsroom.scan(accept_deletions=True)
    assert (scanned.gone_count, scanned.held_count) == (0, 0)
    assert not [one for piece in newsroom.index.survey() for one in piece if one.gone]
    assert slugs(newsroom) == ["a", "b", "c", "d"]
    assert "unreadable-folder" in {problem.code for problem in newsroom.problems.all()}
    assert FolderEyes(forbidden.folder, newsroom.folder.file).look("world/a.txt") is not None


def test_a_file_that_is_gone_still_goes(desk: Any, newsroom: Newsroom) -> None:
    (desk.folder / "world/a.txt").unlink()
    assert newsroom.index.update(["world/a.txt"]).gone == ("world/a.txt",)


@pytest.mark.parametrize(
    ("left", "present", "many"),
    [
        (0, 0, False),
        (1, 1, False),
        (2, 2, True),
        (3, 4, False),
        (3, 12, False),
        (4, 16, True),
        (4, 17, False),
        (250, 1000, True),
        (249, 1000, False),
    ],
)
def test_how_many_at_once_are_too_many(left: int, present: int, many: bool) -> None:
    assert too_many(left, present) is many
