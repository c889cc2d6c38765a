"""What is shown of a large article has an end."""

from feedsvc.render.large import LONGEST_HEADLINE, SectionView, cut_headline, fitting


def test_a_headline_is_cut_between_words() -> None:
    assert cut_headline("Short") == "Short"
    cut = cut_headline("word " * 1000)
    assert cut.endswith("word…")
    assert len(cut) <= LONGEST_HEADLINE + 1
    assert len(cut_headline("x" * 5000)) == LONGEST_HEADLINE + 1


def test_the_first_sections_that_fit_are_shown() -> None:
    sections = tuple(SectionView(f"s{n}", "Höhe", 2, "u", "1234") for n in range(9))
    assert fitting(sections, 100) == sections[:9]
    assert fitting(sections, 30) == sections[:3]
    assert fitting(sections, 9) == ()
