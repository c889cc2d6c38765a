"""Addresses of earlier times: aliases of articles, and `[redirects]` of old feeds."""

import json
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from flask.testing import FlaskClient

from feedsvc.web import create_app

SITE = "https://news.example"
REDIRECTS = {
    "/feed.xml": "/feed.rss",
    "index.xml": "feed.atom",
    "/feed/": "/feed.rss",
    "/category/old.rss": "/category/world.rss",
    "/tag/gone": "/tag/weather",
    "/alt/f%C3%BCr.xml": "/tag/weather.atom",
    "/media/old.mp3": "https://files.example/old.mp3",
    "/podcast.xml": "https://pods.example/feed?x=1&y=2",
    "/search.xml": "/feed.rss?from=https://old.example/",
    # Real addresses, which no redirect hides.
    "/": "/nowhere",
    "/feed.atom": "/nowhere",
    "/category/world": "/nowhere",
    "/articles/rain": "/nowhere",
    "/robots.txt": "/nowhere",
}
RAIN = (
    "---\ntitle: Rain\ndate: 2026-05-01\ncategory: World\ntags: [weather]\naliases: {}\n---\nWet.\n"
)


def write_site(desk: Any, **settings: str) -> None:
    desk.settings(base_url=SITE, id_base="news.example,2026", **settings)
    lines = [f"{json.dumps(k)} = {json.dumps(v)}\n" for k, v in REDIRECTS.items()]
    with (desk.folder / "site.toml").open("a") as site:
        site.write("[redirects]\n" + "".join(lines))


@pytest.fixture(scope="module")
def client(still_desk: Any) -> FlaskClient:
    write_site(still_desk)
    still_desk.write("rain.md", RAIN.format("[]"))
    return create_app(still_desk.open()).test_client()


def target(client: FlaskClient, url: str, **headers: str) -> str:
    """Where an old address leads to, for ever."""
    answer = client.get(url, headers=headers)
    assert answer.status_code == 301
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert client.head(url, headers=headers).headers["Location"] == answer.headers["Location"]
    return str(answer.headers["Location"])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/feed.xml", f"{SITE}/feed.rss"),
        ("/index.xml", f"{SITE}/feed.atom"),
        ("/feed", f"{SITE}/feed.rss"),
        ("/feed/", f"{SITE}/feed.rss"),
        ("/feed.xml?utm_source=x", f"{SITE}/feed.rss"),
        ("/category/old.rss", f"{SITE}/category/world.rss"),
        ("/tag/gone", f"{SITE}/tag/weather"),
        ("/alt/f%C3%BCr.xml", f"{SITE}/tag/weather.atom"),
        ("/media/old.mp3", "https://files.example/old.mp3"),
        ("/podcast.xml", "https://pods.example/feed?x=1&y=2"),
        ("/search.xml", f"{SITE}/feed.rss?from=https%3A//old.example/"),
    ],
)
def test_an_old_feed_leads_to_the_new_one(client: FlaskClient, old: str, new: str) -> None:
    assert target(client, old) == new
    if new.startswith(SITE):
        assert client.get(urlsplit(new).path).status_code == 200


@pytest.mark.parametrize("said", ["document", "empty"])
def test_browsers_are_led_there_as_well(client: FlaskClient, said: str) -> None:
    headers = {"Sec-Fetch-Dest": said}
    answer = client.get("/category/old.rss", headers=headers)
    assert (answer.status_code, answer.headers["Location"]) == (301, f"{SITE}/category/world.rss")


@pytest.mark.parametrize("old", ["/feed.xml", "/category/old.rss", "/podcast.xml"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:81", "X-Forwarded-Host": "worse.example"},
        {"Forwarded": "host=evil.example", "X-Forwarded-Prefix": "/evil"},
    ],
)
def test_a_forged_host_leads_nowhere_else(
    client: FlaskClient, old: str, headers: dict[str, str]
) -> None:
    assert target(client, old, **headers) == target(client, old)


@pytest.mark.each_database
def test_a_redirect_keeps_the_path_of_base_url(desk: Any) -> None:
    write_site(desk)
    desk.environ["FEEDSVC_BASE_URL"] = "https://x.example/our/news"
    client = create_app(desk.open()).test_client()
    assert target(client, "/feed.xml") == "https://x.example/our/news/feed.rss"
    assert target(client, "/podcast.xml").startswith("https://pods.example/")


@pytest.mark.parametrize(
    "url", ["/", "/feed.atom", "/category/world", "/articles/rain", "/robots.txt"]
)
def test_no_redirect_hides_what_is_there(client: FlaskClient, url: str) -> None:
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("url", ["/feed.xml.bak", "/FEED.XML", "/x/feed.xml", "/category/old.atom"])
def test_only_the_address_itself_is_led_on(client: FlaskClient, url: str) -> None:
    answer = client.get(url)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")


ALIASES = [
    "/2019/05/rain.html",
    "old/rain/",
    "https://other.example/blog/rain.php?id=7#top",
    "/über/regen",
    "/encoded/%C3%BCber",
    "/tag/was-a-page",
    "/category/was-a-feed.atom",
    "/articles/first-name",
    "/media/was-a-page",
]
ASKED = [
    *("/2019/05/rain.html", "/2019/05/rain.html/"),
    *("/old/rain", "/old/rain/"),
    *("/blog/rain.php", "/blog/rain.php?id=7"),
    "/%C3%BCber/regen",
    f"/encoded/{quote('über')}",
    *("/tag/was-a-page", "/category/was-a-feed.atom", "/articles/first-name"),
    "/media/was-a-page",
]


