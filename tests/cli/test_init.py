"""`feedsvc init`, as a newcomer types it: at a terminal, in a script, in a folder full of notes."""

import json
import re
import shlex
import shutil
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import one_line_error, run, run_process
from tests.docs.terminal import READY, Terminal, terminal
from tests.web.servers import CLI, running, wait

GIVEN = ("--title", "Harbour", "--domain", "news.example")


def site(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "site.toml").read_text("utf-8"))


class TestInAScript:
    """Where nobody can be asked."""

    @pytest.mark.parametrize("options", [(), ("--json",), ("--title", "Harbour")])
    def test_the_option_that_is_missing_is_named(
        self, tmp_path: Path, options: tuple[str, ...]
    ) -> None:
        result = run("init", tmp_path / "news", *options)
        assert result.exit_code == 2
        assert "give --domain, such as --domain news.example.org" in one_line_error(result)
        assert not (tmp_path / "news").exists()

    def test_all_else_has_a_default(self, tmp_path: Path) -> None:
        result = run("init", tmp_path / "my news", "--domain", "news.example", TZ="Asia/Tokyo")
        assert result.exit_code == 0
        values = site(tmp_path / "my news")
        assert re.fullmatch(r"news\.example,20\d\d", values.pop("id_base"))
        assert values == {
            "title": "my news",
            "base_url": "https://news.example",
            "language": "en",
            "timezone": "Asia/Tokyo",
        }

    def test_the_options_go_before(self, tmp_path: Path) -> None:
        more = ("--language", "nb", "--timezone", "Europe/Oslo", "--opt-in")
        assert run("init", tmp_path, *GIVEN, *more).exit_code == 0
        values = site(tmp_path)
        assert (values["language"], values["timezone"], values["opt_in"]) == (
            "nb",
            "Europe/Oslo",
            True,
        )

    @pytest.mark.parametrize(
        ("option", "value"),
        [
            ("--domain", "localhost"),
            ("--title", ""),
            ("--language", "?"),
            ("--timezone", "Nowhere"),
        ],
    )
    def test_a_wrong_option_is_told_and_nothing_written(
        self, tmp_path: Path, option: str, value: str
    ) -> None:
        result = run("init", tmp_path / "news", *GIVEN, option, value)
        assert result.exit_code == 2
        assert one_line_error(result)
        assert not (tmp_path / "news").exists()

    def test_what_it_wrote_and_what_to_type_next_are_told(self, tmp_path: Path) -> None:
        folder = tmp_path / "it's new"
        result = run("init", folder, *GIVEN)
        *wrote, after = result.stdout.splitlines()
        names = ("site.toml", ".gitignore", "first-article.md")
        assert wrote == [f"wrote {folder / name}" for name in names]
        assert shlex.split(after.partition(": ")[2]) == ["feedsvc", "preview", str(folder)]

    def test_programs_are_told_the_same(self, tmp_path: Path) -> None:
        (tmp_path / "_config.yml").write_text("title: Notes\nurl: https://notes.example\n")
        (tmp_path / "404.html").write_text("<h1>404</h1>")
        result = run("init", tmp_path, "--json")
        told = json.loads(result.stdout)
        assert told["folder"] == str(tmp_path)
        assert told["layout"] == {"name": "Jekyll", "sign": "_config.yml"}
        assert told["written"] == [str(tmp_path / "site.toml")]
        assert told["settings"] == site(tmp_path)
        assert told["settings"]["title"] == "Notes"
        assert told["settings"]["exclude"] == ["/404.html"]
        assert shlex.split(told["next"]) == ["feedsvc", "preview", str(tmp_path)]

    def test_left_out_the_folder_is_the_one_at_hand(self, tmp_path: Path) -> None:
        done = run_process("init", *GIVEN, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert site(tmp_path)["title"] == "Harbour"
        named = run_process("init", *GIVEN, cwd=tmp_path, FEEDSVC_ARTICLES="news")
        assert named.returncode == 0, named.stderr
        assert site(tmp_path / "news")["title"] == "Harbour"

    def test_a_name_that_begins_as_options_do(self, tmp_path: Path) -> None:
        done = run_process("init", *GIVEN, "--", "-news", cwd=tmp_path)
        assert done.stdout.decode().splitlines()[-1].endswith(f"preview {tmp_path / '-news'}")


class TestWhatIsThere:
    """No file is overwritten."""

    def test_a_newsroom_stays_as_it_is(self, tmp_path: Path) -> None:
        assert run("init", tmp_path / "a b", *GIVEN).exit_code == 0
        before = {path: path.read_bytes() for path in (tmp_path / "a b").iterdir()}
        again = run("init", tmp_path / "a b", "--title", "Other", "--domain", "other.example")
        assert again.exit_code == 1
        assert f"feedsvc preview '{tmp_path / 'a b'}'" in one_line_error(again)
        assert {path: path.read_bytes() for path in (tmp_path / "a b").iterdir()} == before

    def test_a_file_in_place_of_the_folder(self, tmp_path: Path) -> None:
        (tmp_path / "news").write_text("mine")
        result = run("init", tmp_path / "news", *GIVEN)
        assert result.exit_code == 2
        assert "name a folder" in one_line_error(result)

    def test_a_folder_that_cannot_be_written(self) -> None:
        result = run("init", "/proc/news", *GIVEN)
        assert result.exit_code == 2
        assert "choose another folder" in one_line_error(result)

    def test_a_publishers_site_is_told_and_the_newsroom_is_where_its_articles_are(
        self, tmp_path: Path
    ) -> None:
        (tmp_path / "content" / "posts").mkdir(parents=True)
        (tmp_path / "content" / "posts" / "rain.md").write_text("# Rain\n\nIt rains.\n")
        (tmp_path / "hugo.toml").write_text(
            'baseURL = "https://www.notes.example/"\ntitle = "Rain \\"notes\\""\n'
        )
        result = run("init", tmp_path)
        assert result.exit_code == 0
        said, wrote, _ = result.stdout.splitlines()
        assert said == (
            "It looks like Hugo, by hugo.toml. Its articles are in content, so the newsroom is"
            " there."
        )
        assert wrote == f"wrote {tmp_path / 'content' / 'site.toml'}"
        values = site(tmp_path / "content")
        assert (values["title"], values["timezone"]) == ('Rain "notes"', "UTC")
        assert run("check", tmp_path / "content").exit_code == 0

    def test_notes_of_a_vault_are_private_where_nobody_can_be_asked(self, tmp_path: Path) -> None:
        (tmp_path / ".obsidian").mkdir()
        (tmp_path / "Diary.md").write_text("Private.\n")
        result = run("init", tmp_path, *GIVEN)
        assert "Only articles that say `publish: true` are published (opt_in)." in result.stdout
        assert site(tmp_path)["opt_in"] is True


class TestTheNewNewsroom:
    """What a newcomer does next."""

    @pytest.mark.parametrize("language", ["en", "de", "ja"])
    def test_check_finds_nothing(self, tmp_path: Path, language: str) -> None:
        title = "Hafen \\ \"Blatt\" – 港 🙂 '''"
        options = ("--title", title, "--domain", "Zürich.Example:8443", "--language", language)
        assert run("init", tmp_path / "news", *options).exit_code == 0
        found = json.loads(run("check", tmp_path / "news", "--json").stdout)["problems"]
        assert (found["error"], found["warning"]) == (0, 0)
        assert site(tmp_path / "news")["title"] == title

    def test_preview_shows_its_article_at_once(self, tmp_path: Path) -> None:
        folder = tmp_path / "my news"
        assert run("init", folder, *GIVEN).exit_code == 0
        with running([*CLI, "preview", str(folder), "--port", "0"], folder, 0) as server:
            wait(lambda: re.search(r":(\d+)/desk", server.said()), "the address")
            url = re.search(r":(\d+)/desk", server.said())
            assert url is not None
            server.port = int(url[1])
            wait(server.ready, "readyz of the preview")
            shown = json.loads(server.get("/feed.json").body)
        assert shown["title"] == "Harbour"
        assert [item["title"] for item in shown["items"]] == ["[Draft] Our first article"]


@pytest.fixture
def shown(tmp_path: Path) -> Iterator[Terminal]:
    """A terminal of which the shell stands in a folder that is empty."""
    with terminal(tmp_path, Path(sys.executable).parent) as seat:
        yield seat


def ended(shown: Terminal) -> tuple[str, str]:
    """The exit code of a command, and what it showed since it was last looked at."""
    found = shown.until(rf"(?s)^(.*?){READY}")
    return found[2], found[1]


@pytest.mark.skipif(shutil.which("bash") is None, reason="the lines are typed into bash")
class TestAtATerminal:
    """What no option says is asked for, with an offer."""

    def test_title_and_domain_are_asked_for(self, shown: Terminal, tmp_path: Path) -> None:
        shown.type("feedsvc init news")
        shown.until(r"Title \[news\]: ")
        shown.type("Häfen & 🙂")
        shown.until(r"for ever\): ")
        shown.type("localhost")
        shown.until(r"'localhost' is no domain that ids could begin with(?s:.*)for ever\): ")
        shown.type("HTTPS://News.Example/")
        code, said = ended(shown)
        assert code == "0", said
        assert "wrote news/site.toml" in said
        assert "Look at it: feedsvc preview news" in said
        values = site(tmp_path / "news")
        assert (values["title"], values["base_url"]) == ("Häfen & 🙂", "https://news.example")

    def test_the_publishers_configuration_is_offered(self, shown: Terminal, tmp_path: Path) -> None:
        (tmp_path / "_config.yml").write_text("title: Notes\nurl: https://notes.example\n")
        shown.type("feedsvc init")
        shown.until(r"It looks like Jekyll, by _config\.yml\.(?s:.*)Title \[Notes\]: ")
        shown.type("")
        shown.until(r"\[https://notes\.example\]: ")
        shown.type("")
        assert ended(shown)[0] == "0"
        values = site(tmp_path)
        assert (values["title"], values["base_url"]) == ("Notes", "https://notes.example")

    @pytest.mark.parametrize(("answer", "opt_in"), [("", True), ("n", False)])
    def test_whoever_has_a_vault_is_asked_for_opt_in(
        self, shown: Terminal, tmp_path: Path, answer: str, opt_in: bool
    ) -> None:
        (tmp_path / ".obsidian").mkdir()
        shown.type(f"feedsvc init . {shlex.join(GIVEN)}")
        shown.until(r"`publish: true`\? \[Y/n\]: ")
        shown.type(answer)
        assert ended(shown)[0] == "0"
        assert site(tmp_path)["opt_in"] is opt_in

    def test_whoever_leaves_finds_nothing_written(self, shown: Terminal, tmp_path: Path) -> None:
        shown.type("feedsvc init news")
        shown.until(r"Title \[news\]: ")
        shown.type("News\n\x04")  # Ctrl-D
        code, said = ended(shown)
        assert (code, "Traceback" in said) == ("1", False)
        assert not (tmp_path / "news").exists()

    def test_nothing_is_asked_that_options_say_nor_for_programs(self, shown: Terminal) -> None:
        shown.type(f"feedsvc init a {shlex.join(GIVEN)}")
        code, said = ended(shown)
        assert (code, "Title" in said) == ("0", False)
        shown.type("feedsvc init b --json")
        code, said = ended(shown)
        assert (code, "give --domain" in said) == ("2", True)
