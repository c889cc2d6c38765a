"""Deltas of feeds: whoever merges them holds what whoever asks for everything holds."""

from datetime import timedelta
from typing import Any

import feedparser
import pytest
from werkzeug.test import Client

from feedsvc.model.feed import FORMATS
from feedsvc.web import create_app
from tests.web.subscriber import ARTICLE, Subscriber, read, save, twelve_days


@pytest.fixture
def paper(desk: Any) -> Any:
    return twelve_days(desk)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_new_and_an_edited_entry_come_alone(paper: Any, kind: str) -> None:
    reader = Subscriber(create_app(paper.newsroom).test_client(), f"/feed.{kind}")
    assert reader.poll().status_code == 200
    assert reader.poll().status_code == 304
    save(paper, "13.md", "Day 13", 13, "", 0)
    save(paper, "5.md", "Day 5", 5, "category: world\n", 1)
    whole = reader.client.get(reader.path)
    answer = reader.poll()
    assert answer.status_code == 226
    entries, _ = read(kind, answer.data)
    assert len(entries) == 2
    assert len(answer.data) * 2 < len(whole.data)
    assert answer.headers["ETag"] == whole.headers["ETag"].replace('-gzip5"', '"')[:-1] + '-im"'
    assert answer.headers["Last-Modified"] == whole.headers["Last-Modified"]
    assert answer.headers["Content-Type"] == whole.headers["Content-Type"]
    current, _ = read(kind, whole.data)
    assert {entry_id: reader.entries[entry_id] for entry_id in current} == current
    assert reader.poll().status_code == 304
    assert kind == "json" or not feedparser.parse(answer.data).bozo


@pytest.mark.parametrize("path", ["/feed.atom", "/category/world.atom", "/feed.rss", "/feed.json"])
def test_a_delta_never_claims_to_be_the_whole_feed(desk: Any, path: str) -> None:
    desk.environ["FEEDSVC_FEEDS_DELTAS"] = "true"
    for day in range(1, 9):
        desk.write(f"{day}.md", ARTICLE.format(f"Day {day}", day, "category: world\n", 0))
    desk.newsroom = desk.open()
    reader = Subscriber(create_app(desk.newsroom).test_client(), path)
    assert (b":complete" in reader.poll().data) == (not path.endswith("json"))
    save(desk, "9.md", "Day 9", 9, "category: world\n", 0)
    answer = reader.poll()
    assert answer.status_code == 226
    assert b":complete" not in answer.data
    assert read(reader.kind, answer.data)[0].keys() == {"tag:news.example,2026:9.md"}


@pytest.mark.each_database
def test_a_retraction_is_told_where_the_format_can(paper: Any) -> None:
    client = create_app(paper.newsroom).test_client()
    readers = [Subscriber(client, f"/feed.{kind}") for kind in FORMATS]
    for reader in readers:
        reader.poll()
    save(paper, "12.md", "Day 12", 12, "status: withdrawn\nreason: It was wrong.\n", 0)
    told = {reader.kind: reader.poll().status_code for reader in readers}
    assert told == {"atom": 226, "rss": 200, "json": 226}
    for reader in readers:
        assert "tag:news.example,2026:12.md" not in reader.entries


@pytest.mark.parametrize("kind", FORMATS)
def test_what_leaves_without_a_word_is_left_out_of_the_whole(paper: Any, kind: str) -> None:
    client = create_app(paper.newsroom).test_client()
    everything, world = (
        Subscriber(client, f"/{name}.{kind}") for name in ("feed", "category/world")
    )
    save(paper, "13.md", "Day 13", 13, "category: world\nexpires: 2026-06-02\n", 0)
    everything.poll()
    world.poll()
    save(paper, "12.md", "Day 12", 12, "category: sport\n", 0)
    assert everything.poll().status_code == 226
    assert world.poll().status_code == 200, "it is another category's"
    paper.clock.forward(days=1)
    assert everything.poll().status_code == 200, "it has expired"
    world.poll()
    for reader in (everything, world):
        whole, _ = read(kind, client.get(reader.path).data)
        assert reader.entries == whole


def test_what_falls_off_the_end_is_in_the_archive(paper: Any) -> None:
    reader = Subscriber(create_app(paper.newsroom).test_client(), "/feed.atom")
    reader.poll()
    for day in range(13, 16):
        save(paper, f"{day}.md", f"Day {day}", day, "", 0)
    assert reader.poll().status_code == 226
    assert len(reader.entries) == 13


