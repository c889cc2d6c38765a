"""Gives the headings of an article their anchors: ids that links to sections lead to."""

from selectolax.lexbor import LexborHTMLParser, LexborNode

from feedsvc.model.article import TOP
from feedsvc.model.slugs import slugify
from feedsvc.sources.html.heading_slugs import HeadingSlugs

_ID_LENGTH = 200


class Anchors:
    """Gives the headings of a tree their anchors, each of them unique."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        """Keep the ids in the tree, the first of each; others are removed."""
        self._tree = tree
        self._taken = {TOP}
        self._next: dict[str, int] = {}
        self._wanted: dict[int, str] = {}  # by node: its removed id, which an earlier node has
        for node in tree.css("[id]"):
            name = node.attributes.get("id") or ""
            if name.split() == [name] and name not in self._taken:
                self._taken.add(name)
                continue
            if name.split() == [name]:
                self._wanted[node.mem_id] = name
            del node.attrs["id"]

    def give(self, node: LexborNode, heading: str) -> str:
        """The unique id of a heading, which is set in the tree."""
        own = node.attributes.get("id")
        if own:
            return own
        wanted = self._wanted.get(node.mem_id) or slugify(heading[:_ID_LENGTH])
        name = wanted
        number = self._next.get(wanted, 2)
        while name in self._taken:
            name = f"{wanted}-{number}"
            number += 1
        self._next[wanted] = number
        self._taken.add(name)
        node.attrs["id"] = name
        return name

    def answer_to_others(self, headings: list[tuple[LexborNode | None, str]]) -> None:
        """Let headings answer to the anchors that other publishers give them.

        Args:
            headings: all of the text, in order, each with its words. Of those without a node it is
                known only that they stand there.
        """
        slugs = HeadingSlugs()
        for node, text in headings:
            for name in slugs.of(text[:_ID_LENGTH]):
                if node is not None and name not in self._taken:
                    self._taken.add(name)
                    self._place(node, name)

    def _place(self, node: LexborNode, name: str) -> None:
        """Put an empty element with an id in front of what an element holds."""
        first = node.child
        if first is not None:
            place = self._tree.create_node("span")
            place.attrs["id"] = name
            first.insert_before(place)
