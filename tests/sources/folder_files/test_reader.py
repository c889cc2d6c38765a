"""What a file of a folder says, and at which line."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from feedsvc.settings import DEFAULTS
from feedsvc.sources.folder_files import (
    FolderFile,
    inherited,
    place_of,
    read_folder_file,
)

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def read(path: str, text: str) -> FolderFile:
    return read_folder_file(path, text.encode(), ZoneInfo("UTC"), DEFAULTS, NOW)


def said(path: str, text: str, article: str = "posts/a.md") -> list[str]:
    found = inherited([(path, read(path, text))], place_of(article, "site", ()))
    return [f"{one.place} {one.written}" for one in found.defaults]


CASCADES = """---
title: Posts
cascade:
  - _target:
      path: /news/**
    draft: true
  - draft: false
    expiryDate: 2026-01-01
    build:
      list: never
---
"""


def test_lines_are_those_of_the_keys() -> None:
    assert said("posts/_index.md", CASCADES) == [
        "posts/_index.md:9 cascade build: …",
        "posts/_index.md:8 cascade expiryDate: 2026-01-01",
    ]
    assert "posts/_index.md:6 cascade draft: true" in said("posts/_index.md", CASCADES, "news/b.md")


def test_the_longest_path_of_jekyll_counts_most() -> None:
    text = """\
defaults:
  - scope: {path: _posts/2024}
    values: {published: true}
  - scope:
      path: ""
      type: posts
    values:
      published: false
"""
    assert said("_config.yml", text, "_posts/2024/a.md") == []
    assert said("_config.yml", text, "_posts/a.md") == ["_config.yml:8 defaults published: false"]
    assert said("_config.yml", text, "pages/a.md") == []
    assert said("x/_config.yml", text, "x/_posts/a.md") != []
    toml = "[[defaults]]\n[defaults.scope]\npath = ''\n[defaults.values]\ndraft = true\n"
    assert said("_config.toml", toml) == ["_config.toml:5 defaults draft: true"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("export default {\n draft: true }", 2),
        ("export default {\n 'draft': true,\n}", 2),
        ("// draft: false\n/*\n*/ exports.draft = true;", 3),
        ("let u = 'http://a';\nmodule.exports = { eleventyExcludeFromCollections: true }", 2),
        ("a = { draft: false };\nb = { draft: true };", 2),
    ],
)
def test_plain_values_in_a_script(text: str, line: int) -> None:
    (one,) = said("posts/posts.11tydata.js", text)
    assert one.startswith(f"posts/posts.11tydata.js:{line} ")


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("a/_index.md", "---\ncascade:\n  draft: perhaps\n---\n", 3),
        ("a/_index.md", "---\ntitle: a\n  b: [\n---\n", 3),
        ("a/_index.md", "draft: true\n", 1),
        ("a/a.json", '{\n"draft": 2099\n}', 2),
        ("a/a.json", '{\n"draft"\n}', 3),
        ("a/a.11tydata.js", "a;\nexport default { draft: all() }", 2),
        ("_config.yml", "a: b\ndefaults: [\n", 2),
    ],
)
def test_faults_have_lines(path: str, text: str, line: int) -> None:
    fault = read(path, text).fault
    assert fault is not None
    assert fault.line == line


@pytest.mark.parametrize("sign", ['"', "'", "`", "/*", "draft: ", "permalink(", "\\`", "draft = `"])
def test_a_hostile_script_takes_its_size_in_time(sign: str) -> None:
    read("a/a.11tydata.js", sign * (400_000 // len(sign)))


@pytest.mark.parametrize("text", ["[" * 100_000, '{"draft":' * 100_000, '{"draft": ' + "9" * 9999])
def test_hostile_data_is_a_fault_or_nothing(text: str) -> None:
    read("a/a.json", text)