@pytest.mark.each_database
def test_a_version_of_which_something_left_since_gets_the_whole(paper: Any) -> None:
    client = create_app(paper.newsroom).test_client()
    early, late = Subscriber(client, "/feed.atom"), Subscriber(client, "/feed.atom")
    early.poll()
    save(paper, "13.md", "Day 13", 13, "", 0)
    save(paper, "14.md", "Day 14", 14, "", 0)
    late.poll()
    # What only the early one holds, as it fell off the end, is gone for good.
    save(paper, "3.md", "Day 3", 3, "expires: 2026-05-30\n", 0)
    save(paper, "15.md", "Day 15", 15, "", 0)
    assert late.poll().status_code == 226
    assert early.poll().status_code == 200


def test_only_who_asks_for_a_delta_gets_one(paper: Any) -> None:
    client = create_app(paper.newsroom).test_client()
    reader = Subscriber(client, "/feed.atom")
    reader.poll()
    old = reader.tag
    save(paper, "13.md", "Day 13", 13, "", 0)
    for a_im, status in (
        ("", 200),
        ("gzip", 200),
        ("feed;q=0", 200),
        ("feed;q=0.0", 200),
        ("feeds", 200),
        ("vcdiff, FEED;q=0.5", 226),
        ("feed", 226),
    ):
        headers = {"If-None-Match": old} | ({"A-IM": a_im} if a_im else {})
        assert client.get("/feed.atom", headers=headers).status_code == status, a_im
        assert client.head("/feed.atom", headers=headers).status_code == 200, a_im
    for tag, status in (
        (f'"unknown", W/{old}', 226),
        (old.strip('"'), 226),
        (old.replace("-im", "-gzip5-im"), 226),
        (old.replace("-im", "-im-gzip"), 226),
        (old.replace("-im", ""), 200),
        (old.replace("-atom", "-rss"), 200),
        ('"0123456789abcdef01234567-atom-im"', 200),
        ("*", 304),
    ):
        answer = client.get("/feed.atom", headers={"If-None-Match": tag, "A-IM": "feed"})
        assert answer.status_code == status, tag
    now = client.get("/feed.atom", headers={"A-IM": "feed"}).headers["ETag"]
    answer = client.get("/feed.atom", headers={"If-None-Match": f"{old}, {now}", "A-IM": "feed"})
    assert answer.status_code == 304, "it has the current one as well"
    page = {"If-None-Match": old, "A-IM": "feed", "Sec-Fetch-Dest": "document"}
    assert client.get("/feed.atom", headers=page).status_code == 200


@pytest.mark.each_database
def test_a_cache_in_between_gets_whole_feeds(paper: Any) -> None:
    """It asks with the tag that it holds itself, and passes the client's other headers on."""
    client = create_app(paper.newsroom).test_client()
    cached = client.get("/feed.atom")
    reader = Subscriber(client, "/feed.atom")
    first = reader.poll()
    assert first.data == cached.data
    assert first.headers["ETag"] != cached.headers["ETag"]
    assert first.headers["Cache-Control"] == "private, max-age=300"
    save(paper, "13.md", "Day 13", 13, "", 0)
    headers = {"If-None-Match": cached.headers["ETag"], "A-IM": "feed"}
    answer = client.get("/feed.atom", headers=headers)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"].startswith("public")
    for tag in (answer.headers["ETag"], reader.poll().headers["ETag"]):
        for a_im in ("feed", ""):
            headers = {"If-None-Match": tag} | ({"A-IM": a_im} if a_im else {})
            answer = client.get("/feed.atom", headers=headers)
            assert (answer.status_code, answer.headers["ETag"]) == (304, tag)


def test_a_delta_is_coded_as_the_client_takes_it(paper: Any) -> None:
    reader = Subscriber(create_app(paper.newsroom).test_client(), "/feed.atom")
    reader.poll(**{"Accept-Encoding": "gzip"})
    save(paper, "13.md", "Day 13", 13, "", 0)
    answer = reader.poll(**{"Accept-Encoding": "gzip"})
    assert (answer.status_code, answer.headers["Content-Encoding"]) == (226, "gzip")
    assert "tag:news.example,2026:13.md" in reader.entries
    assert reader.poll(**{"Accept-Encoding": "gzip"}).status_code == 304


@pytest.mark.each_database
def test_each_process_and_the_next_one_knows_of_versions_before(paper: Any) -> None:
    other = paper.open(scan=False)
    reader = Subscriber(create_app(paper.newsroom).test_client(), "/feed.json")
    reader.poll()
    save(paper, "13.md", "Day 13", 13, "", 0)
    reader.client = create_app(other).test_client()
    assert reader.poll().status_code == 226
    save(paper, "14.md", "Day 14", 14, "", 0)
    paper.newsroom.close()
    reader.client = create_app(paper.open()).test_client()
    assert reader.poll().status_code == 226
    whole, _ = read("json", reader.client.get("/feed.json").data)
    assert reader.entries.items() >= whole.items()


