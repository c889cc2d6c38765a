import pytest
from reading import article

CODE = "<pre><code>a = 1\nb = 2\n</code></pre>"
PRE = "<pre>a = 1\nb = 2\n</pre>"


def content(html: str) -> str:
    return article("a.html", f"<h1>T</h1>{html}").content


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            '<table class="rouge-table"><tbody><tr><td class="rouge-gutter gl"><pre class="lineno">'
            f'1\n2\n</pre></td><td class="rouge-code">{PRE}</td></tr></tbody></table>',
            PRE,
        ),
        (
            '<table class="highlighttable"><tr><td class="linenos"><div class="linenodiv"><pre>1\n2'
            f'</pre></div></td><td class="code"><div>{PRE}</div></td></tr></table>',
            PRE,
        ),
        (
            '<table class="lntable"><tr><td class="lntd"><pre class="chroma"><code><span'
            ' class="lnt">1\n</span><span class="lnt">2\n</span></code></pre></td>'
            f'<td class="lntd">{CODE}</td></tr></table>',
            CODE,
        ),
        (
            '<pre><code><span class="ln">1</span>a = 1\n'
            '<span class="ln">2</span>b = 2\n</code></pre>',
            CODE,
        ),
        (
            '<pre><span class="lineno">1 </span>a = 1\n<span class="lineno">2 </span>b = 2\n</pre>',
            PRE,
        ),
        ('<pre><code><span class="gp">$ </span>ls\n</code></pre>', "<pre><code>ls\n</code></pre>"),
    ],
)
def test_line_numbers_and_prompts_are_no_code(html: str, expected: str) -> None:
    found = content(html)
    assert found.replace("<span>", "").replace("</span>", "") == expected


@pytest.mark.parametrize(
    "html",
    [
        "<table><tbody><tr><td>1</td><td><pre>a</pre></td></tr></tbody></table>",
        '<pre><code>x <span class="mi">1</span> line</code></pre>',
        '<p>The <span class="ln">1</span> line</p><pre>a</pre>',
        '<pre><span class="ln">first</span> line</pre>',
    ],
)
def test_other_numbers_stay(html: str) -> None:
    plain = html.replace(' class="mi"', "").replace(' class="ln"', "")
    assert content(html) == plain
