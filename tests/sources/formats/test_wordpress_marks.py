"""Marks of WordPress in exported texts become what they mean."""

import pytest

from feedsvc.model.article import ORIGIN
from tests.sources.reading import article, codes

VIDEO = "https://www.youtube.com/watch?v=abc"
LINK = f'<a href="{VIDEO}">{VIDEO}</a>'


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('[caption id="a_1" width="300"]![B](/b.png) At *sea*[/caption]', "At <em>sea</em>"),
        ('\\[caption id="a\\_1"\\]![B](/b.png) At sea\\[/caption\\]', "> At sea</p>"),
        ('[caption caption="At sea"]<img src="/b.png" alt="B">[/caption]', "> At sea</p>"),
        ('[wp_caption id="a_1"]![B](/b.png) At *sea*[/wp_caption]', "At <em>sea</em>"),
        ('[wp_caption caption="At sea"]<img src="/b.png" alt="B">[/wp_caption]', "> At sea</p>"),
        (f"[embed]{VIDEO}[/embed]", LINK),
        (f'[embed width="600"] {VIDEO} [/embed]', LINK),
        (f"[youtube={VIDEO}]", LINK),
        (f"[youtube {VIDEO}]", LINK),
        ("[vimeo 123456]", 'href="https://vimeo.com/123456"'),
        ('[audio mp3="/a.mp3"][/audio]', '<audio src="/a.mp3" controls></audio>'),
        ('[video width="600" mp4="/a.mp4"]', '<video src="/a.mp4" controls></video>'),
        ("[audio https://a.example/b.mp3]", '<audio src="https://a.example/b.mp3" controls>'),
        ("[gist id=0123abcd file=a.py]", 'href="https://gist.github.com/0123abcd"'),
        (
            "[gist]https://gist.github.com/bay/01ab[/gist]",
            'href="https://gist.github.com/bay/01ab"',
        ),
        ("[gist https://gist.github.com/bay/01ab]", 'href="https://gist.github.com/bay/01ab"'),
        ("[gists]0123abcd[/gists]", 'href="https://gist.github.com/0123abcd"'),
        ("[tweet https://twitter.com/bay/status/12]", 'href="https://twitter.com/bay/status/12"'),
        ("\\[tweet 12\\]", 'href="https://twitter.com/i/status/12"'),
        ("[instagram url=https://instagram.com/p/a_b/]", 'href="https://instagram.com/p/a_b/"'),
        ("[wpvideo OO1thyYD]", 'href="https://videopress.com/v/OO1thyYD"'),
        ("[googlemaps https://maps.example/x]", 'href="https://maps.example/x"'),
        (
            "[soundcloud url=&#8221;https://api.example/1&#8243; params=&#8221;a\\_b=c&#8221; /]",
            'href="https://api.example/1"',
        ),
        ('[su_button url="https://a.example/x"]Go on[/su_button]', ">Go on</a>"),
        ("[vc_row]See [pullquote]this[/pullquote][/vc_row]", "Before. See this"),
    ],
)
@pytest.mark.parametrize("path", ["a.md", "a.html"])
def test_marks(path: str, written: str, shown: str) -> None:
    html = path == "a.html"
    if html:
        written = written.replace("![B](/b.png)", '<img src="/b.png" alt="B">')
        shown = shown.replace("<em>sea</em>", "*sea*")
    text = f"<h1>T</h1><p>Before. {written}</p>" if html else f"# T\n\nBefore. {written}\n"
    content = article(path, text).content.replace(ORIGIN, "").replace('=""', "")
    assert shown in content
    assert "[" not in content
    assert ("<img" in content) == ("caption" in written)


def test_a_gallery_is_told() -> None:
    found = article("a.md", '# T\n\nText.\n\n[gallery ids="1,2"]\n\n[gallery]\n')
    assert found.content == "<p>Text.</p>"
    told = codes("a.md", '# T\n\nText.\n\n[gallery ids="1,2"]\n\n[gallery]\n')
    assert [code for _, _, code in told if code == "shortcode"] == ["shortcode"]


def test_the_mark_of_a_plugin_is_told() -> None:
    text = '# T\n\nText [slider id="3"] of [box kind=\u201da\u201d]it[/box].\n'
    assert article("a.md", text).content == "<p>Text  of it.</p>"
    assert [code for _, _, code in codes("a.md", text)] == ["shortcode"] * 2


@pytest.mark.parametrize(
    "text",
    [
        "See the [gallery](/g) and the [video](/v), [embed] and [caption].",
        "Write `[caption]a[/caption]` or `[embed]https://a.example[/embed]`.",
        "    [gallery ids=1]",
        "```\n[youtube=https://a.example]\n```",
        "Run [/etc/x] or [/vc_row] or `[gist 12]`",
        "The [youtube] button of [vimeo]s, [audio] too, and [/caption].",
    ],
)
def test_what_is_no_mark_stays(text: str) -> None:
    content = article("a.md", f"# T\n\nText.\n\n{text}\n").content
    for word in text.replace("](/g)", "").replace("](/v)", "").strip("` \n").split():
        assert word.strip("[`") in content.replace("</a>", "") or "[" in word


def test_links_and_selectors_are_no_marks() -> None:
    text = "[data x='1'](/x), a[b c='d'] and [ref x='1'][e], `[slider id='1']`\n\n[e]: /e"
    assert article("a.md", f"# T\n\n{text}\n").content.replace(ORIGIN, "") == (
        """<p><a href="/x">data x='1'</a>, a[b c='d'] and <a href="/e">ref x='1'</a>, """
        """<code>[slider id='1']</code></p>"""
    )


def test_hostile_marks_take_no_time() -> None:
    for text in (
        "[caption]" * 100_000 + "[/caption]",
        "[caption " * 50_000,
        '[caption "' * 50_000,
        "[/caption]" * 50_000,
        "[embed]" * 50_000,
        "[gallery " + "a=1 " * 100_000,
        "[gallery] " * 50_000,
        "[vc_row]" * 50_000 + "[/vc_row]" * 5,
        '[a b="c"]' * 30_000,
        '[a b="' * 50_000,
        "[gist]" * 50_000,
        "[gist]" + "a" * 300_000,
        '[su_a b="https://c.example"]x' * 20_000,
        "[php]" * 50_000,
    ):
        assert article("a.md", f"# T\n\n{text}\n").headline == "T"
