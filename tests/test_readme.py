"""The README tells the truth: its tables name every command, setting, key and path."""

import importlib
import json
import re
import subprocess
import sys
import textwrap
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import msgspec
import pytest

from feedsvc.cli import main
from feedsvc.newsroom import Newsroom
from feedsvc.settings import CategorySettings, FeedSettings, Settings
from feedsvc.settings.limits import BOUNDS, DEFAULTS, LimitSettings
from feedsvc.settings.media import MediaSettings
from feedsvc.settings.searches import SearchSettings
from feedsvc.sources.frontmatter.key_names import ALIASES
from feedsvc.web import create_app

README = (Path(__file__).resolve().parent.parent / "README.md").read_text()


def table(heading: str) -> list[list[str]]:
    """The cells of the rows of the table under a heading."""
    part = README.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [line for line in part.splitlines() if line.startswith("|")][2:]
    assert rows
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def code(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_begins_with_the_two_commands() -> None:
    first = README.split("```sh\n")[1].split("```")[0]
    assert [line.split("  ")[0] for line in first.splitlines()] == ["make preview", "make test"]


def every_command(group: click.Group, within: str = "") -> Iterator[tuple[str, click.Command]]:
    """Each command that does something, by all its words."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from every_command(command, f"{within}{name} ")
        else:
            yield f"{within}{name}", command


def test_commands_and_their_options() -> None:
    told = {}
    for command, text in table("Commands"):
        name = " ".join(word for word in code(command)[0].split()[1:] if word.islower())
        told[name] = {word for word in code(text) if word.startswith("--")}
        told[name] = {option.split()[0] for option in told[name]}
    there = {
        name: {
            option
            for parameter in command.params
            if not getattr(parameter, "hidden", False)
            for option in parameter.opts
        }
        for name, command in every_command(main)
    }
    assert told == {
        name: {option for option in options if option.startswith("--")}
        for name, options in there.items()
    }


def settings_of(shape: type[msgspec.Struct], within: str = "") -> dict[str, object]:
    found: dict[str, object] = {}
    for field in msgspec.structs.fields(shape):
        key = within + field.name
        if field.name == "feeds":
            found |= settings_of(FeedSettings, "feeds.")
        elif field.name == "categories":
            found |= settings_of(CategorySettings, "categories.NAME.")
        elif field.name == "media":
            found |= settings_of(MediaSettings, "media.")
        elif field.name == "limits":
            continue  # in a table of their own
        elif field.name == "searches":
            found |= settings_of(SearchSettings, "searches.NAME.")
        else:
            made = {} if field.default_factory is msgspec.NODEFAULT else field.default_factory()
            found[key] = made if field.default is msgspec.NODEFAULT else field.default
    return found


def test_settings_and_their_defaults() -> None:
    told = {code(key)[0]: json.loads(code(default)[0]) for key, default, _ in table("Settings")}
    assert told == settings_of(Settings)


def test_front_matter_keys_and_what_others_call_them() -> None:
    told = {
        code(key)[0].lower(): [a.lower() for a in code(also)]
        for key, also, _ in table("Front matter")
    }
    names = [name for key, also in told.items() for name in (key, *also)]
    assert sorted(names) == sorted(alias for row in ALIASES.values() for alias in row)
    for row in ALIASES.values():
        if row[0] in told:
            assert told[row[0]][: len(row) - 1] == list(row[1:])


def test_addresses(tmp_path: Path) -> None:
    told = " ".join(code_cell for row in table("Addresses") for code_cell in code(row[0]))
    app = create_app(Newsroom.open(tmp_path, {}))
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<any\(atom,rss,json\):\w+>", "EXT", str(rule))
        path = re.sub(r"<slug>", "NAME", path)
        path = path.replace("<path:name>", "SLUG").replace("<path:path>", "PATH")
        path = path.replace("<int:number>", "N").replace("<period>", "PERIOD")
        path = path.replace("<token>", "TOKEN")
        if rule.endpoint.endswith("static"):
            continue
        expected = ["/feed.atom", "/feed.rss", "/feed.json"] if path == "/feed.EXT" else [path]
        for one in expected:
            assert one in told.split(), one


@pytest.mark.parametrize(
    "target", ["preview", "test", "check", "golden", "soak", "bench", "lock", "audit", "sbom"]
)
def test_make_targets(target: str) -> None:
    makefile = (Path(__file__).resolve().parent.parent / "Makefile").read_text()
    assert f"`make {target}`" in README or f"make {target} " in README
    assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def blocks(heading: str, language: str) -> list[str]:
    part = README.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return re.findall(rf"```{language}\n(.*?)```", part, re.DOTALL)


def test_what_it_says_of_embedding_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "2026-05-01-rain.txt").write_text("Rain\n\nIt rains.\n")
    monkeypatch.chdir(tmp_path)
    in_flask, in_program = blocks("Embedding", "python")
    names: dict[str, Any] = {"__name__": "readme"}
    exec(compile(in_flask, "README.md", "exec"), names)
    answer = names["app"].test_client().get("/news/feed.atom")
    assert answer.status_code == 200
    assert "https://example.org/news/articles/rain" in answer.text
    exec(compile(in_program, "README.md", "exec"), {"__name__": "readme"})
    assert capsys.readouterr().out.startswith("application/atom+xml 20")


def test_the_five_minutes_are_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    part = README.split("\n## From an empty folder to a subscribed feed\n")[1].split("\n## ")[0]
    commands, article = re.search(r"```sh\n(.*?)```.*?```text\n(.*?)```", part, re.DOTALL).groups()  # type: ignore[union-attr]
    monkeypatch.chdir(tmp_path)
    feedsvc = f"{sys.executable} -m feedsvc"
    script = textwrap.dedent(commands).replace(".venv/bin/feedsvc", feedsvc)
    subprocess.run(["sh", "-euc", script], check=True, capture_output=True)
    (tmp_path / "news/world/ferry.txt").write_text(textwrap.dedent(article))
    newsroom = Newsroom.open(tmp_path / "news", {})
    newsroom.scan()
    assert not newsroom.problems.all()
    (entry,) = newsroom.feeds.entries("feed", 5)  # the other is a draft
    assert entry.headline == "Ferry sails again"
    assert entry.standfirst == "After two winters, the crossing is open"
    assert [s.heading for s in entry.sections] == ["What was repaired"]


def test_limits_and_their_bounds() -> None:
    told = {
        code(key)[0]: (json.loads(code(default)[0]), may) for key, default, may, *_ in limits("key")
    }
    assert told == {
        key: (getattr(DEFAULTS, key), f"{least:,} to {most:,}")
        for key, (least, most) in BOUNDS.items()
    }
    assert told.keys() == set(LimitSettings.__struct_fields__)


def test_fixed_limits_stand_where_they_are_said_to() -> None:
    rows = limits("fixed")
    assert len(rows) > 5
    for name, value, _ in rows:
        module, _, limit = code(name)[0].rpartition(".")
        number = getattr(importlib.import_module(f"feedsvc.{module}"), limit)
        told = re.match(r"[\d,]+", value)
        assert told, value
        assert number == int(told[0].replace(",", "")), name


def limits(first: str) -> list[list[str]]:
    """The rows of the table of limits whose first column is called so."""
    rows = [["key"], *table("Limits")]
    starts = [i for i, row in enumerate(rows) if row[0] in ("key", "fixed")]
    start = next(i for i in starts if rows[i][0] == first)
    end = next((i for i in starts if i > start), len(rows))
    return [row for row in rows[start + 1 : end] if not row[0].startswith("---")]


def test_every_extra_is_told() -> None:
    project = tomllib.loads((Path(__file__).resolve().parent.parent / "pyproject.toml").read_text())
    extras = project["project"]["optional-dependencies"]
    assert {code(row[0])[0] for row in table("Extras")} == extras.keys() - {"test"}
    for name in extras.keys() - {"test"}:
        assert set(extras[name]) <= set(extras["test"]), f"no test runs with {name}"
