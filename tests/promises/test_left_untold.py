"""What left untold, by an error or a file of its folder, is told once an editor takes it back."""

import json
from typing import Any

import pytest
from lxml import etree

from feedsvc.newsroom import Newsroom
from feedsvc.web import create_app

STONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
ATOM = "{http://www.w3.org/2005/Atom}"
RAIN = "---\ntitle: Rain\ndate: 2026-05-01\ncategory: World\ntags: weather\n{}---\nIt is wet.\n"
SUN = "---\ntitle: Sun\ndate: 2026-05-01\ncategory: World\n---\nIt is dry.\n"
RAIN_ID = "tag:news.example,2026:world/rain.md"
ITS_FEEDS = ("feed", "category/world", "tag/weather")
DIGESTS = ("digest/daily", "category/world/digest/daily")
TYPO = "status: withdrwan\n"
FOLDER = "world/_index.md"
CASCADE = "---\ntitle: World\ncascade: {draft: true}\n---\n"


@pytest.fixture
def newsroom(desk: Any) -> Newsroom:
    desk.write("world/rain.md", RAIN.format(""))
    desk.write("sun.md", SUN)
    made = desk.open()
    for name in (*ITS_FEEDS, *DIGESTS):
        stones(made, name)
    return made


def save(desk: Any, newsroom: Newsroom, header: str, path: str = "world/rain.md") -> None:
    desk.clock.forward(hours=1)
    desk.write(path, RAIN.format(header))
    newsroom.index.update([path])


def remove(desk: Any, newsroom: Newsroom, path: str = "world/rain.md") -> None:
    desk.clock.forward(hours=1)
    (desk.folder / path).unlink()
    newsroom.index.update([path])


def hold(desk: Any, newsroom: Newsroom) -> None:
    desk.clock.forward(hours=1)
    desk.write(FOLDER, CASCADE)
    newsroom.index.update([FOLDER])


def stones(newsroom: Newsroom, name: str = "feed") -> list[tuple[str, str]]:
    """Id and time of what a feed says is gone; both formats say the same."""
    root = etree.fromstring(newsroom.document(name, "atom").body)
    found = [(one.get("ref"), one.get("when")) for one in root.iter(STONE)]
    told = json.loads(newsroom.document(name, "json").body)["_feedsvc"].get("deleted", [])
    assert found == [(one["id"], one["when"]) for one in told]
    return found


def updated(newsroom: Newsroom, name: str = "feed") -> str | None:
    return etree.fromstring(newsroom.document(name, "atom").body).findtext(f"{ATOM}updated")


