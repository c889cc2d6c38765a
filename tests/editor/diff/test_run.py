"""One edit, as a person makes it, and what `feedsvc diff` says of it."""

import json
from typing import Any

import pytest

from tests.editor.diff.conftest import NOTHING, RAIN, SITE, SUN, rewrite, run, said

"""One edit, as a person makes it, and what is said of it."""


def test_nothing(news: Any) -> None:
    result = run(news.folder)
    assert (result.exit_code, result.stdout, result.stderr) == (0, f"{NOTHING}\n", "")


def test_a_new_article(news: Any) -> None:
    news.write("hail.md", RAIN.replace("Rain", "Hail"))
    assert said(news.folder) == ["1 new entry in everything, World, tag weather: “Hail”."]


def test_an_edited_one(news: Any) -> None:
    rewrite(news, "rain.md", "Wet", "Very wet")
    assert said(news.folder) == [
        "Readers show 1 entry as changed in everything, World, tag weather: “Rain”."
    ]


def test_one_with_another_tag(news: Any) -> None:
    rewrite(news, "rain.md", "weather", "[weather, water]")
    assert said(news.folder) == [
        "Readers show 1 entry as changed in everything, World, tag weather: “Rain”.",
        "“Rain” is new in tag water.",
    ]


def test_one_in_another_category(news: Any) -> None:
    rewrite(news, "rain.md", "World", "Sport")
    assert said(news.folder) == [
        "Readers show 1 entry as changed in everything, tag weather: “Rain”.",
        "“Rain” is new in Sport and leaves World.",
    ]


def test_a_moved_file_is_nothing(news: Any) -> None:
    news.write("2026/rain.md", RAIN)
    (news.folder / "rain.md").unlink()
    assert said(news.folder) == [NOTHING]


def test_a_touched_file_is_nothing(news: Any) -> None:
    news.write("rain.md", RAIN.replace("category: World", "Category:   World"))
    assert said(news.folder) == [NOTHING]


def test_another_address(news: Any) -> None:
    rewrite(news, "rain.md", "tags", "slug: downpour\ntags")
    assert said(news.folder) == [
        "1 entry changes, though readers do not show it as changed, in everything, World,"
        " tag weather: “Rain” has another address."
    ]


def test_a_deleted_one(news: Any) -> None:
    for number in range(6):
        news.write(f"{number}.md", SUN)
    news.open().close()
    (news.folder / "rain.md").unlink()
    assert said(news.folder) == [
        "1 entry leaves everything, World, tag weather: “Rain” is deleted."
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("draft: true", "is a draft"),
        ("status: withdrawn", "is withdrawn"),
        ("expires: 2026-05-03", "expired on 3 May 2026, 00:00 UTC"),
        ("embargo: 2096-06-01 09:00", "is embargoed until 1 June 2096, 09:00 UTC"),
    ],
)
def test_one_that_is_published_no_longer(news: Any, line: str, reason: str) -> None:
    rewrite(news, "rain.md", "tags", f"{line}\ntags")
    assert said(news.folder) == [f"1 entry leaves everything, World, tag weather: “Rain” {reason}."]
    news.write("hail.md", RAIN.replace("Rain", "Hail").replace("tags", f"{line}\ntags"))
    rewrite(news, "rain.md", f"{line}\n", "")
    assert said(news.folder) == [f"Nothing changes for readers: “Hail” {reason}."]


def test_another_id(news: Any) -> None:
    rewrite(news, "rain.md", "tags", "id: urn:x-news:rain\ntags")
    assert said(news.folder) == [
        "“Rain” gets another id and becomes a new entry in everything, World, tag weather:"
        " readers who have it will show it twice."
    ]


def test_an_edited_one_at_another_address(news: Any) -> None:
    rewrite(news, "rain.md", "Wet", "Very wet")
    rewrite(news, "rain.md", "tags", "slug: downpour\ntags")
    assert said(news.folder) == [
        "Readers show 1 entry as changed in everything, World, tag weather: “Rain” has another"
        " address."
    ]


@pytest.mark.parametrize("others", [0, 300])
def test_the_id_of_a_deleted_file_goes_to_another_that_asked_for_it(news: Any, others: int) -> None:
    news.write("site.toml", f"{SITE}[feeds]\nentries = 1000\n")
    for number in range(others or 4):  # the two are read on one page of articles, or on two
        news.write(f"s{number:03}.md", SUN)
    news.write("snow.md", SUN.replace("Sun", "Snow"))
    news.open().close()
    rewrite(news, "rain.md", "tags", "id: tag:news.example,2026:rain.md\ntags")
    rewrite(news, "snow.md", "category", "id: tag:news.example,2026:rain.md\ncategory")
    news.open().close()
    (news.folder / "rain.md").unlink()
    assert said(news.folder) == [
        "1 entry leaves everything, World: “Snow” gives way to another entry in its file.",
        "Readers show 1 entry as changed in everything, World: “Snow” has another address.",
        "“Snow” leaves tag weather.",
    ]


def test_one_that_is_older_than_what_feeds_show(news: Any) -> None:
    news.write("site.toml", f"{SITE}[feeds]\nentries = 2\n")
    news.open().close()
    news.write("old.md", SUN.replace("Sun", "Old").replace("2026-05-02", "2025-01-01"))
    assert said(news.folder) == [
        "Nothing changes for readers: “Old” is older than what feeds show."
    ]
    rewrite(news, "old.md", "category", "tags: weather\ncategory")
    assert said(news.folder) == ["1 new entry in tag weather: “Old”."]


def test_nothing_was_ever_published(desk: Any) -> None:
    assert said(desk.folder) == ["Nothing is published yet, and there are no articles."]
    desk.write("rain.md", RAIN)
    assert said(desk.folder) == [
        "Nothing is published yet: the only article would be new.",
        "1 new entry in everything, World, tag weather: “Rain”.",
    ]
    desk.write("sun.md", SUN)
    assert said(desk.folder)[0] == "Nothing is published yet: all 2 articles would be new."
    rewrite(desk, "sun.md", "category", "draft: true\ncategory")
    assert said(desk.folder) == [
        "Nothing is published yet: 1 of 2 articles would be new.",
        "1 new entry in everything, World, tag weather: “Rain”.",
        "Readers do not see “Sun”: it is a draft.",
    ]
    assert not (desk.folder / ".feedsvc").exists()


def test_an_article_that_cannot_be_read_stays_as_it_was(news: Any) -> None:
    rewrite(news, "rain.md", "2026-05-01", "2026-13-45")
    assert said(news.folder) == [
        NOTHING,
        "1 error keeps a file from being published as it stands; to see it, run: feedsvc check",
    ]


def test_articles_gone_at_once_are_held_back(desk: Any) -> None:
    for number in range(8):
        desk.write(f"{number}.md", SUN)
    desk.open().close()
    for number in range(6):
        (desk.folder / f"{number}.md").unlink()
    assert said(desk.folder) == [
        "6 articles are gone from the folder at once, so they stay published until you run:"
        " feedsvc index --accept-deletions. Here they count as gone.",
        "6 entries leave everything, World: all are deleted.",
    ]
    assert json.loads(run(desk.folder, "--json").stdout)["held_count"] == 6
