"""What Sphinx's directives describe arrives: signatures as code, versions in words, asides."""

import time

import pytest

from tests.sources.formats.rst.test_directives import read


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            ".. method:: sail(boat, *crew, **how)\n   asail(boat, *crew)\n\n   It sails.",
            "<p><code>sail(boat, *crew, **how)</code></p>\n"
            "<p><code>asail(boat, *crew)</code></p>\n<p>It sails.</p>",
        ),
        (
            ".. class:: Ferry(name)\n\n   A ferry.",
            "<p><code>class Ferry(name)</code></p>\n<p>A ferry.</p>",
        ),
        (".. py:attribute:: name\n\n   Of it.", "<p><code>name</code></p>\n<p>Of it.</p>"),
        (".. setting:: DEPTH", "<p><code>DEPTH</code></p>"),
        (
            ".. versionadded:: 1.2\n   It *sails*.",
            "<p>Added in version 1.2: It <em>sails</em>.</p>",
        ),
        (".. versionchanged:: 1.2\n\n   Faster.", "<p>Changed in version 1.2: Faster.</p>"),
        (".. deprecated:: 2.0", "<p>Deprecated since version 2.0.</p>"),
    ],
)
def test_descriptions(text: str, html: str) -> None:
    assert read(text) == (f"<div>\n{html}\n</div>", ())


def test_see_also_is_an_aside() -> None:
    content, problems = read(".. seealso:: The *pier*\n\n   And more.")
    assert content == (
        "<aside>\n<p><strong>See also</strong></p>\n<p>The <em>pier</em></p>\n"
        "<p>And more.</p>\n</aside>"
    )
    assert problems == ()


def test_what_is_taken_from_code_is_named_and_told() -> None:
    content, problems = read(".. autofunction:: harbour.sail\n\n   And more.")
    assert "<code>harbour.sail</code>" in content
    assert "And more." in content
    assert [one.code for one in problems] == ["shortcode"]


def test_what_only_names_the_heading_below_is_left_out() -> None:
    text = (
        ".. setting:: DEPTH\n\n``DEPTH``\n---------\n\nHow deep.\n\n.. stat:: a/b\n\n``a/b``\n  It."
    )
    content, _ = read(text)
    assert content.startswith('<h2 id="depth">')
    assert content.count("a/b") == 1


@pytest.mark.usefixtures("uncollected")
def test_many_names_take_linear_time() -> None:
    def seconds(times: int) -> float:
        begun = time.process_time()
        read(".. setting:: A\n\n" * times)
        return time.process_time() - begun

    seconds(10)
    assert seconds(2000) < 12 * seconds(400)
