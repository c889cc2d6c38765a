from selectolax.lexbor import LexborHTMLParser

from feedsvc.sources.html.anchors import Anchors


def answering(html: str) -> str:
    """The HTML whose level-2 headings have their anchors."""
    tree = LexborHTMLParser(html)
    anchors = Anchors(tree)
    nodes = tree.css("h2")
    for node in nodes:
        anchors.give(node, node.text())
    anchors.answer_to_others([(node, node.text()) for node in nodes])
    assert tree.body is not None
    return tree.body.inner_html or ""


def test_an_anchor_of_others_stands_in_the_heading() -> None:
    assert answering("<h2>A &amp; <b>B</b></h2>") == (
        '<h2 id="a-b"><span id="a--b"></span>A &amp; <b>B</b></h2>'
    )


def test_the_ids_of_before_go_first() -> None:
    assert answering("<h2>A</h2><h2>A</h2><p id='a-1'>x</p>") == (
        '<h2 id="a">A</h2><h2 id="a-2">A</h2><p id="a-1">x</p>'
    )
    assert answering("<h2>A</h2><h2>A</h2>") == (
        '<h2 id="a">A</h2><h2 id="a-2"><span id="a-1"></span>A</h2>'
    )
