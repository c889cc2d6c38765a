"""Reads from a publisher's own configuration what a newsroom says as well.

TOML, YAML and JSON are parsed, Python is looked through for plain assignments of texts. Nothing is
run. What cannot be read is not there: it was to be an offer only.
"""

import json
import posixpath
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from feedsvc.editor.init.publishers import Keys
from feedsvc.errors import FeedsvcError
from feedsvc.model.characters import legal, one_line
from feedsvc.settings import matching
from feedsvc.sources import yaml_mapping

_ASSIGNED = re.compile(
    r"""^([A-Z_]+)[ \t]*=[ \t]*("[^"\\\n]*(?:\\.[^"\\\n]*)*"|'[^'\\\n]*(?:\\.[^'\\\n]*)*')""",
    re.MULTILINE,
)
_ESCAPED = re.compile(r"""\\(['"\\])""")
_INPUT = re.compile(r"""\binput:\s*["']([\w./-]+)["']""")
_SCRIPTS = (".js", ".mjs", ".cjs", ".ts")


class Configuration(msgspec.Struct, frozen=True):
    """What a publisher's configuration says; empty where it does not.

    Attributes:
        title, url, language, timezone: of the site, as written.
        folder: in which articles stand, relative; empty: not said.
        exclude: patterns as in .gitignore of files that the publisher does not publish.
    """

    title: str = ""
    url: str = ""
    language: str = ""
    timezone: str = ""
    folder: str = ""
    exclude: tuple[str, ...] = ()


def read_configuration(path: str, text: str, keys: Keys) -> Configuration:
    """What a configuration says of the site.

    Args:
        path: of the file; its suffix tells the form.
        text: of the file.
        keys: the publisher's names of settings.
    """
    values = _lower(_values(path, text))
    url = _first(values, keys.url)
    below = _first(values, keys.below)
    if url and below.startswith("/"):
        url = f"{url.rstrip('/')}{below}"
    return Configuration(
        title=_first(values, keys.title),
        url=url,
        language=_first(values, keys.language),
        timezone=_first(values, keys.timezone),
        folder=_inside(_first(values, keys.folder)),
        exclude=tuple(_patterns(values, keys)),
    )


def _values(path: str, text: str) -> Mapping[str, Any]:
    suffix = posixpath.splitext(path)[1]
    try:
        if suffix == ".toml":
            return tomllib.loads(text)
        if suffix in (".yml", ".yaml"):
            return {key: value for key, (value, _) in yaml_mapping(text, 0)[0].items()}
        if suffix == ".json":
            found = json.loads(text)
            return found if isinstance(found, dict) else {}
        if suffix == ".py":
            return {
                name: _ESCAPED.sub(r"\1", value[1:-1]) for name, value in _ASSIGNED.findall(text)
            }
    except (ValueError, RecursionError, FeedsvcError):
        return {}
    if suffix in _SCRIPTS and (found := _INPUT.search(text)):
        return {"input": found[1]}
    return {}


def _lower(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same with keys in small letters: Hugo's may be written in any."""
    return {
        str(key).lower(): _lower(value) if isinstance(value, dict) else value
        for key, value in values.items()
    }


def _at(values: Mapping[str, Any], key: str) -> Any:
    found: Any = values
    for part in key.lower().split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found


def _first(values: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    for key in keys:
        found = _at(values, key)
        one = found[0] if isinstance(found, list) and found else found
        if isinstance(one, str) and (text := one_line(legal(one))):
            return text
    return ""


def _inside(folder: str) -> str:
    """A folder below the site's, without marks around it; empty where it is the site's, or out."""
    if folder.startswith(("/", "~")) or "\\" in folder or "$" in folder:
        return ""
    path = posixpath.normpath(folder) if folder else "."
    return "" if path == "." or path.split("/")[0] == ".." else path


def _patterns(values: Mapping[str, Any], keys: Keys) -> Iterator[str]:
    for key in keys.exclude:
        found = _at(values, key)
        lines = found.split("\n") if isinstance(found, str) else found or ()
        for line in lines:
            pattern = line.strip() if isinstance(line, str) else ""
            if pattern.startswith("#") or not pattern or "{" in pattern:  # braces mean nothing here
                continue
            if keys.anchored:
                pattern = f"/{pattern.lstrip('/')}"
            if _is_pattern(pattern):
                yield pattern


def _is_pattern(pattern: str) -> bool:
    try:
        matching([pattern])
    except ValueError:
        return False
    return pattern.isprintable()
