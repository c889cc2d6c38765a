"""nginx and Caddy, with what is written beside a release, answer as `serve` does."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from feedsvc.static_site import Manifest, SiteFile, read_manifest
from feedsvc.static_site.web_servers import CADDY, NGINX_HTTP, NGINX_SERVER, write_servers
from tests.static_site.building import build, served
from tests.static_site.nginx_server import AROUND, Asked, need_caddy
from tests.static_site.releases import SITE, write_release
from tests.static_site.rules import answers_of
from tests.web.nginx import need_nginx, program
from tests.web.servers import LIMIT, ROOT, free_port, running, wait

SAMPLE = ROOT / "articles"
WRONG = "---\ntitle: Wrong\ndate: 2026-05-03\naliases: [/was/there, '/ü \"$x;']\n"
# What servers say of themselves, and what names the same bytes in another way.
OWN = {
    "connection",
    "content-disposition",
    "content-length",
    "date",
    "etag",
    "keep-alive",
    "server",
}
OWN |= {"accept-ranges", "last-modified", "transfer-encoding", "content-encoding"}


class Site(NamedTuple):
    out: Path
    manifest: Manifest
    client: FlaskClient


@pytest.fixture(scope="module")
def site(still_desk: Any, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The sample newsroom, with an article that was withdrawn and one that has another slug."""
    desk, out = still_desk, tmp_path_factory.mktemp("files") / "public"
    shutil.copytree(SAMPLE, desk.folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".*"))
    told = (SAMPLE / "site.toml").read_text()
    hub = '[websub]\nhub = "https://hub.example/"\n'
    desk.write("site.toml", f'base_url = "{SITE}"\n{told}\n{hub}')
    desk.clock.time = desk.clock.time.replace(month=11, day=30)
    desk.write("wrong.md", f"{WRONG}---\nIt is so.\n")
    desk.write("moved.md", "---\ntitle: Moved\nslug: before\ndate: 2026-05-04\n---\nHere.\n")
    desk.open().close()
    desk.clock.forward(hours=1)
    desk.write("wrong.md", f"{WRONG}status: withdrawn\nreason: It was false.\n---\nIt.\n")
    desk.write("moved.md", "---\ntitle: Moved\nslug: after\ndate: 2026-05-04\n---\nHere.\n")
    build(desk, out, beside="http://127.0.0.1:9")
    manifest = read_manifest(out)
    write_servers(out, answers_of(manifest))
    return Site(out, manifest, served(desk))


