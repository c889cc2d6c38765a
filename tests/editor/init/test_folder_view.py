"""What is seen of a folder: names, configurations, the beginnings of articles, and nothing else."""

import os
from pathlib import Path

import pytest

from feedsvc.editor.init import folder_view
from feedsvc.editor.init.folder_view import FolderView, view_of


def save(folder: Path, path: str, text: str = "") -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text)


def test_what_stands_at_the_top_comes_first(tmp_path: Path) -> None:
    for path in ("a/b/deep.md", "a/inner.md", "z.md"):
        save(tmp_path, path)
    view = view_of(tmp_path, ())
    assert view.paths == ("a/", "z.md", "a/b/", "a/inner.md", "a/b/deep.md")
    assert view.has("a/b/")
    assert not view.has("a/b")


def test_a_shallow_look_sees_the_top_and_the_configurations(tmp_path: Path) -> None:
    save(tmp_path, "a/inner.md")
    save(tmp_path, "note.md", "Note")
    save(tmp_path, "config/_default/hugo.toml", "title = 'x'")
    view = view_of(tmp_path, ["config/_default/hugo.toml", "hugo.toml"], deep=False)
    assert sorted(view.paths) == ["a/", "config/", "config/_default/hugo.toml", "note.md"]
    assert view.texts == {"config/_default/hugo.toml": "title = 'x'"}


def test_folders_that_are_hidden_or_of_packages_are_named_and_not_entered(tmp_path: Path) -> None:
    for path in (".obsidian/app.md", "node_modules/x/y.md", "_posts/rain.md"):
        save(tmp_path, path)
    assert view_of(tmp_path, ()).paths == (
        ".obsidian/",
        "_posts/",
        "node_modules/",
        "_posts/rain.md",
    )


def test_the_beginnings_of_articles_are_read_and_of_nothing_else(tmp_path: Path) -> None:
    save(tmp_path, "long.md", "x" * 100_000)
    save(tmp_path, "secret.key", "x")
    (tmp_path / "latin.md").write_bytes(b"\xef\xbb\xbfcaf\xe9")
    os.mkfifo(tmp_path / "pipe.md")
    texts = view_of(tmp_path, ()).texts
    assert texts.keys() == {"long.md", "latin.md"}
    assert texts["latin.md"] == "caf�"
    assert len(texts["long.md"]) == 4096


def test_names_that_no_terminal_should_show_are_not_seen(tmp_path: Path) -> None:
    save(tmp_path, "\x1b[2J.md")
    save(tmp_path, "\x1b[2J/rain.md")
    save(tmp_path, "häfen.md")
    assert view_of(tmp_path, ()).paths == ("häfen.md",)


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    save(tmp_path, "outside/rain.md")
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "link").symlink_to(tmp_path / "outside")
    assert view_of(tmp_path / "news", ()).paths == ("link",)


def test_there_is_an_end_to_looking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_view, "MOST_SEEN", 3)
    for number in range(9):
        save(tmp_path, f"{number}.md")
    assert len(view_of(tmp_path, ()).paths) == 3


def test_a_folder_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert view_of(tmp_path / "nothing", ["hugo.toml"]) == FolderView()


def test_articles_are_what_the_newsroom_would_take() -> None:
    view = FolderView(
        (
            "README.md",
            "a.jpg",
            "content/",
            "content/README.md",
            "content/x/rain.txt",
            "contents/a.md",
        )
    )
    assert list(view.articles()) == ["content/README.md", "content/x/rain.txt", "contents/a.md"]
    assert list(view.articles("content")) == ["content/x/rain.txt"]
