"""Lines that name the language of code in Python-Markdown are no part of the code."""

import pytest

from feedsvc.sources.formats.first_lines import without_first_lines
from tests.sources.reading import article


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (":::python\nx = 1", '<pre><code class="language-python">x = 1\n</code></pre>'),
        ("::c++\nint i;", '<pre><code class="language-c++">int i;\n</code></pre>'),
        ("#!python\nx = 1", '<pre><code class="language-python">x = 1\n</code></pre>'),
        (
            ':::python hl_lines="1 3"\nx = 1',
            '<pre><code class="language-python">x = 1\n</code></pre>',
        ),
        ("#!/bin/sh\nls", "<pre><code>#!/bin/sh\nls\n</code></pre>"),
        ("#!/usr/bin/env python\nx", "<pre><code>#!/usr/bin/env python\nx\n</code></pre>"),
        (":::tip\nRest.\n:::", "<pre><code>:::tip\nRest.\n:::\n</code></pre>"),
        (":::python", "<pre><code>:::python\n</code></pre>"),
        ("x\n:::python\ny", "<pre><code>x\n:::python\ny\n</code></pre>"),
    ],
)
def test_the_first_line(written: str, shown: str) -> None:
    indented = "".join(f"    {line}\n" for line in written.split("\n"))
    assert article("a.md", f"# T\n\nText.\n\n{indented}").content == f"<p>Text.</p>\n{shown}"


def test_hostile_code_takes_no_time() -> None:
    block = "<pre><code>:::python\nx</code></pre>"
    text = "<pre><code>::" * 50_000 + block * 50_000 + "<pre><code>:::python\nx" * 50_000
    assert without_first_lines(text).count("language-python") == 50_000
    lines = f"<pre><code>:::a\n{':::a' * 9}\n</code>" * 10_000
    assert without_first_lines(lines).count("language-a") == 10_000
