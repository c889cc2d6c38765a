"""Bold words of languages without blanks are bold, and nothing else changes."""

import time

import pytest

from feedsvc.sources.formats.bold_marks import BOLD, with_bold
from tests.sources.formats.test_markdown import content


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**“港口”**系统", "<strong>“港口”</strong>系统"),
        ("是**“港口”**系统和**船**。", "是<strong>“港口”</strong>系统和<strong>船</strong>。"),
        (
            "**错误（Error）**，是**「四」**的",
            "<strong>错误（Error）</strong>，是<strong>「四」</strong>的",
        ),
        ("표준 **Ferry 3+**입니다.", "표준 <strong>Ferry 3+</strong>입니다."),
        ("港**`ferry`**（船）", "港<strong><code>ferry</code></strong>（船）"),
        ("Ferry2**`sail`**（船）", "Ferry2<strong><code>sail</code></strong>（船）"),
        ("港**<b>“x”</b>**的", "港<strong><b>“x”</b></strong>的"),
        ("*a* **“x”**的", "<em>a</em> <strong>“x”</strong>的"),
        (r"\*\*“港口”\*\*系统", "**“港口”**系统"),
        ("`**“港口”**系统`", "<code>**“港口”**系统</code>"),
        ("是**“港口系统。", "是**“港口系统。"),
        ("是**“港口” **系统", "是**“港口” **系统"),
        ("2 ***“港口”**系统", "2 ***“港口”**系统"),
    ],
)
def test_bold(text: str, html: str) -> None:
    assert content(text) == f"<p>{html}</p>"


def test_an_address_stays() -> None:
    text = "[港](https://a.example/（**“x”**的)"
    assert BOLD.search(text)
    assert with_bold(text) == text


def test_bold_in_an_aside_and_not_in_code() -> None:
    assert "<strong>“港”</strong>的" in content("!!! note\n    是**“港”**的\n")
    assert "**“港”**的" in content("Text.\n\n    是**“港”**的\n")


@pytest.mark.parametrize(
    "text", ["Plain **bold** text.", "“Curly” **“quotes”**, yes", "港**船**港"]
)
def test_other_texts_are_not_looked_at(text: str) -> None:
    assert not BOLD.search(text)


@pytest.mark.usefixtures("uncollected")
def test_takes_linear_time() -> None:
    for part in ("港**“", "**“港", "”**港", "港**“x”**港 ", "](", "<a", "*"):
        text = part * (200_000 // len(part))
        begun = time.process_time()
        if BOLD.search(text):
            with_bold(text)
        assert time.process_time() - begun < 2
