"""The value of one file that says something for the articles below its folder, or beside it."""

from collections.abc import Mapping
from functools import partial

import msgspec

from feedsvc.errors import UnreadableArticle
from feedsvc.sources.frontmatter.holding import FALSE, TRUE
from feedsvc.sources.frontmatter.key_names import HOLDING, Keyed
from feedsvc.sources.frontmatter.publication import keeps_unseen, read_publication
from feedsvc.sources.frontmatter.split import Field
from feedsvc.sources.frontmatter.yaml import Value
from feedsvc.sources.inherited import Default
from feedsvc.sources.source import Source

_SHOWN = 60  # characters of a value in a message


class Rule(msgspec.Struct, frozen=True):
    """Values, and for which articles they are meant.

    Attributes:
        defaults: the values.
        means: whether they are meant for the article at a Place; None: for all.
    """

    defaults: tuple[Default, ...]
    means: partial[bool] | None = None


class FolderFile(msgspec.Struct, frozen=True):
    """What one such file says.

    Attributes:
        rules: those that count more come first.
        fault: why it cannot be read; None: it can be.
        holding: its lines that may hold articles back.
    """

    rules: tuple[Rule, ...] = ()
    fault: UnreadableArticle | None = None
    holding: tuple[str, ...] = ()


def defaults_of(
    fields: Mapping[str, Field], source: Source, within: str = "", *, firm: bool = False
) -> tuple[Default, ...]:
    """The values of fields that may hold an article back, or say that nothing does.

    Args:
        fields: by key as written, as in front matter.
        source: the file.
        within: the name of the table in which they stand.
        firm: whether they count whatever an article's own header says.

    Raises:
        UnreadableArticle: a value, or a key that is nearly one of these, is not understood; with
            its line.
    """
    keyed = Keyed(dict(fields))
    read_publication(keyed, source)
    found = []
    for meaning in sorted(HOLDING & keyed.known.keys()):
        for key, field in keyed.every(meaning)[:1]:
            shown = field.value if isinstance(field.value, str) else "…"
            written = f"{within} {key}: {shown[:_SHOWN]}".lstrip()
            place = f"{source.path}:{field.line}"
            holds = _holds(meaning, field.value)
            found.append(Default(meaning, key, field.value, place, written, holds, firm))
    return tuple(found)


def _holds(meaning: str, value: Value) -> bool:
    """Whether a value that was understood may hold an article back."""
    if meaning in ("permalink", "password", "build"):
        return keeps_unseen(meaning, value)
    word = value.strip().casefold() if isinstance(value, str) else ""
    if meaning in ("draft", "hidden"):
        return word not in FALSE
    return word not in TRUE
