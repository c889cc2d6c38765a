"""Writes one-line texts as values of YAML and TOML, so that they are read back as they were."""

import json
import re

_CONTROL = re.compile("[\x7f-\x9f]")
# _PLAIN: what every YAML parser takes for a text. _WORDS: what some take for something else.
_PLAIN = re.compile(r"[A-Za-z](?:[\w%/.~!$'()*+,;=@-]|:(?=[\w%/.~!$'()*+,;=@-]))*", re.ASCII)
_BARE = frozenset({"date", "draft", "minor", "publish", "published"})  # their values are no texts
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "y", "n", "null"})


def yaml_value(key: str, value: str) -> str:
    """A one-line text, or the date or truth that a key wants, as YAML."""
    plain = _PLAIN.fullmatch(value) and value.casefold() not in _WORDS
    return value if plain or key in _BARE else quoted(value)


def toml_value(key: str, value: str) -> str:
    """A one-line text, or the date or truth that a key wants, as TOML."""
    return value if key in _BARE else quoted(value)


def quoted(value: str) -> str:
    """A one-line text in quotes."""
    # A JSON string is valid YAML and TOML, but for control characters, which these want escaped.
    text = json.dumps(value, ensure_ascii=False)
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