@pytest.mark.parametrize("old", ASKED)
def test_an_alias_leads_to_the_article(desk: Any, old: str) -> None:
    desk.write("rain.md", RAIN.format(json.dumps(ALIASES)))
    client = create_app(desk.open()).test_client()
    assert target(client, old) == f"{SITE}/articles/rain"
    assert target(client, old, Host="evil.example") == f"{SITE}/articles/rain"


@pytest.mark.each_database
def test_an_alias_leads_to_the_name_that_the_article_has_now(desk: Any, clock: Any) -> None:
    desk.write("rain.md", RAIN.format("[/old]"))
    newsroom = desk.open()
    client = create_app(newsroom).test_client()
    clock.forward(hours=1)
    desk.write("rain.md", RAIN.format("[/old, /older]\nslug: später"))
    newsroom.scan()
    for old in ("/old", "/older", "/articles/rain"):
        assert target(client, old) == f"{SITE}/articles/sp%C3%A4ter"
    desk.write("rain.md", RAIN.format("[/older]\nslug: später"))
    newsroom.scan()
    assert client.get("/old").status_code == 404


@pytest.mark.each_database
def test_the_newest_of_two_articles_has_the_alias(desk: Any) -> None:
    for name, date in (("a", "2026-05-01"), ("b", "2026-05-03"), ("c", "2026-05-02")):
        desk.write(f"{name}.md", f"---\ntitle: {name}\ndate: {date}\naliases: [/old]\n---\nX.\n")
    desk.write("d.md", "---\ntitle: d\ndate: 2026-05-09\naliases: [/old]\ndraft: true\n---\nX.\n")
    client = create_app(desk.open()).test_client()
    assert target(client, "/old") == f"{SITE}/articles/b"


@pytest.mark.parametrize("held", ["draft: true", "status: withdrawn", "expires: 2026-05-15"])
def test_what_is_not_published_has_no_old_address(desk: Any, held: str) -> None:
    desk.write("rain.md", RAIN.format(f"[/old]\n{held}"))
    client = create_app(desk.open()).test_client()
    assert client.get("/old").status_code == 404


def test_an_embargo_holds_for_old_addresses_too(desk: Any, clock: Any) -> None:
    desk.write("rain.md", RAIN.format("[/old]\nembargo: 2026-06-02"))
    client = create_app(desk.open()).test_client()
    assert client.get("/old").status_code == 404
    clock.forward(days=2)
    assert target(client, "/old") == f"{SITE}/articles/rain"


REAL = [
    "/",
    "/feed.rss",
    "/category/world",
    "/category/world.json",
    "/articles/snow",
    "/feeds.opml",
]


@pytest.mark.parametrize("real", REAL)
def test_no_alias_hides_what_is_there(desk: Any, real: str) -> None:
    desk.write("rain.md", RAIN.format(json.dumps(REAL)))
    desk.write("snow.md", RAIN.format("[]").replace("Rain", "Snow"))
    client = create_app(desk.open()).test_client()
    assert client.get(real).status_code == 200


@pytest.mark.each_database
def test_a_redirect_of_the_settings_goes_before_an_alias(desk: Any) -> None:
    write_site(desk)
    desk.write("rain.md", RAIN.format("[/feed.xml]"))
    client = create_app(desk.open()).test_client()
    assert target(client, "/feed.xml") == f"{SITE}/feed.rss"


@pytest.mark.parametrize(
    ("path", "leads"),
    [
        ("/feed", "/feed.atom"),
        ("/feed/", "/feed.atom"),
        ("/rss", "/feed.rss"),
        ("/feed.xml", "/feed.atom"),
        ("/rss.xml", "/feed.rss"),
        ("/atom.xml", "/feed.atom"),
        ("/index.xml", "/feed.rss"),
        ("/feed.atom/", "/feed.atom"),
        ("/tag/rain/", "/tag/rain"),
        ("/tag/rain.atom/", "/tag/rain.atom"),
        ("/category/caf%C3%A9/", "/category/caf%C3%A9"),
        ("/feeds.opml/", "/feeds.opml"),
        ("/search/?q=rain", "/search?q=rain"),
        ("/favicon.ico", "/static/icon.svg"),
    ],
)
def test_what_people_guess_leads_there(desk: Any, path: str, leads: str) -> None:
    client = create_app(desk.open()).test_client()
    answer = client.get(path, headers={"Host": "forged.example"})
    assert (answer.status_code, answer.headers["Location"]) == (301, f"https://news.example{leads}")


@pytest.mark.each_database
def test_what_is_nowhere_is_nowhere_with_a_slash_too(desk: Any) -> None:
    client = create_app(desk.open()).test_client()
    for path in ("/nothing/", "/a/b/c/", "/private/x/", "/feed.docx/"):
        assert client.get(path).status_code == 404, path


def test_an_alias_or_a_redirect_goes_before_a_guess(desk: Any) -> None:
    desk.write(
        "site.toml",
        'base_url = "https://news.example"\nicon = "logo.png"\n'
        '[redirects]\n"rss" = "/tag/rain.rss"\n',
    )
    desk.write("old.md", "---\ntitle: Old\ndate: 2026-05-01\naliases: [/feed/]\n---\nOld.\n")
    client = create_app(desk.open()).test_client()
    assert client.get("/rss").headers["Location"] == "https://news.example/tag/rain.rss"
    assert client.get("/feed/").headers["Location"] == "https://news.example/articles/old"
    assert client.get("/favicon.ico").headers["Location"] == "https://news.example/media/logo.png"
