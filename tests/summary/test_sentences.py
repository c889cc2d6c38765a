"""Sentences as a reader would part them, in the languages of the sample articles and others."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedsvc.summary.sentences import (
    LINE_CHARS,
    SECTION_SENTENCES,
    iter_sentences,
    primary_language,
    words_of,
)


def split(text: str, language: str = "en") -> list[str]:
    return [sentence.text for sentence in iter_sentences(text, primary_language(language))]


def complete(text: str, language: str = "en") -> list[bool]:
    return [sentence.complete for sentence in iter_sentences(text, primary_language(language))]


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ["Mr. Smith met U.S. officials.", "Output rose 3.5 percent.", "He left."]),
        ("en", ["The crew (it had rained. It poured.) left.", "All was well."]),
        ("en-GB", ["Dr. No lives in St. Ives.", "George W. Bush met J. K. Rowling."]),
        ("en", ["“I will go. I will stay,” he said.", "She left."]),
        ("en", ['"Stop!" he said.', '"I will not."', "(It was late.)"]),
        ("en", ["He left at 5 p.m. Monday.", "At 2 p.m. ET on Friday it rained."]),
        ("en", ["They met in the U.S. Senate.", "Version 2.0.1 is on example.com now."]),
        ("de", ["Dr. Meier sagte: „Ich gehe nicht.“", "Am 3. Oktober war z. B. Schluss."]),
        ("de", ["Der 1. FC Köln gewann.", "„Ich gehe. Du bleibst“, sagte er."]),
        ("fr", ["« Non. »", "Hier M. Dupont est parti.", "Mme. Roux arrive."]),
        ("es", ["¿Por qué?", "El Sr. García dijo: «No iré».", "Luego se fue."]),
        ("ru", ["А. С. Пушкин родился в 1799 г. в Москве.", "«Нет!» — сказал он."]),
        ("ru", ["Вышли 3,5 тыс. чел. в г. Москве.", "«Я пойду. Ты останешься», — сказал он."]),
        ("uk", ["Президент В. О. Зеленський сказав.", "Т. Г. Шевченко жив у с. Моринці."]),
        ("ar", ["قال د. أحمد إن الأمر انتهى.", "هل هذا صحيح؟", "نعم."]),
        ("hi", ["डॉ. शर्मा ने कहा।", "वह गए।"]),
        ("x-unknown", ["Mr. Blorp zeffed 3.5 quons.", "Ti nara!"]),
        ("", ["Foo bar.", "Baz qux."]),
    ],
)
def test_text_is_parted_where_a_reader_would(language: str, sentences: list[str]) -> None:
    assert split(" ".join(sentences), language) == sentences


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("ja", ["彼は「行かない。」と述べた。", "そして去った。", "本当？"]),
        ("ja", ["『本。』を読む。", "明日は雨です。"]),
        ("ja", ["船（雨。雪。）は出た。", "そして去った。"]),
        ("zh-Hant", ["他說：「我不去。你留下。」", "然後走了。"]),
        ("zh", ["雨。”」", "雪。", "風。"]),
        ("zh", ["雨！』」", "雪。", "風。"]),
        ("zh", ["雨。」", "”雪。", "風。"]),
        ("zh", ["雨！）", "雪。"]),
        ("zh", ["【一。二。三。】", "四。"]),
        ("ja", ["『一。二。三。』", "四。", "『五。六。』", "七。"]),
        ("ja", ["『一。【二。三。】』", "四。"]),
    ],
)
def test_scripts_without_spaces(language: str, sentences: list[str]) -> None:
    assert split("".join(sentences), language) == sentences


@pytest.mark.parametrize(("inner", "joined"), [(9, True), (10, False)])
def test_only_a_bracket_that_is_closed_near_holds_sentences_together(
    inner: int, joined: bool
) -> None:
    sentences = ["『一。", *["二。"] * (inner - 2), "三。』"]
    found = split("".join([*sentences, "四。"]), "ja")
    assert found == [*(["".join(sentences)] if joined else sentences), "四。"]


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("km", ["គាត់ទៅផ្សារ។", "នាងមកផ្ទះ។", "គេមើល៕", "ចប់ហើយ៚"]),
        ("km", ["មានអង្ករ ត្រី។ល។ នៅផ្សារ។", "គេទិញវា។"]),
        ("km", ["គាត់និយាយថា «ខ្ញុំទៅ។»", "នាងមកផ្ទះ។"]),
        ("my", ["သူသွားသည်။", "သူမလာသည်။", "ပြီးပြီ။"]),
        ("bo", ["ང་འགྲོ།", "ཁོང་ཡོང་།", "འདི་ཡིན།"]),
        ("bo", ["ང་འགྲོ། །", "ཁོང་ཡོང་།"]),
        ("am", ["እሱ ሄደ።", "እሷ መጣች።", "መቼ፧"]),
        ("ur", ["وہ گیا۔", "کیا یہ سچ ہے؟", "ہاں۔"]),
        ("hi", ["वह गए।", "वह आई॥", "क्या यह सच है?"]),
        ("hy", ["Նա գնաց։", "Նա եկավ։"]),
        ("hy", ["Նա գնաց:", "Նա եկավ:"]),
        ("zh", ["他走了。", "她来了！", "真的？"]),
        ("ja", ["行った。", "来た！", "本当？", "終わり｡"]),
        ("sat", ["ᱚᱞ ᱢᱮ᱾", "ᱪᱤᱠᱤ᱿"]),
        ("mni", ["ꯑꯃꯥ ꯆꯠꯈꯤ꯫", "ꯑꯅꯤ ꯂꯥꯀꯏ꯫"]),
        ("mn", ["ᠮᠣᠩᠭᠣᠯ᠃", "ᠬᠡᠯᠡ᠃"]),
    ],
)
def test_marks_of_other_scripts_end_sentences(language: str, sentences: list[str]) -> None:
    assert split(" ".join(sentences), language) == sentences
    assert all(complete(" ".join(sentences), language))
    if language not in ("bo", "hy", "hi"):  # which are always written with blanks
        assert split("".join(sentences), language) == sentences


def test_a_full_stop_within_a_thai_abbreviation_ends_nothing() -> None:
    text = "ประชุมวันที่ 30 เม.ย. 2569 เวลา 14.00 น. ที่ จ.ตราด ตาม พ.ร.บ. ใหม่ โดย ดร. สองคน"
    assert split(text, "th") == [text]
    assert split("ລາຄາ 1.500 ກີບ. ຂາຍໝົດແລ້ວ.", "lo") == ["ລາຄາ 1.500 ກີບ.", "ຂາຍໝົດແລ້ວ."]


def test_stray_marks_go_with_their_own_sentence() -> None:
    assert split("Foo came. ” Baz went.") == ["Foo came. ”", "Baz went."]
    assert split("He said (it was late). Then he left. ) So it was.")[1] == "Then he left. )"


def test_a_line_ends_a_sentence() -> None:
    text = "Fresh bread\nMilk from the farm\r\nThe shop opens at nine."
    assert split(text) == ["Fresh bread", "Milk from the farm", "The shop opens at nine."]
    assert complete(text) == [False, False, True]


def test_quotation_marks_and_notes_do_not_hide_an_end() -> None:
    assert complete("He said “no.”") == [True]
    assert complete("It is known.[12]") == [True]
    assert complete("Great news! 🎉") == [True]
    assert complete("The following:") == [False]


def test_end_marks_of_other_scripts() -> None:
    for language, text in [
        ("hi", "वह गए।"),
        ("ur", "وہ گیا۔"),
        ("hy", "Նա գնաց։"),
        ("am", "እሱ ሄደ።"),
    ]:
        assert complete(text, language) == [True]
    assert complete("Γιατί;", "el") == [True]
    assert complete("วันนี้อากาศดีมากและเราไปเที่ยวกันที่ทะเลใกล้บ้าน", "th") == [True]
    assert complete("ภาพ: เอพี", "th") == [False]


def test_addresses_and_lines_without_letters_are_no_sentences() -> None:
    assert split("https://example.com/a?b=c\n***\n12.5\n<www.example.com/x>\n\n—") == []
    assert split("See https://example.com/a for more.") == ["See https://example.com/a for more."]


def test_text_without_capitals_is_still_parted() -> None:
    assert split("the cat sat. the dog ran. it rained.") == [
        "the cat sat.",
        "the dog ran.",
        "it rained.",
    ]


def test_a_sentence_past_the_bound_is_left_out_not_cut() -> None:
    whole = "This one is whole. "
    assert split(whole + "A " + "word " * LINE_CHARS + "end.") == [whole.strip()]
    assert split("word " * LINE_CHARS + "end.\nThe next line is read.") == [
        "The next line is read."
    ]


@pytest.mark.parametrize(
    "text",
    ["x" * 5_000_000, "Go. " * 1_000_000, "\n" * 1_000_000, "“a. " * 500_000, '"(“' * 500_000],
    ids=["letters", "words", "lines", "quotes", "marks"],
)
def test_hostile_text_is_bounded(text: str) -> None:
    assert len(split(text)) <= SECTION_SENTENCES


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en-GB", "en"),
        ("pt_BR", "pt"),
        ("zh-Hant", "zh"),
        ("GSW", "gsw"),
        ("x-unknown", "und"),
        ("", "und"),
        ("\ud800", "und"),
        ("english", "und"),
    ],
)
def test_primary_language(tag: str, code: str) -> None:
    assert primary_language(tag) == code


def test_words_are_whole_in_scripts_with_vowel_signs() -> None:
    assert words_of("शर्मा ने कहा।") == {"शर्मा", "ने", "कहा"}
    assert words_of("Russia’s “IT” Straße") == {"russia", "s", "it", "strasse"}


def test_words_of_scripts_without_spaces_are_bigrams() -> None:
    assert words_of("東京都 AI") == {"東京", "京都", "ai"}
    assert words_of("雨") == {"雨"}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Rain. It falls.", ["Rain.", "It falls."]),
        ("Hon. Member spoke.", ["Hon. Member spoke."]),
        ("It said Hon. It did.", ["It said Hon.", "It did."]),
    ],
)
def test_a_short_word_alone_may_be_an_abbreviation(text: str, parts: list[str]) -> None:
    assert split(text) == parts


# Characters that splitters stumble over, among any others.
awkward = st.text(
    st.one_of(
        st.sampled_from('.!?"“”„«»()[]「」『』。 \n\u00a0\u3000MrА1\ud800។ล།น'), st.characters()
    )
)


@settings(deadline=None)
@given(awkward, st.one_of(st.sampled_from(["en", "de", "ja", "ar", "km", ""]), st.text()))
def test_any_text_gives_parts_of_itself(text: str, language: str) -> None:
    lines = [" ".join(line.split()) for line in text.splitlines()]
    clean = "\n".join(lines).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    position = 0
    for sentence in split(text, language):
        assert sentence == " ".join(sentence.split())
        if "\ufffd" not in clean and "\ufffd" not in sentence:
            position = clean.index(sentence, position) + len(sentence)


@settings(deadline=None)
@given(st.lists(st.text(), max_size=4))
def test_lines_are_split_each_for_itself(lines: list[str]) -> None:
    lines = [" ".join(line.splitlines()) for line in lines]
    apart = [sentence for line in lines for sentence in split(line)]
    assert split("\n".join(lines)) == apart
