"""Values of headers, as YAML and TOML have them."""

import pytest

from feedsvc.sources.frontmatter import quoted, toml_value, yaml_value


@pytest.mark.parametrize(
    ("key", "value", "yaml", "toml"),
    [
        ("reason", "word", "word", '"word"'),
        ("reason", "yes", '"yes"', '"yes"'),
        ("reason", "a: b", '"a: b"', '"a: b"'),
        ("reason", 'say "x"', '"say \\"x\\""', '"say \\"x\\""'),
        ("draft", "true", "true", "true"),
        ("date", "2026-05-01", "2026-05-01", "2026-05-01"),
    ],
)
def test_how_values_are_written(key: str, value: str, yaml: str, toml: str) -> None:
    assert (yaml_value(key, value), toml_value(key, value)) == (yaml, toml)


def test_control_characters_are_escaped() -> None:
    assert quoted("\x85") == '"\\u0085"'
