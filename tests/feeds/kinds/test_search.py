"""What a search finds: of all that is public the right articles, and of the rest nothing."""

from typing import Any

import pytest

from feedsvc.newsroom import Newsroom
from feedsvc.web import create_app
from tests.feeds.kinds.ferries import FERRY, ferries, found

STORMS = """
base_url = "https://news.example"
id_base = "news.example,2026"
[searches.storms]
query = "storm"
"""


pytestmark = pytest.mark.each_database


@pytest.fixture
def newsroom(desk: Any) -> Newsroom:
    return ferries(desk)


def test_a_category_is_found_by_its_title(desk: Any) -> None:
    desk.write("site.toml", '[categories.world-news]\ntitle = "From Élsewhere"\n')
    desk.write("ferry.md", FERRY)
    newsroom = desk.open()
    assert found(newsroom, 'category:"from elsewhere"') == ["ferry"]
    assert found(newsroom, 'category:"world news"') == ["ferry"]


def test_saved_files_are_found_by_what_they_say_now(desk: Any, newsroom: Newsroom) -> None:
    worker = desk.open(scan=False)
    assert found(worker, "hull") == ["ferry"]
    desk.write("ferry.md", FERRY.replace("hull", "mast"))
    newsroom.index.update(["ferry.md"])
    assert (found(worker, "hull"), found(worker, "mast")) == ([], ["ferry"])
    (desk.folder / "ferry.md").rename(desk.folder / "boat.md")
    newsroom.index.update(["ferry.md", "boat.md"])
    assert found(worker, "mast") == ["boat"]
    (desk.folder / "boat.md").unlink()
    newsroom.index.update(["boat.md"])
    assert found(worker, "mast") == []
    assert found(worker, "ferry") == ["gale"]


def test_nothing_is_found_that_is_not_public(desk: Any, clock: Any) -> None:
    for name, header in (
        ("now", ""),
        ("draft", "draft: true\n"),
        ("withdrawn", "status: withdrawn\n"),
        ("expired", "expires: 2026-06-01T12:00:00Z\n"),
        ("expiring", "expires: 2026-06-01T12:00:10Z\n"),
        ("embargoed", "embargo: 2026-06-01T12:00:10Z\n"),
    ):
        desk.write(f"{name}.md", f"---\ntitle: {name}\ndate: 2026-05-01\n{header}---\nRain.\n")
    newsroom = desk.open()
    assert set(found(newsroom, "rain")) == {"now", "expiring"}
    assert set(found(newsroom, "-sun")) == {"now", "expiring"}
    assert found(newsroom, "embargoed OR draft OR withdrawn OR expired") == []
    clock.forward(seconds=9)
    assert set(found(newsroom, "rain")) == {"now", "expiring"}
    clock.forward(seconds=1)
    assert found(newsroom, "rain") == ["embargoed", "now"]
    desk.write("now.md", "---\ntitle: now\ndate: 2026-05-01\nstatus: withdrawn\n---\nRain.\n")
    newsroom.index.update(["now.md"])
    assert found(newsroom, "rain") == ["embargoed"]


def test_a_preview_finds_drafts(desk: Any) -> None:
    desk.write("draft.md", "---\ntitle: Draft\ndraft: true\n---\nRain.\n")
    with Newsroom.rehearsal(desk.folder, {}, desk.clock, preview=True) as preview:
        preview.scan()
        assert found(preview, "rain") == ["draft"]
    assert found(desk.open(), "rain") == []


def test_the_newest_come_first_as_many_as_a_feed_shows(desk: Any) -> None:
    desk.write("site.toml", "[feeds]\nentries = 3\n")
    for number in range(1, 8):
        text = f"---\ntitle: T\ndate: 2026-05-0{8 - number}\n---\nRain {number % 2}.\n"
        desk.write(f"s{number}.md", text)
    assert found(desk.open(), "rain 1") == ["s1", "s3", "s5"]


@pytest.mark.parametrize("ask", ["/search.json?q=storm", "/search/storms.atom"])
def test_what_finds_nothing_stays_the_same_when_the_newsroom_opens(desk: Any, ask: str) -> None:
    desk.write("site.toml", STORMS)
    newsroom = desk.open()
    client = create_app(newsroom).test_client()
    before = client.get(ask)
    desk.write("ferry.md", FERRY)
    newsroom.scan()
    after = client.get(ask, headers={"If-None-Match": before.headers["ETag"]})
    assert (before.status_code, after.status_code) == (200, 304)
