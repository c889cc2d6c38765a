import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import headed

from feedsvc.sources.html.bidi import closed

RLO, LRE, RLI, PDF, PDI = "\u202e", "\u202a", "\u2067", "\u202c", "\u2069"


@pytest.mark.parametrize(
    ("text", "behind"),
    [
        ("a", ""),
        (f"a{RLO}b", PDF),
        (f"a{RLO}b{PDF}", ""),
        (f"{RLO}{RLI}a", PDI + PDF),
        (f"{RLI}{RLO}a{PDI}", ""),
        (f"{RLO}a{PDI}", PDF),
        (f"{RLI}{PDF}a", PDI),
        (f"{RLI}{LRE}{PDF}a", PDI),
        (f"{PDF}{PDI}a", ""),
    ],
)
def test_what_is_left_open_is_closed(text: str, behind: str) -> None:
    assert closed(text) == text + behind


@given(st.text(st.sampled_from("a" + RLO + LRE + RLI + PDF + PDI), max_size=12))
def test_a_closed_text_is_closed(text: str) -> None:
    assert closed(closed(text)) == closed(text)


def test_no_label_turns_around_what_follows_it() -> None:
    found = headed(f"standfirst: s{RLO}\nauthor: d{RLO}\ncategory: c{RLO}\ntags: [t{RLO}]")
    texts = (found.standfirst, found.authors[0].name, found.category, *found.tags)
    assert [text[-1] for text in texts] == [PDF] * 4