def test_the_time_of_an_edit_that_nobody_sees_costs_no_delta(paper: Any) -> None:
    reader = Subscriber(create_app(paper.newsroom).test_client(), "/feed.atom")
    reader.poll()
    save(paper, "12.md", "Day 12", 12, "category: world\nunseen: 1\n", 0)
    assert reader.poll().status_code == 304


@pytest.mark.each_database
def test_a_newsroom_with_other_settings_gives_the_whole(paper: Any) -> None:
    reader = Subscriber(create_app(paper.newsroom).test_client(), "/feed.atom")
    reader.poll()
    paper.settings(base_url="https://example.org", id_base="news.example,2026")
    paper.clock.time += timedelta(hours=1)
    reader.client = create_app(paper.open()).test_client()
    assert reader.poll().status_code == 200


def test_a_digest_has_deltas_as_well(desk: Any) -> None:
    desk.write(
        "site.toml",
        'base_url = "https://news.example"\nid_base = "news.example,2026"\n'
        "[feeds]\ndeltas = true\ndigest_periods = 10\n",
    )
    for day in range(1, 13):
        desk.write(f"{day}.md", ARTICLE.format(f"Day {day}", day, "", 0))
    desk.newsroom = desk.open()
    reader = Subscriber(create_app(desk.newsroom).test_client(), "/digest/daily.json")
    assert reader.poll().status_code == 200
    save(desk, "13.md", "Day 13", 13, "", 0)
    answer = reader.poll()
    assert answer.status_code == 226, "the oldest only gave way"
    assert read("json", answer.data)[0].keys() == {"tag:news.example,2026:digest/daily/2026-05-13"}
    save(desk, "10.md", "Day 10", 10, "status: withdrawn\n", 0)
    assert reader.poll().status_code == 226
    assert "tag:news.example,2026:digest/daily/2026-05-10" not in reader.entries


def test_a_named_search_has_deltas_as_well(desk: Any) -> None:
    desk.write(
        "site.toml",
        'base_url = "https://news.example"\nid_base = "news.example,2026"\n'
        '[feeds]\ndeltas = true\nentries = 10\n[searches.rain]\nquery = "rained"\n',
    )
    for day in range(1, 13):
        desk.write(f"{day}.md", ARTICLE.format(f"Day {day}", day, "", 0))
    desk.newsroom = desk.open()
    reader = Subscriber(create_app(desk.newsroom).test_client(), "/search/rain.atom")
    assert reader.poll().status_code == 200
    save(desk, "13.md", "Day 13", 13, "", 0)
    assert reader.poll().status_code == 226, "the oldest only gave way"
    desk.write("12.md", "---\ntitle: Day 12\ndate: 2026-05-12\n---\nIt snowed.\n")
    desk.newsroom.index.update(["12.md"])
    assert reader.poll().status_code == 200, "it is no longer found"


@pytest.mark.parametrize(
    "path", ["/feed.atom", "/feed.rss", "/digest/daily.json", "/search.atom?q=rained"]
)
def test_nobody_gets_one_where_the_operator_did_not_ask_for_them(paper: Any, path: str) -> None:
    """feedparser asks for deltas in the name of readers that lose what is not in them."""
    reader = Subscriber(create_app(paper.newsroom).test_client(), path)
    reader.poll()
    paper.environ["FEEDSVC_FEEDS_DELTAS"] = "false"
    app = create_app(paper.open(scan=False))
    behind = app.wsgi_app.behind  # type: ignore[attr-defined]
    for client in (app.test_client(), Client(behind)):
        asked = {"A-IM": "feed"}
        whole, plain = client.get(path, headers=asked), client.get(path)
        assert whole.status_code == 200
        assert (whole.data, whole.headers) == (plain.data, plain.headers)
        assert "-im" not in whole.headers["ETag"]
        assert "IM" not in whole.headers["Vary"]
        asked["If-None-Match"] = whole.headers["ETag"]
        held = client.get(path, headers=asked)
        assert (held.status_code, held.headers["ETag"]) == (304, whole.headers["ETag"])
        # Who was given deltas before may have lost what stood in one.
        again = client.get(path, headers={"A-IM": "feed", "If-None-Match": reader.tag})
        assert (again.status_code, again.data) == (200, whole.data)
    save(paper, "13.md", "Day 13", 13, "", 0)
    new = app.test_client().get(
        path, headers={"A-IM": "feed", "If-None-Match": plain.headers["ETag"]}
    )
    assert new.status_code == 200
