"""New settings count in all processes on a store, in each part of each of them."""

import gc
import re
import types
from collections.abc import Iterator
from typing import Any

import feedparser
import msgspec
import pytest
from flask import Flask

from feedsvc.newsroom import Newsroom
from feedsvc.settings import (
    NEEDS_RESTART,
    FeedSettings,
    LimitSettings,
    MachinesSettings,
    MediaSettings,
    Settings,
)
from feedsvc.settings.hooks import HookSettings
from feedsvc.settings.limits import BOUNDS
from feedsvc.settings.podcast import PodcastSettings
from feedsvc.settings.readers import ReadersSettings, ServeSettings
from feedsvc.settings.theme import ThemeSettings
from feedsvc.settings.websub import WebsubSettings
from feedsvc.store import ledger
from feedsvc.web import create_app, make_routes

BASE = 'base_url = "https://news.example"\nid_base = "news.example,2026"\n'
RAIN = (
    "---\ntitle: Rain\ndate: 2026-05-01 23:30\n---\nWet it is. Very wet.\n\n## More\n\nIt is so.\n"
)
OTHER = {  # another value for each key that is no number
    "title": '"Other"',
    "subtitle": '"Other"',
    "base_url": '"https://other.example"',
    "id_base": '"other.example,2026"',
    "language": '"de"',
    "languages": '["de"]',
    "timezone": '"Asia/Tokyo"',
    "author": '"Other"',
    "rights": '"Other"',
    "icon": '"other.png"',
    "favicon": '"other.png"',
    "ignore_expiry": "true",
    "exclude": '["world/"]',
    "include": '["README.md"]',
    "opt_in": "true",
    "store": '"other"',
    "feeds.content": '"summary"',
    "feeds.summary": '"lead"',
    "feeds.deltas": "true",
    "feeds.lead_image": "true",
    "feeds.poll_minutes": "10",
    "feeds.before": '"<p>Ours</p>"',
    "feeds.after": '"<p>Ours</p>"',
    "feeds.elements": '{x = {namespace = "https://o.example/", element = "o:x", key = "x"}}',
    "media.accel": '"/other/"',
    "readers.count": "false",
    "serve.trusted_proxies": '["10.0.0.0/8"]',
    "theme.accent": '"#0b5c8a"',
    "theme.logo": '"rain.png"',
    "theme.folder": '"theme"',
    "hooks.on_change": '"./notify.sh"',
    "websub.hub": '"own"',
    "websub.allow_private": "true",
    "podcast.category": '"News"',
    "podcast.subcategory": '"Daily News"',
    "podcast.title": '"Other"',
    "podcast.image": '"other.png"',
    "podcast.author": '"Other"',
    "podcast.owner_name": '"Other"',
    "podcast.owner_email": '"other@other.example"',
    "podcast.explicit": "true",
    "podcast.type": '"serial"',
    "podcast.medium": '"video"',
    "podcast.guid": '"917393e3-1b1e-5cef-ace4-edaa54e1f810"',
    "podcast.locked": "true",
    "podcast.episodes": "9",
    "machines.license": '"https://other.example/license.xml"',
    "machines.usage": '"search=y, train-ai=n"',
    "categories.world": '{title = "Other"}',
    "partners.msn": '{category = "world"}',
    "searches.storm": '{query = "storm"}',
    "redirects./old": '"/new"',
}
TABLES = {
    "feeds": FeedSettings,
    "limits": LimitSettings,
    "media": MediaSettings,
    "theme": ThemeSettings,
    "readers": ReadersSettings,
    "serve": ServeSettings,
    "hooks": HookSettings,
    "websub": WebsubSettings,
    "podcast": PodcastSettings,
    "machines": MachinesSettings,
}
BY_NAME = ("categories", "searches", "redirects", "partners")


def all_keys() -> Iterator[str]:
    """Each key of site.toml; of tables by name, one with a name."""
    yield from (key for key in Settings.__struct_fields__ if key not in (*TABLES, *BY_NAME))
    for table, shape in TABLES.items():
        yield from (f"{table}.{key}" for key in shape.__struct_fields__)
    yield from (key for key in OTHER if key.partition(".")[0] in BY_NAME)


def as_toml(key: str) -> str:
    """A site.toml that gives a key another value."""
    if key in OTHER:
        value = OTHER[key]
    elif key.startswith("limits."):
        least, most = BOUNDS[key.removeprefix("limits.")]
        default = getattr(LimitSettings(), key.removeprefix("limits."))
        value = str(int(default + 1 if default < most else max(least, default - 1)))
    else:
        value = str(getattr(FeedSettings(), key.removeprefix("feeds.")) + 1)
    head = "\n".join(line for line in BASE.split("\n") if not line.startswith(f"{key} "))
    *table, last = key.split(".", 1)
    if table == ["podcast"] and last != "category":  # without it there is none
        value += '\ncategory = "News"'
    return f"{head}\n{f'[{table[0]}]' if table else ''}\n{_quoted(last)} = {value}\n"


def _quoted(key: str) -> str:
    return f'"{key}"' if "/" in key else key


