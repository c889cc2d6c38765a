"""nginx answers with the files of a release as `serve` would, whatever stands in addresses."""

import hashlib
import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from feedsvc.static_site.manifest import Gone, Manifest, Redirect, SiteFile
from feedsvc.static_site.nginx import nginx_files
from feedsvc.static_site.nginx_text import LONGEST, location_value, quoted
from tests.static_site.nginx_server import Nginx, nginx_for
from tests.static_site.releases import SITE, site_file, write_release
from tests.static_site.rules import answers_of
from tests.web.nginx import need_nginx

# What means something in a configuration, in a regular expression, in a URL or in a header.
SIGNS = "\"'\\$;{}#\n\r\t%?~^*[]()|&=+<> éÉ日🙂aAbB0_-.!:@,"
NAMES = st.text(st.sampled_from(SIGNS), min_size=1, max_size=12).filter(
    lambda name: name.strip(".") and not name.endswith(".html")
)
TARGETS = st.one_of(
    NAMES.map(lambda name: f"{SITE}/articles/{quote(name)}"),
    NAMES.map(lambda name: f"https://elsewhere.example/{name}"),
)


@pytest.fixture(scope="module")
def nginx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    need_nginx()
    folder = tmp_path_factory.mktemp("nginx")
    release = write_release(folder, 1, {"/": b"front"})
    with nginx_for(folder, release.manifest, release.folder) as server:
        yield server


def page_of(name: str) -> SiteFile:
    """The file of an article's page; a builder writes no control characters into file names."""
    address = f"/articles/{name}"
    plain = not re.search("[\x00-\x1f]", name) and len(name.encode()) < 240
    path = f"{address[1:]}.html" if plain else f"articles/~{digest(name)}.html"
    return site_file(address, name.encode(), path)


def digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:32]


def release_of(
    folder: Path, pages: set[str], gone: set[str], redirects: dict[str, str]
) -> Manifest:
    """A release of articles with these names, and what came of old ones."""
    files = [page_of(name) for name in pages | gone]
    files += [site_file("/", b"front"), site_file("/404", b"Not here.", "404.html")]
    for file in files:
        place = folder / file.path
        place.parent.mkdir(parents=True, exist_ok=True)
        name = file.address.removeprefix("/articles/")
        place.write_bytes({"/": b"front", "/404": b"Not here."}.get(name, name.encode()))
    withdrawn = tuple(Gone(f"/articles/{name}", page_of(name).path) for name in gone)
    moved = tuple(Redirect(f"/{old}", new) for old, new in redirects.items())
    return Manifest(1, SITE, tuple(files), {}, moved, withdrawn, "404.html")


@example({"a"}, {"\n"}, {"\n": f"{SITE}/"})
@example({"$uri"}, {'";'}, {"$uri/": "https://elsewhere.example/$uri"})
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(st.sets(NAMES, max_size=12), st.sets(NAMES, max_size=12), st.dictionaries(NAMES, TARGETS))
def test_no_value_breaks_out_of_the_configuration(
    nginx: Nginx,
    tmp_path_factory: pytest.TempPathFactory,
    pages: set[str],
    gone: set[str],
    redirects: dict[str, str],
) -> None:
    folder = tmp_path_factory.mktemp("a $release; {of} \"strange\" 'names' #1")
    gone -= pages
    redirects = {f"old-{old}": new for old, new in redirects.items()}
    manifest = release_of(folder, pages, gone, redirects)
    nginx.take(nginx_files(answers_of(manifest), folder))
    for name in pages:
        answer = nginx.ask(f"/articles/{quote(name, safe='')}")
        assert (answer.status, answer.body) == (200, name.encode()), name
    for name in gone:
        answer = nginx.ask(f"/articles/{quote(name, safe='')}")
        assert (answer.status, answer.body) == (410, name.encode()), name
    for old, new in redirects.items():
        answer = nginx.ask(f"/{quote(old, safe='')}")
        assert (answer.status, answer.headers["location"]) == (301, location_value(new)), old
        known = {"server", "date", "content-type", "content-length", "connection", "location"}
        assert {name.lower() for name in answer.headers} <= known | {"cache-control"} | {
            "access-control-allow-origin",
            "access-control-expose-headers",
        }
    assert nginx.ask("/articles/nothing-such").status == 404
    assert nginx.ask("/").body == b"front"


class Serve(BaseHTTPRequestHandler):
    """Stands where `feedsvc serve` would, and says what it was asked."""

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = f"{self.command} {self.path}".encode()
        self.send_response(202)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *args: object) -> None: ...


@pytest.mark.parametrize("below", ["", "/news"])
def test_what_no_file_can_answer_is_passed_on(nginx: Nginx, tmp_path: Path, below: str) -> None:
    release = write_release(tmp_path, 1, {"/": b"front", "/search/rain": b"results"})
    with ThreadingHTTPServer(("127.0.0.1", 0), Serve) as serve:
        thread = Thread(target=serve.serve_forever)
        thread.start()
        beside = f"http://127.0.0.1:{serve.server_port}{below}"
        try:
            nginx.take(nginx_files(answers_of(release.manifest), release.folder, beside))
            asked = ["/search?q=a%20b", "/search.atom?q=x", "/private/token/feed.atom"]
            for path in asked:
                answer = nginx.ask(path)
                assert (answer.status, answer.body) == (202, f"GET {below}{path}".encode())
            assert nginx.ask("/hub", "POST").body == f"POST {below}/hub".encode()
            assert nginx.ask("/search/rain").body == b"results"
            assert nginx.ask("/").body == b"front"
        finally:
            serve.shutdown()
            thread.join()


