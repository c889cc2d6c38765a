"""Links, pipes, names and twins that somebody puts into the folder."""

import os
import socket
import stat
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from feedsvc.settings.limits import DEFAULTS

NFC, NFD = "café", unicodedata.normalize("NFD", "café")
TEXT = "# Hostile\n\nA text.\n"


class Row(NamedTuple):
    """Something in a folder, and what becomes of it.

    Attributes:
        id: short.
        make: puts it into a folder, beside which `outside/secret.md` and a pipe are.
        published: how many articles it makes.
        problems: path and code of what is told.
    """

    id: str
    make: Callable[[Path], object]
    published: int = 0
    problems: tuple[tuple[str, str], ...] = ()


def link(name: str, target: str) -> Callable[[Path], object]:
    return lambda root: (root / name).symlink_to(target)


def named(*names: str | bytes) -> Callable[[Path], object]:
    def make(root: Path) -> None:
        for name in names:
            file = root / (os.fsdecode(name) if isinstance(name, bytes) else name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(TEXT)

    return make


def nested(depth: int) -> Callable[[Path], object]:
    def make(root: Path) -> None:
        here = os.open(root, os.O_RDONLY)
        for _ in range(depth):
            os.mkdir("d", dir_fd=here)
            inner = os.open("d", os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = inner
        file = os.open("a.md", os.O_WRONLY | os.O_CREAT, dir_fd=here)
        os.write(file, TEXT.encode())
        os.close(file)
        os.close(here)

    return make


def listening(root: Path) -> None:
    here = Path.cwd()
    os.chdir(root)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as ear:
        ear.bind("ear.md")
    os.chdir(here)


def device(root: Path) -> None:
    try:
        os.mknod(root / "zero.md", 0o666 | stat.S_IFCHR, os.makedev(1, 5))
    except OSError:
        pytest.skip("this user may make no devices")


def twins(root: Path) -> None:
    named(f"{NFC}.md", f"{NFD}.md")(root)
    if len(os.listdir(root)) < 4:
        pytest.skip("this file system folds names itself")


def bad_name(shown: str) -> tuple[tuple[str, str], ...]:
    return ((shown, "name-encoding"),)


ROWS = [
    Row("link-out", link("a.md", "../outside/secret.md")),
    Row("link-out-absolute", link("a.md", "/etc/passwd")),
    Row("link-out-folder", link("world", "../outside")),
    Row("link-up", link("up", "..")),
    Row("link-here", link("here", ".")),
    Row("link-itself", link("a.md", "a.md")),
    Row("link-circle", lambda root: (link("a.md", "b.md")(root), link("b.md", "a.md")(root))),
    Row("link-circle-folders", lambda root: (link("a", "b")(root), link("b", "a")(root))),
    Row("link-broken", link("a.md", "nothing.md")),
    Row("link-inside", link("a.md", "good.md"), 1),
    Row("link-device", link("a.md", "/dev/zero")),
    Row("link-terminal", link("a.md", "/dev/stdin")),
    Row("link-memory", link("a.md", "/proc/self/mem")),
    Row("link-pipe", link("a.md", "../outside/pipe")),
    Row("link-state", link("a.md", ".feedsvc/store.db")),
    Row("hard-link", lambda root: os.link(root / "good.md", root / "a.md"), 1),
    Row("pipe", lambda root: os.mkfifo(root / "a.md")),
    Row("socket", listening),
    Row("device", device),
    Row("folder-as-article", lambda root: (root / "a.md").mkdir()),
    Row("article-in-such-folder", named("a.md/b.md"), 1),
    Row("hidden", named(".a.md", ".git/a.md", "world/.a.md", "..a.md")),
    Row("no-article", named("a", "b.exe", "c.md.bak", "d.md~", "md", "e.MD.swp")),
    Row("newline", named("a\nb.md:1: error: x: y.md"), 0, bad_name("a\\x0ab.md:1: error: x: y.md")),
    Row("return", named("a\r.md"), 0, bad_name("a\\x0d.md")),
    Row("tab", named("a\tb.md"), 0, bad_name("a\\x09b.md")),
    Row("escape", named("\x1b[2Ja.md"), 0, bad_name("\\x1b[2Ja.md")),
    Row("delete", named("a\x7f.md"), 0, bad_name("a\\x7f.md")),
    Row("next-line", named("a\x85.md"), 0, bad_name("a\\x85.md")),
    Row("line-separator", named("a\u2028.md"), 0, bad_name("a\\x2028.md")),
    Row("nonchar", named("a\uffff.md"), 0, bad_name("a\\xffff.md")),
    Row("folder-control", named("wor\x01ld/a.md"), 0, bad_name("wor\\x01ld")),
    Row("not-utf-8", named(b"a\xff.md"), 0, bad_name("a\\udcff.md")),
    Row("folder-not-utf-8", named(b"wor\xffld/a.md"), 0, bad_name("wor\\udcffld")),
    Row("odd", named("%00.md", "%2e%2e%2f.md", "<b>.md", "&amp;.md", "a#b?c.md", "'\".md"), 6),
    Row("odder", named(" .md", "a b.md", "-rf.md", "a\\b.md", "a:b.md", "*.md", "$(x).md"), 7),
    Row("signs", named("🙂.md", "\u202egnp.md", "\u200b.md", "{{x}}.md", "]]>.md", "漢字.md"), 6),
    Row("reserved", named("feed.md", "top.md", "index.md", "con.md", "NUL.md", "..-.md"), 5),
    Row("long", named("x" * 252 + ".md", "é" * 125 + ".txt"), 2),
    Row("case-twins", named("Rain.md", "rain.md", "RAIN.md", "Rain.MD"), 4),
    Row("suffix-twins", named("rain.md", "rain.txt", "rain.markdown", "rain.MD"), 4),
    Row("normal-forms", twins, 1, ((f"{NFC}.md", "same-name"),)),
    Row("deep", nested(DEFAULTS.folders), 1),
    Row(
        "too-deep",
        nested(300),
        0,
        (("/".join("d" * (DEFAULTS.folders + 1)), "unreadable-folder"),),
    ),
    Row("unreadable", lambda root: (named("a.md")(root), (root / "a.md").chmod(0)), 0,
        (("a.md", "unreadable"),)),
    Row("unlistable", lambda root: (named("w/a.md")(root), (root / "w").chmod(0)), 0,
        (("w", "unreadable-folder"),)),
    Row("unenterable", lambda root: (named("w/a.md")(root), (root / "w").chmod(0o444)), 0,
        (("w", "unreadable-folder"),)),
]  # fmt: skip