def value_of(settings: Settings, key: str) -> Any:
    found: Any = settings
    for name in key.split(".", 1):
        found = found.get(name) if isinstance(found, dict) else getattr(found, name)
    return found


class Paper:
    """An indexer and a worker, as two newsrooms on one store."""

    def __init__(self, desk: Any, **environ: str) -> None:
        self.desk = desk
        desk.write("site.toml", BASE)
        desk.write("world/rain.md", RAIN)
        self.indexer: Newsroom = desk.open()
        self.worker = Newsroom.open(desk.folder, environ, desk.clock)
        self.app = create_app(self.worker)
        self.client = self.app.test_client()

    def change(self, text: str) -> None:
        """Save site.toml, which the indexer then takes."""
        self.desk.write("site.toml", text)
        self.indexer.adopt(self.indexer.read_site())
        self.indexer.scan()

    def get(self, path: str, **headers: str) -> Any:
        with self.client.get(path, headers=headers) as answer:
            answer.get_data()
            return answer


@pytest.fixture
def paper(desk: Any) -> Paper:
    return Paper(desk)


@pytest.mark.parametrize("key", list(all_keys()))
def test_each_setting_is_followed_or_says_that_it_needs_a_restart(paper: Paper, key: str) -> None:
    before = value_of(paper.worker.settings, key)
    paper.get("/")
    paper.change(as_toml(key))
    paper.get("/feed.atom")
    asked = value_of(paper.indexer.read_site().settings, key)
    assert asked != before
    waits = paper.indexer.waiting_for_restart(paper.indexer.read_site())
    # A proxy that sends the media spares threads, and these are the server's own.
    also = ["limits.requests"] if key == "media.accel" else []
    assert waits == ([key] if key in NEEDS_RESTART else also)
    for one in (paper.worker, paper.indexer):
        if key == "store":  # nothing reads it after the start
            assert not (paper.desk.folder / "other").exists()
        else:
            assert value_of(one.settings, key) == (before if key in waits else asked)


def reached(start: list[object]) -> dict[int, object]:
    """All objects that something leads to, apart from modules, classes and their contents."""
    found: dict[int, object] = {}
    ahead = list(start)
    while ahead:
        one = ahead.pop()
        if id(one) in found or isinstance(one, (types.ModuleType, type)):
            continue
        found[id(one)] = one
        if isinstance(one, types.FunctionType):  # its globals are the module's
            ahead += [one.__closure__, one.__defaults__, one.__kwdefaults__, one.__dict__]
        else:
            ahead += gc.get_referents(one)
    return found


def test_nothing_keeps_the_settings_before(paper: Paper) -> None:
    for path in ("/", "/feed.atom", "/search?q=wet", "/old", "/sitemap.xml", "/opensearch.xml"):
        paper.get(path)
    before = paper.worker.settings
    paper.change(BASE + 'title = "Other"\n[feeds]\nentries = 3\n[limits]\nsections = 9\n')
    for path in ("/", "/feed.atom", "/search?q=wet", "/old", "/sitemap.xml", "/opensearch.xml"):
        paper.get(path)
    kinds = (Settings, FeedSettings)
    kept = [one for one in reached([paper.app, paper.worker]).values() if isinstance(one, kinds)]
    shown = {repr(one) for one in kept if isinstance(one, FeedSettings)}
    assert shown == {repr(paper.worker.settings.feeds)}
    titles = {one.title for one in kept if isinstance(one, Settings)}
    assert (before.title, titles) == ("News", {"Other"})


@pytest.mark.parametrize(
    ("text", "path", "says"),
    [
        ('title = "Other"', "/", "<title>Other"),
        ('title = "Other"', "/feed.atom", "<title>Other</title>"),
        ('title = "Other"', "/nowhere", "Other"),
        ('title = "Other"', "/opensearch.xml", "<ShortName>Other</ShortName>"),
        ('subtitle = "Other"', "/feed.rss", "<description>Other</description>"),
        ('rights = "Other"', "/feed.atom", "<rights>Other</rights>"),
        ('author = "Other"', "/feed.atom", "<name>Other</name>"),
        ('language = "de"', "/feed.atom", 'xml:lang="de"'),
        ('[categories.world]\ntitle = "Other"', "/category/world", "Other"),
        ('[categories.world]\ntitle = "Other"', "/category/world.atom", "Other"),
        ('[searches.wet]\nquery = "wet"', "/search/wet.rss", "<title>Rain</title>"),
        ('[searches.wet]\nquery = "wet"', "/feeds.opml", "/search/wet.atom"),
    ],
)
def test_answers_say_what_the_new_settings_say(
    paper: Paper, text: str, path: str, says: str
) -> None:
    assert says not in paper.get(path).text
    paper.change(f"{BASE}{text}\n")
    assert says in paper.get(path).text


