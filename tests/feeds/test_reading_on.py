"""After an article come the ones beside it in time, and ones about the same."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.feeds.reading_on import About, ReadingOn, closest
from feedsvc.newsroom import Newsroom

WORDS = st.frozensets(st.sampled_from(["rain", "snow", "hail", "wind", "fog", "sun", "ice", "dew"]))
TAGS = st.frozensets(st.sampled_from(["sky", "sea"]))
ABOUTS = st.builds(About, WORDS, TAGS)
DAY = date(2026, 3, 1)
RAIN = "Rain fell over the river and the weir held back the flood.\n"
BREAD = "Bakers knead dough before dawn and sell sourdough loaves.\n"


def article(desk: Any, name: str, day: int, text: str = RAIN, **header: str) -> None:
    desk.write(
        f"{name}.md",
        f"---\ntitle: {header.pop('title', name)}\ndate: {DAY + timedelta(days=day)}\n"
        + "".join(f"{key}: {value}\n" for key, value in header.items())
        + f"---\n{text}",
    )


def after(newsroom: Newsroom, name: str) -> ReadingOn:
    found: Any = newsroom.articles.article(name)
    return newsroom.articles.reading_on(found.id)


def names(on: ReadingOn) -> tuple[str | None, str | None, list[str]]:
    beside = [one and one.headline for one in (on.previous, on.next)]
    return (*beside, [one.headline for one in on.related])


@given(ABOUTS, st.dictionaries(st.sampled_from("abcdef"), ABOUTS), st.integers(0, 4))
def test_what_shares_nothing_is_not_close(
    about: About, others: dict[str, About], limit: int
) -> None:
    found = closest(about, others, limit)
    assert len(found) == len(set(found)) <= limit
    for name in found:
        assert about.tags & others[name].tags or about.words & others[name].words
    tagged = [name for name in others if about.tags & others[name].tags]
    assert len(found) >= min(limit, len(tagged))


@given(ABOUTS, st.lists(ABOUTS, max_size=5))
def test_the_same_text_is_the_closest_of_all(about: About, others: list[About]) -> None:
    if about.tags:
        known = {"same": about} | {str(number): one for number, one in enumerate(others)}
        first = closest(about, known, 1)
        assert first == ["same"]


def test_rare_words_count_more_than_those_of_all() -> None:
    about = About(frozenset({"the", "weir"}), frozenset())
    others = {
        "common": About(frozenset({"the", "sun"}), frozenset()),
        "rare": About(frozenset({"weir", "sun", "the"}), frozenset()),
    }
    assert closest(about, others, 3) == ["rare"]


@pytest.mark.each_database
def test_previous_leads_from_the_newest_to_the_oldest_and_next_back(desk: Any) -> None:
    for number in range(8):
        article(desk, f"n{number}", number // 2)  # two at each time
    newsroom = desk.open()
    newest = newsroom.feeds.entries("feed", 1)[0]
    assert newsroom.articles.reading_on(newest.id).next is None
    walked = [newest]
    while older := newsroom.articles.reading_on(walked[-1].id).previous:
        on = newsroom.articles.reading_on(older.id)
        assert on.next is not None
        assert on.next.id == walked[-1].id
        walked.append(older)
    assert [one.id for one in walked] == [one.id for one in newsroom.feeds.entries("feed", 20)]


@pytest.mark.each_database
def test_articles_about_the_same_come_before_those_that_only_have_the_tag(desk: Any) -> None:
    article(desk, "river", 0, tags="[weather]")
    article(desk, "loaf", 1, BREAD, tags="[weather]")
    article(desk, "weir", 2, tags="[weather]")
    article(desk, "dough", 3, BREAD, tags="[food]")
    newsroom = desk.open()
    assert names(after(newsroom, "river")) == (None, "loaf", ["weir", "loaf"])
    assert names(after(newsroom, "dough")) == ("weir", None, ["loaf"])


@pytest.mark.each_database
def test_without_tags_words_decide(desk: Any) -> None:
    for number, text in enumerate([RAIN, BREAD, RAIN, BREAD, "Trams wait for no one.\n"]):
        article(desk, f"n{number}", number, text)
    newsroom = desk.open()
    assert names(after(newsroom, "n0"))[2] == ["n2"]
    assert names(after(newsroom, "n4"))[2] == []


@pytest.mark.each_database
def test_an_article_in_another_language_is_not_about_the_same(desk: Any) -> None:
    article(desk, "one", 0, tags="[weather]")
    article(desk, "two", 1, tags="[weather]", language="cy")
    newsroom = desk.open()
    assert names(after(newsroom, "one")) == (None, "two", [])


@pytest.mark.parametrize(
    "held", ["status: draft", "embargo: 2126-01-01", "category: board", "expires: 2026-03-05"]
)
def test_what_is_not_public_is_never_led_to(desk: Any, held: str) -> None:
    private = "[categories.board]\nprivate = true\n"
    desk.write("site.toml", f'base_url = "https://news.example"\nid_base = "x,2026"\n{private}')
    article(desk, "one", 0, tags="[weather]")
    key, _, value = held.partition(": ")
    article(desk, "two", 1, tags="[weather]", **{key: value})
    newsroom = desk.open()
    assert names(after(newsroom, "one")) == (None, None, [])


@pytest.mark.each_database
def test_nothing_follows_an_article_that_is_not_public(desk: Any) -> None:
    article(desk, "one", 0)
    article(desk, "two", 1, status="draft")
    newsroom = desk.open()
    (draft,) = [one.id for one in newsroom.articles.every() if one.article.headline == "two"]
    assert newsroom.articles.reading_on(draft) == ReadingOn()
    assert newsroom.articles.reading_on("tag:nobody,2026:x") == ReadingOn()


def test_an_old_article_keeps_what_it_leads_to(desk: Any) -> None:
    for number in range(30):
        article(desk, f"n{number}", number, f"{RAIN}Gauge {number} rose.\n", tags="[weather]")
    newsroom = desk.open()
    had = names(after(newsroom, "n0"))
    article(desk, "late", 60, tags="[weather]")
    newsroom.index.update(["late.md"])
    assert names(after(newsroom, "n29"))[1] == "late"
    assert names(after(newsroom, "n0")) == had
