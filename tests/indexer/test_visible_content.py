"""What is the same to readers, however it is written."""

import pytest

from feedsvc.indexer.visible_content import as_seen
from feedsvc.model.article import SITE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>One. Two.</p>", "<p>One.\nTwo.</p>"),
        ("<p>One.</p><p>Two.</p>", "\n<p>One.</p>\n\n  <p>Two.</p>\n"),
        ("<ul><li>One</li></ul>", "<ul>\n<li> One </li>\n</ul>"),
        ('<a href="/x" title="t">x</a>', '<a title="t" href="/x">x</a>'),
        ("<p>a <em>b</em> c</p>", "<p>a\n<em>b</em>\tc</p>"),
    ],
)
def test_the_same(one: str, other: str) -> None:
    assert as_seen(one, "a.md") == as_seen(other, "a.md")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>One. Two.</p>", "<p>One.Two.</p>"),
        ("<pre>a  b</pre>", "<pre>a b</pre>"),
        ("<pre><code>a\n\nb</code></pre>", "<pre><code>a\nb</code></pre>"),
        ("<p>a <em>b</em></p>", "<p>a<em>b</em></p>"),
        ("<p>a&nbsp;b</p>", "<p>a b</p>"),
        ("<p>a\u00a0b</p>", "<p>a b</p>"),
        ('<a href="/x">x</a>', '<a href="/y">x</a>'),
        ('<img alt="a  b" src="x">', '<img alt="b  a" src="x">'),
    ],
)
def test_another(one: str, other: str) -> None:
    assert as_seen(one, "a.md") != as_seen(other, "a.md")


@pytest.mark.parametrize("folder", ["world", "a b/c", "caf\u00e9/x+y"])
def test_what_moves_with_its_pictures_is_the_same(folder: str) -> None:
    from urllib.parse import quote

    place = quote(folder, safe="/-._~!$'()*+,;=@:")
    here = f'<img src="{SITE}/media/{place}/b.png"><a href="{SITE}/articles/{place}/c.md">c</a>'
    there = f'<img src="{SITE}/media/b/b.png"><a href="{SITE}/articles/b/c.md">c</a>'
    assert as_seen(here, f"{folder}/a.md") == as_seen(there, "b/a.md")
    assert as_seen(here, "a.md") != as_seen(there, "b/a.md")
    assert as_seen(here, "a.md") == as_seen(here, "other.md")
