"""What must not be stamped is named, with the reason, and stays byte for byte."""

import os
from pathlib import Path
from typing import Any

import pytest

from feedsvc.sources.whole_files import rewrite
from tests.editor.stamp.conftest import (
    FILES,
    reasons,
    stamp,
)


class TestLeft:
    """What must not be stamped is named, with the reason, and stays byte for byte."""

    def test_reasons(self, paper: Any) -> None:
        paper.write("world/new.md", "# New\n\nText.\n")
        paper.write("world/bad.md", "---\ntitle: Bad\n\ndate: 2026-13-45\n---\n")
        paper.write("world/rain.md", FILES["world/rain.md"].replace("title", "id: []\ntitle"))
        paper.write("arts/_index.md", "# Arts\n")
        before = {path: path.read_bytes() for path in paper.folder.rglob("*.md")}
        outcome = stamp(paper)
        assert reasons(outcome) == {
            "world/bad.md": "date-impossible",
            "world/new.md": "not-indexed",
            "world/rain.md": "not-stamped",
        }
        assert [p.line for p in outcome.left if p.path == "world/bad.md"] == [4]
        for path in ("world/bad.md", "world/new.md", "world/rain.md", "arts/_index.md"):
            assert (paper.folder / path).read_bytes() == before[paper.folder / path]

    @pytest.mark.parametrize("indexed", [True, False])
    @pytest.mark.parametrize("only", [(), ("world",)])
    def test_another_file_says_the_same_id(
        self, paper: Any, indexed: bool, only: tuple[str, ...]
    ) -> None:
        taken = "tag:news.example,2026:world/rain.md"
        paper.write("world/copy.md", f"---\nid: {taken}\ntitle: Copy\n---\nCopied.\n")
        paper.write("world/own.md", FILES["arts/own.md"])
        if indexed:
            paper.open().close()
        outcome = stamp(paper, *only)
        same = {p for p, code in reasons(outcome).items() if code == "same-id"}
        assert same == {"world/copy.md", "world/own.md", "world/rain.md"}
        assert "id:" not in (paper.folder / "world/rain.md").read_text()
        (problem,) = (p for p in outcome.left if p.path == "world/rain.md")
        assert problem.message.startswith(f"world/copy.md has the id {taken} too")
        (paper.folder / "world/copy.md").unlink()
        (paper.folder / "world/own.md").unlink()
        assert "world/rain.md" in {w.path for w in stamp(paper, *only).stamped}

    def test_links(self, paper: Any) -> None:
        (paper.folder / ".hidden").mkdir()
        (paper.folder / ".hidden/kept.md").write_text("# Kept\n\nText.\n")
        (paper.folder / "world/kept.md").symlink_to("../.hidden/kept.md")
        (paper.folder / "world/same.md").symlink_to("rain.md")
        outside = paper.folder.parent / "outside.md"
        outside.write_text("# Outside\n\nText.\n")
        (paper.folder / "world/outside.md").symlink_to(outside)
        paper.open().close()
        outcome = stamp(paper)
        assert reasons(outcome) == {"world/rain.md": "same-file", "world/same.md": "same-file"}
        assert (paper.folder / "world/rain.md").read_text() == FILES["world/rain.md"]
        assert (paper.folder / "world/kept.md").is_symlink()
        assert "id: tag:" in (paper.folder / ".hidden/kept.md").read_text()
        assert outside.read_text() == "# Outside\n\nText.\n"

    def test_a_file_that_others_change_is_read_again(
        self, paper: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = paper.folder / "world/rain.md"
        times = 0

        def meddled(path: Path, old: bytes, new: bytes) -> bool:
            nonlocal times
            if path == file and times < limit:
                times += 1
                file.write_bytes(old + b"More. ")
            return rewrite(path, old, new)

        monkeypatch.setattr("feedsvc.editor.stamp.files.rewrite", meddled)
        limit = 1000
        assert reasons(stamp(paper)) == {"world/rain.md": "changing"}
        assert file.read_text() == FILES["world/rain.md"] + "More. " * times
        times, limit = 0, 1
        assert [w.path for w in stamp(paper).stamped] == ["world/rain.md"]
        assert "id: tag:" in file.read_text()
        assert file.read_text().endswith("More. ")

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
    def test_write_protected(self, paper: Any) -> None:
        (paper.folder / "world/rain.md").chmod(0o444)
        assert reasons(stamp(paper)) == {"world/rain.md": "not-written"}

    def test_nothing_passing_is_left_behind(self, paper: Any) -> None:
        def names() -> list[str]:
            return sorted(p.name for p in paper.folder.rglob("*") if p.parent.name != ".feedsvc")

        before = names()
        stamp(paper)
        assert names() == before