def titles(newsroom: Newsroom, name: str = "feed") -> list[str | None]:
    root = etree.fromstring(newsroom.document(name, "atom").body)
    return [entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")]


def typo(desk: Any, newsroom: Newsroom) -> None:
    save(desk, newsroom, TYPO)


def break_folder(desk: Any, newsroom: Newsroom) -> None:
    desk.clock.forward(hours=1)
    desk.write(FOLDER, CASCADE.replace("draft", "drfat"))
    newsroom.index.update([FOLDER])


def leave_out(desk: Any, newsroom: Newsroom) -> None:
    """Its file is none of an article for a while."""
    desk.clock.forward(hours=1)
    (desk.folder / "site.toml").write_text('id_base = "news.example,2026"\nexclude = ["world"]\n')
    desk.open().close()
    (desk.folder / "site.toml").write_text('id_base = "news.example,2026"\n')


AWAY = [typo, hold, break_folder, leave_out]


@pytest.mark.parametrize("away", AWAY)
@pytest.mark.parametrize(
    "act",
    [
        lambda desk, newsroom: save(desk, newsroom, "status: withdrawn\n"),
        lambda desk, newsroom: save(desk, newsroom, "status: withdrawn\nreason: It was wrong.\n"),
        remove,
    ],
    ids=["withdrawn", "with-reason", "deleted"],
)
def test_what_is_taken_back_later_is_told_in_every_feed_that_had_it(
    desk: Any, newsroom: Newsroom, away: Any, act: Any
) -> None:
    away(desk, newsroom)
    if away is leave_out:
        newsroom = desk.open(scan=False)
    assert [titles(newsroom, name) for name in ITS_FEEDS] == [["Sun"], ["Sun"], []]
    assert [stones(newsroom, name) for name in ITS_FEEDS] == [[], [], []]
    if away is break_folder:
        (desk.folder / FOLDER).unlink()
    act(desk, newsroom)
    if away is leave_out:  # what is no article is seen to go when the whole folder is looked at
        newsroom.scan()
    now = desk.clock.time
    for name in ITS_FEEDS:
        assert stones(newsroom, name) == [(RAIN_ID, now.isoformat())]
        assert updated(newsroom, name) == now.isoformat()
        assert newsroom.document(name, "rss").last_modified == now
    answer = create_app(newsroom).test_client().get("/articles/rain")
    assert answer.status_code == 410
    desk.clock.forward(hours=1)
    newsroom.scan()
    assert stones(newsroom) == [(RAIN_ID, now.isoformat())]


@pytest.mark.parametrize("header", ["draft: true\n", "embargo: 2026-07-01\n"])
def test_a_draft_or_a_new_embargo_takes_back_too(
    desk: Any, newsroom: Newsroom, header: str
) -> None:
    save(desk, newsroom, TYPO)
    save(desk, newsroom, header)
    assert stones(newsroom) == [(RAIN_ID, desk.clock.time.isoformat())]
    save(desk, newsroom, "")
    assert (stones(newsroom), titles(newsroom)) == ([], ["Rain", "Sun"])


@pytest.mark.parametrize("away", [typo, hold, break_folder])
def test_the_leaving_itself_is_not_told(desk: Any, newsroom: Newsroom, away: Any) -> None:
    before = [updated(newsroom, name) for name in (*ITS_FEEDS, *DIGESTS)]
    away(desk, newsroom)
    assert [updated(newsroom, name) for name in (*ITS_FEEDS, *DIGESTS)] == before
    assert not any(stones(newsroom, name) for name in (*ITS_FEEDS, *DIGESTS))


def test_what_comes_back_as_it_was_is_not_told(desk: Any, newsroom: Newsroom) -> None:
    before = newsroom.document("feed", "atom").body
    for _ in range(2):
        save(desk, newsroom, TYPO)
        save(desk, newsroom, "")
        assert newsroom.document("feed", "atom").body == before
    # It is of other feeds by now: only these tell of it.
    desk.write("world/rain.md", RAIN.replace("weather", "wind").format(""))
    newsroom.index.update(["world/rain.md"])
    save(desk, newsroom, "status: withdrawn\n")
    assert (len(stones(newsroom, "tag/wind")), stones(newsroom, "tag/weather")) == (1, [])


def test_another_edit_of_what_its_folder_holds_back_is_no_retraction(
    desk: Any, newsroom: Newsroom
) -> None:
    hold(desk, newsroom)
    save(desk, newsroom, "standfirst: It pours.\n")
    assert stones(newsroom) == []
    (desk.folder / FOLDER).unlink()
    newsroom.index.update([FOLDER])
    assert (stones(newsroom), titles(newsroom)) == ([], ["Rain", "Sun"])
    hold(desk, newsroom)
    save(desk, newsroom, "standfirst: It pours.\n")
    remove(desk, newsroom)
    assert len(stones(newsroom)) == 1


@pytest.mark.parametrize("last", ["withdrawn", "deleted"])
@pytest.mark.parametrize("first", ["draft: true\n", "embargo: 2026-06-01T14:30:00Z\n", TYPO])
def test_what_nobody_saw_is_not_told(desk: Any, newsroom: Newsroom, first: str, last: str) -> None:
    """Neither where its embargo lifts while nobody may see it."""
    path = "world/hail.md"
    save(desk, newsroom, first, path)
    before = newsroom.document("feed", "atom").tags()
    save(desk, newsroom, first + "drfat: true\n", path)
    desk.clock.forward(hours=2)
    if last == "deleted":
        remove(desk, newsroom, path)
    else:
        save(desk, newsroom, "status: withdrawn\n", path)
    assert newsroom.document("feed", "atom").tags() == before
    assert create_app(newsroom).test_client().get("/articles/hail").status_code == 404


def test_what_expires_while_it_is_away_is_not_told(desk: Any, newsroom: Newsroom) -> None:
    save(desk, newsroom, "expires: 2026-06-03\n")
    save(desk, newsroom, "expires: 2026-06-03\n" + TYPO)
    desk.clock.forward(days=3)
    remove(desk, newsroom)
    assert stones(newsroom) == []


def test_what_came_back_and_expired_is_not_told(desk: Any, newsroom: Newsroom) -> None:
    save(desk, newsroom, TYPO)
    save(desk, newsroom, "expires: 2026-06-02\n")
    desk.clock.forward(days=3)
    save(desk, newsroom, "expires: 2026-06-02\n" + TYPO)
    remove(desk, newsroom)
    assert stones(newsroom) == []


def test_what_came_back_by_time_alone_is_told_as_it_stood_last(
    desk: Any, newsroom: Newsroom
) -> None:
    desk.clock.forward(hours=1)
    desk.write(FOLDER, "---\ntitle: W\ncascade: {publishDate: 2026-06-03}\n---\n")
    newsroom.index.update([FOLDER])
    assert titles(newsroom) == ["Sun"]
    desk.clock.forward(days=3)
    assert titles(newsroom) == ["Rain", "Sun"]
    desk.clock.forward(days=1)
    assert (titles(newsroom), stones(newsroom)) == (["Rain", "Sun"], [])
    remove(desk, newsroom)
    assert len(stones(newsroom, "tag/weather")) == 1


def test_a_category_that_becomes_private_meanwhile_is_told(desk: Any, newsroom: Newsroom) -> None:
    save(desk, newsroom, TYPO)
    desk.clock.forward(hours=1)
    site = 'id_base = "news.example,2026"\n[categories.world]\nprivate = true\n'
    desk.write("site.toml", site)
    again = desk.open()
    told = (RAIN_ID, desk.clock.time.isoformat())
    assert told in stones(again)
    assert told in stones(again, "tag/weather")
    save(desk, again, "")
    assert told in stones(again)


def test_an_embargo_that_was_told_ends_by_itself_after_an_error(
    desk: Any, newsroom: Newsroom
) -> None:
    embargo = "embargo: 2026-06-03T00:00:00Z\n"
    save(desk, newsroom, embargo)
    told = stones(newsroom)
    save(desk, newsroom, embargo + TYPO)
    save(desk, newsroom, embargo)
    assert len(told) == 1
    assert stones(newsroom) == told
    desk.clock.forward(days=2)
    assert (stones(newsroom), titles(newsroom)) == ([], ["Rain", "Sun"])


@pytest.mark.parametrize("looks", [True, False])
def test_the_periods_of_digests_are_told(desk: Any, newsroom: Newsroom, looks: bool) -> None:
    """Also where somebody looked meanwhile, and the period shows the same as then."""
    before = updated(newsroom, "digest/daily")
    save(desk, newsroom, TYPO)
    if looks:
        assert [updated(newsroom, name) for name in DIGESTS] == [before, before]
    save(desk, newsroom, "status: withdrawn\n")
    now = desk.clock.time.isoformat()
    for name in DIGESTS:
        root = etree.fromstring(newsroom.document(name, "atom").body)
        assert [one.text for one in root.iter(f"{ATOM}updated")] == [now, now]
        assert stones(newsroom, name) == []


def test_an_emptied_period_of_a_digest_is_told(desk: Any, newsroom: Newsroom) -> None:
    remove(desk, newsroom, "sun.md")
    stones(newsroom, "digest/daily")
    save(desk, newsroom, TYPO)
    assert (stones(newsroom, "digest/daily"), titles(newsroom, "digest/daily")) == ([], [])
    save(desk, newsroom, "status: withdrawn\n")
    (told,) = stones(newsroom, "digest/daily")
    assert told[1] == desk.clock.time.isoformat()


def test_a_period_that_never_showed_it_is_not_told(desk: Any, newsroom: Newsroom) -> None:
    for name in ("fog", "wind"):
        text = RAIN.replace("05-01", "06-01").replace("Rain", name)
        desk.write(f"{name}.md", text.format(""))
    newsroom.index.update(["fog.md", "wind.md"])
    desk.write("fog.md", text.format(TYPO))
    newsroom.index.update(["fog.md"])
    desk.clock.forward(days=1)
    before = newsroom.document("digest/daily", "atom").body
    desk.write("fog.md", text.format("status: withdrawn\n"))
    newsroom.index.update(["fog.md"])
    assert len(stones(newsroom)) == 1
    after = etree.fromstring(newsroom.document("digest/daily", "atom").body)
    times = [
        [e.findtext(f"{ATOM}updated") for e in root.iter(f"{ATOM}entry")]
        for root in (etree.fromstring(before), after)
    ]
    assert times[0] == times[1]


def test_an_upgrade_that_makes_tables_anew_forgets_nothing(
    desk: Any, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(desk, newsroom, TYPO)
    newsroom.close()
    monkeypatch.setattr("feedsvc.store.schema.REBUILDABLE_VERSION", 99)
    newsroom = desk.open()
    assert stones(newsroom) == []
    save(desk, newsroom, "status: withdrawn\n")
    assert [len(stones(newsroom, name)) for name in ITS_FEEDS[:2]] == [1, 1]


def test_another_store_of_the_same_ledger_tells_the_same(desk: Any, newsroom: Newsroom) -> None:
    """A rehearsal is another store, made of what is remembered."""
    save(desk, newsroom, TYPO)
    desk.write("world/rain.md", RAIN.format("status: withdrawn\n"))
    with Newsroom.rehearsal(desk.folder, {}, desk.clock) as again:
        again.scan()
        assert len(stones(again)) == 1


def test_what_is_left_out_is_retracted_when_its_file_is_gone_for_good(
    desk: Any, newsroom: Newsroom
) -> None:
    desk.write("site.toml", 'id_base = "news.example,2026"\nexclude = ["world"]\n')
    desk.open().close()
    for _ in range(2):
        newsroom = desk.open()
        assert stones(newsroom) == []  # its file is there: an editor may take it again
    away = desk.folder / "elsewhere"
    (desk.folder / "world/rain.md").rename(away)
    away.rename(desk.folder / "world/rain.md")
    newsroom = desk.open()
    assert stones(newsroom) == []
    remove(desk, newsroom)
    newsroom.scan()
    assert stones(newsroom) == [(RAIN_ID, desk.clock.time.isoformat())]


def test_a_lost_folder_retracts_nothing_that_is_left_out(desk: Any, newsroom: Newsroom) -> None:
    for number in range(8):
        desk.write(f"notes/{number}.md", f"---\ntitle: Note {number}\ndate: 2026-05-01\n---\nX.\n")
    desk.open().close()
    desk.write("site.toml", 'id_base = "news.example,2026"\nexclude = ["notes"]\n')
    desk.open().close()
    for number in range(8):
        (desk.folder / f"notes/{number}.md").unlink()
    assert stones(desk.open()) == []
    assert len(stones(desk.open(accept_deletions=True))) == 8
