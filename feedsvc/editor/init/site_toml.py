"""Writes the text of a site.toml: few keys, each explained. Pure."""

import json
from collections.abc import Sequence

import msgspec

_COMMENTS = {
    "title": "The newsroom's name, as readers see it.",
    "base_url": "The site's address. Every link in the feeds begins with it.",
    "id_base": """\
The ids of all entries begin with this: a domain of yours, and a year in which it was yours.
It is for ever. Leave it as it is even when the site moves: with another one, readers would see
every article as new once more.""",
    "language": 'Of articles that do not say theirs, such as "en", "de" or "pt-BR".',
    "timezone": 'Of dates without an offset, and of the days of digests: "Europe/Berlin", "UTC".',
    "opt_in": "true: only articles that say `publish: true` are published; others are drafts.",
    "exclude": "Files that are no articles, by patterns as in .gitignore.",
}
_TOP = """\
The settings of this newsroom. All others have defaults: docs/settings.md of feedsvc has them."""


class SiteToml(msgspec.Struct, frozen=True, omit_defaults=True):
    """The settings that a new site.toml holds.

    Attributes:
        title, base_url, id_base, language, timezone, opt_in, exclude: as in settings.Settings;
            opt_in None or no exclude: the key is left out.
    """

    title: str
    base_url: str
    id_base: str
    language: str
    timezone: str
    opt_in: bool | None = None
    exclude: tuple[str, ...] = ()


def site_toml(values: SiteToml) -> str:
    """The text of a site.toml that holds these settings."""
    found: dict[str, object] = msgspec.to_builtins(values)
    blocks = [_comment(_TOP)]
    blocks += [f"{_comment(_COMMENTS[key])}{key} = {_toml(found[key])}\n" for key in found]
    return "\n".join(blocks)


def _comment(text: str) -> str:
    return "".join(f"# {line}\n" for line in text.split("\n"))


def _toml(value: object) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"[{', '.join(map(_toml, value))}]"
    # A JSON string is a TOML string, but for DEL, which TOML wants escaped as well.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
