"""Directives and roles: none reads a file, writes HTML or is lost in silence."""

from zoneinfo import ZoneInfo

import pytest

from feedsvc import sources
from feedsvc.model.article import SITE
from feedsvc.model.problem import Problem


def read(text: str) -> tuple[str, tuple[Problem, ...]]:
    data = f"Head\n====\n\nStart.\n\n{text}\n".encode()
    reading = sources.read("a.rst", data, zone=ZoneInfo("UTC"))
    assert reading.article is not None, reading.problems
    return reading.article.content.removeprefix("<p>Start.</p>").strip(), reading.problems


@pytest.mark.parametrize(
    "text",
    [
        ".. include:: /etc/passwd",
        ".. include:: site.toml\n   :literal:",
        ".. raw:: html\n   :file: /etc/passwd",
        ".. raw:: html\n\n   <script>alert(1)</script>",
        ".. literalinclude:: /etc/passwd",
        ".. csv-table::\n   :file: /etc/passwd",
        ".. csv-table::\n   :url: http://localhost/",
        ".. role:: html(raw)\n   :format: html\n\n:html:`<b>x</b>`",
    ],
)
def test_what_reads_files_or_writes_html_is_left_out_and_told(text: str) -> None:
    content, problems = read(text)
    assert content in ("", "<p></p>")
    assert [(p.severity, p.code) for p in problems] == [("warning", "rst")]


@pytest.mark.parametrize("name", ["code", "code-block", "sourcecode"])
def test_code_with_options_of_others(name: str) -> None:
    text = f".. {name}:: python\n   :linenos:\n   :emphasize-lines: 1\n\n   # x\n   y = 1 < 2"
    assert read(text) == ('<pre><code class="language-python"># x\ny = 1 &lt; 2</code></pre>', ())


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (".. youtube:: abc", '<p><a href="https://www.youtube.com/watch?v=abc">YouTube</a></p>'),
        (".. vimeo:: 7\n   :width: 5", '<p><a href="https://vimeo.com/7">Vimeo</a></p>'),
        (".. thumbnail:: b.jpg\n   :alt: Boat", '<p><img src="/media/b.jpg" alt="Boat"></p>'),
        (":ref:`The pier <pier>` :kbd:`Ctrl`", "<p><span>The pier</span> <span>Ctrl</span></p>"),
        (
            ".. code-block:: python\n   :caption: ``a.py`` of *us*\n\n   x = 1",
            "<figure>\n<figcaption>\n<p><code>a.py</code> of <em>us</em></p>\n</figcaption>\n"
            '<pre><code class="language-python">x = 1</code></pre>\n</figure>',
        ),
        (".. contents::\n   :depth: 2", ""),
        (".. class:: small\n\nIt is.", "<p>It is.</p>"),
        (
            ".. doctest:: a\n\n   >>> 1",
            '<pre><code class="language-pycon">&gt;&gt;&gt; 1</code></pre>',
        ),
        (".. role:: big\n\n:big:`x`", "<p><span>x</span></p>"),
    ],
)
def test_what_has_a_target_or_a_text_becomes_it(text: str, html: str) -> None:
    content, problems = read(text)
    assert content.replace(SITE, "") == html
    assert problems == ()


def test_what_only_a_theme_knows_keeps_its_text_and_is_told_once() -> None:
    content, problems = read(".. card:: One\n\n   It sails.\n\n.. card:: Two\n")
    assert "<strong>One</strong>" in content
    assert "It sails." in content
    assert [(p.line, p.severity, p.code) for p in problems] == [(6, "info", "shortcode")]


def test_roles_of_one_text_are_not_those_of_the_next() -> None:
    read(".. role:: mine(strong)\n\n:mine:`x`")
    assert read(":mine:`x`")[0] == "<p><span>x</span></p>"
    assert "today" not in read(".. date::")[0]


def test_options_above_a_text_that_is_indented_less_are_no_text() -> None:
    assert read(".. change::\n    :tags: sea\n    :tickets: 1, 2\n\n  It sails.")[0] == (
        "<div>\n<p>It sails.</p>\n</div>"
    )
