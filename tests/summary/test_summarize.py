"""Section summaries as a subscriber reads them."""

import os
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedsvc.settings.limits import DEFAULTS
from feedsvc.summary.sentences import SECTION_SENTENCES
from feedsvc.summary.summarize import (
    LEAST_SENTENCES,
    SUMMARIZER_VERSION,
    Method,
    SectionText,
    summarize,
)

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
METHODS: tuple[Method, ...] = get_args(Method)
both = pytest.mark.parametrize("method", METHODS)


def one(text: str, *, heading: str = "", language: str = "en", method: Method = "hybrid") -> str:
    (summary,) = summarize([SectionText(heading, text)], language=language, method=method)
    return summary


def test_lead_takes_the_first_sentence() -> None:
    text = "Mr. Smith met U.S. officials on May 3. Output rose 3.5 percent. He left."
    assert one(text, method="lead") == "Mr. Smith met U.S. officials on May 3."


def test_hybrid_takes_what_the_section_is_about() -> None:
    text = (
        "It was a grey morning. The harbour strike has closed every container terminal. "
        "Dockers at the harbour began the strike over container safety. Somebody whistled."
    )
    assert one(text, heading="Harbour strike").startswith("The harbour strike has closed")


def test_the_subheading_draws_its_sentence() -> None:
    text = "The council met on Tuesday evening. The new bridge opens in May."
    assert one(text, heading="Bridge") == "The new bridge opens in May."


@pytest.mark.parametrize(
    ("language", "dangling", "own"),
    [
        ("en-GB", "However, the mayor rejected the budget.", "The mayor rejected the new budget."),
        ("en", "As a result, prices in Leeds fell.", "House prices in Leeds fell."),
        ("de", "Außerdem steigen die Preise.", "Die Preise steigen weiter."),
        ("fr", "Cependant, les prix montent.", "Les prix montent encore."),
        ("es", "Sin embargo, los precios suben.", "Los precios suben mucho."),
        ("ru", "Однако цены растут.", "Цены растут дальше."),
        ("uk", "Проте ціни зростають.", "Ціни зростають далі."),
        ("zh", "但是价格上涨了。", "价格上涨了很多。"),
        ("ja", "しかし価格が上がった。", "価格が大きく上がった。"),
    ],
)
def test_a_sentence_that_leans_on_another_is_passed_over(
    language: str, dangling: str, own: str
) -> None:
    assert one(f"{dangling} {own}", language=language) == own


def test_it_as_an_industry_does_not_lean() -> None:
    text = "IT firms moved servers to Leeds. Firms moved people."
    assert one(text).startswith("IT firms")


@both
def test_captions_and_list_items_only_when_nothing_better(method: Method) -> None:
    text = "Photo: the harbour\nFresh bread\nThe shop opens at nine.\nMilk"
    assert one(text, method=method) == "The shop opens at nine."
    assert one("Fresh bread\nMilk", method=method) == "Fresh bread"


def test_a_question_loses_to_an_answer() -> None:
    assert one("Why did the bank fail? The bank had no cash.") == "The bank had no cash."
    assert one("Why did the bank fail?") == "Why did the bank fail?"


def test_a_very_long_sentence_loses_but_is_never_cut() -> None:
    long = "The harbour strike " + "and the harbour strike " * 30 + "ended."
    assert one(f"{long} The strike ended.", heading="Harbour strike") == "The strike ended."
    assert one(long) == long


@both
def test_sections_without_sentences_have_no_summary(method: Method) -> None:
    sections = [
        SectionText("A", ""),
        SectionText("B", "https://example.com\n***"),
        SectionText("C", "12"),
    ]
    assert summarize(sections, method=method) == ("", "", "")
    assert summarize([], method=method) == ()


@both
def test_the_standfirst_is_not_repeated(method: Method) -> None:
    text = "The river rose two metres overnight. Families left their homes by boat."
    section = [SectionText("Flood", text)]
    for standfirst in (
        "The river rose two metres overnight",
        "“THE RIVER  rose two metres overnight!”",
        "Floods hit the valley. The river rose two metres overnight. More rain is due.",
    ):
        assert summarize(section, standfirst=standfirst, method=method) == (
            "Families left their homes by boat.",
        )


