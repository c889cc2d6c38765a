"""Elements of a newsroom's own, in Atom and RSS: what site.toml names, from front matter."""

import json
from collections.abc import Iterator, Mapping

from feedsvc.model.characters import legal
from feedsvc.render.element import NOTHING, Element, Extension
from feedsvc.settings import ElementSettings


def own_namespaces(elements: Mapping[str, ElementSettings]) -> Extension:
    """The namespaces that documents declare, each once."""
    if not elements:
        return NOTHING
    return Extension(tuple(dict.fromkeys((e.prefix, e.namespace) for e in elements.values())))


def own_elements(elements: Mapping[str, ElementSettings], extra: Mapping[str, str]) -> Extension:
    """The elements of an entry, in the order of site.toml.

    A list in front matter becomes an element for each of its values. Nothing becomes an empty one.

    Args:
        elements: as site.toml names them.
        extra: front matter that has no meaning for feedsvc, by keys as written.
    """
    if not elements:
        return NOTHING
    by_key = {key.casefold(): value for key, value in extra.items()}
    found = tuple(
        Element(one.namespace, one.name, text)
        for one in elements.values()
        for text in _texts(by_key.get(one.key.strip().casefold(), ""))
    )
    return Extension(own_namespaces(elements).namespaces, found)


def _texts(value: str) -> Iterator[str]:
    values: list[object] = [value]
    if value.startswith("["):
        try:
            values = json.loads(value)
        except ValueError:  # a text that only looks like a list
            values = [value]
    for one in values:
        text = legal(one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)).strip()
        if text:
            yield text
