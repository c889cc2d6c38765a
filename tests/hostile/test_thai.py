"""However much Thai an article holds, and whatever it is made of, little of it is split."""

import pytest

from feedsvc.settings.limits import DEFAULTS
from feedsvc.summary import SectionText, summarize, thai

CLAUSE = "เจ้าหน้าที่ได้เตรียมศูนย์พักพิงไว้แล้วสามแห่ง "


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that the library gets."""
    texts: list[str] = []
    real = thai._load()

    def noting(text: str) -> list[str]:
        texts.append(text)
        return real(text)

    monkeypatch.setattr(thai, "_tokenize", noting)
    return texts


@pytest.mark.parametrize(
    "line",
    [
        CLAUSE * 40_000,
        "ก" * 2_000_000,
        "ก" + "1" * 1_000_000,
        "ก" * 5_000 + "1" * 5_000,
        "ก ก" * 300_000,
        "ก. " * 300_000,
        "“ก (" * 300_000,
        "ก" + "!" * 1_000_000,
        "ตากลม" * 200_000,
        "เ" * 1_000_000,
        "\u0e01\u0e4d\u0e48" * 300_000,
        "น.\u00a0ก\u200b" * 100_000,
    ],
    ids=lambda line: ascii(line[:4]),
)
def test_a_long_line(line: str, handed: list[str]) -> None:
    (summary,) = summarize([SectionText("", line)], language="th")
    assert sum(map(len, handed)) <= thai.LINE_CHARS
    assert summary in " ".join(line.split())
    assert len(summary) <= thai.LINE_CHARS


@pytest.mark.parametrize("sections", [1, 10, 1_000])
def test_many_lines(sections: int, handed: list[str]) -> None:
    text = "\n".join([(CLAUSE * 20).strip()] * 20)
    found = summarize(
        [SectionText("", text)] * sections, language="th", read=DEFAULTS.summary_sentences
    )
    assert len(found) == sections
    assert sum(map(len, handed)) <= thai.ARTICLE_CHARS
    assert all(summary.startswith(CLAUSE.strip()) for summary in found)
