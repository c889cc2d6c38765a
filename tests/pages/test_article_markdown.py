"""An article as Markdown: read back, it says what its page says."""

from datetime import UTC, datetime

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from feedsvc.model.article import Author, Enclosure
from feedsvc.pages import article_markdown
from feedsvc.render import EntryView, SectionView
from feedsvc.settings import Settings

PAGE = "https://news.example/articles/rain"
RAIN = EntryView(
    id="x",
    headline="Rain & <wind>",
    url=PAGE,
    page=PAGE,
    published=datetime(2026, 6, 1, 23, tzinfo=UTC),
    updated=datetime(2026, 6, 1, 23, tzinfo=UTC),
    sections=(SectionView("why", "Why", 2, f"{PAGE}#why", "It *rained*."),),
    content="<p>Wet it is.</p>",
    site_language="en",
    full=True,
    standfirst="It falls.",
    authors=(Author("Ann"), Author("Weather desk")),
)
SETTINGS = Settings(timezone="Europe/Berlin")


def made(content: str, **more: object) -> str:
    return article_markdown(RAIN._replace(content=content, **more), SETTINGS)


def read_back(text: str) -> LexborHTMLParser:
    return LexborHTMLParser(
        cmarkgfm.github_flavored_markdown_to_html(text, Options.CMARK_OPT_UNSAFE)
    )


def test_it_has_headline_byline_standfirst_and_sections_before_the_text() -> None:
    lines = [line for line in made("<p>Wet it is.</p>").split("\n") if line]
    assert lines == [
        "# Rain \\& \\<wind\\>",
        f"Ann, Weather desk · 2 June 2026 · <{PAGE}>",
        "It falls.",
        f"- [Why]({PAGE}#why): It \\*rained\\*.",
        "---",
        "Wet it is.",
    ]
    assert read_back("\n".join(lines)).css_first("h1").text() == "Rain & <wind>"


def test_a_change_is_dated() -> None:
    later = datetime(2026, 6, 3, tzinfo=UTC)
    assert "2 June 2026 · changed 3 June 2026" in made("", updated=later)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h2 id=why>Why</h2>", "## Why"),
        ('<pre><code class="language-python">a &lt; b*c*\n</code></pre>', "```python\na < b*c*\n"),
        ("<table><tr><th>a</th></tr><tr><td>1|2</td></tr></table>", "| 1\\|2 |"),
        ('<audio controls><source src="https://x.example/a b.mp3"></audio>', "[a b.mp3](<https:"),
        ('<video src="https://x.example/v.mp4">No video.</video>', "v.mp4>) No video."),
        ("<details><summary>More</summary><p>Hidden.</p></details>", "**More**\n\nHidden."),
        ("<p>10<sup>6</sup>, H<sub>2</sub>O</p>", "10<sup>6</sup>, H<sub>2</sub>O"),
        ('<p><img src="https://x.example/a.png" alt="A"></p>', "![A](https://x.example/a.png)"),
    ],
)
def test_what_a_page_has_stays(html: str, markdown: str) -> None:
    assert markdown in made(html)


def test_the_image_stands_before_the_text_once() -> None:
    image = Enclosure("https://x.example/a.png?b=1&c=2", "image/png")
    text = made("<p>Wet.</p>", image=image, image_alt="Waves", image_credit="Ann")
    assert "![Waves](https://x.example/a.png?b=1&c=2)\n\nAnn\n\nWet." in text
    held = '<p><img src="https://x.example/a.png?b=1&amp;c=2" alt="A"></p>'
    assert made(held, image=image).count("![") == 1


def test_files_are_named_at_the_end() -> None:
    sound = Enclosure("https://x.example/rain.mp3", "audio/mpeg")
    assert made("", enclosures=(sound,)).endswith("- [rain.mp3](https://x.example/rain.mp3)\n")


@given(st.text(st.characters(codec="ascii", categories=["L", "N", "P", "S", "Zs"]), max_size=60))
def test_text_becomes_neither_mark_nor_html(words: str) -> None:
    shown = " ".join(words.split())
    html = shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    body = read_back(made(f"<p>x{html}x</p>", sections=())).css("body > *")[-1]
    assert body.tag == "p"
    assert body.text().strip() == f"x{shown}x"
    assert not body.css("script, img, em, strong, code, del")


def test_what_is_nested_too_deep_keeps_its_words() -> None:
    assert "deep" in made("<div>" * 490 + "deep" + "</div>" * 490)
