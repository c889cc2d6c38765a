"""Links to addresses of the site: what is told is what a browser that follows them would meet."""

import re
from collections.abc import Iterator
from urllib.parse import unquote, urljoin, urlsplit

import msgspec
import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from feedsvc.editor.check import Checker, FolderLookups
from feedsvc.editor.check.site_urls import Site
from feedsvc.model.article import PAGE
from feedsvc.model.article import SITE as SITE_MARK
from feedsvc.model.problem import Problem
from feedsvc.newsroom import Newsroom
from feedsvc.render import absolute
from feedsvc.sources.html.urls import media_path, target
from feedsvc.web import create_app

SITE = "https://news.example"
WRITTEN = """
b.md b.txt world/b.md ./b.md ../b.md b b/ b.md?x=1 world/c.md ../c/ c c/ world/ ./ ../ /
/articles/b /articles/b/ /articles/b.md /articles/world/c.md /articles/none /articles /articles/
/articles/b%20 /articles/%62 /%61rticles/b /articles/../articles/b /world/b.md /./articles/b
b.md#rain b.md#none b.md#RAIN b.md#top b#rain c.md?x=1#none b.md#:~:text=Text b.md#rain:~:text=Te
#own #none #top #TOP #:~:text=Text # ?x=1#none
draft.md embargoed.md expired.md withdrawn.md unreadable.md /articles/draft _index.md site.toml
former.md /articles/former /articles/former/ latter.md /articles/latter /articles/slug-of-latter
/articles/former#none
/feed.atom /feed.rss /feed.json /feed.atom/ /feed /category/world /category/world/
/category/world.atom /category/World /category/declared /category/none /tag/rain /tag/rain.rss
/tag/secret /tag/own /author/weather-desk /author/weather-desk.json /author/nobody /tag/ /tag/a/b
/search /search?q=rain /search/storms /search/storms.json /search/none
/search/none.atom /search/ /search/storms/x /search.xml /opensearch.xml
/feeds.opml /sitemap.xml /robots.txt /healthz /readyz /metrics /static/style.css
pic.png none.png unnamed.png world/pic.png /media/pic.png /media/unnamed.png /media/none.png
/media/b.md /media/site.toml /media/ /media/icon.svg /media/secret.png
/old/b /old/b/ /old/b#rain /old/b#none /old%20b /old/draft /old/own
/gone /gone/ /index.xml /resources/x /2026/05/01/b/
https://news.example https://news.example/ https://news.example/articles/b https://news.example?x
http://news.example/articles/none https://NEWS.example:443/articles/none //news.example/articles/b
"""
LINKS = WRITTEN.split()


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    folder = tmp_path_factory.mktemp("leads")

    def write(path: str, text: str) -> None:
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text)

    def article(path: str, title: str, header: str = "", body: str = "Text.\n") -> None:
        front = f"title: {title}\nstandfirst: S\ndate: 2026-05-01\n{header}"
        write(path, f"---\n{front}---\n{body}")

    write(
        "site.toml",
        f'base_url = "{SITE}"\nid_base = "news.example,2026"\nicon = "icon.svg"\n'
        '[categories.declared]\ntitle = "Declared"\n[searches.storms]\nquery = "storm"\n'
        '[redirects]\n"/index.xml" = "/feed.rss"\n"/gone" = "/"\n',
    )
    aliases = 'aliases: [/old/b, "/old%20b"]\n'
    rain = "## Rain\n\nText ![p](pic.png)\n"
    article("b.md", "B", f"tags: [rain]\nauthor: Weather desk\n{aliases}", rain)
    article("world/c.md", "C")
    article("draft.md", "D", "draft: true\ntags: [secret]\naliases: [/old/draft]\n")
    article("embargoed.md", "E", "embargo: 2999-01-01\n", "![s](secret.png)\n")
    article("expired.md", "F", "expires: 2026-05-02\n")
    article("withdrawn.md", "G", "status: withdrawn\n")
    article("unreadable.md", "H", "embargo: 2026-13-01\n")
    write("_index.md", "A folder's page.\n")
    article("former.md", "I")
    for name in ("pic.png", "unnamed.png", "secret.png", "icon.svg", "world/pic.png"):
        write(name, "a picture")
    for number, link in enumerate(LINKS):
        header = "tags: [own]\naliases: [/old/own]\n"
        article(f"l{number}.md", f"L{number}", header, f"## Own\n\n[x](<{link}>)\n")
    made = Newsroom.open(folder, {})
    made.scan()
    article("former.md", "I", "slug: slug-of-latter\n")
    made.scan()
    yield made
    made.close()


