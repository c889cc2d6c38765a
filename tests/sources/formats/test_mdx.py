"""MDX is Markdown without its program."""

from zoneinfo import ZoneInfo

import pytest

from feedsvc import sources
from feedsvc.model.article import SITE
from feedsvc.sources.formats.mdx import as_markdown
from feedsvc.sources.source import Findings


def read(text: str) -> tuple[str, list[tuple[int, str]]]:
    data = f"---\ntitle: T\n---\n{text}".encode()
    reading = sources.read("a.mdx", data, zone=ZoneInfo("UTC"))
    assert reading.article is not None, reading.problems
    assert {(p.severity, p.code) for p in reading.problems} <= {("info", "shortcode")}
    told = [(p.line, p.message.split("'")[1]) for p in reading.problems]
    return reading.article.content.replace(SITE, ""), told


@pytest.mark.parametrize(
    ("text", "html", "told"),
    [
        ("import A from 'a'\n\nText.", "<p>Text.</p>", [(4, "import")]),
        ("import {\n  A\n} from 'a'\nexport const b = {\n\n}\n\nT.", "<p>T.</p>", None),
        ("export default () => <b>x</b>\n\nText.", "<p>Text.</p>", [(4, "export")]),
        ("Text.\n\nimport duties rose.", "<p>Text.</p>\n<p>import duties rose.</p>", []),
        ("{/* note */}\n\nText.", "<p>Text.</p>", []),
        ("At {place} and{' '}more {`x`}.", "<p>At  and more x.</p>", [(4, "{place}")]),
        ("<Foo>\n\n*a*\n\n</Foo>", "<p><em>a</em></p>", [(4, "Foo")]),
        ("<Foo a={1}>*a*</Foo> <Foo/>b", "<p><em>a</em> b</p>", [(4, "Foo")]),
        (
            "<Tabs>\n  <TabItem value='x' label=\"npm\">\n\n    ```sh\n    a {b}\n    ```\n\n"
            "    Then *so*.\n\n  </TabItem>\n</Tabs>",
            '<p><strong>npm</strong></p>\n<pre><code class="language-sh">a {b}\n</code></pre>\n'
            "<p>Then <em>so</em>.</p>",
            [],
        ),
        (
            '<Admonition type="tip" title="So">\n  Text.\n</Admonition>',
            "<aside>\n<p><strong>So</strong></p>\n<p>Text.</p>\n</aside>",
            [],
        ),
        (
            "<Image src={require('./b.png')} alt='Boat' />",
            '<img src="/media/b.png" alt="Boat">',
            [],
        ),
        ('<Link to="https://x.example/">a</Link>', '<p><a href="https://x.example/">a</a></p>', []),
        (
            '<YouTube id="dQw4w9WgXcQ" />',
            '<p><a href="https://www.youtube.com/watch?v=dQw4w9WgXcQ">'
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ</a></p>",
            [],
        ),
        (
            '<Demo title="The demo" src="https://x.example/d" />',
            '<p><a href="https://x.example/d">The demo</a></p>',
            [(4, "Demo")],
        ),
        (
            "`` a ` {b} `` and \\`{c} `{d}`",
            "<p><code>a ` {b}</code> and ` <code>{d}</code></p>",
            [(4, "{c}")],
        ),
        (
            '<Admonition type="tip">\n<Foo>\n\na\n\n</Admonition>\n\nb\n\n</Foo>',
            "<aside>\n<p><strong>Tip</strong></p>\n<p>a</p>\n</aside>\n<p>b</p>",
            [(5, "Foo")],
        ),
        ('<div className="x">\n  **a**\n</div>', "<p><strong>a</strong></p>", []),
        ("<b style={{color: 'red'}}>a</b>", "<p><b>a</b></p>", []),
    ],
)
def test_what_stays(text: str, html: str, told: list[tuple[int, str]] | None) -> None:
    content, found = read(text)
    assert content == html
    assert told is None or found == told


@pytest.mark.parametrize(
    "text",
    [
        "```jsx\nimport A from 'a'\n\n<A b={c}>{d}</A>\n```",
        "`<A>` and ``{b}`` and\n`{c\nd}`",
        "a < b, x <3, 1 << 2, \\{x\\}",
        "The {braces never end",
        "It is <https://x.example/a>.",
        "## Head {#id}",
    ],
)
def test_what_only_looks_like_it_stays_as_it_is(text: str) -> None:
    findings = Findings("a.mdx")
    assert as_markdown(f"Text.\n\n{text}\n", 1, findings) == f"Text.\n\n{text}\n"
    assert findings.problems() == ()


def test_a_program_without_an_end_takes_no_more_than_its_paragraph() -> None:
    content, _ = read("export const a = {\n  b,\n\nText.\n\nMore.")
    assert content == "<p>Text.</p>\n<p>More.</p>"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "<A>",
            "<A>\n",
            "</A>",
            "<A></B>",
            "{a ",
            "{a} ",
            "<A b={",
            "<A b='",
            "`a ",
            "{`",
            "{'",
            "\\{",
        ),
        *("export const x = {\n", "import a from 'b'\n", "<A>\n  x\n", "<div>\n", "<a {"),
    ],
)
def test_hostile_texts_take_no_time(text: str) -> None:
    whole = text * (300_000 // len(text))
    assert len(as_markdown(whole, 1, Findings("a.mdx"))) <= len(whole)
