"""The tables of docs/ tell the truth: they name every command, setting, key, path and limit."""

import importlib
import json
import re
import tomllib
from pathlib import Path

import pytest

from feedsvc.newsroom import Newsroom
from feedsvc.settings import NEEDS_RESTART
from feedsvc.settings.limits import BOUNDS, DEFAULTS, LimitSettings
from feedsvc.sources.frontmatter.key_names import ALIASES
from feedsvc.web import create_app
from tests.docs.interface import commands, settings_of
from tests.docs.pages import code, page, table


def test_commands_and_their_options() -> None:
    told = {}
    for command, text in table(page("docs/commands.md"), "command"):
        name = " ".join(word for word in code(command)[0].split()[1:] if word.islower())
        told[name] = {word for word in code(text) if word.startswith("--")}
        told[name] = {option.split()[0] for option in told[name]}
    assert told == commands()


def test_settings_and_their_defaults() -> None:
    rows = table(page("docs/settings.md"), "key")
    told = {code(key)[0]: json.loads(code(default)[0]) for key, default, _ in rows}
    assert told == settings_of()


def test_settings_that_need_a_restart() -> None:
    rows = table(page("docs/settings.md"), "waits")
    assert [key for row in rows for key in code(row[0])] == list(NEEDS_RESTART)


def test_front_matter_keys_and_what_others_call_them() -> None:
    told = {
        code(key)[0].lower(): [a.lower() for a in code(also)]
        for key, also, _ in table(page("docs/writing.md"), "key")
    }
    names = [name for key, also in told.items() for name in (key, *also)]
    assert sorted(names) == sorted(alias for row in ALIASES.values() for alias in row)
    for row in ALIASES.values():
        if row[0] in told:
            assert told[row[0]][: len(row) - 1] == list(row[1:])


def test_addresses(tmp_path: Path) -> None:
    rows = table(page("docs/addresses.md"), "path")
    told = " ".join(path for row in rows for path in code(row[0]))
    app = create_app(Newsroom.open(tmp_path, {}))
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<any\(atom,rss,json\):\w+>", "EXT", str(rule))
        path = re.sub(r"<slug>", "NAME", path)
        path = path.replace("<path:name>", "SLUG").replace("<path:path>", "PATH")
        path = path.replace("<int:number>", "N").replace("<period>", "PERIOD")
        path = path.replace("<token>", "TOKEN").replace("<mark>", "MARK").replace("<number>", "N")
        path = path.replace("<year>", "YEAR").replace("<month>", "MONTH")
        if rule.endpoint.endswith("static"):
            continue
        expected = ["/feed.atom", "/feed.rss", "/feed.json"] if path == "/feed.EXT" else [path]
        for one in expected:
            assert one in told.split(), one


@pytest.mark.parametrize(
    "target", ["preview", "test", "check", "golden", "soak", "bench", "lock", "audit", "sbom"]
)
def test_make_targets(target: str) -> None:
    told = page("CONTRIBUTING.md")
    assert f"`make {target}`" in told or f"make {target} " in told
    assert re.search(rf"^{target}:", page("Makefile"), re.MULTILINE)


def test_limits_and_their_bounds() -> None:
    rows = table(page("docs/limits.md"), "key")
    told = {code(key)[0]: (json.loads(code(default)[0]), may) for key, default, may, *_ in rows}
    assert told == {
        key: (getattr(DEFAULTS, key), f"{least:,} to {most:,}")
        for key, (least, most) in BOUNDS.items()
    }
    assert told.keys() == set(LimitSettings.__struct_fields__)


def test_fixed_limits_stand_where_they_are_said_to() -> None:
    rows = table(page("docs/limits.md"), "fixed")
    assert len(rows) > 5
    for name, value, _ in rows:
        module, _, limit = code(name)[0].rpartition(".")
        number = getattr(importlib.import_module(f"feedsvc.{module}"), limit)
        told = re.match(r"[\d,]+", value)
        assert told, value
        assert number == int(told[0].replace(",", "")), name


def test_every_extra_is_told() -> None:
    project = tomllib.loads(page("pyproject.toml"))
    extras = project["project"]["optional-dependencies"]
    told = {code(row[0])[0] for row in table(page("docs/install.md"), "extra")}
    assert told == extras.keys() - {"test"}
    for name in extras.keys() - {"test"}:
        assert set(extras[name]) <= set(extras["test"]), f"no test runs with {name}"
