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
        (f"[embed]{VIDEO}[/embed]", LINK),
        (f'[embed width="600"] {VIDEO} [/embed]', LINK),
        (f"[youtube={VIDEO}]", LINK),
        (f"[youtube {VIDEO}]", LINK),
        ("[vimeo 123456]", 'href="https://vimeo.com/123456"'),
        ('[audio mp3="/a.mp3"][/audio]', '<audio src="/a.mp3" controls></audio>'),
        ('[video width="600" mp4="/a.mp4"]', '<video src="/a.mp4" controls></video>'),
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


@pytest.mark.parametrize(
    "text",
    [
        "See the [gallery](/g) and the [video](/v), [embed] and [caption].",
        "Write `[caption]a[/caption]` or `[embed]https://a.example[/embed]`.",
        "    [gallery ids=1]",
        "```\n[youtube=https://a.example]\n```",
        "The [youtube] button of [vimeo]s, [audio] too, and [/caption].",
    ],
)
def test_what_is_no_mark_stays(text: str) -> None:
    content = article("a.md", f"# T\n\nText.\n\n{text}\n").content
    for word in text.replace("](/g)", "").replace("](/v)", "").strip("` \n").split():
        assert word.strip("[`") in content.replace("</a>", "") or "[" in word


def test_hostile_marks_take_no_time() -> None:
    for text in (
        "[caption]" * 100_000 + "[/caption]",
        "[caption " * 50_000,
        '[caption "' * 50_000,
        "[/caption]" * 50_000,
        "[embed]" * 50_000,
        "[gallery " + "a=1 " * 100_000,
    ):
        assert article("a.md", f"# T\n\n{text}\n").headline == "T"
