"""What is known of languages."""

from feedsvc.summary.form import leans
from feedsvc.summary.word_lists import lists_of


def test_an_unknown_language_knows_nothing() -> None:
    assert not any(lists_of("x"))


def test_whole_beginnings_are_exceptions_of_others() -> None:
    for code in ("en", "de", "fr", "es", "ru", "uk", "zh", "ja", "th", "lo"):
        known = lists_of(code)
        assert known.openers or known.phrases
        for beginning in known.whole:
            assert not leans(f"{beginning} …", known)
    assert leans("In this way …", lists_of("en"))
