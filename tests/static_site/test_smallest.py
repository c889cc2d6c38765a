"""What has stayed is compressed again, and who has it in a cache is never told a wrong thing."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli
import pytest

from feedsvc.static_site import Builder
from feedsvc.static_site.smallest import coded
from tests.static_site.building import assert_whole, build, builder_of, files_in
from tests.web.servers import wait

WORDS = "The ferry to the harbour is late again, and the mayor knows why. "


@pytest.fixture
def site(desk: Any, tmp_path: Path) -> Path:
    """A site of two releases; nothing but what shows the newest article is of the second."""
    desk.settings(base_url="https://news.example", id_base="news.example,2026")
    for number in range(9):
        text = "\n\n".join(f"## Part {n}\n\n{WORDS * (n + number + 1)}" for n in range(8))
        desk.write(
            f"a{number}.md", f"---\ntitle: A{number}\ndate: 2026-05-0{number + 1}\n---\n{text}"
        )
    out = tmp_path / "out"
    build(desk, out)
    change(desk, out, 0)
    return out


def change(desk: Any, out: Path, number: int) -> None:
    desk.clock.forward(minutes=1)
    desk.write(
        "new.md", f"---\ntitle: New\ndate: 2026-05-20\n---\n{WORDS} It is {number} hours late."
    )
    build(desk, out)


@pytest.fixture
def builder(desk: Any, site: Path) -> Iterator[Builder]:
    found = builder_of(desk, site, processes=2)
    yield found
    found.close()


def codings(out: Path) -> dict[str, bytes]:
    return {path: body for path, body in files_in(out).items() if path.endswith(".br")}


def is_smallest(out: Path, path: str) -> bool:
    body = (out / "current" / path).read_bytes()
    return body == coded(out / "current" / path.removesuffix(".br"), lambda: False)


def test_what_stayed_becomes_smaller_and_means_the_same(builder: Builder, site: Path) -> None:
    builder.build()
    before, docs = codings(site), files_in(site)
    assert builder.make_smallest() == len(before)
    after = codings(site)
    assert after.keys() == before.keys()
    assert sum(map(len, after.values())) < sum(map(len, before.values()))
    for path, body in after.items():
        assert len(body) <= len(before[path])
        assert brotli.decompress(body) == docs[path.removesuffix(".br")]
    assert_whole(site)


def test_nothing_is_done_twice(desk: Any, builder: Builder, site: Path) -> None:
    assert builder.make_smallest() > 0
    assert builder.make_smallest() == 0
    builder.close()
    other = builder_of(desk, site)
    assert other.make_smallest() == 0
    other.close()


def test_what_the_last_release_changed_is_left(desk: Any, builder: Builder, site: Path) -> None:
    desk.clock.forward(minutes=1)
    desk.write("new.md", f"---\ntitle: New\ndate: 2026-05-20\n---\n{WORDS * 30} At last.")
    desk.open().close()
    made = builder.build()
    before = codings(site)
    builder.make_smallest()
    changed = {path for path, body in codings(site).items() if before[path] != body}
    assert changed
    assert not changed & {f"{path}.br" for path in made.written}
    assert is_smallest(site, "articles/a1.html.br")
    assert not is_smallest(site, "articles/new.html.br")


def test_later_releases_keep_it(desk: Any, builder: Builder, site: Path) -> None:
    builder.make_smallest()
    builder.close()
    for number in range(1, 6):
        change(desk, site, number)
        assert is_smallest(site, "articles/a1.html.br")
        assert_whole(site)


def test_files_of_one_time_and_size_have_the_same_bytes(builder: Builder, site: Path) -> None:
    """nginx makes its tag of time and size: else there would be a 304 for what nobody has."""
    seen: dict[tuple[str, float, int], bytes] = {}
    for turn in range(2):
        for path in files_in(site):
            file = site / "current" / path
            status, body = file.stat(), file.read_bytes()
            document = path.removesuffix(".gz").removesuffix(".br").removesuffix(".zst")
            key = (document, status.st_mtime, status.st_size)
            assert seen.setdefault(key, body) == body, path
        if not turn:
            assert builder.make_smallest() > 0


def test_who_is_interrupted_goes_on_later(builder: Builder, site: Path) -> None:
    smallest = builder._smallest
    done = smallest.go_on(builder.memory.number)
    assert done is not None
    smallest.interrupt()
    total = 0
    while (more := smallest.go_on(builder.memory.number)) is not None:
        total += more
        smallest._given and smallest._given[0][1].exception()
    assert total == len(codings(site))
    assert smallest.go_on(builder.memory.number) is None
    assert builder.make_smallest() == 0


def test_it_is_done_only_in_quiet_moments(
    builder: Builder, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    builder.build()
    monkeypatch.setattr("feedsvc.static_site.builder._QUIET", 3600.0)
    assert not builder.make_smaller()
    assert not is_smallest(site, "articles/a1.html.br")
    monkeypatch.setattr("feedsvc.static_site.builder._QUIET", 0.0)
    wait(lambda: not builder.make_smaller(), "all is compressed again")
    assert is_smallest(site, "articles/a1.html.br")


def test_coding_ends_where_it_is_to_end(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(os.urandom(3 << 18))
    asked: list[int] = []

    def ends() -> bool:
        asked.append(1)
        return len(asked) > 1

    assert coded(tmp_path / "a", ends) is None
    assert len(asked) == 2
    assert coded(tmp_path / "none", lambda: False) is None


def test_the_command_says_how_many(desk: Any, site: Path) -> None:
    command = [sys.executable, "-m", "feedsvc", "build", str(site), str(desk.folder), "--smallest"]
    words = "files that stayed are compressed again"
    told = [subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(2)]
    assert [words in one.stderr for one in told] == [True, False]
    assert_whole(site)
    refused = subprocess.run([*command, "--watch"], capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert "quiet moments" in refused.stderr
