"""Two counts of a feed on a day become one."""

from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.audience import MOST_AGGREGATORS, MOST_SOURCES, FeedDay, note_subscribers

NUMBERS = st.integers(0, 5)
NAMES = st.sampled_from(["Feedly", "Feedbin", "other"])
COUNTS = st.builds(
    FeedDay,
    st.just("2026-06-01"),
    st.just("feed"),
    NUMBERS,
    NUMBERS,
    NUMBERS,
    st.booleans(),
    st.dictionaries(NAMES, NUMBERS),
    st.dictionaries(NAMES, st.dictionaries(st.sampled_from(["1", "2"]), NUMBERS, min_size=1)),
)


def test_polls_add_up_and_the_larger_number_of_people_counts() -> None:
    one = FeedDay("d", "feed", 2, 1, 5, False, {"Feedly": 2}, {"Feedly": {"1": 4, "2": 9}})
    other = FeedDay("d", "feed", 3, 3, 4, True, {"Feedly": 1, "curl": 2}, {"Feedly": {"1": 6}})
    assert one.joined(other) == FeedDay(
        "d", "feed", 5, 4, 5, True, {"Feedly": 3, "curl": 2}, {"Feedly": {"1": 6, "2": 9}}
    )


@given(COUNTS, COUNTS, COUNTS)
def test_the_order_in_which_they_come_does_not_matter(
    one: FeedDay, other: FeedDay, third: FeedDay
) -> None:
    assert one.joined(other) == other.joined(one)
    assert one.joined(other).joined(third) == one.joined(other.joined(third))


def test_what_aggregators_tell_is_bounded() -> None:
    noted: dict[str, dict[str, int]] = {}
    for number in range(500):
        note_subscribers(noted, f"A{number}", "1", 1)
        note_subscribers(noted, "A0", f"{number}", 1)
    assert len(noted) == MOST_AGGREGATORS
    assert len(noted["A0"]) == MOST_SOURCES
    note_subscribers(noted, "A0", "1", 8)  # one that is known is heard all the same
    assert noted["A0"]["1"] == 8
