"""What becomes of articles that are taken back: tombstones in feeds, and their pages."""

import json
from datetime import datetime, timedelta
from typing import Any

import feedparser
import pytest
from flask.testing import FlaskClient
from lxml import etree

from feedsvc.newsroom import Newsroom
from feedsvc.web import create_app

AT = "{http://purl.org/atompub/tombstones/1.0}"
ATOM = "{http://www.w3.org/2005/Atom}"
RAIN = "---\ntitle: Rain\ndate: 2026-05-01\ncategory: World\ntags: weather\n{}---\nIt is wet.\n"
SUN = "---\ntitle: Sun\ndate: 2026-05-02\n---\nIt is dry.\n"
RAIN_ID = "tag:news.example,2026:rain.md"
ITS_FEEDS = ("feed", "category/world", "tag/weather")


@pytest.fixture
def newsroom(desk: Any) -> Newsroom:
    desk.write("rain.md", RAIN.format(""))
    desk.write("sun.md", SUN)
    return desk.open()


@pytest.fixture
def client(newsroom: Newsroom) -> FlaskClient:
    return create_app(newsroom).test_client()


def save(desk: Any, newsroom: Newsroom, header: str) -> None:
    text = RAIN.replace("category: World\n", "") if "category:" in header else RAIN
    desk.write("rain.md", text.format(header))
    newsroom.index.update(["rain.md"])


def remove(desk: Any, newsroom: Newsroom) -> None:
    (desk.folder / "rain.md").unlink()
    newsroom.index.update(["rain.md"])


def stones(newsroom: Newsroom, name: str = "feed") -> list[tuple[str, str, str]]:
    """Id, time and reason of the retractions that a feed tells of; both formats say the same."""
    root = etree.fromstring(newsroom.document(name, "atom").body)
    atom = [
        (one.get("ref"), one.get("when"), one.findtext(f"{AT}comment", ""))
        for one in root.findall(f"{AT}deleted-entry")
    ]
    document = json.loads(newsroom.document(name, "json").body)
    found = document["_feedsvc"].get("deleted", [])
    assert atom == [(one["id"], one["when"], one.get("reason", "")) for one in found]
    assert b"deleted" not in newsroom.document(name, "rss").body
    return atom


def titles(newsroom: Newsroom, name: str = "feed") -> list[str]:
    found = feedparser.parse(newsroom.document(name, "atom").body)
    assert not found.bozo
    return [entry.title for entry in found.entries]


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (remove, ""),
        (lambda desk, newsroom: save(desk, newsroom, "status: withdrawn\n"), ""),
        (
            lambda desk, newsroom: save(
                desk, newsroom, "status: withdrawn\nreason: The figures <b>were</b> wrong.\n"
            ),
            "The figures <b>were</b> wrong.",
        ),
        (lambda desk, newsroom: save(desk, newsroom, "draft: true\n"), ""),
        (lambda desk, newsroom: save(desk, newsroom, "embargo: 2027-01-01\n"), ""),
    ],
    ids=["deleted", "withdrawn", "with-reason", "draft-again", "embargoed-again"],
)
def test_what_was_public_is_taken_back_in_every_feed_that_had_it(
    desk: Any, newsroom: Newsroom, client: FlaskClient, clock: Any, act: Any, reason: str
) -> None:
    before = {name: newsroom.document(name, "atom").last_modified for name in ITS_FEEDS}
    clock.forward(hours=1)
    act(desk, newsroom)
    for name in ITS_FEEDS:
        assert stones(newsroom, name) == [(RAIN_ID, "2026-06-01T13:00:00+00:00", reason)]
        assert "Rain" not in titles(newsroom, name)
        for format in ("atom", "rss", "json"):
            assert newsroom.document(name, format).last_modified == clock.time
        assert clock.time > before[name]
        root = etree.fromstring(newsroom.document(name, "atom").body)
        assert root.findtext(f"{ATOM}updated") == clock.time.isoformat()
    page = client.get("/articles/rain")
    assert page.status_code == 410
    assert page.headers["Cache-Control"] == "no-store"
    assert "withdrawn on 1 June 2026" in page.text
    assert reason.replace("<", "&lt;").replace(">", "&gt;") in page.text
    assert client.get("/articles/rain.md").status_code == 410  # by its file
    assert client.get("/articles/sun").status_code == 200


@pytest.mark.each_database
def test_it_is_told_for_thirty_days_and_the_page_stays_gone(
    desk: Any, newsroom: Newsroom, client: FlaskClient, clock: Any
) -> None:
    remove(desk, newsroom)
    told = clock.time
    clock.forward(days=29, hours=23, minutes=59, seconds=59)
    assert len(stones(newsroom)) == 1
    last = newsroom.document("feed", "atom")
    assert newsroom.due() == told + timedelta(days=30) == last.valid_until
    clock.forward(seconds=1)
    assert stones(newsroom) == []
    after = newsroom.document("feed", "atom")
    assert after.last_modified > last.last_modified
    root = etree.fromstring(after.body)
    assert root.findtext(f"{ATOM}updated") == told.isoformat()  # which never goes back
    assert client.get("/articles/rain").status_code == 410


