"""What follows each release: subscribers find it in an object store, and caches are told."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import feedparser
import pytest
from click.testing import CliRunner

from feedsvc.cli import main
from feedsvc.static_site import AfterRelease, Purge, read_place
from tests.static_site.building import build
from tests.static_site.s3_server import Storage
from tests.web.servers import CLI, LIMIT, free_port, wait

RAIN = "---\ntitle: Rain\ndate: 2026-05-01\nenclosure: rain.mp3\n---\nWet it is.\n"
SNOW = "---\ntitle: Snow\ndate: 2026-05-02\n---\nCold it is.\n"
DRAFT = "---\ntitle: Secret\nstatus: draft\n---\nNobody may read this.\n"


class Press:
    """A newsroom whose site is kept in an object store."""

    def __init__(self, desk: Any, storage: Storage, out: Path) -> None:
        self.desk, self.storage, self.out = desk, storage, out
        self.bucket = storage.make_bucket()
        self.site = f"{storage.endpoint}/{self.bucket}/site"
        desk.settings(base_url=self.site, id_base="news.example,2026")
        desk.write("rain.md", RAIN)
        desk.write("rain.mp3", b"ID3 rain")
        desk.write("draft.md", DRAFT)

    def publish(self) -> tuple[int, int]:
        """Build and bring; how many files were sent, and how many objects removed."""
        build(self.desk, self.out)
        place = read_place(f"s3://{self.bucket}/site")
        follow = AfterRelease(self.out, self.desk.folder, self.storage.environ, place=place)
        done = follow.do()
        assert done.untold == ""
        return done.sent, done.deleted

    def entries(self) -> list[Any]:
        answer = self.storage.get(urlsplit(f"{self.site}/feed.atom").path)
        assert answer.status == 200
        found = feedparser.parse(answer.body)
        assert not found.bozo
        return list(found.entries)

    def named(self) -> Iterator[tuple[str, int, bytes]]:
        """Every page and file that the feed names, as it is answered."""
        for entry in self.entries():
            for link in entry.links:
                if link.href.startswith(self.site):
                    answer = self.storage.get(urlsplit(link.href).path)
                    yield link.href, answer.status, answer.body


@pytest.fixture
def press(desk: Any, storage: Storage, tmp_path: Path) -> Press:
    return Press(desk, storage, tmp_path / "public")


def test_subscribers_find_all_that_a_feed_names(press: Press) -> None:
    press.publish()
    named = list(press.named())
    assert {status for _, status, _ in named} == {200}
    assert b"ID3 rain" in [body for _, _, body in named]
    assert any(b"Wet it is." in body for _, _, body in named)


def test_a_save_is_brought_and_a_withdrawal_takes_away(press: Press) -> None:
    whole, _ = press.publish()
    press.desk.write("snow.md", SNOW)
    press.desk.clock.forward(minutes=1)
    sent, removed = press.publish()
    assert 0 < sent < whole
    assert [entry.title for entry in press.entries()] == ["Snow", "Rain"]
    assert {status for _, status, _ in press.named()} == {200}
    press.desk.write("rain.md", RAIN.replace("---\nWet", "status: withdrawn\n---\nWet"))
    press.desk.clock.forward(minutes=1)
    _, removed = press.publish()
    assert removed >= 1
    assert [entry.title for entry in press.entries()] == ["Snow"]
    for path in ("articles/rain", "media/rain.mp3"):
        assert press.storage.get(f"/{press.bucket}/site/{path}").status == 404
    assert press.publish() == (0, 0)


def test_what_is_private_is_never_brought(press: Press) -> None:
    press.publish()
    for key in press.storage.keys(press.bucket):
        assert b"Nobody may read this" not in press.storage.get(f"/{press.bucket}/{key}").body


def test_a_save_is_brought_while_the_folder_is_followed(press: Press) -> None:
    """The object store is away at first, and nothing else waits for it."""
    environ = press.storage.environ | {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{free_port()}"}
    command = [*CLI, "build", str(press.out), str(press.desk.folder), "--watch"]
    command += ["--to", f"s3://{press.bucket}/site"]
    log = press.out.parent / "log"
    with log.open("wb") as said:
        process = subprocess.Popen(command, env=os.environ | environ, stdout=said, stderr=said)
    try:
        wait(lambda: "it is tried again and again" in log.read_text(), "the failure is told")
        assert "is release 1" in log.read_text()
    finally:
        process.terminate()
        assert process.wait(LIMIT) == 0, log.read_text()
    with log.open("wb") as said:
        environ = os.environ | press.storage.environ
        process = subprocess.Popen(command, env=environ, stdout=said, stderr=said)
    try:
        feed = urlsplit(f"{press.site}/feed.atom").path
        wait(lambda: press.storage.get(feed).status == 200, "the first release")
        press.desk.write("snow.md", SNOW)
        wait(lambda: b">Snow<" in press.storage.get(feed).body, "the saved file")
        assert {status for _, status, _ in press.named()} == {200}
    finally:
        process.terminate()
        assert process.wait(LIMIT) == 0, log.read_text()


def told(file: Path) -> list[str]:
    return [urlsplit(line).path for line in file.read_text().splitlines()]


def test_caches_are_told_what_changed_without_an_object_store(desk: Any, tmp_path: Path) -> None:
    out, file = tmp_path / "public", tmp_path / "purge.txt"
    desk.write("rain.md", RAIN)
    build(desk, out)
    follow = AfterRelease(out, desk.folder, os.environ, purge=Purge(file))
    follow.do()
    assert "/articles/rain" in told(file)
    file.unlink()
    follow.do()
    assert not file.exists()
    desk.write("snow.md", SNOW)
    desk.clock.forward(minutes=1)
    build(desk, out)
    follow.do()
    assert {"/", "/articles/snow", "/feed.atom"} <= set(told(file))
    assert "/robots.txt" not in told(file)


def test_caches_that_did_not_take_it_are_told_later(desk: Any, tmp_path: Path) -> None:
    out, file = tmp_path / "public", tmp_path / "purge.txt"
    desk.write("rain.md", RAIN)
    build(desk, out)
    deaf = AfterRelease(out, desk.folder, os.environ, purge=Purge(after="false"))
    assert "--after was not told" in deaf.do().untold
    AfterRelease(out, desk.folder, os.environ, purge=Purge(file)).do()
    assert "/articles/rain" in told(file)


def test_the_command_brings_and_tells(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in press.storage.environ.items():
        monkeypatch.setenv(name, value)
    at = ["build", str(press.out), str(press.desk.folder), "--to", f"s3://{press.bucket}/site"]
    file = press.out.parent / "purge.txt"
    found = CliRunner().invoke(main, [*at, "--purge-list", str(file), "--json"])
    assert found.exit_code == 0, found.output
    shown = json.loads(found.stdout)
    assert shown["sent"] > 10
    assert "nginx/http.conf" in shown["servers"]
    assert len(told(file)) > 10
    again = CliRunner().invoke(main, at)
    assert f"s3://{press.bucket}/site has it: 0 files sent, 0 removed." in again.output


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--to", "press/site"], "write one such as s3://bucket/prefix"),
        (["--to", "s3://no-such-bucket-here/x"], "there is no such bucket; make it first"),
        (["--after", "/no/such/command"], "--after was not told"),
    ],
)
def test_the_command_says_what_to_do(
    press: Press, monkeypatch: pytest.MonkeyPatch, more: list[str], said: str
) -> None:
    for name, value in press.storage.environ.items():
        monkeypatch.setenv(name, value)
    found = CliRunner().invoke(main, ["build", str(press.out), str(press.desk.folder), *more])
    assert found.exit_code in (1, 2)
    assert said in found.output
    assert "very-secret" not in found.output
    assert "Traceback" not in found.output
