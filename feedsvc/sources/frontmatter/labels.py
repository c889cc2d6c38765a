"""Reads the labels of categories and tags from front matter."""

from feedsvc.errors import UnreadableArticle
from feedsvc.model.article import LONGEST_LABEL
from feedsvc.model.slugs import distinct
from feedsvc.sources.frontmatter.inline import from_label
from feedsvc.sources.frontmatter.split import Field
from feedsvc.sources.frontmatter.yaml import Value
from feedsvc.sources.source import Findings

_LINKED = frozenset("[<&")  # links and references to characters begin so
_NAMES = frozenset({"name", "title", "label", "slug"})


def labels(key: str, field: Field, findings: Findings) -> tuple[str, ...]:
    """The labels that a field holds, each once.

    Args:
        key: as written, for messages.
        field: a list of texts, or one text with commas, or semicolons, between
            labels.
        findings: gets a warning for a value that is not a label, or is too long.
    """
    found = _texts(key, field, findings)
    if any(not _LINKED.isdisjoint(label) for label in found):
        found = distinct(map(from_label, found))
    kept = tuple(label for label in found if len(label) <= LONGEST_LABEL)
    if len(kept) < len(found):
        message = f"{key} holds a text of more than {LONGEST_LABEL} characters; it was left out"
        findings.add("warning", "long-label", message, field.line)
    return kept


def categories(key: str, field: Field, findings: Findings) -> tuple[str, ...]:
    """The labels that a field of categories holds; the first is the category, others are tags.

    Args:
        key, field, findings: as for `labels`; a label may also be in lists and in a table of
            its name alone.

    Raises:
        UnreadableArticle: wrong-type; the first names a category in no known way, and that may be
            a private one.
    """
    given = field.value
    if isinstance(given, list | dict):
        each = [one for one in (given if isinstance(given, list) else [given]) if one]
        given = [_named(one) for one in each]
        # Of a list in a list the others are within the first (https://hexo.io/docs/front-matter).
        given += [label for one in each if _are_texts(one) for label in list(one)[1:]]
    if isinstance(given, list) and given and not isinstance(given[0], str):
        message = f"{key} is not a text, and it may be a private category; write its name"
        raise UnreadableArticle(message, line=field.line, code="wrong-type", holds_back=True)
    return labels(key, Field(given, field.line), findings)


def _named(value: Value) -> Value:
    """The name in a value that may be a list or table around it, the first of a list of texts."""
    while isinstance(value, list | dict) and (len(value) == 1 or _are_texts(value)):
        if isinstance(value, dict) and not _NAMES.issuperset(map(str.casefold, value)):
            return value
        value = next(iter(value.values() if isinstance(value, dict) else value))
    return value


def _label_of(table: dict[str, Value]) -> Value:
    """The label in a table about it, or the table (https://docusaurus.io/docs/blog)."""
    named = (table[key] for key in ("label", "name", "title") if isinstance(table.get(key), str))
    return next(named, table)


def _are_texts(value: Value) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, str) for one in value)


def _texts(key: str, field: Field, findings: Findings) -> tuple[str, ...]:
    value = field.value
    if isinstance(value, str):
        if "&" in value:  # the end of a reference to a character sets no labels apart
            value = from_label(value)
        return distinct(value.split(";" if ";" in value else ","))
    if isinstance(value, list):
        # `- [a, b]` in a list is a list in it.
        flat = [one for label in value for one in (label if isinstance(label, list) else [label])]
        flat = [_label_of(one) if isinstance(one, dict) else one for one in flat]
        if any(isinstance(label, list | dict) for label in flat):
            message = f"{key} may hold only texts; the rest was left out"
            findings.add("warning", "wrong-type", message, field.line)
        return distinct(label for label in flat if isinstance(label, str))
    findings.add("warning", "wrong-type", f"{key} is no list of texts and was left out", field.line)
    return ()
