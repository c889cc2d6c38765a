"""Takes line numbers and prompts out of code that a highlighter wrote: they are no part of it.

The highlighters are Rouge (Jekyll), Chroma (Hugo), Pygments (Pelican, Nikola), Hexo's, Prism and
highlightjs-line-numbers.
"""

from selectolax.lexbor import LexborHTMLParser, LexborNode

SIGNS = ("line", "gutter", "blob-num", 'class="ln', 'class="gp"')  # one of them is in such HTML
_CELLS = (
    "td.rouge-gutter,td.gutter,td.linenos,td.lineno,td.linenums,td.line-numbers,td.blob-num,"
    "td.hljs-ln-numbers,td.lntd"
)
_NUMBERS = (
    "span.lineno,span.linenos,span.ln,span.lnt,span.line-number,span.linenumber,span.lnum,"
    "span.line-numbers-rows"
)
_PROMPTS = "span.gp"
_CODE = frozenset({"pre", "code"})


def remove_line_numbers(tree: LexborHTMLParser) -> None:
    """Remove the numbers of lines in code, and the tables that stand only for them.

    Args:
        tree: with the classes of its elements.
    """
    tables: dict[int, LexborNode] = {}
    for cell in tree.css(_CELLS):
        table = _above(cell, frozenset({"table"}))
        if table is not None and _is_numbers(cell) and table.css_first("pre,code") is not None:
            tables[table.mem_id] = table
            cell.decompose()
    for table in tables.values():
        _unpack(table)
    for number in tree.css("pre.lineno"):
        if _is_numbers(number):
            number.decompose()
    for number in tree.css(_NUMBERS):
        if _is_numbers(number) and _above(number, _CODE) is not None:
            number.decompose()
    for prompt in tree.css(_PROMPTS):
        if _above(prompt, _CODE) is not None:
            prompt.decompose()


def _unpack(table: LexborNode) -> None:
    """Put the code of a table in its place, where it has one cell with one block of code."""
    cells = table.css("td,th")
    blocks = table.css("pre")
    if len(cells) == len(blocks) == 1:
        table.insert_before(blocks[0])
        table.decompose()


def _is_numbers(node: LexborNode) -> bool:
    text = node.text().strip()
    return not text or text.replace("\n", "").replace(" ", "").isdigit()


def _above(node: LexborNode, names: frozenset[str]) -> LexborNode | None:
    above = node.parent
    while above is not None and above.tag not in names:
        above = above.parent
    return above