@both
def test_a_standfirst_of_two_sentences_is_not_repeated_in_one(method: Method) -> None:
    text = "The river rose overnight, and two bridges fell. Families left their homes by boat."
    standfirst = "The river rose overnight. And two bridges fell."
    assert summarize([SectionText("Flood", text)], standfirst=standfirst, method=method) == (
        "Families left their homes by boat.",
    )


@both
def test_the_neighbour_is_not_repeated(method: Method) -> None:
    same = "The river rose two metres overnight in the valley."
    sections = [
        SectionText("", same),
        SectionText("", same.replace(" the valley", " this valley") + " Families left by boat."),
        SectionText("", same),
        SectionText("", same),
    ]
    # The last has no other sentence, so it says it again rather than nothing.
    assert summarize(sections, method=method) == (same, "Families left by boat.", same, same)


@both
def test_the_subheading_is_not_repeated(method: Method) -> None:
    text = "The river rises. Families left the valley by boat."
    assert one(text, heading="The river rises", method=method).startswith("Families")


@both
def test_several_sentences_keep_the_order_of_the_text(method: Method) -> None:
    text = "One cat sat on the mat. Two dogs ran home. Three cats sat on two mats."
    (summary,) = summarize([SectionText("", text)], method=method, sentences=2)
    parts = [part for part in text.replace(". ", ".|").split("|") if part in summary]
    assert summary == " ".join(parts)
    assert len(parts) == 2
    assert summarize([SectionText("", text)], method=method, sentences=9) == (text,)


@both
def test_sentences_of_scripts_without_spaces_are_joined_without(method: Method) -> None:
    text = "東京で雨が降った。大阪は晴れた。"
    assert summarize([SectionText("", text)], language="ja", method=method, sentences=2) == (text,)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "قال د. أحمد إن الميناء أغلق. أغلق الإضراب الميناء كله. نعم."),
        ("hi", "बंदरगाह बंद है। हड़ताल से बंदरगाह बंद हुआ। हाँ।"),
        ("ja", "港は閉鎖された。ストで港の全施設が閉鎖された。はい。"),
        ("zh-Hant", "港口關閉了。罷工使港口全部關閉。是的。"),
        ("th", "ท่าเรือปิดเพราะการนัดหยุดงานของคนงานในเมืองหลวง"),
        ("x-invented", "Ti nara blorp. Zef nara quon blorp! Ush."),
        ("", "Ti nara blorp. Zef nara quon blorp! Ush."),
        ("de", "„Der Hafen ist zu.“ Der Streik legte am 3. Mai den Hafen lahm."),
        ("ru", "«Порт закрыт.» Забастовка в г. Одессе закрыла порт."),
        ("uk", "«Порт закрито.» Страйк у м. Одесі закрив порт."),
    ],
)
@both
def test_any_language_gets_a_sentence(language: str, text: str, method: Method) -> None:
    summary = one(text, language=language, method=method)
    assert summary
    assert summary in text


def test_white_space_is_collapsed() -> None:
    assert one("  The\u00a0river \t rose.  ") == "The river rose."


def test_wrong_arguments_are_named() -> None:
    with pytest.raises(ValueError, match="hybrid, lead"):
        summarize([], method="best")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="at least 1"):
        summarize([], sentences=0)


def test_the_version_is_a_number() -> None:
    assert SUMMARIZER_VERSION >= 1


@both
@pytest.mark.parametrize(
    "text",
    [
        "The river rose over the town and more. " * 128_000,
        "word " * 1_000_000,
        "Go. " * 1_000_000,
        "\n".join(f"Sentence number {n} is about river {n % 7}." for n in range(100_000)),
        '"(“' * 1_000_000,
    ],
    ids=["paragraph", "unending", "one-word", "sentences", "marks"],
)
def test_hostile_sections_are_bounded(text: str, method: Method) -> None:
    sections = [SectionText("River", text), SectionText("", "The end came.")]
    summaries = summarize(sections, standfirst=text, method=method)
    assert len(summaries[0]) < 10_000
    assert summaries[1] == "The end came."


