"""Polls of one process, added up by day and feed."""

import pytest

from feedsvc.audience import AudienceTally, Salts
from feedsvc.errors import StoreError
from feedsvc.model.audience import MOST_FEEDS
from tests.audience.counting import DAY, FEEDLY, NEXT, Hands, poll


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def tally(hands: Hands) -> AudienceTally:
    return AudienceTally(Salts(), hands, most_pollers=100)


def test_polls_are_added_up(tally: AudienceTally, hands: Hands) -> None:
    tally.add(DAY, poll(), 3)
    tally.add(DAY, poll(agent=FEEDLY, not_modified=True), 2)
    tally.add(DAY, poll("category/world"), 1)
    tally.turn(DAY)
    (batch,) = hands.taken
    feed, world = batch.feeds
    assert (feed.feed, feed.polls, feed.not_modified) == ("feed", 5, 2)
    assert feed.clients == {"scripts": 3, "Feedly": 2}
    assert feed.subscribers == {"Feedly": {"atom": 16}}
    assert (world.feed, world.polls) == ("category/world", 1)
    assert {name: len(some) for name, some in batch.pollers.items()} == {
        "feed": 2,
        "category/world": 1,
    }


def test_the_highest_number_of_subscribers_counts_for_each_number_of_the_feed(
    tally: AudienceTally, hands: Hands
) -> None:
    for source, number in ((1, 5), (1, 7), (1, 6), (2, 10)):
        tally.add(DAY, poll(agent=f"Feedbin feed-id:{source} - {number} subscribers"), 1)
    tally.add(DAY, poll(agent="Feedly/1.0 (3 subscribers)", format="rss"), 1)
    tally.add(DAY, poll(agent="Feedly/1.0 (4 subscribers)", format="atom"), 1)
    tally.turn(DAY)
    told = hands.taken[0].feeds[0]
    assert told.subscribers == {"Feedbin": {"1": 7, "2": 10}, "Feedly": {"rss": 3, "atom": 4}}
    assert told.subscribed == {"Feedbin": 17, "Feedly": 7}


def test_a_poller_is_named_once_a_day(tally: AudienceTally, hands: Hands) -> None:
    for _ in range(2):
        tally.add(DAY, poll(), 1)
        tally.turn(DAY)
    tally.add(NEXT, poll(), 1)
    tally.turn(NEXT)
    assert [sum(map(len, batch.pollers.values())) for batch in hands.taken] == [1, 0, 1]


def test_midnight_parts_the_days(tally: AudienceTally, hands: Hands) -> None:
    tally.add(DAY, poll(), 2)
    tally.add(NEXT, poll(), 3)
    tally.turn(NEXT)
    assert [(batch.day, batch.feeds[0].polls) for batch in hands.taken] == [(DAY, 2), (NEXT, 3)]


def test_a_new_day_is_handed_over_without_polls(tally: AudienceTally, hands: Hands) -> None:
    tally.turn(DAY)
    tally.turn(DAY)
    tally.turn(NEXT)
    assert [batch.day for batch in hands.taken] == [DAY, NEXT]
    assert all(batch.feeds == [] for batch in hands.taken)


def test_what_is_refused_is_offered_again(tally: AudienceTally, hands: Hands) -> None:
    hands.refuses = True
    for _ in range(3):
        tally.add(DAY, poll(agent=FEEDLY), 1)
        with pytest.raises(StoreError):
            tally.turn(DAY)
    hands.refuses = False
    tally.add(DAY, poll("tag/rain"), 1)
    tally.turn(DAY)
    (batch,) = hands.taken
    assert {one.feed: one.polls for one in batch.feeds} == {"feed": 3, "tag/rain": 1}
    assert {name: len(some) for name, some in batch.pollers.items()} == {"feed": 1, "tag/rain": 1}


def test_a_flood_of_names_and_addresses_does_not_grow_it(
    tally: AudienceTally, hands: Hands
) -> None:
    hands.refuses = True
    for number in range(3_000):
        agent = f"Bot{'abcdefghij'[number % 10]}{number:x} (feed-id={number}; {number} subscribers)"
        tally.add(DAY, poll("feed", agent, f"2001:db8::{number:x}"), 1)
        if number % 500 == 0:
            with pytest.raises(StoreError):
                tally.turn(DAY)
    hands.refuses = False
    tally.turn(DAY)
    (batch,) = hands.taken
    assert batch.more
    assert sum(map(len, batch.pollers.values())) == 100
    assert [one.polls for one in batch.feeds] == [3_000]
    assert len(batch.feeds[0].subscribers) <= 32
    assert len(batch.feeds[0].clients) == 1


def test_a_new_day_has_room_for_other_pollers(tally: AudienceTally, hands: Hands) -> None:
    for day in (DAY, NEXT):
        for number in range(101):
            tally.add(day, poll(address=f"192.0.2.{number}"), 1)
        tally.turn(day)
    assert [(len(batch.pollers["feed"]), batch.more) for batch in hands.taken] == [(100, True)] * 2


def test_feeds_beyond_the_most_share_a_count(tally: AudienceTally, hands: Hands) -> None:
    for number in range(MOST_FEEDS + 10):
        tally.add(DAY, poll(f"tag/t{number}"), 1)
    tally.add(DAY, poll("feed"), 1)
    tally.turn(DAY)
    polls = {one.feed: one.polls for one in hands.taken[0].feeds}
    assert (polls["other feeds"], polls["feed"]) == (10, 1)
    assert len(polls) == MOST_FEEDS + 2
