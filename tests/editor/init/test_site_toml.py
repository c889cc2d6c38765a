"""The text of a new site.toml."""

import tomllib

from hypothesis import example, given
from hypothesis import strategies as st

from feedsvc.editor.init.site_toml import SiteToml, site_toml

PLAIN = SiteToml("Harbour", "https://news.example", "news.example,2026", "en", "UTC")
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)


@given(title=TEXT, patterns=st.lists(TEXT, max_size=3))
@example(title='He said "no" \\ C:\\new', patterns=['a"b', "\\#x"])
@example(title="🙂 naïve 日本語 \x7f\x85\u2028", patterns=[])
@example(title='"""', patterns=["'''"])
def test_what_is_written_is_read_back(title: str, patterns: list[str]) -> None:
    values = SiteToml(
        title, "https://news.example", "news.example,2026", "en", "UTC", False, tuple(patterns)
    )
    found = tomllib.loads(site_toml(values))
    assert found.pop("exclude", []) == patterns
    assert found == {
        "title": title,
        "base_url": "https://news.example",
        "id_base": "news.example,2026",
        "language": "en",
        "timezone": "UTC",
        "opt_in": False,
    }


def test_each_key_is_explained_and_the_others_are_named_by_a_page() -> None:
    text = site_toml(PLAIN)
    assert "docs/settings.md" in text.split("\n")[0]
    blocks = text.rstrip("\n").split("\n\n")[1:]
    assert [block.rpartition("\n")[2].split(" = ")[0] for block in blocks] == [
        "title",
        "base_url",
        "id_base",
        "language",
        "timezone",
    ]
    for block in blocks:
        *comments, _ = block.split("\n")
        assert comments
        assert all(line.startswith("# ") for line in comments)
    assert "for ever" in blocks[2]
