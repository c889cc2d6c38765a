"""Releases take each other's place as a whole; readers' files are never written to."""

import os
from hashlib import sha256
from pathlib import Path

from feedsvc.static_site.making import laid_aside
from feedsvc.static_site.manifest import SiteFile
from feedsvc.static_site.trees import Releases, Some

Kept = dict[int, dict[str, SiteFile]]


def laid(releases: Releases, path: str, body: bytes, suffixes: tuple[str, ...] = ()) -> SiteFile:
    target = laid_aside(releases.aside, path)
    target.parent.mkdir(parents=True, exist_ok=True)
    for suffix in ("", *suffixes):
        Path(f"{target}{suffix}").write_bytes(body)
    hashed = sha256(body).hexdigest()
    return SiteFile(path, f"/{path}", hashed, len(body), "text/plain", (), 1, "page", suffixes)


def release(
    releases: Releases, kept: Kept, put: dict[str, tuple[bytes, tuple[str, ...]]], drop: set[str]
) -> None:
    before = kept.get(releases.current, {})

    def changed(since: int, until: int) -> list[str]:
        paths = kept[since].keys() | kept[until].keys()
        return sorted(p for p in paths if kept[since].get(p) != kept[until].get(p))

    releases.begin(lambda path, number: kept[number].get(path), changed, some_of(kept))
    after = {path: file for path, file in before.items() if path not in drop}
    for path in drop:
        releases.drop(before[path])
    for path, (body, suffixes) in put.items():
        after[path] = laid(releases, path, body, suffixes)
        releases.put(after[path], before.get(path))
    number = releases.current + 1
    kept[number] = after
    releases.finish(number)


def some_of(kept: Kept) -> Some:
    """Gives the files of a release one by one."""

    def some(number: int, last: str) -> list[SiteFile]:
        return [kept[number][path] for path in sorted(kept[number]) if path > last][:1]

    return some


def tree(out: Path) -> dict[str, bytes]:
    root = (out / "current").resolve()
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def test_the_fifth_release_is_what_was_put_and_not_dropped(tmp_path: Path) -> None:
    releases, kept = Releases(tmp_path / "out"), {}
    releases.clear()
    release(releases, kept, {"a": (b"1", (".gz",)), "b/c": (b"2", ()), "d": (b"3", ())}, set())
    release(releases, kept, {"a": (b"4", ())}, {"d"})
    release(releases, kept, {"b/e/f": (b"5", ())}, set())
    release(releases, kept, {"d": (b"6", (".br",))}, {"b/c"})
    release(releases, kept, {"g": (b"7", ())}, {"b/e/f"})
    wanted = {"a": b"4", "d": b"6", "d.br": b"6", "g": b"7"}
    assert tree(tmp_path / "out") == wanted
    assert not (tmp_path / "out" / "current" / "b").exists()
    assert sorted(os.listdir(tmp_path / "out" / "releases")) == ["3", "4", "5"]


def test_where_a_file_was_a_folder_may_come(tmp_path: Path) -> None:
    releases, kept = Releases(tmp_path / "out"), {}
    releases.clear()
    for number in range(6):
        name = "x" if number % 2 else "x/y"
        release(releases, kept, {name: (b"%d" % number, ())}, {*kept.get(number, {})})
        assert tree(tmp_path / "out") == {name: b"%d" % number}


def test_a_file_that_is_open_stays_as_it_was(tmp_path: Path) -> None:
    releases, kept = Releases(tmp_path / "out"), {}
    releases.clear()
    release(releases, kept, {"a": (b"old", ())}, set())
    with open(tmp_path / "out" / "current" / "a", "rb") as file:
        for _ in range(5):
            release(releases, kept, {"a": (b"new", ())}, set())
        assert file.read() == b"old"


def test_what_an_interrupted_build_left_is_removed(tmp_path: Path) -> None:
    releases, kept = Releases(tmp_path / "out"), {}
    releases.clear()
    release(releases, kept, {"a": (b"1", ())}, set())
    (tmp_path / "out" / "releases" / "2").mkdir()
    (releases.own / "tree" / "half").mkdir(parents=True)
    (releases.aside / "00" / "left").write_bytes(b"")
    releases.clear()
    assert tree(tmp_path / "out") == {"a": b"1"}
    assert os.listdir(tmp_path / "out" / "releases") == ["1"]
    assert not [path for path in releases.aside.rglob("*") if path.is_file()]
    assert not (releases.own / "tree").exists()


def test_trees_that_were_made_ahead_become_the_next_releases(tmp_path: Path) -> None:
    releases, kept = Releases(tmp_path / "out"), {}
    releases.clear()
    some = some_of(kept)
    assert not releases.prepare(some)
    release(releases, kept, {"a": (b"1", (".gz",)), "b": (b"2", ()), "c": (b"3", ())}, set())
    while releases.prepare(some):
        assert releases.oldest() == 1
    assert releases.oldest() == 1
    for number in range(2, 6):
        release(releases, kept, {"a": (b"%d" % number, ())}, {"b"} & kept[number - 1].keys())
        assert tree(tmp_path / "out") == {"a": b"%d" % number, "c": b"3"}
        assert not releases.prepare(some)
    assert sorted(os.listdir(tmp_path / "out" / "releases")) == ["3", "4", "5"]


def test_a_tree_that_is_half_made_ahead_is_no_matter(tmp_path: Path) -> None:
    releases, kept = Releases(tmp_path / "out"), {}
    releases.clear()
    release(releases, kept, dict.fromkeys("abcde", (b"1", ())), set())
    for steps in range(4):
        for _ in range(steps):
            releases.prepare(some_of(kept))
        release(releases, kept, {"a": (b"%d" % (steps + 2), ())}, set())
        assert tree(tmp_path / "out") == {"a": b"%d" % (steps + 2)} | dict.fromkeys("bcde", b"1")
    releases.prepare(some_of(kept))
    releases.clear()
    assert sorted(os.listdir(releases.own)) == ["aside"]