def test_headers_of_settings_stay_values(nginx: Nginx, tmp_path: Path) -> None:
    """A hub's address, say, stands in a header of each feed."""
    link = '<{}>; rel="self", <https://hub.example/$uri;{{}}\\"x>; rel="hub"'
    file = site_file("/feed.atom", b"<feed/>")
    given = (("Link", link.format(f"{SITE}/feed.atom")), ("Cache-Control", "x$request_uri"))
    file = SiteFile(**{**{n: getattr(file, n) for n in file.__struct_fields__}, "headers": given})
    (tmp_path / "feed.atom").write_bytes(b"<feed/>")
    missing = site_file("/404", b"-", "404.html")
    manifest = Manifest(1, SITE, (file, missing), {}, (), (), "404.html")
    nginx.take(nginx_files(answers_of(manifest), tmp_path))
    answer = nginx.ask("/feed.atom")
    assert dict(given).items() <= dict(answer.headers).items()


def test_what_nginx_cannot_read_is_told(nginx: Nginx, tmp_path: Path) -> None:
    long = "/" + "x" * (LONGEST + 1)
    redirects = {long: f"{SITE}/", "/fine": f"{SITE}/", "/far": f"{SITE}{long}"}
    release = write_release(tmp_path, 1, {"/": b"front"}, redirects=redirects)
    files = nginx_files(answers_of(release.manifest), release.folder)
    assert sorted(files.left_out) == ["/far", long]
    nginx.take(files)
    assert nginx.ask("/fine").headers["location"] == f"{SITE}/"
    assert nginx.ask("/far").status == 404


def test_a_withdrawn_article_says_so_before_nginx_is_told(nginx: Nginx, tmp_path: Path) -> None:
    """The page that tells it stands at its address already, so nobody reads the article."""
    before = write_release(tmp_path, 1, {"/": b"front", "/articles/a": b"wrong"})
    nginx.take(nginx_files(answers_of(before.manifest), before.folder))
    gone = {"/articles/a": b"It was withdrawn."}
    after = write_release(tmp_path, 1, {"/": b"front"}, gone=gone)
    assert nginx.ask("/articles/a").body == gone["/articles/a"]
    nginx.take(nginx_files(answers_of(after.manifest), after.folder))
    assert (nginx.ask("/articles/a").status, nginx.ask("/articles/a").body) == (
        410,
        gone["/articles/a"],
    )


def test_a_new_article_and_feed_need_no_new_configuration(nginx: Nginx, tmp_path: Path) -> None:
    bodies = {"/": b"front", "/feed.atom": b"<a/>", "/articles/a": b"a", "/media/a.png": b"p"}
    paths = {"/articles/world/2026/a.md": f"{SITE}/articles/a"}
    first = write_release(tmp_path, 1, bodies, redirects=paths)
    paths |= {"/articles/sport/b.md": f"{SITE}/articles/b"}
    more = {"/category/sport.atom": b"<b/>", "/articles/b": b"b", "/media/b.png": b"m"}
    second = write_release(tmp_path, 1, bodies | more, redirects=paths)
    files = nginx_files(answers_of(first.manifest), first.folder)
    assert nginx_files(answers_of(second.manifest), first.folder) == files
    nginx.take(files)
    for address, body in more.items():
        assert nginx.ask(address).body == body
    assert nginx.ask("/category/sport.atom").headers["content-type"].startswith("application/atom")
    assert nginx.ask("/articles/sport/b.md").headers["location"] == f"{SITE}/articles/b"


def test_a_site_below_a_path_is_answered_there_alone(nginx: Nginx, tmp_path: Path) -> None:
    release = write_release(tmp_path, 1, {"/": b"front", "/articles/a": b"a", "/feed.atom": b"f"})
    manifest = Manifest(
        1,
        f"{SITE}/daily news".replace(" ", "%20"),
        release.manifest.files,
        {},
        (Redirect("/feed", f"{SITE}/daily%20news/feed.atom"),),
        (),
        "404.html",
    )
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "daily news").symlink_to(release.folder)
    nginx.take(nginx_files(answers_of(manifest), tmp_path / "root"))
    asked = {path: nginx.ask(f"/daily%20news{path}") for path in ("/", "/articles/a", "/feed.atom")}
    assert [answer.body for answer in asked.values()] == [b"front", b"a", b"f"]
    assert nginx.ask("/daily%20news").headers["location"] == f"{SITE}/daily%20news/"
    assert nginx.ask("/daily%20news/feed").headers["location"] == f"{SITE}/daily%20news/feed.atom"
    slash = nginx.ask("/daily%20news/articles/a/?x=1")
    assert slash.headers["location"] == f"{SITE}/daily%20news/articles/a"
    assert nginx.ask("/articles/a").status == 404


@pytest.mark.parametrize(
    ("text", "written"),
    [("plain", '"plain"'), ('a"b', '"a\\"b"'), ("a\\", '"a\\\\"'), ("a\nb", '"a\\nb"')],
)
def test_a_value_is_one_token(text: str, written: str) -> None:
    assert quoted(text) == written
