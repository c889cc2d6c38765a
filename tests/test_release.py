"""A release is tagged when everything is ready for it, and not before."""

import subprocess
from datetime import date
from pathlib import Path

import pytest

from supply import release
from tests.docs.pages import ROOT, page

TODAY = date(2026, 12, 1)
CHANGES = (
    "# Changes\n\n## 0.3.0 (2026-12-01)\n\n### Feeds\n\n- One more.\n\n## 0.2.0 (2026-11-30)\n"
)
FILES = {
    "feedsvc/__init__.py": '__version__ = "0.3.0"\n',
    "CHANGELOG.md": CHANGES,
    "README.md": "pipx install feedsvc-0.3.0-py3-none-any.whl\n",
    "docs/install.md": "pip install feedsvc-0.3.0-py3-none-any.whl\n",
    "tests/promises/stays/0.3.0.json": "{}\n",
}


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project that is ready."""
    for name, value in (("NAME", "release"), ("EMAIL", "release@news.example")):
        monkeypatch.setenv(f"GIT_AUTHOR_{name}", value)
        monkeypatch.setenv(f"GIT_COMMITTER_{name}", value)
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    return tmp_path


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout


def commit(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "A change")


def test_a_project_that_is_ready_is_tagged_with_its_changes(checkout: Path) -> None:
    assert list(release.obstacles(checkout, TODAY)) == []
    assert release.tag(checkout) == "v0.3.0"
    told = git(checkout, "tag", "--list", "--format=%(contents)", "v0.3.0")
    assert told.strip() == "feedsvc 0.3.0\n\n### Feeds\n\n- One more."
    assert git(checkout, "rev-parse", "v0.3.0^{commit}") == git(checkout, "rev-parse", "HEAD")
    (obstacle,) = release.obstacles(checkout, TODAY)
    assert obstacle.startswith("v0.3.0 is tagged already")


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("feedsvc/__init__.py", '__version__ = "0.3"\n', "'0.3' is no version such as 1.2.3"),
        ("CHANGELOG.md", CHANGES.replace("0.3.0", "0.2.5"), "its first heading is not"),
        ("CHANGELOG.md", CHANGES.replace("2026-12-01", "unreleased"), "0.3.0 has no date"),
        ("CHANGELOG.md", CHANGES.replace("12-01", "12-02"), "2026-12-02 lies ahead"),
        ("CHANGELOG.md", CHANGES.replace("- One more.\n", "").replace("### Feeds", ""), "below it"),
        ("README.md", "feedsvc-0.2.0-py3-none-any.whl", "README.md: it names the wheel of 0.2.0"),
        ("docs/install.md", "feedsvc-0.2.0-py3-none-any.whl", "docs/install.md: it names"),
        ("tests/promises/stays/0.3.0.json", None, "what stays of it is not kept"),
    ],
)
def test_what_is_not_ready_is_told(checkout: Path, path: str, text: str | None, said: str) -> None:
    if text is None:
        (checkout / path).unlink()
    else:
        (checkout / path).write_text(text)
    commit(checkout)
    assert said in " ".join(release.obstacles(checkout, TODAY))


def test_what_is_not_committed_is_told(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (checkout / "README.md").write_text("Another one.\n")
    assert release.main(checkout, "tag") == 1
    assert "release: there are changes that are not committed" in capsys.readouterr().err
    assert git(checkout, "tag") == ""


def test_this_project_says_its_version_everywhere_alike() -> None:
    version = release.version_of(ROOT)
    assert release.notes_of(page("CHANGELOG.md"), version)
    for name in ("README.md", "docs/install.md"):
        assert f"feedsvc-{version}-py3-none-any.whl" in page(name)
    assert (ROOT / "tests" / "promises" / "stays" / f"{version}.json").is_file()
