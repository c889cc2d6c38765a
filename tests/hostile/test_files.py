"""Files and names that are not what they seem: links, pipes, twins, and what changes meanwhile."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest

from feedsvc.newsroom import Newsroom
from feedsvc.settings.limits import BOUNDS
from feedsvc.sources.folder import MOST_TOLD
from feedsvc.web import create_app
from tests.hostile.cases.file_cases import ROWS, TEXT, Row, named

NOBODY = 65534


@contextmanager
def nobody(folder: Path) -> Iterator[None]:
    """Be nobody in particular, to whom all in a folder belongs: the superuser may read anything."""
    if os.geteuid() != 0:
        yield
        return
    for above in (folder, *folder.parents):
        if "pytest" in str(above):
            above.chmod(0o755)
    for file in (folder, *folder.rglob("*")):
        os.chown(file, NOBODY, NOBODY, follow_symlinks=False)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def root(desk) -> Iterator[Path]:
    desk.write("good.md", "---\ntitle: Good news\nid: urn:good\n---\nA text.\n")
    outside = desk.folder.parent / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text("# Secret\n\nNot for readers.\n")
    os.mkfifo(outside / "pipe")
    yield desk.folder
    for place, folders, _ in os.walk(desk.folder):  # pytest could not remove what is closed
        for folder in (Path(place, name) for name in folders):
            if not folder.is_symlink():
                folder.chmod(0o755)


def told(newsroom: Newsroom) -> tuple[tuple[str, str], ...]:
    return tuple((p.path, p.code) for p in newsroom.problems.all() if p.severity == "error")


@pytest.mark.parametrize("row", ROWS, ids=[row.id for row in ROWS])
def test_what_becomes_of(row: Row, desk, root: Path) -> None:
    if row.id in ("hard-link", "link-inside"):  # two files cannot be one id
        desk.write("good.md", "# Good news\n\nA text.\n")
    newsroom = desk.open()
    row.make(root)
    closed = row.id.startswith("un")
    with nobody(root.parent) if closed else nullcontext():
        newsroom.scan()
        assert told(newsroom) == row.problems
        assert newsroom.scan().new == 0  # a second look finds the same
        assert told(newsroom) == row.problems
    client = create_app(newsroom).test_client()
    for format in ("atom", "rss", "json"):
        answer = client.get(f"/feed.{format}")
        assert answer.status_code == 200
        assert "Secret" not in answer.text
        assert "root:" not in answer.text
        assert "Good news" in answer.text
    entries = newsroom.feeds.entries("feed", 50)
    assert len(entries) == row.published + 1
    for entry in entries:
        assert client.get(entry.page.removeprefix("https://news.example")).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["", "/", ".", "..", "../outside/secret.md", "/etc/passwd", "a\x00.md", "x" * 5000 + ".md",
     "world/", "good.md/", "good.md/x.md", "a\nb.md", ".feedsvc/a.md", "//", "a//b.md",
     "/".join("d" * 3000) + "/a.md"],
    ids=[*"abcdefghijklmnop"],
)  # fmt: skip
def test_an_event_for_no_article_changes_nothing(path: str, desk, root: Path) -> None:
    newsroom = desk.open()
    before = newsroom.document("feed", "atom").body
    newsroom.index.update([path])
    assert newsroom.document("feed", "atom").body == before


@pytest.mark.parametrize(
    ("image", "size"),
    [
        (b"<svg width='99999999999999999999999' height='2'/>", None),
        (b"<svg width='1e999' height='-2'/>", None),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\xff\xff\xff\xff\xff\xff\xff\xff", None),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR", None),
        (b"P6 " + b"9" * 5000 + b" 1 255\n", None),
        (b"II*\x00\x08\x00\x00\x00\xff\xff" + b"\x00" * 40, None),
        (b"\xff\xd8" + b"\xff\xe0\x00\x02" * 1000, None),
        (b"GIF89a\x02\x00\x03\x00", (2, 3)),
        (b"", None),
    ],
    ids=["svg", "svg-infinite", "png", "png-cut", "netpbm", "tiff", "jpeg", "gif", "empty"],
)  # fmt: skip
def test_pictures_that_lie_about_their_size(
    image: bytes, size: tuple[int, int] | None, desk, root: Path
) -> None:
    assert BOUNDS["image_pixels"][1] < 2**31
    desk.write("picture.png", image)
    desk.write("a.md", "---\ntitle: A\nimage: picture.png\n---\nA text.\n")
    newsroom = desk.open()
    assert newsroom.folder.pixels("picture.png") == size
    client = create_app(newsroom).test_client()
    for format in ("atom", "rss", "json"):
        assert "picture.png" in client.get(f"/feed.{format}").text
    assert told(newsroom) == ()


@pytest.mark.parametrize("change", ["grows", "shrinks", "is-replaced", "goes", "becomes-pipe"])
def test_a_file_that_changes_while_it_is_read(
    change: str, desk, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom = desk.open()
    file = desk.write("a.md", "# Before\n\n" + "A text. " * 10)
    read = os.read
    changed = []

    def act() -> None:
        if change == "grows":
            file.write_text("# After\n\n" + "A text. " * 5000)
        elif change == "shrinks":
            file.write_text("# After")
        elif change == "is-replaced":
            desk.write("new.tmp", "# After\n\n" + "A text. " * 10).rename(file)
        else:
            file.unlink()
            if change == "becomes-pipe":
                os.mkfifo(file)

    def reading(number: int, length: int) -> bytes:
        if not changed and os.fstat(number).st_ino == file.stat().st_ino:
            changed.append(change)
            act()
        return read(number, length)

    monkeypatch.setattr(os, "read", reading)
    newsroom.index.update(["a.md"])
    assert changed == [change]
    newsroom.scan()
    headlines = {entry.headline for entry in newsroom.feeds.entries("feed", 9)}
    gone = change in ("goes", "becomes-pipe")
    assert headlines - {"Before"} == ({"Good news"} if gone else {"Good news", "After"})
    if not gone:
        assert "Before" not in headlines


def test_a_folder_of_very_many_names(desk, root: Path) -> None:
    for number in range(5_000):
        (root / f"{number}.jpg").touch()
        if number % 10 == 0:
            (root / f"{number}.txt").write_text(f"Story {number}\n\nA text.\n")
    newsroom = desk.open()
    assert newsroom.scan().read == 0
    assert len(newsroom.feeds.entries("feed", 1000)) == 501
    assert told(newsroom) == ()


def test_very_many_bad_names_are_told_in_part(desk, root: Path) -> None:
    named(*(f"{number}\n.md" for number in range(MOST_TOLD * 2)))(root)
    newsroom = desk.open()
    assert [code for _, code in told(newsroom)] == ["name-encoding"] * MOST_TOLD
    assert len(newsroom.feeds.entries("feed", 9)) == 1


@pytest.mark.parametrize("path", ["\ud800.md", "a\x00.md", "a\n.md", "\ud800/a.md", "../a.md", "/"])
def test_a_path_that_no_file_of_ours_can_have_is_passed_over(desk, root: Path, path: str) -> None:
    newsroom = desk.open()
    desk.write("a.md", TEXT)
    taken = newsroom.index.update([path, "a.md"], spare=[path])
    assert (taken.new, taken.gone) == (("a.md",), ())


@pytest.mark.parametrize("lasting", [False, True])
def test_a_media_file_that_becomes_a_link_out_when_it_is_opened_is_not_sent(
    desk, root: Path, monkeypatch: pytest.MonkeyPatch, lasting: bool
) -> None:
    file = desk.write("a.png", b"ours")
    (root.parent / "secret.png").write_bytes(b"secret")
    desk.write("a.md", "---\ntitle: A\ndate: 2026-05-01\nimage: a.png\n---\nA text.\n")
    client = create_app(desk.open()).test_client()
    with client.get("/media/a.png") as before:
        assert before.data == b"ours"
    real = os.open
    opened = []

    def opening(path: str, flags: int, *more: int, **others: int) -> int:
        if not str(path).endswith("a.png"):
            return real(path, flags, *more, **others)
        opened.append(path)
        file.unlink()
        file.symlink_to(root.parent / "secret.png")
        number = real(path, flags, *more, **others)
        if not lasting:
            file.unlink()
            file.write_bytes(b"ours")
        return number

    monkeypatch.setattr(os, "open", opening)
    with client.get("/media/a.png") as answer:
        assert answer.status_code == 404
        assert b"secret" not in answer.data
    assert opened


def test_a_file_that_becomes_a_link_out_when_it_is_opened_is_not_read(
    desk, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom = desk.open()
    file = desk.write("a.md", TEXT)
    real = os.open

    def opening(path: str, flags: int) -> int:
        if not str(path).endswith("a.md"):
            return real(path, flags)
        file.unlink()
        file.symlink_to("../outside/secret.md")
        number = real(path, flags)
        file.unlink()
        file.write_text(TEXT)
        return number

    monkeypatch.setattr(os, "open", opening)
    newsroom.index.update(["a.md"])
    assert told(newsroom) == (("a.md", "unreadable"),)
    monkeypatch.setattr(os, "open", real)
    newsroom.scan()
    assert {entry.headline for entry in newsroom.feeds.entries("feed", 9)} == {
        "Good news",
        "Hostile",
    }