def test_a_new_address_is_in_all_that_names_one(paper: Paper) -> None:
    paths = ("/", "/feed.atom", "/sitemap.xml", "/robots.txt", "/feeds.opml", "/articles/rain")
    old = [paper.get(path).text for path in paths]
    assert all("https://news.example" in text for text in old)
    paper.change(BASE.replace("https://news.example", "https://other.example"))
    for path in paths:
        text = paper.get(path).text
        assert "https://other.example" in text
        assert "https://news.example" not in text
    answer = paper.get("/rss.xml")
    assert (answer.status_code, answer.location) == (301, "https://other.example/feed.rss")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_redirects_and_the_icon_are_those_of_now(paper: Paper) -> None:
    paper.desk.write("pic.png", b"x")
    assert paper.get("/old").status_code == paper.get("/media/pic.png").status_code == 404
    paper.change(f'{BASE}icon = "pic.png"\n[redirects]\n"/old" = "/articles/rain"\n')
    assert paper.get("/old").location == "https://news.example/articles/rain"
    assert paper.get("/media/pic.png").status_code == 200
    paper.change(BASE)
    assert paper.get("/old").status_code == paper.get("/media/pic.png").status_code == 404


def test_entries_hold_what_the_new_settings_say(paper: Paper) -> None:
    assert "</content>" in paper.get("/feed.atom").text
    paper.change(f'{BASE}[feeds]\ncontent = "summary"\n')
    assert "</content>" not in paper.get("/feed.atom").text


def test_deltas_are_given_from_then_on(paper: Paper) -> None:
    for number in range(8):
        paper.desk.write(f"world/{number}.md", RAIN.replace("Rain", f"Rain {number}"))
    paper.indexer.scan()
    asked = {"A-IM": "feed"}
    assert "-im" not in paper.get("/feed.atom", **asked).headers["ETag"]
    paper.change(f"{BASE}[feeds]\ndeltas = true\n")
    tag = paper.get("/feed.atom", **asked).headers["ETag"]
    assert "-im" in tag
    paper.desk.write("world/snow.md", RAIN.replace("Rain", "Snow"))
    paper.indexer.scan()
    assert paper.get("/feed.atom", **asked, **{"If-None-Match": tag}).status_code == 226


def test_a_new_title_updates_no_entry(paper: Paper) -> None:
    def entries() -> list[tuple[str, str]]:
        found = feedparser.parse(paper.get("/feed.atom").data).entries
        return [(one.id, one.updated) for one in found]

    before = entries()
    paper.desk.clock.forward(days=3)
    paper.change(f'{BASE}title = "Other"\n[categories.world]\ntitle = "Abroad"\n')
    assert entries() == before
    assert len(before) == 1


def test_variables_of_a_process_go_before_what_is_in_force(desk: Any) -> None:
    paper = Paper(desk, FEEDSVC_TITLE="Mine")
    paper.change(f'{BASE}title = "Other"\nsubtitle = "There"\n')
    assert "<title>Mine</title>" in paper.get("/feed.atom").text
    assert paper.worker.settings.subtitle == "There"


def test_what_becomes_private_is_gone_before_any_file_is_read(paper: Paper) -> None:
    paths = ("/feed.atom", "/category/world.json", "/", "/articles/rain", "/search?q=wet")
    assert all("Rain" in paper.get(path).text for path in paths)
    paper.desk.write("site.toml", f"{BASE}[categories.world]\nprivate = true\n")
    paper.indexer.adopt(paper.indexer.read_site())
    paper.indexer.put_in_force()
    assert not any("Wet it is" in paper.get(path).text for path in paths)
    assert paper.worker.settings.private_categories == {"world"}


def test_an_application_around_it_follows_as_well(paper: Paper) -> None:
    host = Flask("host")
    inside = Newsroom.open(paper.desk.folder, {}, paper.desk.clock)
    host.register_blueprint(make_routes(inside), url_prefix="/news")
    client = host.test_client()
    paths = ("/news/", "/news/feed.atom", "/news/nowhere", "/news/articles/rain")
    assert all("News" in client.get(path).text for path in paths)
    text = f'{BASE}title = "Other"\n[redirects]\n"/old" = "/feed.rss"\n'
    paper.change(text.replace('news.example"', 'other.example/news"'))
    for path in paths:
        assert "Other" in client.get(path).text
        assert "<title>News" not in client.get(path).text
    assert client.get("/news/old").location == "https://other.example/news/feed.rss"
    assert b"Other" in inside.document("feed", "json").body


def test_settings_that_are_wrong_here_leave_those_before(desk: Any, caplog: Any) -> None:
    paper = Paper(desk)
    with paper.indexer.store.writing() as connection:
        ledger.set_state(connection, "settings", "another version's")
        ledger.set_state(connection, "settings-values", '{"unheard_of": 1}')
    for _ in range(3):
        assert paper.get("/").status_code == paper.get("/feed.atom").status_code == 200
    assert len([line for line in caplog.messages if "stay in force" in line]) == 1
    paper.change(f'{BASE}title = "Other"\n')
    assert "Other" in paper.get("/").text


def test_a_newsroom_that_serves_nothing_keeps_the_settings_it_was_given(paper: Paper) -> None:
    alone = Newsroom.open(paper.desk.folder, {}, paper.desk.clock)
    paper.change(f'{BASE}title = "Other"\n')
    assert re.search(b"<title>News</title>", alone.document("feed", "atom").body)
    assert msgspec.structs.asdict(alone.settings)["title"] == "News"