def test_what_is_looked_at_is_the_beginning() -> None:
    late = SECTION_SENTENCES + 10
    text = "\n".join(f"Line {n} tells of boats." for n in range(late)) + "\nBridge bridge bridge."
    assert "Bridge" not in one(text, heading="Bridge")


def test_the_hash_seed_changes_nothing() -> None:
    code = (
        "from feedsvc.summary import SectionText, summarize\n"
        "s = [SectionText('Rivers and rain', ' '.join("
        "f'River {n % 5} met rain {n % 7} at town {n % 3}.' for n in range(40)))] * 4\n"
        "print(summarize(s, sentences=2))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(outputs) == 1


@pytest.mark.skipif(not SEEDS.is_dir(), reason="no sample articles beside this checkout")
@both
def test_the_sample_article(method: Method) -> None:
    for path in sorted(SEEDS.glob("*.txt")):
        blocks = [b.strip() for b in path.read_text("utf-8").split("\n\n") if b.strip()]
        body = blocks[2:]
        sections = [SectionText(h, t) for h, t in zip(body[::2], body[1::2], strict=False)]
        summaries = summarize(sections, standfirst=blocks[1], method=method)
        for section, summary in zip(sections, summaries, strict=True):
            assert summary in section.text
            assert summary.endswith(".")
            assert summary[0].isupper()
        assert len(set(summaries)) == len(sections)


words = st.text(
    st.one_of(st.sampled_from("abcАБ東京.!?“” \n\u00a0"), st.characters(exclude_categories=["Cs"]))
)
articles = st.lists(st.builds(SectionText, heading=words, text=words), max_size=5)


@settings(deadline=None)
@given(
    articles,
    st.text(),
    st.sampled_from(["en", "de", "ru", "ja", "zh-Hant", "th", "x-unknown", ""]),
    st.sampled_from(METHODS),
    st.integers(1, 3),
)
def test_any_article_gets_its_own_words(
    article: list[SectionText], standfirst: str, language: str, method: Method, sentences: int
) -> None:
    def run() -> tuple[str, ...]:
        return summarize(
            article, standfirst=standfirst, language=language, method=method, sentences=sentences
        )

    summaries = run()
    assert len(summaries) == len(article)
    assert run() == summaries
    for section, summary in zip(article, summaries, strict=True):
        own = "".join(section.text.split())
        if sentences == 1:
            assert summary in " ".join(section.text.split())
        # With several, sentences between the chosen ones are left out.
        rest = iter(own)
        assert all(char in rest for char in "".join(summary.split()))


@settings(deadline=None)
@given(st.text(st.characters()), st.text(st.characters()), st.sampled_from(METHODS))
def test_surrogates_and_odd_tags_do_not_raise(text: str, language: str, method: Method) -> None:
    summarize([SectionText(text, text + "\ud800 a. B")], language=language, method=method)


def test_of_very_many_sections_each_is_summarized_from_its_first_sentences() -> None:
    text = " ".join(f"Thing {number} is said." for number in range(LEAST_SENTENCES))
    about = "The harbour strike closed the harbour."
    many = DEFAULTS.summary_sentences // LEAST_SENTENCES
    late = SectionText("Harbour strike", f"{text} {about}")
    assert summarize([late]) == (about,)
    found = summarize([late] * many, read=DEFAULTS.summary_sentences)
    assert len(found) == many
    assert about not in found
    assert all(summary.startswith("Thing ") for summary in found)


@pytest.mark.parametrize(
    ("text", "kinds", "summary"),
    [
        ("The crew needs these\nRope", "pi", "Rope"),
        ("The crew needs these\nRope", "pp", "The crew needs these"),
        ("The crew needs these\nRope", "", "The crew needs these"),
        ("The crew needs these.\nRope", "pi", "The crew needs these."),
        ("Rope and tar\nPaint", "ii", "Rope and tar"),
        ("The pier is open\nThe crew needs these\nRope", "ppi", "The pier is open"),
    ],
    ids=["it leads", "no list", "nothing known", "whole", "in a list", "the one before"],
)
def test_a_line_that_leads_to_a_list_is_not_quoted(text: str, kinds: str, summary: str) -> None:
    assert summarize([SectionText("", text, kinds)], method="lead") == (summary,)
