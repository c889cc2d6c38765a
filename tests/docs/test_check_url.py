"""docs/check-url.md names every rule, as it is."""

import re

from feedsvc.editor.check_url import RULES, Rule
from feedsvc.editor.check_url.ask import MOST_BYTES, SECONDS
from feedsvc.editor.check_url.coding import MOST_BYTES as MOST_DECODED
from feedsvc.editor.check_url.xml_tree import MOST_ELEMENTS, MOST_NESTING
from tests.cli.commands import run
from tests.docs.pages import blocks, page, table
from tests.editor.check_url.documents import RSS
from tests.editor.check_url.sites import Site, serving

NAME = "docs/check-url.md"


def row(rule: Rule) -> list[str]:
    """The cells of a rule; a new rule's row is `| … |` of them."""
    sources = [rule.source, *(source for _, source in rule.also)]
    source = "; ".join(f"[{one.name}]({one.url})" for one in sources)
    reported = f"[report]({rule.reported})" if rule.reported else ""
    return [f"`{rule.code}`", rule.severity, rule.notices, source, reported]


def test_every_rule_is_told() -> None:
    assert table(page(NAME), "finding") == [row(rule) for rule in RULES]


def test_no_rule_would_break_the_table() -> None:
    assert not [rule.code for rule in RULES if any("|" in cell for cell in row(rule))]


def test_the_example_is_what_it_prints() -> None:
    with serving(Site(RSS, "2026:gulls", "2026:ferry")) as address:
        printed = run("check", address, "--pause", "0").stdout.replace(address, "x")
    (shown,) = blocks(page(NAME), "text")
    shown = shown.replace("https://news.example/feed", "x")
    numbers = r"[\d,]+ bytes, [\d,]+ as sent"  # the address has another length there

    def lines(text: str) -> list[str]:
        return [line.rstrip() for line in re.sub(numbers, "", text).splitlines()]

    assert lines(shown) == lines(printed)


def test_the_bounds_are_told() -> None:
    text = page(NAME)
    assert f"{SECONDS:g} seconds and {MOST_BYTES >> 20} MB" in text
    assert MOST_DECODED == MOST_BYTES
    assert f"{MOST_NESTING} deep and have {MOST_ELEMENTS:,} of them" in text