@pytest.fixture(scope="module")
def checker(newsroom: Newsroom) -> Checker:
    made = Checker(
        newsroom.settings, FolderLookups(newsroom.folder, newsroom.articles.article), newsroom.now
    )
    made.take(newsroom.articles.every())
    return made


@pytest.fixture(scope="module")
def told(checker: Checker) -> dict[str, list[Problem]]:
    found: dict[str, list[Problem]] = {}
    for problem in checker.problems():
        found.setdefault(problem.path, []).append(problem)
    return found


@pytest.fixture(scope="module")
def client(newsroom: Newsroom) -> FlaskClient:
    return create_app(newsroom).test_client()


def leads(url: str, client: FlaskClient) -> bool:
    """Whether a browser that follows a link comes to a page, and to the place in it."""
    parts = urlsplit(url)
    fragment = unquote(parts.fragment.partition(":~:")[0])
    path = urljoin(f"{SITE}/", parts.path or "/")  # as browsers do, without dots
    with client.get(path, follow_redirects=True) as answer:
        if answer.status_code != 200:
            return False
        is_article = answer.request.path.startswith("/articles/")
        if not is_article or not fragment or fragment.casefold() == "top":
            return True
        return bool(LexborHTMLParser(answer.text).css(f'[id="{fragment}"]'))


@pytest.mark.parametrize("number", range(len(LINKS)), ids=LINKS)
def test_what_is_told_of_a_link_is_what_a_browser_meets(
    client: FlaskClient, told: dict[str, list[Problem]], number: int
) -> None:
    page = LexborHTMLParser(client.get(f"/articles/l{number}", base_url=SITE).text)
    href = page.css(".body a")[0].attributes["href"]
    problems = told.get(f"l{number}.md", [])
    assert leads(str(href), client) is not bool(problems)
    for problem in problems:
        assert (problem.line, problem.code) == (10, "broken-link")
        assert LINKS[number] in problem.message or "is not there" in problem.message


PARTS = """
articles media tag category author feed.atom static old gone b b.md c world world/c.md draft rain
secret pic.png none.png %62 .. . x rain.rss weather-desk declared
"""
VOCABULARY = st.sampled_from([*PARTS.split(), ""])


@given(st.lists(VOCABULARY, min_size=1, max_size=4), st.booleans(), st.sampled_from(["", "#rain"]))
def test_of_any_link(
    newsroom: Newsroom,
    checker: Checker,
    client: FlaskClient,
    parts: list[str],
    rooted: bool,
    fragment: str,
) -> None:
    written = "/" * rooted + "/".join(parts) + fragment
    url = target(written, "l0.md", embedded=False)
    if url is None or "static" in parts or "//" in written:
        return
    named = media_path(url)
    if named and newsroom.folder.attached(named) != named:
        return  # it would be served, if what is published named it
    (entry,) = newsroom.articles.at(["l0.md"])
    content = f'<h2 id="own">Own</h2><p><a href="{url}">x</a></p>'
    article = msgspec.structs.replace(entry.article, content=content)
    checker.take([msgspec.structs.replace(entry, article=article)])
    problems = [problem for problem in checker.problems() if problem.path == "l0.md"]
    page = f"{SITE}/articles/{entry.slug}"
    if leads(absolute(url, SITE, page), client) and url.startswith(PAGE):
        return  # the page there is the one without this link
    assert leads(absolute(url, SITE, page), client) is not bool(problems)


def test_every_address_that_is_always_there_is_known(newsroom: Newsroom, checker: Checker) -> None:
    site = Site(newsroom.settings)
    for rule in create_app(newsroom).url_map.iter_rules():
        path = re.sub(r"<any\(atom,rss,json\):\w+>", "rss", str(rule))
        path = re.sub(r"<int:\w+>", "1", re.sub(r"<(?:path:)?\w+>", "x", path))
        address = site.address(SITE_MARK + path)
        assert address is not None
        assert address.kind != "other" or path == "/x", path