def test_how_long_is_a_setting(desk: Any, clock: Any) -> None:
    desk.write("rain.md", RAIN.format(""))
    desk.write("sun.md", SUN)
    desk.open().close()
    desk.write("site.toml", 'id_base = "news.example,2026"\n[feeds]\ntombstone_days = 2\n')
    newsroom = desk.open()
    remove(desk, newsroom)
    clock.forward(days=1)
    assert len(stones(newsroom)) == 1
    clock.forward(days=1)
    assert stones(newsroom) == []
    desk.write("site.toml", 'id_base = "news.example,2026"\n[feeds]\ntombstone_days = 0\n')
    (desk.folder / "sun.md").unlink()
    silent = desk.open(accept_deletions=True)
    assert (stones(silent), titles(silent)) == ([], [])


@pytest.mark.parametrize(
    "header", ["draft: true\n", "embargo: 2027-01-01\n", "expires: 2026-05-05\n"]
)
def test_what_nobody_saw_is_not_told_of(
    desk: Any, newsroom: Newsroom, client: FlaskClient, clock: Any, header: str
) -> None:
    desk.write("hail.md", SUN.replace("Sun", "Hail").replace("---\nIt", f"{header}---\nIt"))
    newsroom.index.update(["hail.md"])
    before = [newsroom.document("feed", format).tags() for format in ("atom", "rss", "json")]
    clock.forward(hours=1)
    (desk.folder / "hail.md").unlink()
    newsroom.index.update(["hail.md"])
    assert stones(newsroom) == []
    assert client.get("/articles/hail").status_code == 404
    assert before == [newsroom.document("feed", f).tags() for f in ("atom", "rss", "json")]


@pytest.mark.each_database
def test_expiring_is_no_retraction(
    desk: Any, newsroom: Newsroom, client: FlaskClient, clock: Any
) -> None:
    save(desk, newsroom, "expires: 2026-06-02\n")
    clock.forward(days=2)
    assert titles(newsroom) == ["Sun"]
    assert stones(newsroom) == []
    assert client.get("/articles/rain").status_code == 404


def test_what_comes_back_is_newer_than_its_tombstone(
    desk: Any, newsroom: Newsroom, client: FlaskClient, clock: Any
) -> None:
    clock.forward(hours=1)
    save(desk, newsroom, "status: withdrawn\n")
    clock.forward(hours=1)
    save(desk, newsroom, "category: Sport\n")
    assert stones(newsroom) == []
    assert stones(newsroom, "category/world") == []
    entry = feedparser.parse(newsroom.document("feed", "atom").body).entries[1]
    assert (entry.id, entry.published) == (RAIN_ID, "2026-05-01T00:00:00+00:00")
    assert datetime.fromisoformat(entry.updated) == clock.time
    assert client.get("/articles/rain").status_code == 200
    world = etree.fromstring(newsroom.document("category/world", "atom").body)
    assert world.findtext(f"{ATOM}updated") == "2026-06-01T13:00:00+00:00"


def test_one_that_is_embargoed_again_comes_back_by_itself(
    desk: Any, newsroom: Newsroom, client: FlaskClient, clock: Any
) -> None:
    save(desk, newsroom, "embargo: 2026-06-03T00:00:00Z\ncategory: Sport\n")
    assert len(stones(newsroom, "category/world")) == 1
    worker = desk.open(scan=False)
    assert worker.document("category/world", "atom").valid_until == datetime.fromisoformat(
        "2026-06-03T00:00:00+00:00"
    )
    clock.forward(days=1, hours=11, minutes=59, seconds=59)
    assert (titles(worker), len(stones(worker))) == (["Sun"], 1)
    assert client.get("/articles/rain").status_code == 410
    clock.forward(seconds=1)
    for one in (newsroom, worker):
        assert (titles(one), stones(one)) == (["Rain", "Sun"], [])
        assert stones(one, "category/world") == []
    assert client.get("/articles/rain").status_code == 200


@pytest.mark.each_database
def test_a_reason_that_is_given_later_is_told(
    desk: Any, newsroom: Newsroom, client: FlaskClient, clock: Any
) -> None:
    save(desk, newsroom, "status: withdrawn\n")
    when = clock.time.isoformat()
    clock.forward(days=1)
    save(desk, newsroom, "status: withdrawn\nreason: It was not ours.\n")
    assert stones(newsroom) == [(RAIN_ID, when, "It was not ours.")]
    assert "It was not ours." in client.get("/articles/rain").text
    remove(desk, newsroom)  # the file of what is withdrawn already
    assert stones(newsroom) == [(RAIN_ID, when, "It was not ours.")]


