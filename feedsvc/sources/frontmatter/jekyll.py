"""Tells whether a file is one of Jekyll's, where a key means something else there.

https://jekyllrb.com/docs/posts/, https://jekyllrb.com/docs/front-matter/
"""

import re
from collections.abc import Iterable

from feedsvc.sources.frontmatter.yaml import Value

_FOLDERS = frozenset({"_posts", "_drafts"})
# Keys of Jekyll and of plugins that GitHub Pages has.
_KEYS = frozenset({"redirect_from", "redirect_to", "last_modified_at", "excerpt_separator"})
_DATED = re.compile(r"(?:.*/)?\d{4}-\d\d-\d\d-[^/]+", re.ASCII)
_PLACEHOLDER = re.compile(r":(?:title|slug|categories|year|month|day)\b")


def is_jekyll(path: str, keys: Iterable[str] = (), permalink: Value = None) -> bool:
    """Whether path or front matter has a sign of Jekyll that others do not use.

    Args:
        path: of the file.
        keys: of its front matter, as written.
        permalink: its value, if there is one.
    """
    if not _FOLDERS.isdisjoint(path.split("/")[:-1]):
        return True
    names = set(keys)
    if not _KEYS.isdisjoint(names):
        return True
    if isinstance(permalink, str) and _PLACEHOLDER.search(permalink):
        return True
    return "layout" in names and _DATED.fullmatch(path) is not None
