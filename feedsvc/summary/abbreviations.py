"""Abbreviations after which no sentence ends, though a full stop does."""

import re


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Forms of address and parts of addresses; a name follows, whatever the language.
_TITLES = _set(
    "dr prof mr mrs ms st gen sen rep gov pr mm mme mlle sr sra dra dott sig mevr dhr mgr "
    "им ул акад проф гр см ім вул просп डॉ डा प्रो श्री"
)
# Words that are always followed by what they are about.
_BEFORE_WORDS = {
    "en": _set("cf viz e.g i.e vs approx"),
    "de": _set("inkl exkl zzgl bzw vgl sog ca evtl ggf einschl abzgl bspw z.b d.h u.a s.o max min"),
    "fr": _set("cf env éd"),
    "es": _set("aprox cf p.ej av avda"),
    "it": _set("cfr ca es"),
    "nl": _set("bijv ca incl excl m.b.t o.a d.w.z nl"),
    "pt": _set("aprox cf av"),
    "ru": _set("см ср напр т.е т.н т.к г ул пл просп д"),
    "uk": _set("див пор напр т.зв вул пл просп буд м"),
    "pl": _set("np tzw ul pl al św im por zob m.in"),
    "cs": _set("např tzv tj cca č ul sv"),
    "sv": _set("t.ex bl.a ca s.k resp jfr"),
}
# Words that are followed by a number; before anything else they may end a sentence.
_BEFORE_NUMBERS = _set(
    "no nos fig figs eq eqs vol vols pp p ch sec art pt ed "
    "nr nrn abb tab kap bd abs ziff seite s "
    "núm pág págs cap n° num chap "
    "рис табл стр с гл ст п пп ч т разд № мал стор розд "
    "č obr str rys"
)
# Thai has no full stop after so few letters but in what is shortened: เม.ย., พ.ร.บ., ดร.
_THAI = r"[\u0e01-\u0e2e\u0e40-\u0e44][\u0e01-\u0e4e]{0,3}"
_SHORTENED = re.compile(rf"{_THAI}(?:\.{_THAI})*")


def abbreviates(word: str, code: str, following: str) -> bool:
    """Whether a word with a full stop is an abbreviation that belongs to what follows.

    Args:
        word: the last of what may be a sentence, without its full stop.
        code: of the language.
        following: the text after it.
    """
    folded = word.casefold()
    if folded in _TITLES or folded in _BEFORE_WORDS.get(code, ()):
        return True
    if folded in _BEFORE_NUMBERS:
        return following[:1].isdecimal()
    return not word.isascii() and _SHORTENED.fullmatch(word) is not None
