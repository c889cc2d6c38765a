"""Writes docutils' documents as the HTML that other formats become: headings have the ids."""

from typing import Any

from docutils import nodes
from docutils.writers.html5_polyglot import HTMLTranslator

_NOTES = '<section class="footnotes">\n'
_LINE_END = "<br>\n"
_LONGEST_LANGUAGE = 40


class _Translator(HTMLTranslator):  # type: ignore[misc]
    """HTML without what only docutils' own stylesheet shows."""

    def visit_comment(self, node: Any) -> None:
        raise nodes.SkipNode

    def visit_container(self, node: Any) -> None:
        if not node.children:
            raise nodes.SkipNode
        super().visit_container(node)

    def visit_section(self, node: Any) -> None:
        self.section_level += 1

    def depart_section(self, node: Any) -> None:
        self.section_level -= 1

    def visit_title(self, node: Any) -> None:
        if not isinstance(node.parent, nodes.section):
            self._bold(node)
            return
        level = min(self.section_level + self.initial_header_level - 1, 6)
        ids = node.parent.get("ids", [])
        given = f' id="{self.attval(ids[0])}"' if ids else ""
        self.body.append(f"<h{level}{given}>")
        self.context.append(f"</h{level}>\n")

    def depart_title(self, node: Any) -> None:
        self.body.append(self.context.pop())

    def _bold(self, node: Any) -> None:
        caption = isinstance(node.parent, nodes.table)
        self.body.append("<caption>" if caption else "<p><strong>")
        self.context.append("</caption>\n" if caption else "</strong></p>\n")

    def visit_admonition(self, node: Any) -> None:
        self.body.append("<aside>\n")

    def depart_admonition(self, node: Any = None) -> None:
        self.body.append("</aside>\n")

    visit_topic = visit_sidebar = visit_admonition
    depart_topic = depart_sidebar = depart_admonition

    def visit_literal(self, node: Any) -> None:
        self.body.append(f"<code>{self.encode(node.astext())}</code>")
        raise nodes.SkipNode

    def visit_literal_block(self, node: Any) -> None:
        name = str(node.get("language") or "")[:_LONGEST_LANGUAGE]
        given = f' class="language-{self.attval(name)}"' if name else ""
        self.body.append(f"<pre><code{given}>")

    def depart_literal_block(self, node: Any) -> None:
        self.body.append("</code></pre>\n")

    def visit_doctest_block(self, node: Any) -> None:
        self.body.append("<pre><code>")

    depart_doctest_block = depart_literal_block

    def visit_line_block(self, node: Any) -> None:
        if not isinstance(node.parent, nodes.line_block):
            self.body.append("<p>")

    def depart_line_block(self, node: Any) -> None:
        if not isinstance(node.parent, nodes.line_block):
            if self.body[-1] == _LINE_END:
                self.body.pop()
            self.body.append("</p>\n")

    def visit_line(self, node: Any) -> None:
        depth, parent = 0, node.parent.parent
        while isinstance(parent, nodes.line_block):
            depth, parent = depth + 1, parent.parent
        self.body.append("\u2003" * min(depth, 20))

    def depart_line(self, node: Any) -> None:
        self.body.append(_LINE_END)

    def visit_image(self, node: Any) -> None:
        given = {"src": node["uri"], "alt": node.get("alt")}
        for name in ("width", "height"):
            if str(node.get(name, "")).removesuffix("px").isdigit():
                given[name] = str(node[name]).removesuffix("px")
        written = "".join(
            f' {name}="{self.attval(value)}"' for name, value in given.items() if value is not None
        )
        image = f"<img{written}>"
        inline = isinstance(node.parent, nodes.TextElement | nodes.figure | nodes.reference)
        self.body.append(image if inline else f"<p>{image}</p>\n")
        raise nodes.SkipNode

    def visit_reference(self, node: Any) -> None:
        section = self.document.ids.get(node.get("refid"))
        if isinstance(section, nodes.section):
            node["refid"] = section["ids"][0]  # of several, headings have the first
        super().visit_reference(node)

    def depart_caption(self, node: Any) -> None:
        """That of code stands above it; docutils closes any other behind a legend."""
        above = node.parent.index(node) == 0
        self.body.append("</p>\n</figcaption>\n" if above else "</p>\n")

    def depart_figure(self, node: Any) -> None:
        above = node.children and isinstance(node[0], nodes.caption)
        self.body.append("</figcaption>\n" if len(node) > 1 and not above else "")
        self.body.append("</figure>\n")

    def visit_footnote_reference(self, node: Any) -> None:
        id = self.attval(node["ids"][0]) if node["ids"] else ""
        target = self.attval(node.get("refid") or self.document.nameids.get(node["refname"], ""))
        self.body.append(f'<sup><a href="#fn-{target}" id="fnref-{id}">')

    def depart_footnote_reference(self, node: Any) -> None:
        self.body.append("</a></sup>")

    visit_citation_reference = visit_footnote_reference
    depart_citation_reference = depart_footnote_reference

    def visit_footnote(self, node: Any) -> None:
        if not _is_note(node.parent, node, -1):
            self.body.append(_NOTES)
        given = f' id="fn-{self.attval(node["ids"][0])}"' if node["ids"] else ""
        label = node[0].astext()
        if label.isdecimal():
            self.body.append(f'<ol start="{label}">\n<li{given}>')
            self.context.append("</li>\n</ol>\n")
        else:
            self.body.append(f"<div{given}>\n<p><strong>{self.encode(label)}</strong></p>\n")
            self.context.append("</div>\n")

    def depart_footnote(self, node: Any) -> None:
        for id in node.get("backrefs", [])[:1]:
            self.body.append(f'<a href="#fnref-{self.attval(id)}">↩</a>')
        self.body.append(self.context.pop())
        if not _is_note(node.parent, node, 1):
            self.body.append("</section>\n")

    visit_citation, depart_citation = visit_footnote, depart_footnote

    def visit_label(self, node: Any) -> None:
        raise nodes.SkipNode

    def depart_field_name(self, node: Any) -> None:
        self.body.append(":</dt>\n")

    def visit_system_message(self, node: Any) -> None:
        raise nodes.SkipNode

    def visit_problematic(self, node: Any) -> None:
        """What docutils does not understand stands as it is written."""

    def depart_problematic(self, node: Any) -> None:
        """See visit_problematic."""

    def visit_raw(self, node: Any) -> None:
        raise nodes.SkipNode


def _is_note(parent: Any, node: Any, step: int) -> bool:
    """Whether a note stands before (-1) or behind (1) another."""
    at = parent.index(node) + step
    return 0 <= at < len(parent) and isinstance(parent[at], nodes.footnote | nodes.citation)


def html_of(document: Any) -> str:
    """A document of docutils as HTML, without its title.

    Args:
        document: with all transforms of the writer html5 applied.
    """
    translator = _Translator(document)
    document.walkabout(translator)
    return "".join(translator.fragment)
