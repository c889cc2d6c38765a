"""A full stop after an abbreviation ends no sentence."""

import pytest

from feedsvc.summary.abbreviations import abbreviates
from feedsvc.summary.sentences import iter_sentences


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("de", ["Die Fahrt kostet 5 Euro inkl. Rad.", "Die Fähre fährt ggf. Montag."]),
        ("ru", ["См. рис. 3.", "Потом пришёл дождь."]),
        ("uk", ["Див. рис. 3.", "Потім прийшов дощ."]),
        ("en", ["See fig. 3 for the pier.", "The ferry is listed in vol. 2."]),
        ("es", ["Véase la pág. 5.", "El puerto cierra."]),
        ("nl", ["Het kost 5 euro incl. Fiets.", "De boot vaart."]),
        ("en", ["It uses net.Harbour and .NET today.", "Kernel.#system is called."]),
        ("en", ["Version v1.2.Final is out.", "It is good."]),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(language: str, sentences: list[str]) -> None:
    assert [one.text for one in iter_sentences(" ".join(sentences), language)] == sentences


def test_some_are_so_before_a_number_alone() -> None:
    assert abbreviates("fig", "en", "3 shows it.")
    assert not abbreviates("fig", "en", "Then he ate.")
    assert not abbreviates("inkl", "en", "Rad")