def test_another_store_of_the_same_ledger_tells_the_same(
    desk: Any, newsroom: Newsroom, clock: Any
) -> None:
    """A rehearsal is another store, made of what is remembered."""
    save(desk, newsroom, "status: withdrawn\nreason: It was not ours.\n")
    clock.forward(days=3)
    with Newsroom.rehearsal(desk.folder, desk.environ, clock) as again:
        again.scan()
        assert stones(again) == stones(newsroom) != []
        for format in ("atom", "rss", "json"):
            assert again.document("feed", format).body == newsroom.document("feed", format).body


def test_an_address_that_leads_elsewhere_is_not_gone(desk: Any, newsroom: Newsroom) -> None:
    site = 'id_base = "news.example,2026"\n[redirects]\n"/articles/rain" = "/articles/sun"\n'
    desk.write("site.toml", site)
    save(desk, newsroom, "status: withdrawn\n")
    client = create_app(desk.open()).test_client()
    answer = client.get("/articles/rain")
    assert (answer.status_code, answer.location[-13:]) == (301, "/articles/sun")


@pytest.mark.each_database
def test_a_lost_folder_is_no_retraction(desk: Any, clock: Any) -> None:
    for number in range(8):
        desk.write(f"{number}.md", f"---\ntitle: Story {number}\ndate: 2026-05-01\n---\nText.\n")
    newsroom = desk.open()
    for number in range(4):
        (desk.folder / f"{number}.md").unlink()
    assert newsroom.scan().held_count == 4
    assert (len(titles(newsroom)), stones(newsroom)) == (8, [])
    newsroom.scan(accept_deletions=True)
    assert (len(titles(newsroom)), len(stones(newsroom))) == (4, 4)


def test_an_entry_that_gets_an_id_of_its_own_keeps_its_addresses(
    desk: Any, newsroom: Newsroom, client: FlaskClient
) -> None:
    save(desk, newsroom, "slug: downpour\n")
    save(desk, newsroom, "slug: downpour\nid: tag:news.example,2026:own\n")
    assert client.get("/articles/rain").location == "https://news.example/articles/downpour"
    assert [ref for ref, _, _ in stones(newsroom)] == [RAIN_ID]


def test_one_that_would_expire_before_it_comes_back_is_taken_back(
    desk: Any, newsroom: Newsroom, client: FlaskClient, clock: Any
) -> None:
    save(desk, newsroom, "expires: 2026-06-10\n")
    save(desk, newsroom, "expires: 2026-06-10\nembargo: 2026-06-20\n")
    assert [ref for ref, _, _ in stones(newsroom)] == [RAIN_ID]
    clock.forward(days=25)
    assert titles(newsroom) == ["Sun"]
    assert client.get("/articles/rain").status_code == 410


@pytest.mark.each_database
def test_what_is_withdrawn_and_then_embargoed_stays_gone_until_the_lift(
    desk: Any, newsroom: Newsroom, client: FlaskClient, clock: Any
) -> None:
    clock.forward(hours=1)
    save(desk, newsroom, "status: withdrawn\n")
    when = clock.time.isoformat()
    clock.forward(hours=1)
    save(desk, newsroom, "embargo: 2026-06-03T00:00:00Z\n")
    clock.forward(hours=1)
    assert client.get("/articles/rain").status_code == 410
    assert [(ref, since) for ref, since, _ in stones(newsroom)] == [(RAIN_ID, when)]
    clock.forward(days=2)
    assert (titles(newsroom), stones(newsroom)) == (["Rain", "Sun"], [])
    assert client.get("/articles/rain").status_code == 200


@pytest.mark.parametrize("last", ["deleted", "withdrawn"])
def test_an_old_tombstone_does_not_return(
    desk: Any, newsroom: Newsroom, client: FlaskClient, clock: Any, last: str
) -> None:
    """The article was withdrawn, came back, and expired as its file said: nobody loses it now."""
    save(desk, newsroom, "status: withdrawn\n")
    clock.forward(hours=1)
    save(desk, newsroom, "expires: 2026-06-02\n")
    assert "Rain" in titles(newsroom)
    clock.forward(days=2)
    if last == "deleted":
        remove(desk, newsroom)
    else:
        save(desk, newsroom, "expires: 2026-06-02\nstatus: withdrawn\n")
    assert stones(newsroom) == []
    assert client.get("/articles/rain").status_code == 404


def test_one_whose_new_embargo_is_taken_out_again_is_newer_than_its_tombstone(
    desk: Any, newsroom: Newsroom, clock: Any
) -> None:
    clock.forward(hours=1)
    save(desk, newsroom, "embargo: 2027-01-01\n")
    clock.forward(hours=1)
    save(desk, newsroom, "")
    assert stones(newsroom) == []
    entry = feedparser.parse(newsroom.document("feed", "atom").body).entries[1]
    assert datetime.fromisoformat(entry.updated) == clock.time
