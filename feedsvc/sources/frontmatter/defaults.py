"""Adds to a header what files of folders say for the article."""

from feedsvc.sources.frontmatter.key_names import Keyed, meaning
from feedsvc.sources.frontmatter.split import Field
from feedsvc.sources.source import Source

_TIMES = frozenset({"embargo", "expires", "publish_date"})


def with_defaults(fields: dict[str, Field], source: Source) -> dict[str, Field]:
    """The fields of a header, and those defaults for whose meaning it has no key of its own.

    Args:
        fields: by key as written.
        source: has the defaults; its findings get one info for each that counts.
    """
    keyed = Keyed(fields)
    whole = dict(fields)
    for one in source.inherited.defaults:
        if keyed.every(one.meaning):
            if not one.firm:
                continue
            whole = {key: field for key, field in whole.items() if meaning(key) != one.meaning}
        whole[one.key] = Field(one.value, 1)
        message = f"held back by {one.place}: {one.written}"
        if one.meaning in _TIMES:
            message = f"its time is that of {one.place}: {one.written}"
        source.findings.add("info", "folder-file", message)
    return whole
