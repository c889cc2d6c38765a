"""Reads the labels of categories and tags from front matter."""

from feedsvc.model.article import LONGEST_LABEL
from feedsvc.model.slugs import distinct
from feedsvc.sources.frontmatter.split import Field
from feedsvc.sources.source import Findings


def labels(key: str, field: Field, findings: Findings) -> tuple[str, ...]:
    """The labels that a field holds, each once.

    Args:
        key: as written, for messages.
        field: a list of texts, or one text with commas between labels.
        findings: gets a warning for a value that is not a label, or is too long.
    """
    found = _texts(key, field, findings)
    kept = tuple(label for label in found if len(label) <= LONGEST_LABEL)
    if len(kept) < len(found):
        message = f"{key} holds a text of more than {LONGEST_LABEL} characters; it was left out"
        findings.add("warning", "long-label", message, field.line)
    return kept


def _texts(key: str, field: Field, findings: Findings) -> tuple[str, ...]:
    value = field.value
    if isinstance(value, str):
        return distinct(value.split(","))
    if isinstance(value, list):
        if any(isinstance(label, list | dict) for label in value):
            message = f"{key} may hold only texts; the rest was left out"
            findings.add("warning", "wrong-type", message, field.line)
        return distinct(label for label in value if isinstance(label, str))
    findings.add("warning", "wrong-type", f"{key} is no list of texts and was left out", field.line)
    return ()
