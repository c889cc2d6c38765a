"""An entry of a digest changes when one of its articles does, and only then."""

from typing import Any

import pytest

from feedsvc.model.feed import FORMATS
from feedsvc.newsroom import Newsroom
from tests.feeds.kinds.digest.days import (
    DAYS,
    SITE,
    articles,
    at,
    read,
    story,
    told,
    updated,
    wednesday,
)
from tests.promises.test_last_modified import mark_for_rebuilding


@pytest.fixture
def newsroom(desk: Any, clock: Any) -> Newsroom:
    return wednesday(desk, clock)


class TestWhatMovesAnEntry:
    @pytest.mark.each_database
    def test_a_correction_moves_its_period_alone(
        self, desk: Any, newsroom: Newsroom, clock: Any
    ) -> None:
        before = read(newsroom)
        desk.write("rain.md", story("Rain", "2026-06-08T09:00Z", "category: World\n", "Drizzle."))
        newsroom.index.update(["rain.md"])
        after = read(newsroom)
        assert after["2026-06-08"].updated == clock.time
        assert after == before | {"2026-06-08": after["2026-06-08"]}
        assert b"Drizzle." in newsroom.document("digest/daily", "atom").body

    def test_what_nobody_sees_moves_nothing(
        self, desk: Any, newsroom: Newsroom, clock: Any
    ) -> None:
        before = [newsroom.document(f"digest/{kind}", f) for kind in DAYS for f in FORMATS]
        clock.forward(minutes=1)
        desk.write("rain.md", story("Rain", "2026-06-08T09:00Z", "category: World\nmood: wet\n"))
        desk.write("later.md", story("Later", "2026-06-11"))
        newsroom.index.update(["rain.md", "later.md"])
        after = [newsroom.document(f"digest/{kind}", f) for kind in DAYS for f in FORMATS]
        assert [one.body for one in after] == [one.body for one in before]
        assert [one.last_modified for one in after] == [one.last_modified for one in before]

    @pytest.mark.parametrize("how", ["delete", "withdraw", "draft", "recategorise", "redate"])
    def test_what_leaves_moves_it_forward(
        self, desk: Any, newsroom: Newsroom, clock: Any, how: str
    ) -> None:
        names = ["digest/daily", "category/world/digest/daily"]
        desk.write("more.md", story("More", "2026-06-08T11:00Z", "category: World\n"))
        newsroom.index.update(["more.md"])
        kept = [read(newsroom, name) for name in names]
        clock.forward(hours=1)
        if how == "delete":
            (desk.folder / "rain.md").unlink()
        header = {
            "withdraw": "category: World\nstatus: withdrawn\n",
            "draft": "category: World\ndraft: true\n",
            "recategorise": "category: Arts\n",
            "redate": "category: World\n",
        }
        if how in header:
            date = "2026-06-09T09:00Z" if how == "redate" else "2026-06-08T09:00Z"
            desk.write("rain.md", story("Rain", date, header[how]))
        newsroom.index.update(["rain.md"])
        for name, before in zip(names, kept, strict=True):
            after = read(newsroom, name)
            stays = how == "recategorise" and name == "digest/daily"
            assert ("Rain" in after["2026-06-08"].articles) == stays
            assert after["2026-06-08"].updated == clock.time > before["2026-06-08"].updated
            moved = clock.time if how == "redate" else before["2026-06-09"].updated
            assert after["2026-06-09"].updated == moved
            assert after["2026-05-20"] == before["2026-05-20"]

    @pytest.mark.each_database
    def test_what_leaves_untold_moves_nothing(
        self, desk: Any, newsroom: Newsroom, clock: Any
    ) -> None:
        """An error that may mean to hold the article back: no editor has said that it is to go."""
        before = read(newsroom)
        clock.forward(hours=1)
        header = "category: World\nembrago: 2026-07-01\n"
        desk.write("rain.md", story("Rain", "2026-06-08T09:00Z", header))
        newsroom.index.update(["rain.md"])
        clock.forward(hours=1)
        after = read(newsroom)
        assert after["2026-06-08"].articles == ["Snow"]
        assert after["2026-06-08"].updated == before["2026-06-08"].updated

    @pytest.mark.parametrize("order", ["withdrawn last", "withdrawn first", "came back between"])
    def test_a_retraction_is_told_whatever_leaves_untold_beside_it(
        self, desk: Any, newsroom: Newsroom, clock: Any, order: str
    ) -> None:
        """Nobody looks at the digest in between."""
        read(newsroom)
        paths = {"rain.md": "Rain", "snow.md": "Snow"}
        saves = [("rain.md", "status: withdrawn\n"), ("snow.md", "embrago: 2026-07-01\n")]
        if order == "withdrawn last":
            saves.reverse()
        elif order == "came back between":
            saves = [(path, "embrago: 2026-07-01\n") for path in paths]
            saves += [("rain.md", ""), ("rain.md", "status: withdrawn\n")]
        for path, more in saves:
            clock.forward(hours=1)
            header = f"category: World\n{more}"
            desk.write(path, story(paths[path], "2026-06-08T09:00Z", header))
            newsroom.index.update([path])
        assert "2026-06-08" not in read(newsroom)
        assert told(newsroom).keys() == {"2026-06-08"}

    def test_a_period_is_told_whatever_leaves_other_feeds_untold(
        self, desk: Any, newsroom: Newsroom, clock: Any
    ) -> None:
        name = "category/arts/digest/daily"
        read(newsroom, name)
        (desk.folder / "snow.md").unlink()
        newsroom.index.update(["snow.md"])
        header = "category: World\nembrago: 2026-07-01\n"
        desk.write("rain.md", story("Rain", "2026-06-08T09:00Z", header))
        newsroom.index.update(["rain.md"])
        assert told(newsroom, name).keys() == {"2026-06-08"}

    @pytest.mark.each_database
    def test_what_came_and_was_retracted_unseen_moves_nothing(
        self, desk: Any, newsroom: Newsroom, clock: Any
    ) -> None:
        before = read(newsroom)
        for more in ("", "status: withdrawn\n"):
            clock.forward(hours=1)
            desk.write("sun.md", story("Sun", "2026-06-08T09:00Z", more))
            newsroom.index.update(["sun.md"])
        assert read(newsroom) == before

    def test_what_only_leaves_untold_is_not_told(self, desk: Any, newsroom: Newsroom) -> None:
        read(newsroom)
        for path in ("rain.md", "snow.md"):
            header = "category: World\nembrago: 2026-07-01\n"
            desk.write(path, story(path, "2026-06-08T09:00Z", header))
        newsroom.scan()
        assert "2026-06-08" not in read(newsroom)
        assert not told(newsroom)

    @pytest.mark.parametrize("how", ["leaves", "comes"])
    def test_it_moves_to_the_time_of_the_change_not_of_the_look(
        self, desk: Any, newsroom: Newsroom, clock: Any, how: str
    ) -> None:
        read(newsroom)
        clock.forward(hours=1)
        changed = clock.time
        if how == "leaves":
            (desk.folder / "rain.md").unlink()
            newsroom.index.update(["rain.md"])
        else:
            desk.write("old.md", story("Old", "2026-06-08T08:00Z"))
            newsroom.index.update(["old.md"])
        clock.forward(hours=5)
        assert updated(newsroom, "2026-06-08") == changed

    @pytest.mark.each_database
    def test_what_comes_in_late_moves_it_forward(
        self, desk: Any, newsroom: Newsroom, clock: Any
    ) -> None:
        read(newsroom)
        clock.forward(hours=1)
        desk.write("old.md", story("Old", "2026-06-08T08:00Z"))
        newsroom.index.update(["old.md"])
        found = read(newsroom)
        assert found["2026-06-08"].articles == ["Snow", "Rain", "Old"]
        assert found["2026-06-08"].updated == clock.time
        assert found["2026-06-08"].published == at("2026-06-09T00:00Z")
        assert found["2026-06-09"].updated == at("2026-06-10T00:00Z")

    def test_an_expiry_moves_it_to_its_second(
        self, desk: Any, newsroom: Newsroom, clock: Any
    ) -> None:
        header = "category: World\nexpires: 2026-06-10T13:00Z\n"
        desk.write("rain.md", story("Rain", "2026-06-08T09:00Z", header))
        newsroom.index.update(["rain.md"])
        worker = desk.open(scan=False)
        assert updated(newsroom, "2026-06-08") == at("2026-06-09T00:00Z")
        clock.forward(minutes=59, seconds=59)
        assert articles(worker)["2026-06-08"] == ["Snow", "Rain"]
        clock.forward(hours=3)
        for one in (worker, newsroom):
            assert articles(one)["2026-06-08"] == ["Snow"]
            assert updated(one, "2026-06-08") == at("2026-06-10T13:00Z")
            assert told(one, "category/world/digest/daily") == {}
        assert "2026-06-08" not in articles(newsroom, "category/world/digest/daily")

    @pytest.mark.each_database
    def test_a_lifted_article_stands_in_the_period_of_its_lift(
        self, desk: Any, newsroom: Newsroom, clock: Any
    ) -> None:
        header = "embargo: 2026-06-10T18:00Z\n"
        desk.write("news.md", story("News", "2026-06-08T09:00Z", header))
        newsroom.index.update(["news.md"])
        before = newsroom.document("digest/daily", "atom").tag()
        clock.forward(hours=11)
        assert newsroom.document("digest/daily", "atom").tag() == before
        clock.forward(hours=1)
        found = articles(newsroom)
        assert found["2026-06-10"] == ["News", "Wind"]
        assert found["2026-06-08"] == ["Snow", "Rain"]

    def test_settings_move_it_not(self, desk: Any, newsroom: Newsroom, clock: Any) -> None:
        before = read(newsroom)
        clock.forward(hours=1)
        desk.write("wind.md", story("Gale", "2026-06-10T08:00Z"))
        newsroom.index.update(["wind.md"])
        desk.write("site.toml", SITE + 'title = "Other"\n[feeds]\ndigest_articles = 7\n')
        assert read(desk.open(scan=False)) == before

    def test_what_it_showed_is_kept_when_all_else_is_rebuilt(
        self, desk: Any, newsroom: Newsroom, clock: Any
    ) -> None:
        read(newsroom)
        clock.forward(hours=1)
        (desk.folder / "snow.md").unlink()
        newsroom.index.update(["snow.md"])
        then = clock.time
        assert updated(newsroom, "2026-06-08") == then
        newsroom.close()
        mark_for_rebuilding(desk)
        clock.forward(hours=1)
        assert updated(desk.open(), "2026-06-08") == then
