"""What may stand before a header, and that the header counts below it."""

import pytest

from feedsvc.sources.frontmatter import is_key, split_front_matter
from feedsvc.sources.frontmatter.preamble import end_of_preamble

BEFORE = [
    "<!-- a note -->",
    "<!--\na note\n-->\n\n{# another #}",
    "{# a note #}",
    "{/* a note */}",
    "{>> a note <<}",
    "{% comment %}\na note\n{% endcomment %}",
    "{::comment}a note{:/comment}",
    "%% a note %%",
    "/* a note */",
    "<!DOCTYPE html>",
    "<?xml version='1.0'?>",
    "#!/usr/bin/env pandoc",
    "# -*- coding: utf-8 -*-",
    "# vim: ft=markdown",
    "%YAML 1.2\n%TAG ! tag:x.org,2026:",
]


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize(
    "header",
    ["---\ndraft: true\n---\n", '{"draft": true}\n', "Draft: true\n\n", "+++\ndraft=1\n+++\n"],
)
def test_a_header_below_it_counts(before: str, header: str) -> None:
    front = split_front_matter(f"{before}\n{header}Text.", is_key)
    (key, field), *others = front.fields.items()
    assert (key.lower(), field.value in ("true", "1"), others) == ("draft", True, [])
    assert front.body == "Text."
    lines = f"{before}\n{header}".split("\n")
    assert "raft" in lines[field.line - 1]
    assert front.body_line == len(lines)


@pytest.mark.parametrize("before", BEFORE)
def test_a_rule_or_text_below_it_is_no_header(before: str) -> None:
    for body in ("---\n\nText.\n\n---\n", "# Headline\n", "Text."):
        text = f"{before}\n{body}"
        assert split_front_matter(text, is_key).body == text


@pytest.mark.parametrize("text", ["{#id}", "{{ x }}", "<p>", "<!-- open", "# Heading", "%", "/x"])
def test_what_is_no_such_thing_stays(text: str) -> None:
    assert end_of_preamble(text) == 0
