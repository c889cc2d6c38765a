"""Promise 7: an edit counts also where size and time of change look the same."""

import os
import time
from pathlib import Path

import pytest

from feedsvc.web import create_app, media

AYE = b"---\ntitle: Vote\ndate: 2026-06-01T10:00:00Z\n---\nThey said aye to it. Done.\n"
NAY = AYE.replace(b"aye", b"nay")
ALIKE = (1_000_000_000, 1_000_000_000)


def rewritten(file: Path, data: bytes) -> None:
    """As an editor that keeps the file."""
    file.write_bytes(data)
    os.utime(file, ALIKE)


def replaced(file: Path, data: bytes) -> None:
    """As a synchronizer: another file takes the name."""
    other = file.with_name(".other")
    other.write_bytes(data)
    os.utime(other, ALIKE)
    other.replace(file)


def linked(file: Path, data: bytes) -> None:
    """As a ConfigMap: a name that is a link through a folder that is a link."""
    version = file.parent / ("..first" if b"aye" in data else "..second")
    version.mkdir()
    (version / file.name).write_bytes(data)
    os.utime(version / file.name, ALIKE)
    current = file.parent / "..data"
    (file.parent / "..new").symlink_to(version.name)
    (file.parent / "..new").replace(current)
    if not file.is_symlink():
        file.symlink_to(f"..data/{file.name}")


@pytest.mark.parametrize("save", [rewritten, replaced, linked])
def test_an_edit_that_keeps_size_and_time_is_published(desk, save) -> None:
    save(desk.folder / "v.md", AYE)
    newsroom = desk.open()
    assert "said aye" in newsroom.feeds.entries("feed", 1)[0].content
    assert [one for piece in newsroom.index.survey() for one in piece] == []
    desk.clock.forward(minutes=1)
    save(desk.folder / "v.md", NAY)
    found = [one.path for piece in newsroom.index.survey() for one in piece]
    assert found == ["v.md"]  # the look that serve has each minute, and without events more often
    newsroom.scan()
    (entry,) = newsroom.feeds.entries("feed", 9)
    assert "said nay" in entry.content
    assert entry.updated == desk.clock()


def test_a_folder_that_is_a_link_is_switched(desk, desks) -> None:
    one, two = desk.folder.parent / "one", desk.folder.parent / "two"
    for place, data in ((one, AYE), (two, NAY)):
        place.mkdir()
        (place / "site.toml").write_bytes((desk.folder / "site.toml").read_bytes())
        rewritten(place / "v.md", data)
    other = desks("linked")
    other.environ["FEEDSVC_STORE"] = str(desk.folder.parent / "state")
    (other.folder / "site.toml").unlink()
    other.folder.rmdir()
    other.folder.symlink_to(one)
    newsroom = other.open()
    other.folder.unlink()
    other.folder.symlink_to(two)
    newsroom.scan()
    assert ["said nay" in entry.content for entry in newsroom.feeds.entries("feed", 9)] == [True]


def test_an_edit_that_changes_only_the_state_of_a_file_is_none(desk) -> None:
    rewritten(desk.folder / "v.md", AYE)
    newsroom = desk.open()
    before = newsroom.document("feed", "atom")
    desk.clock.forward(minutes=1)
    (desk.folder / "v.md").chmod(0o600)
    assert newsroom.scan().read == 1
    assert newsroom.document("feed", "atom").version == before.version


@pytest.mark.parametrize("save", [rewritten, replaced])
def test_a_media_file_of_other_bytes_is_not_304(desk, save) -> None:
    desk.write("v.md", AYE + b"![A vote](vote.png)\n")
    save(desk.folder / "vote.png", b"aye")
    client = create_app(desk.open()).test_client()
    with client.get("/media/vote.png") as answer:
        had = answer.headers
    save(desk.folder / "vote.png", b"nay")
    asked = [{"If-None-Match": had["ETag"]}, {"Range": "bytes=0-1", "If-Range": had["ETag"]}]
    for date in (had.get("Last-Modified", ""), "Sat, 01 Jan 2050 00:00:00 GMT"):
        asked += [{"If-Modified-Since": date}, {"Range": "bytes=0-1", "If-Range": date}]
    for headers in asked:
        with client.get("/media/vote.png", headers=headers) as answer:
            assert (answer.status_code, answer.data) == (200, b"nay"), headers


def test_a_media_file_that_stays_is_304_by_its_tag_and_by_its_date(
    desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.write("v.md", AYE + b"![A vote](vote.png)\n")
    rewritten(desk.folder / "vote.png", b"aye")
    client = create_app(desk.open()).test_client()
    with client.get("/media/vote.png") as fresh:
        assert "Last-Modified" not in fresh.headers  # it could change again in this second
        tag = {"If-None-Match": fresh.headers["ETag"]}
    later = time.time() + 60
    monkeypatch.setattr(media.time, "time", lambda: later)
    with client.get("/media/vote.png") as old:
        date = {"If-Modified-Since": old.headers["Last-Modified"]}
    for headers in (tag, date):
        with client.get("/media/vote.png", headers=headers) as answer:
            assert answer.status_code == 304
