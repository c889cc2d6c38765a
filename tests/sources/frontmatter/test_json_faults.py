"""What is wrong with JSON is told in plain words."""

import json

import pytest

from feedsvc.sources.frontmatter.json_faults import json_fault


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"a": 1,}', "a comma stands"),
        ('{"a": “b”}', "curly quotes"),
        ('{"a": 1 "b": 2}', "a comma is missing"),
        ("{a: 1}", "keys stand in quotes"),
        ('{"a": "b', "a text has no end"),
        ('{"a" 1}', "expecting ':'"),
    ],
)
def test_words(text: str, told: str) -> None:
    with pytest.raises(json.JSONDecodeError) as failed:
        json.loads(text)
    assert json_fault(failed.value).startswith(told)
