"""What is wrong with TOML is told in plain words, and where."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from feedsvc.errors import SettingsError
from feedsvc.settings import load_settings, toml_fault
from feedsvc.settings.toml_faults import key_line


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ('a = 1\ntitle = "x\nb = 2', 2, "have no end"),
        ("title = “x”", 1, "curly quotes"),
        ("title = My paper", 1, 'title = "My paper"'),
        ('a = 1\ntitle: "x"', 2, "not a colon"),
        ("a = 1\na = 2", 2, "stands twice"),
        ("a = [1,\n", 1, ""),
    ],
)
def test_words_and_lines(text: str, line: int, told: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as failed:
        tomllib.loads(text)
    reason, found = toml_fault(text, failed.value)
    assert told in reason
    assert found == line


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('title = "x\n', ":1: the quotes"),
        ('title = "x"\ntitel = "y"\n', ":2: titel is not a setting; did you mean title?"),
        ("\n[feeds]\nentries = 'a'\n", ":3: feeds.entries: "),
        ("[categories.x]\nprivat = true\n", ":2: categories.x.privat is not a setting"),
    ],
)
def test_errors_of_site_toml_name_its_line(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "site.toml").write_text(text)
    with pytest.raises(SettingsError) as failed:
        load_settings(tmp_path, {})
    assert str(failed.value).startswith(f"{tmp_path / 'site.toml'}{message}")


def test_a_key_that_is_not_there_has_no_line(desk: Any) -> None:
    assert key_line("a = 1\n[b]\nc = 2\n", "d") == 0
    assert key_line("a = 1\n[b]\nc = 2\n", "b.x") == 2
    assert key_line("[b]\nc = 2\n[b.d]\n[b.dx]\n", "b.d.x") == 3
