"""Keeps the titles of tabs between template marks: `{{< tab "Linux" >}} … {{< /tab >}}`.

They are those of Hugo's themes (https://gohugo-book-demo.netlify.app/docs/shortcodes/tabs/,
https://imfing.github.io/hextra/docs/guide/shortcodes/tabs/) and of GitBook
(https://gitbook.com/docs/creating-content/blocks/tabs).
"""

import html
from collections import deque

from feedsvc.sources.formats.mark_arguments import read_arguments

GROUP = "tabs"
NAMES = frozenset({"tab", "tabitem"})
_TITLES = ("title", "name", "header", "label", "tabname", "text")
_APART = "\n\n"


class Tabs:
    """Writes the titles of the tabs of a text, in their order.

    Args:
        in_html: whether they stand in HTML rather than in Markdown.
    """

    def __init__(self, *, in_html: bool) -> None:
        self._in_html = in_html
        self._named: deque[str] = deque()  # titles that the group around the tabs gives

    def group(self, given: str) -> None:
        """A group of tabs begins; Hextra has their titles in it."""
        arguments = read_arguments(f"{GROUP} {given}")
        items = arguments.named.get("items", "") if arguments else ""
        self._named = deque(one.strip() for one in items.split(",") if one.strip())

    def begin(self, given: str) -> str:
        """What stands where a tab begins, given what its mark holds behind the name."""
        arguments = read_arguments(f"tab {given}")
        title = arguments.first(*_TITLES) if arguments else ""
        if arguments and not title and arguments.values:
            title = arguments.values[0]
        if not title and self._named:
            title = self._named.popleft()
        title = " ".join(title.split())
        if self._in_html:
            return f"<p><strong>{html.escape(title, quote=False)}</strong></p>" if title else "\n"
        return f"{_APART}**{title}**<br>" if title else _APART

    def end(self) -> str:
        """What stands where a tab ends."""
        return "\n" if self._in_html else _APART
