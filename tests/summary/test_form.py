"""Which sentences may stand in a summary, and what others have before them."""

import pytest

from feedsvc.model import blocks
from feedsvc.summary.form import form_penalty, leans, may_be_quoted
from feedsvc.summary.sentences import Sentence
from feedsvc.summary.word_lists import lists_of

ENGLISH = lists_of("en")


def fit(text: str, kind: str = blocks.PROSE) -> bool:
    return may_be_quoted(Sentence(text, True), kind)


def costs(text: str, kind: str = blocks.PROSE, *, complete: bool = True) -> float:
    return form_penalty(Sentence(text, complete), kind, ENGLISH)


@pytest.mark.parametrize(
    "text",
    [
        "The pier is closed (since May).",
        "Use of AT&T's line and/or the ferry - at 5% less - costs $3.",
        "The council’s vote was 5–4; nobody left.",
        "Why `map` is slow.",
        "He chose C++ and C#.",
        "It ran from 2010/11 to 2012/13.",
        "港は閉鎖された。",
        "[The pier] is closed.",
        "12 < 13.",
    ],
)
def test_prose_may_be_quoted(text: str) -> None:
    assert fit(text)


@pytest.mark.parametrize(
    "text",
    [
        "The council decided the following:",
        "議会は次のことを決めた：",
        "More at https://news.example/pier today.",
        "The harbour speaks https:// and ftp:// only.",
        "See www.news.example for more.",
        "Write to desk@news.example today.",
        "$ pip install ferry",
        "npm install && npm start",
        "let tide = table.map(row => row.high);",
        "if (tide > 3) {",
        "std::vector holds them.",
        "<p>The pier.</p>",
        "The **pier** is closed.",
        "The [pier](pier.html is closed.",
        "Hello {{ page.title }}.",
        "{% include pier.html %}",
        "The pier&nbsp;is closed.",
        "--force overwrites it.",
        "0x3f [1,2,3] = 45/67;89",
    ],
)
def test_what_is_no_prose_may_not(text: str) -> None:
    assert not fit(text)


@pytest.mark.parametrize(
    ("kind", "may"),
    [
        (blocks.PROSE, True),
        (blocks.ITEM, True),
        (blocks.QUOTATION, True),
        (blocks.ASIDE, True),
        (blocks.CAPTION, False),
        (blocks.BYLINE, False),
        (blocks.LINK, False),
        (blocks.CODE, False),
        (blocks.HIDDEN, False),
    ],
)
def test_the_block_decides_too(kind: str, may: bool) -> None:
    assert fit("The pier is closed.", kind) is may


@pytest.mark.parametrize(
    ("text", "leaning"),
    [
        ("This closes the pier.", True),
        ("In this way the pier closed.", True),
        ("In this paper we close the pier.", False),
        ("In this post, the pier closes.", False),
        ("IT closed the pier.", False),
        ("Thistles grow on the pier.", False),
    ],
)
def test_what_leans_on_the_sentence_before(text: str, leaning: bool) -> None:
    assert leans(text, ENGLISH) is leaning


def test_the_form_costs_something() -> None:
    plain = costs("The pier is closed.")
    assert plain == 0
    for worse in (
        costs("But the pier is closed."),
        costs("Is the pier closed?"),
        costs("“The pier is closed.”"),
        costs("Edit: the pier is closed."),
        costs("the pier", complete=False),
        costs("The pier is closed.", blocks.ITEM),
        costs("The pier is closed.", blocks.QUOTATION),
        costs("The pier is closed.", blocks.ASIDE),
    ):
        assert worse > plain
    assert costs("The pier " + "and the pier " * 40 + "is closed.") > 1
    assert costs("Warning signs: the pier is closed.") == plain


def test_a_sentence_of_chinese_is_long_sooner() -> None:
    assert costs("码" * 150 + "。") == 0
    assert costs("码" * 250 + "。") > 1
    assert costs("ก" * 250) == 0  # Thai takes about as many letters as English


def test_a_colon_leads_to_something_but_in_armenian() -> None:
    assert not fit("គេលក់៖")
    assert not fit("He sells:")
    assert fit("Նավահանգիստը փակվեց:")


def test_what_leans_in_thai() -> None:
    thai = lists_of("th")
    assert leans("นอกจากนี้ยังมีห้องอ่านหนังสือ", thai)
    assert leans("แต่สะพานยังปิดอยู่", thai)
    assert not leans("แต่งตั้งผู้อำนวยการคนใหม่", thai)
    assert not leans("ส่วนใหญ่มาจากเงินบริจาค", thai)