class WebServer:
    """A web server of this machine."""

    def __init__(self, port: int) -> None:
        self._port = port

    def ask(self, path: str, method: str = "GET", **headers: str) -> Asked:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=LIMIT)
        try:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers=sent)
            answer = connection.getresponse()
            return Asked(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def listens(self) -> bool:
        try:
            return bool(self.ask("/").status)
        except OSError:
            return False


@contextmanager
def started(command: list[str], folder: Path, port: int) -> Iterator[WebServer]:
    server = WebServer(port)
    with running(command, folder / "site", port) as process:
        wait(lambda: process.process.poll() is None and server.listens(), "the web server")
        yield server


@contextmanager
def nginx(out: Path, folder: Path) -> Iterator[WebServer]:
    need_nginx()
    port = free_port()
    shutil.copy(out / NGINX_HTTP, folder / "http.conf")
    shutil.copy(out / NGINX_SERVER, folder / "server.conf")
    user = "user root;" if os.geteuid() == 0 else ""
    text = AROUND.format(folder=folder, port=port, number=0, user=user)
    (folder / "nginx.conf").write_text(text)
    found = program()
    assert found is not None
    command = [found, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with started([*command, "-e", str(folder / "error.log")], folder, port) as server:
        yield server


@contextmanager
def caddy(out: Path, folder: Path) -> Iterator[WebServer]:
    found = need_caddy()
    port = free_port()
    config = folder / "Caddyfile"
    options = "{\n\tadmin off\n\tauto_https off\n}\n"
    config.write_text(f"{options}http://127.0.0.1:{port} {{\n\timport {out / CADDY}\n}}\n")
    command = [found, "run", "--adapter", "caddyfile", "--config", str(config)]
    with started(command, folder, port) as server:
        yield server


@pytest.fixture(scope="module", params=[nginx, caddy], ids=["nginx", "caddy"])
def server(
    request: pytest.FixtureRequest, site: Site, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[WebServer]:
    with request.param(site.out, tmp_path_factory.mktemp("server")) as started:
        yield started


def files(site: Site) -> Iterator[tuple[SiteFile, str, dict[str, str]]]:
    """Each file that has an address, that address as it is asked for, and the headers sent."""
    pages = set(site.manifest.feed_pages.values())
    apart = {site.manifest.not_found, *(gone.path for gone in site.manifest.gone)}
    for file in site.manifest.files:
        if file.path not in apart:
            sent = {"Sec_Fetch_Dest": "document"} if file.path in pages else {}
            yield file, quote(file.address), sent


def assert_same(site: Site, server: WebServer, path: str, **sent: str) -> Asked:
    """Check that an answer is that of `serve`: status, headers that mean something, and body."""
    named = {name.replace("_", "-"): value for name, value in sent.items()}
    there = site.client.get(path, headers=named)
    answer = server.ask(path, **sent)
    body = there.data
    there.close()
    assert answer.status == there.status_code, path
    ours = {name.lower(): value for name, value in there.headers.items()}
    if varied := [name for name in there.vary if name != "Accept"]:  # nobody chooses among files
        ours["vary"] = ", ".join(varied)
    else:
        ours.pop("vary", None)
    found = {name.lower(): value for name, value in answer.headers.items()}
    mean = (ours.keys() | found.keys()) - OWN
    mean -= {"content-type"} if answer.status == 301 else set()
    mean -= {"vary"} if path.startswith("/static/") else set()  # serve compresses few of them
    assert {n: found.get(n) for n in mean} == {n: ours.get(n) for n in mean}, path
    if answer.status != 301:
        assert answer.body == body, path
    return answer


def test_every_address_is_answered_as_serve_does(site: Site, server: WebServer) -> None:
    count = 0
    for _, path, sent in files(site):
        assert_same(site, server, path, **sent)
        count += 1
    assert count > 400


def test_unchanged_is_304_by_its_own_tag_and_by_date(site: Site, server: WebServer) -> None:
    for file, path, sent in files(site):
        for coding in ("identity", "gzip"):
            sent = {**sent, "Accept_Encoding": coding}
            answer = server.ask(path, **sent)
            tag, date = answer.headers["etag"], answer.headers["last-modified"]
            by_tag = server.ask(path, If_None_Match=tag, **sent)
            by_date = server.ask(path, If_Modified_Since=date, **sent)
            assert [(one.status, one.body) for one in (by_tag, by_date)] == [(304, b"")] * 2, path
            assert by_tag.headers["cache-control"] == answer.headers["cache-control"]
        old = server.ask(path, If_None_Match='"old"', **sent)
        assert old.status == 200
        if ".gz" in file.codings:
            assert old.headers["content-encoding"] == "gzip"
            assert "accept-encoding" in old.headers["vary"].lower()
            assert (
                old.headers["etag"] != server.ask(path, Accept_Encoding="identity").headers["etag"]
            )


def test_head_is_get_without_a_body(site: Site, server: WebServer) -> None:
    for _, path, sent in files(site):
        if not path.startswith(("/tag/", "/author/")):
            head, get = server.ask(path, "HEAD", **sent), server.ask(path, **sent)
            assert (head.status, head.body) == (get.status, b"")
            assert {**dict(head.headers), "Date": ""} == {**dict(get.headers), "Date": ""}


def test_old_addresses_lead_where_serve_leads(site: Site, server: WebServer) -> None:
    assert len(site.manifest.redirects) > 30
    for redirect in site.manifest.redirects:
        answer = assert_same(site, server, quote(redirect.address))
        assert answer.headers["location"] == redirect.target
    for path in (
        "/articles/before",
        "/feed?x=1",
        "/feed/",
        "/category/protocols/",
        "/archive/?a=b",
    ):
        assert assert_same(site, server, path).status == 301
    assert server.ask("/feed.atom/?x=1").headers["location"] == f"{SITE}/feed.atom?x=1"


def test_what_was_withdrawn_says_why(site: Site, server: WebServer) -> None:
    assert {"/articles/wrong"} <= {gone.address for gone in site.manifest.gone}
    for gone in site.manifest.gone:
        answer = assert_same(site, server, quote(gone.address))
        assert answer.status == 410
        assert b"It was false." in answer.body


def test_nothing_else_is_there(site: Site, server: WebServer) -> None:
    others = ["/nothing", "/404", "/index", "/index.html", "/feed.atom.html", "/feed.atom.gz"]
    others += ["/articles/", "/articles/x", "/media/", "/static/", "/category/", "/x.atom"]
    others += ["/_redirects", "/_headers", "/.build/state.db", "/category/protocols%0a"]
    page = site.client.get("/_404").data
    for path in others:
        for sent in ({}, {"Sec_Fetch_Dest": "document"}):
            answer = server.ask(path, **sent)
            assert (answer.status, answer.body) == (404, page), path
            assert answer.headers["cache-control"] == "no-store"


def test_a_download_goes_on_and_other_sites_may_read(site: Site, server: WebServer) -> None:
    path = "/media/protocols/24-polls.mp3"
    whole = server.ask(path)
    part = server.ask(path, Range="bytes=100-")
    assert (part.status, part.body) == (206, whole.body[100:])
    tag = whole.headers["etag"]
    assert server.ask(path, Range="bytes=0-9", If_Range=tag).body == whole.body[:10]
    assert server.ask(path, Range="bytes=0-9", If_Range='"old"').body == whole.body
    for open_path in (path, "/feed.atom", "/feeds.opml", "/feed"):
        asked = server.ask(open_path, "OPTIONS", Origin="https://reader.example")
        assert asked.status == 200
        assert asked.headers["access-control-allow-origin"] == "*"
        assert asked.headers["access-control-allow-methods"] == "GET, HEAD"
    assert server.ask("/", "POST").status == 405


def test_each_configuration_says_what_it_cannot_do(site: Site) -> None:
    for name in (NGINX_HTTP, NGINX_SERVER, CADDY):
        assert "cannot do with these files:" in (site.out / name).read_text()


def test_what_is_the_same_is_not_written_again(site: Site) -> None:
    before = (site.out / CADDY).stat()
    assert write_servers(site.out, answers_of(site.manifest)).changed == ()
    assert (site.out / CADDY).stat() == before


def test_what_serve_answers_is_passed_on_to_it(tmp_path: Path) -> None:
    release = write_release(tmp_path, 1, {"/": b"front"})
    write_servers(tmp_path, answers_of(release.manifest), beside="http://127.0.0.1:8000")
    for name in (NGINX_SERVER, CADDY):
        assert "127.0.0.1:8000" in (tmp_path / name).read_text()


def test_a_path_in_the_url_is_a_link_to_the_files(tmp_path: Path) -> None:
    release = write_release(tmp_path, 1, {"/": b"front"})
    (tmp_path / "current").symlink_to("1")
    below = Manifest(**{n: getattr(release.manifest, n) for n in Manifest.__struct_fields__})
    below = Manifest(1, f"{SITE}/daily/news", below.files, {}, (), (), "404.html")
    for _ in range(2):
        write_servers(tmp_path, answers_of(below))
        assert (tmp_path / "root" / "daily" / "news" / "index.html").read_bytes() == b"front"


def test_caddy_is_asked_whether_it_can_read_what_is_written(site: Site) -> None:
    found = need_caddy()
    text = f":80 {{\n\timport {site.out / CADDY}\n}}\n"
    command = [found, "adapt", "--adapter", "caddyfile", "--validate", "--config", "/dev/stdin"]
    tried = subprocess.run(command, input=text.encode(), capture_output=True, check=False)
    assert tried.returncode == 0, tried.stderr
