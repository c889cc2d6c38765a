"""`feedsvc index --watch` as a process, over real files; readers ask the store beside it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from feedsvc.indexer.debounce import GRACE
from feedsvc.newsroom import Newsroom

LIMIT = 60.0
COMMAND = [sys.executable, "-W", "error", "-m", "feedsvc", "index", "--watch"]


def text(title: str, body: str = "Wet it is.", **header: str) -> str:
    lines = "".join(f"{name}: {value}\n" for name, value in header.items())
    return f"---\ntitle: {title}\ndate: 2026-05-01\n{lines}---\n{body}\n"


def wait(condition: Callable[[], object], what: str) -> None:
    end = time.monotonic() + LIMIT
    while not condition():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.01)


class Follower:
    """The process, its log, and a reader of the same store."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path, newsroom: Newsroom) -> None:
        self.process, self.log, self.newsroom = process, log, newsroom

    def said(self) -> str:
        return self.log.read_text()

    def says(self, line: str, times: int = 1) -> None:
        def told() -> bool:
            assert self.process.poll() is None, self.said()
            return self.said().count(line) >= times

        wait(told, f"{line}\n{self.said()}")

    def items(self, name: str = "feed") -> dict[str, Any]:
        items = json.loads(self.newsroom.document(name, "json").body)["items"]
        return {item["title"]: item for item in items}

    def shows(self, *titles: str) -> None:
        wait(lambda: set(self.items()) == set(titles), f"{titles}, not {set(self.items())}")

    def end(self, sent: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(sent)
        return self.process.wait(LIMIT)


@contextmanager
def following(desk: Any, *options: str, name: str = "log") -> Iterator[Follower]:
    environ = {k: v for k, v in os.environ.items() if not k.startswith("FEEDSVC_")}
    log = desk.folder.parent / f"{name}.txt"
    newsroom = Newsroom.open(desk.folder, {})
    with log.open("wb") as said:
        process = subprocess.Popen(
            [*COMMAND, *options, str(desk.folder)], env=environ, stdout=said, stderr=said
        )
    try:
        yield Follower(process, log, newsroom)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        process.wait(LIMIT)
        newsroom.close()


@pytest.fixture
def follower(desk: Any) -> Iterator[Follower]:
    desk.write("world/rain.md", text("Rain"))
    desk.write("world/snow.md", text("Snow"))
    with following(desk) as follower:
        follower.says(" 2 published")
        yield follower


def test_each_way_of_saving(desk: Any, follower: Follower) -> None:
    file = desk.folder / "world/rain.md"
    file.write_text(text("Rain in place"))
    follower.shows("Rain in place", "Snow")
    temporary = file.with_name(".rain.md.tmp")
    temporary.write_text(text("Rain by rename"))
    temporary.rename(file)
    follower.shows("Rain by rename", "Snow")
    probe = file.with_name("4913")  # vim: probe, backup, write anew, remove the backup
    probe.touch()
    probe.unlink()
    file.rename(file.with_name("rain.md~"))
    file.write_text(text("Rain by vim"))
    file.with_name("rain.md~").unlink()
    follower.shows("Rain by vim", "Snow")
    stream = file.with_name(".goutputstream-A1B2C3")
    stream.write_text(text("Rain by gedit"))
    file.replace(file.with_name("rain.md~"))
    stream.rename(file)
    follower.shows("Rain by gedit", "Snow")
    assert "withdrawn" not in follower.said()
    assert follower.end() == 0
    assert "Traceback" not in follower.said()


def test_renamed_moved_and_deleted(desk: Any, follower: Follower) -> None:
    before = follower.items()["Rain"]["id"]
    (desk.folder / "world/rain.md").rename(desk.folder / "world/wet.md")
    follower.says("moved world/wet.md")
    (desk.folder / "sport").mkdir()
    (desk.folder / "world/wet.md").rename(desk.folder / "sport/wet.md")
    follower.says("moved sport/wet.md")
    (desk.folder / "sport").rename(desk.folder / "arts")
    follower.says("moved arts/wet.md")
    assert follower.items("category/arts")["Rain"]["id"] == before
    follower.shows("Rain", "Snow")
    (desk.folder / "arts/wet.md").unlink()
    follower.says("withdrawn arts/wet.md")
    follower.shows("Snow")


def test_new_folders_are_full_at_once(desk: Any, follower: Follower) -> None:
    desk.write("a/b/c/one.md", text("One"))
    desk.write("a/two.md", text("Two"))
    follower.shows("Rain", "Snow", "One", "Two")
    desk.write("a/b/c/one.md", text("One more"))  # those are watched now
    follower.shows("Rain", "Snow", "One more", "Two")


def test_deleted_and_made_again_changes_nothing(desk: Any, follower: Follower) -> None:
    before = follower.newsroom.document("feed", "atom")
    file = desk.folder / "world/rain.md"
    for number in range(20):
        withdrawn = follower.said().count("withdrawn world/rain.md")
        began = time.monotonic()
        file.unlink()
        # Something to hear of meanwhile.
        desk.write(f"world/hail-{number}.md", text(f"Hail {number}", draft="true"))
        follower.says(f"taken in, not public: world/hail-{number}.md")
        file.write_text(text("Rain"))
        if time.monotonic() - began < GRACE:
            break
        follower.shows("Rain", "Snow")  # the machine is busy: it was gone for so long that it left
    (desk.folder / "world/snow.md").unlink()
    follower.says("withdrawn world/snow.md")
    assert follower.said().count("withdrawn world/rain.md") == withdrawn
    desk.write("world/snow.md", text("Snow"))
    follower.shows("Rain", "Snow")
    assert follower.items()["Rain"] == next(
        item
        for item in json.loads(follower.newsroom.document("feed", "json").body)["items"]
        if item["title"] == "Rain"
    )
    assert before.tag() is not None


def test_nothing_half_written_is_seen(desk: Any, follower: Follower) -> None:
    whole = text("Rain", "\n\n".join(f"Paragraph {n} of it." for n in range(40)) + "\n\nThe end.")
    seen: set[str] = set()
    with (desk.folder / "world/rain.md").open("w") as file:
        for start in range(0, len(whole), 100):
            file.write(whole[start : start + 100])
            file.flush()
            pause = time.monotonic() + 0.05  # longer than a file must hold still
            while time.monotonic() < pause:
                seen.add(follower.items()["Rain"]["content_html"])
    assert len(seen) == 1
    assert "Wet it is." in seen.pop()
    wait(lambda: "The end." in follower.items()["Rain"]["content_html"], "the whole")


def test_a_folder_that_vanishes_keeps_its_articles(desk: Any, follower: Follower) -> None:
    away = desk.folder.with_name("away")
    store = desk.folder / ".feedsvc"
    assert store.is_dir()
    desk.folder.rename(away)
    follower.says("the folder of articles is gone")
    (away / "world/rain.md").write_text(text("Rain anew"))
    away.rename(desk.folder)
    follower.says("the folder of articles is back")
    follower.shows("Rain anew", "Snow")
    assert "withdrawn" not in follower.said()


def test_many_gone_at_once_stay(desk: Any) -> None:
    for number in range(8):
        desk.write(f"{number}.md", text(f"Story {number}"))
    with following(desk) as follower:
        follower.says(" 8 published")
        for number in range(5):
            (desk.folder / f"{number}.md").unlink()
        follower.says("5 articles are gone at once, so they stay published; if that is meant, run:")
        assert len(follower.items()) == 8
        accepted = [*COMMAND[:-1], "--accept-deletions", str(desk.folder)]
        subprocess.run(accepted, check=True, capture_output=True, timeout=LIMIT)
        assert len(follower.items()) == 3  # one-shot beside the one that follows
        desk.write("9.md", text("Story 9"))
        follower.says("published 9.md")


def test_another_takes_over_when_one_is_killed(desk: Any, follower: Follower) -> None:
    with following(desk, name="second") as second:
        second.says("another feedsvc is indexing this newsroom; waiting to take over")
        follower.process.kill()
        second.says(" 2 published")
        desk.write("world/rain.md", text("Rain after all"))
        second.says("updated world/rain.md")
        second.shows("Rain after all", "Snow")
        assert second.end(signal.SIGINT) == 0


def test_one_that_waits_ends_when_it_is_told_to(desk: Any, follower: Follower) -> None:
    with following(desk, name="second") as second:
        second.says("waiting to take over")
        assert second.end() == 0
    assert follower.end(signal.SIGINT) == 0


def test_an_embargo_lifts(desk: Any) -> None:
    desk.write("rain.md", text("Rain"))
    with following(desk) as follower:
        follower.says(" 1 published")
        lift = (datetime.now(UTC) + timedelta(seconds=4)).replace(microsecond=0)
        desk.write("secret.md", text("Secret", embargo=lift.isoformat()))

        def lifted() -> bool:
            shown = set(follower.items())
            assert shown in ({"Rain"}, {"Rain", "Secret"})
            assert datetime.now(UTC) >= lift or "Secret" not in shown
            return "Secret" in shown

        wait(lifted, "the embargo to lift")


def test_programs_get_a_line_for_each_batch(desk: Any) -> None:
    desk.write("rain.md", text("Rain"))
    with following(desk, "--json") as follower:
        follower.shows("Rain")
        desk.write("snow.md", text("Snow"))
        desk.write("bad.md", text("Bad").replace("2026-05-01", "2026-13-45"))
        follower.says('"code":"date-impossible"')
        follower.says('"snow.md"')
        assert follower.end() == 0
    batches = [json.loads(line) for line in follower.said().splitlines() if line[0] == "{"]
    assert [path for batch in batches for path in batch["published"]] == ["snow.md"]


def test_it_ends_with_its_parent(desk: Any) -> None:
    desk.write("rain.md", text("Rain"))
    script = (
        "import os, subprocess, sys; child = subprocess.Popen([*sys.argv[1:4], 'feedsvc', 'index',"
        " '--watch', '--supervisor', str(os.getpid()), '1', '.', sys.argv[4]],"
        " stdout=subprocess.DEVNULL); print(child.pid, flush=True);"
        " child.wait()"
    )
    command = [sys.executable, "-c", script, sys.executable, "-u", "-m", str(desk.folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stderr is not None
        child = int(parent.stdout.readline())
        assert b"1 published" in parent.stderr.readline()
        parent.kill()

        def gone() -> bool:
            try:
                os.kill(child, 0)
            except ProcessLookupError:
                return True
            with suppress(OSError):
                return " Z " in Path(f"/proc/{child}/stat").read_text()
            return False

        wait(gone, "the child to end")


def picture(width: int, height: int) -> bytes:
    """The header of a PNG, which is all that is measured."""
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + width.to_bytes(4) + height.to_bytes(4) + b"\x08\x02"


def test_a_media_file_that_comes_late_or_changes_is_in_the_entry(desk: Any) -> None:
    """The length of an enclosure, in an entry whose `updated` stays."""
    desk.write("e.md", text("Ep", enclosure="sound/e.mp3", image="e.png"))
    with following(desk) as follower:
        follower.shows("Ep")
        first = follower.items()["Ep"]
        assert "size_in_bytes" not in first["attachments"][0]

        def grows(length: int) -> None:
            changed = follower.newsroom.document("feed", "rss").last_modified
            assert changed is not None
            later = changed + timedelta(seconds=1)  # Last-Modified has whole seconds
            wait(lambda: datetime.now(UTC) >= later, "the next second")
            desk.write("sound/e.mp3", b"x" * length)
            wait(lambda: f'length="{length}"'.encode() in rss(follower), f"{length} bytes")
            document = follower.newsroom.document("feed", "rss")
            assert document.last_modified is not None
            assert document.last_modified > changed
            assert follower.items()["Ep"]["date_modified"] == first["date_modified"]

        grows(1000)
        grows(7777)
        desk.write("new/e.png", picture(640, 480)).rename(desk.folder / "e.png")
        wait(lambda: b'width="640" height="480"' in rss(follower), "the size of the picture")
        (desk.folder / "e.png").unlink()
        wait(lambda: b"width=" not in rss(follower), "a picture that is gone has no size")
        follower.end()


def rss(follower: Follower) -> bytes:
    return follower.newsroom.document("feed", "rss").body


def test_its_log_is_json_where_that_is_asked_for(desk: Any) -> None:
    desk.write("rain.md", text("Rain"))
    with following(desk, "--log-format", "json") as follower:
        follower.says("1 articles")
        desk.write("snow.md", text("Snow"))
        follower.says("published snow.md")
        said = [json.loads(line) for line in follower.said().splitlines()]
    (told,) = [one for one in said if one["message"] == "published snow.md"]
    assert (told["event"], told["path"], told["level"]) == ("published", "snow.md", "info")


def test_its_log_tells_what_time_alone_changes(desk: Any) -> None:
    soon = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=6)
    at = {"lifts": soon.isoformat(), "ends": (soon + timedelta(seconds=1)).isoformat()}
    desk.write("rain.md", text("Rain"))
    desk.write("later.md", text("Later", embargo=at["lifts"]))
    desk.write("ends.md", text("Ends", expires=at["ends"]))
    desk.write("never.md", text("Never", embargo=at["ends"], expires=at["lifts"]))
    with following(desk) as follower:
        follower.says("published later.md")
        follower.says("not public any more: ends.md")
        follower.shows("Rain", "Later")
        said = follower.said()
        assert "never.md" not in said
        assert said.count("later.md") == said.count("ends.md") == 1
