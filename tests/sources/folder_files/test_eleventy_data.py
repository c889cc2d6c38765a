"""What data files of Eleventy say, and at which line."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from feedsvc.settings import DEFAULTS
from feedsvc.sources.folder_files import inherited, place_of, read_folder_file

NOW = datetime(2026, 6, 1, tzinfo=UTC)
DATA, SCRIPT = "posts/posts.11tydata.json", "posts/posts.11tydata.js"


def said(path: str, text: str) -> list[str]:
    """What an article inherits, with the line of each."""
    found = read_folder_file(path, text.encode(), ZoneInfo("UTC"), DEFAULTS, NOW)
    assert found.fault is None
    defaults = inherited([(path, found)], place_of("posts/a.md", "site", ())).defaults
    return [f"{one.place} {one.written}" for one in defaults]


def wrong(path: str, text: str) -> tuple[int, str]:
    """Line and code of what is wrong with it."""
    fault = read_folder_file(path, text.encode(), ZoneInfo("UTC"), DEFAULTS, NOW).fault
    assert fault is not None
    return fault.line, fault.code


@pytest.mark.parametrize("before", [0, 1, 5])
def test_lines_are_those_of_the_keys(before: int) -> None:
    blank, line = "\n" * before, before + 2
    assert said(DATA, f'{blank}{{\n"draft": true}}') == [f"{DATA}:{line} draft: true"]
    assert said(SCRIPT, f"{blank}export default {{\n draft: true }};") == [
        f"{SCRIPT}:{line} draft: true"
    ]
    assert wrong(DATA, f'{blank}{{\n"draft": "maybe"}}')[0] == line
    assert wrong(DATA, f'{blank}{{\n"draft": true,}}') == (line, "front-matter")


def test_a_key_that_is_written_otherwise_counts_and_has_the_first_line() -> None:
    assert said(DATA, '{\n"dr\\u0061ft": true}') == [f"{DATA}:1 draft: true"]


@pytest.mark.parametrize(
    "word", ['"status": "draft"', '"password": "x"', '"build": {"list": "never"}']
)
def test_words_of_other_data_count_only_where_the_file_is_certainly_eleventys(word: str) -> None:
    text = f'{{{word},\n"draft": true}}'
    assert said("posts/posts.json", text) == ["posts/posts.json:2 draft: true"]
    assert len(said(DATA, text)) == 2


def test_a_misspelt_key_is_told_only_where_the_file_is_certainly_eleventys() -> None:
    text = '{"draft": true,\n"drfat": true}'
    assert said("posts/posts.json", text) == ["posts/posts.json:1 draft: true"]
    assert wrong(DATA, text)[0] == 2


@pytest.mark.parametrize("mark", ["{{ hidden }}", "{% if x %}", "${hidden}"])
def test_what_a_template_computes_is_not_known(mark: str) -> None:
    computed = '{{"title": "x",\n"eleventyComputed": {{"{}": "{}"}}}}'
    assert wrong(DATA, computed.format("draft", mark))[0] == 2
    assert said(DATA, computed.format("permalink", f"/{mark}/")) == []
    assert wrong(DATA, computed.format("permalink", f"{mark} false"))[0] == 2
    assert wrong(DATA, computed.format("permalink", f"{mark} !1"))[0] == 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("export default { draft: true };", ["true"]),
        ("export default { draft: null };", []),
        ("export default { draft: false };", []),
        ("export default { draft: 'true' };", ["true"]),
        ("export default { // draft: true\n };", []),
        ("export default { /* draft: true */ title: 'x' };", []),
        ("export default { redraft: true };", []),
    ],
)
def test_what_a_script_says_plainly_counts(text: str, found: list[str]) -> None:
    told = said(SCRIPT, text)
    assert [one.partition("draft: ")[2] for one in told] == found
