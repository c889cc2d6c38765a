"""The commands, as editors and their scripts run them."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from feedsvc.cli import ListedCommand, main
from tests.cli.commands import BAD, GOOD, LOOSE, one_line_error, run, run_process

COMMANDS = [
    "init",
    "import",
    "preview",
    "serve",
    "build",
    "index",
    "status",
    "feed",
    "check",
    "diff",
    "new",
    "id",
    "key",
    "push",
    "readers",
    "store",
    "completion",
]


@pytest.fixture
def folder(desk: Any) -> Path:
    """A newsroom without problems."""
    desk.write("rain.md", GOOD)
    return desk.folder


@pytest.fixture
def faulty(desk: Any) -> Path:
    """A newsroom with an error, a warning and a good article."""
    desk.write("rain.md", GOOD)
    desk.write("World/snow.md", BAD)
    desk.write("hail.md", LOOSE)
    return desk.folder


class TestHelp:
    """What a newcomer meets first."""

    @pytest.mark.parametrize("command", COMMANDS)
    def test_each_command_shows_an_example(self, command: str) -> None:
        result = run(command, "--help")
        assert result.exit_code == 0
        assert "Example:\n" in result.stdout
        named = "bash" if command == "completion" else ".*articles"
        assert re.search(rf"^  .*feedsvc {command} {named}", result.stdout, re.MULTILINE)
        assert run(command, "-h").stdout == result.stdout

    def test_commands_are_listed_in_the_order_of_need(self) -> None:
        listed = re.findall(r"^  (\w+) ", run("--help").stdout.partition("Commands:")[2], re.M)
        assert listed == COMMANDS

    @pytest.mark.parametrize("name", COMMANDS)
    def test_a_command_says_of_itself_what_the_list_says(self, name: str) -> None:
        listed = main.commands[name]
        assert isinstance(listed, ListedCommand)
        assert listed.load().name == name
        told = (listed.load().help or "").partition("\n\n")[0]
        assert " ".join(told.split()) == listed.help

    def test_the_list_waits_for_no_command(self) -> None:
        """To load all of them takes longer than most of them take."""
        asked = "import sys; from feedsvc.cli import main; main(['--help'], standalone_mode=False)"
        asked += "; print([one for one in ('flask', 'rich', 'sqlalchemy') if one in sys.modules])"
        done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True)
        assert done.stdout.startswith("Usage: ")
        assert done.stdout.endswith("[]\n"), done.stderr

    def test_the_version_is_told(self) -> None:
        assert re.fullmatch(r"feedsvc, version \d+\.\d+\S*\n", run("--version").stdout)

    def test_the_module_is_the_command(self) -> None:
        result = run_process("--help")
        assert result.returncode == 0
        assert result.stdout.startswith(b"Usage: feedsvc [OPTIONS] COMMAND")


class TestWrongUsage:
    """Exit code 2, and what to do, in one line."""

    @pytest.mark.parametrize(
        "arguments", [["index"], ["check"], ["feed", "feed"], ["preview", "--port", "0"], ["serve"]]
    )
    def test_a_missing_folder_is_named(
        self, arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
        result = run(*arguments, tmp_path / "nothing")
        assert result.exit_code == 2
        assert str(tmp_path / "nothing") in one_line_error(result)
        assert not (tmp_path / "nothing").exists()

    @pytest.mark.parametrize("command", ["index", "check", "serve", "preview", "feed", "new"])
    @pytest.mark.parametrize(
        ("toml", "key"),
        [("titel = 'x'", "title"), ("[feeds]\nentries = 0", "feeds.entries"), ("=", "site.toml")],
    )
    def test_a_wrong_setting_is_named(
        self, folder: Path, command: str, toml: str, key: str
    ) -> None:
        (folder / "site.toml").write_text(toml)
        name = ["feed"] if command in ("feed", "new") else []
        port = ["--port", "0"] if command == "preview" else []
        result = run(command, *name, folder, *port)
        assert result.exit_code == 2
        assert key in one_line_error(result)

    @pytest.mark.parametrize(
        "arguments",
        [
            ["feed", "feed", "articles", "--format", "xml"],
            ["index", "--nonsense"],
            ["nonsense"],
            ["feed"],
            ["new"],
            ["preview", "--port", "99999"],
            ["serve", "--workers", "0"],
        ],
    )
    def test_click_says_what_it_takes(self, arguments: list[str]) -> None:
        result = run(*arguments)
        assert result.exit_code == 2
        assert "Error: " in result.stderr
        assert "Traceback" not in result.output

    @pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])
    def test_serving_others_needs_the_address_of_the_site(self, desk: Any, host: str) -> None:
        desk.write("site.toml", 'id_base = "news.example,2026"\n')
        desk.write("rain.md", GOOD)
        result = run("serve", desk.folder, "--host", host, FEEDSVC_BASE_URL="")
        assert result.exit_code == 2
        for name in ("base_url", str(desk.folder / "site.toml"), "FEEDSVC_BASE_URL"):
            assert name in result.stderr
        assert not (desk.folder / ".feedsvc").exists()

    def test_a_store_that_cannot_be_is_named(self, folder: Path) -> None:
        result = run("index", folder, FEEDSVC_STORE="nodatabase://x")
        assert result.exit_code == 2
        assert "store nodatabase://x" in one_line_error(result)


class TestIndex:
    """Bringing the store up to the folder."""

    def test_all_is_well(self, folder: Path) -> None:
        result = run("index", folder)
        assert result.exit_code == 0
        assert result.stdout == ""
        assert re.search(r"^1\s+new", result.stderr, re.MULTILINE)

    def test_each_problem_is_named_by_file_and_line(self, faulty: Path) -> None:
        result = run("index", faulty)
        assert result.exit_code == 1
        assert "\nWorld/snow.md:4: error: date-" in f"\n{result.stderr}"
        assert "\nhail.md:4: warning: language: " in f"\n{result.stderr}"
        assert re.search(r"^2\s+are published", result.stderr, re.MULTILINE)

    def test_the_second_time_nothing_changed(self, folder: Path) -> None:
        assert "Nothing changed" not in run("index", folder).stderr
        again = run("index", folder)
        assert (again.exit_code, again.stdout) == (0, "")
        assert "Nothing changed." in again.stderr

    def test_problems_are_told_until_they_are_mended(self, faulty: Path) -> None:
        first, again = run("index", faulty), run("index", faulty)
        assert again.exit_code == 1
        assert [line for line in again.stderr.splitlines() if ".md:" in line] == [
            line for line in first.stderr.splitlines() if ".md:" in line
        ]

    def test_json_holds_the_counts(self, faulty: Path) -> None:
        result = run("index", faulty, "--json")
        assert (result.exit_code, result.stderr) == (1, "")
        shown = json.loads(result.stdout)
        assert shown["files"] == 3
        assert shown["articles"] == shown["published"] == shown["new"] == 2
        assert shown["problems"] == {"error": 1, "warning": 1, "info": 0}
        assert [(p["path"], p["line"]) for p in shown["found"]] == [
            ("World/snow.md", 4),
            ("hail.md", 4),
        ]

    def test_articles_gone_at_once_stay_until_that_is_accepted(self, desk: Any) -> None:
        for number in range(8):
            desk.write(f"{number}.md", GOOD)
        run("index", desk.folder)
        for number in range(6):
            (desk.folder / f"{number}.md").unlink()
        held = run("index", desk.folder)
        assert held.exit_code == 1
        assert "--accept-deletions" in held.stderr
        assert run("index", desk.folder, "--accept-deletions").exit_code == 0
        assert (
            len(json.loads(run("feed", "feed", desk.folder, "--format", "json").stdout)["items"])
            == 2
        )

    def test_deletions_are_accepted_once_not_for_ever(self, folder: Path) -> None:
        result = run("index", folder, "--watch", "--accept-deletions")
        assert result.exit_code == 2
        assert "run it without --watch" in result.stderr

    def test_two_take_turns(self, desk: Any, folder: Path) -> None:
        run("index", folder)
        newsroom = desk.open(scan=False)
        with newsroom.lock("writing").held():
            command = [sys.executable, "-m", "feedsvc", "index", str(folder)]
            other = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
            assert other.stderr is not None
            assert "waiting for it" in other.stderr.readline()
            assert other.poll() is None
        assert "Nothing changed." in other.communicate(timeout=60)[1]
        assert other.returncode == 0


class TestFeed:
    """One document on standard output."""

    @pytest.mark.parametrize("format", ["atom", "rss", "json"])
    @pytest.mark.parametrize("name", ["feed", "category/world"])
    def test_the_document_is_printed_and_nothing_else(
        self, folder: Path, desk: Any, name: str, format: str
    ) -> None:
        printed = run_process("feed", name, folder, "--format", format)
        assert (printed.returncode, printed.stderr) == (0, b"")
        assert printed.stdout == desk.open(scan=False).document(name, format).body

    def test_problems_do_not_reach_standard_output(self, faulty: Path) -> None:
        result = run("feed", "feed", faulty, "--format", "json")
        assert result.exit_code == 0
        assert len(json.loads(result.stdout)["items"]) == 2
        assert "World/snow.md:4: error" in result.stderr

    @pytest.mark.parametrize("name", ["nope/x", "nope", "category/nope", "tag/", "", "../feed"])
    def test_a_name_that_nothing_answers_to_is_a_problem(self, folder: Path, name: str) -> None:
        result = run("feed", name, folder)
        assert result.exit_code == 1
        assert result.stdout == ""
        assert re.search("no feed is called|no published article has", one_line_error(result))

    @pytest.mark.parametrize("paragraphs", [1, 20_000])
    def test_a_reader_that_had_enough_is_no_error(self, desk: Any, paragraphs: int) -> None:
        desk.write("rain.md", GOOD + "\nAnd wetter it gets by the hour.\n" * paragraphs)
        desk.open().close()
        command = [sys.executable, "-m", "feedsvc", "feed", "feed", str(desk.folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.close()
            assert process.stderr.read() == b""
            assert process.wait(60) in (0, 1)


def test_long_work_is_told_in_lines_where_no_terminal_is(desk: Any) -> None:
    for number in range(1000):
        desk.write(f"{number}.txt", f"Number {number}\n\nText of it.\n")
    result = run_process("check", desk.folder)
    assert b"Checking articles: 1,000 of 1,000" in result.stderr
    assert b"\x1b" not in result.stderr + result.stdout
    assert b"\r" not in result.stderr


def test_the_folder_may_be_named_by_the_environment(folder: Path, tmp_path: Path) -> None:
    named = run_process("feed", "feed", FEEDSVC_ARTICLES=str(folder))
    assert b"Rain" in named.stdout
    (tmp_path / "elsewhere").mkdir()
    folder.rename(tmp_path / "elsewhere/articles")
    assert run_process("feed", "feed", cwd=tmp_path / "elsewhere").stdout == named.stdout
