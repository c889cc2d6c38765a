"""A file that was renamed and edited looks like one gone and one new: `check` says so."""

from typing import Any

from click.testing import CliRunner

from feedsvc.cli import main


def test_check_says_which_id_a_renamed_and_edited_article_had(desk: Any) -> None:
    desk.write(
        "rain.md", "---\ntitle: Rain\nstandfirst: It falls.\ndate: 2026-05-01\n---\nWet it is.\n"
    )
    desk.write(
        "sun.md", "---\ntitle: Sun\nstandfirst: It shines.\ndate: 2026-05-02\n---\nDry it is.\n"
    )
    desk.open().close()
    (desk.folder / "rain.md").unlink()
    desk.write(
        "showers.md",
        "---\ntitle: Showers\nstandfirst: They fall.\ndate: 2026-05-01\n---\nWet it was.\n",
    )
    result = CliRunner().invoke(main, ["check", str(desk.folder)])
    assert result.exit_code == 0
    (line,) = result.stdout.splitlines()
    assert line.startswith("rain.md:1: warning: gone: ")
    assert "showers.md" in line
    assert "`id: tag:news.example,2026:rain.md`" in line


def test_check_is_silent_on_a_file_that_was_only_moved(desk: Any) -> None:
    desk.write(
        "rain.md", "---\ntitle: Rain\nstandfirst: It falls.\ndate: 2026-05-01\n---\nWet it is.\n"
    )
    desk.open().close()
    desk.write("world/rain.md", (desk.folder / "rain.md").read_bytes())
    (desk.folder / "rain.md").unlink()
    assert CliRunner().invoke(main, ["check", str(desk.folder)]).stdout == ""
