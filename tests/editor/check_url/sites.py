"""Small sites that serve a feed over real sockets, and what check URL says of them."""

import gzip
import hashlib
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import brotli

from feedsvc.editor.check_url import Answer, Finding, Pace, Report, Request, ask, check_url
from tests.editor.check_url.documents import RSS, TYPES
from tests.web.servers import ROOT

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
MODIFIED = "Sat, 02 May 2026 10:00:05 GMT"
Serve = Callable[[Request], Answer]


class Site:
    """A site that does everything right. A test changes one thing of it."""

    modified = MODIFIED
    vary = "Accept-Encoding"
    status = 200

    def __init__(self, text: str = RSS, old: str = "", new: str = "") -> None:
        assert old in text
        self.type = TYPES[text]
        self.text = text.replace(old, new, 1) if old else text
        self.polls = 0

    def document(self, url: str) -> bytes:
        """The bytes at this poll."""
        return self.text.replace("{site}", url.rpartition("/")[0]).encode()

    def coding(self, accepted: str) -> str:
        return next((name for name in ("br", "gzip") if name in accepted), "")

    def tag(self, data: bytes, coding: str) -> str:
        return f'"{hashlib.sha256(data).hexdigest()[:16]}{coding}"'

    def is_unchanged(self, sent: dict[str, str], tag: str) -> bool:
        if given := sent.get("If-None-Match"):
            held = {one.strip().removeprefix("W/") for one in given.split(",")}
            return bool(tag) and tag.removeprefix("W/") in held
        return bool(self.modified) and sent.get("If-Modified-Since") == self.modified

    def coded(self, data: bytes, coding: str) -> bytes:
        if coding == "gzip":
            return gzip.compress(data, mtime=0)
        return brotli.compress(data, quality=1) if coding == "br" else data

    def headers(self, tag: str) -> dict[str, str]:
        return {"Vary": self.vary, "ETag": tag, "Last-Modified": self.modified}

    def __call__(self, request: Request) -> Answer:
        self.polls += 1
        sent = dict(request.headers)
        coding = self.coding(sent.get("Accept-Encoding", ""))
        data = self.document(request.url)
        tag = self.tag(data, coding)
        headers = {name: value for name, value in self.headers(tag).items() if value}
        if self.is_unchanged(sent, tag):
            return Answer(request, 304, tuple(headers.items()))
        headers |= {"Content-Type": self.type} if self.type else {}
        if coding:
            headers["Content-Encoding"] = coding
        return Answer(request, self.status, tuple(headers.items()), self.coded(data, coding))


class _Handler(BaseHTTPRequestHandler):
    """Answers as a function says."""

    def __init__(self, serve: Serve, *rest: object) -> None:
        self._serve = serve
        super().__init__(*rest)  # type: ignore[arg-type]  # as its server calls it

    def do_GET(self) -> None:
        url = f"http://{self.headers['Host']}{self.path}"
        answer = self._serve(Request(url, self.command, tuple(self.headers.items())))
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.status != 304 and not answer.header("Content-Length"):
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD" and answer.status != 304:
            self.wfile.write(answer.body)

    do_HEAD = do_GET

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serving(serve: Serve) -> Iterator[str]:
    """The address of a site's feed, while it runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, serve))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/feed"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def unwatched(_: str) -> Iterator[Callable[[int, int], None]]:
    yield lambda done, total: None


def report_of(
    address: str,
    asked: Serve = ask,
    *,
    now: datetime = NOW,
    again: float = 0,
    sleep: Callable[[float], None] = lambda seconds: None,
    watched: Callable[[str], AbstractContextManager[Callable[[int, int], None]]] = unwatched,
) -> Report:
    """What check URL says of an address; nothing waits."""
    return check_url(address, asked, Pace(sleep, 0, again), lambda: now, watched)


def judged(site: Serve) -> list[Finding]:
    """What is found of a site, asked over sockets."""
    with serving(site) as address:
        return list(report_of(address).found)


def codes(found: list[Finding]) -> list[str]:
    return [one.code for one in found]


def above_advice(report: Report) -> list[str]:
    """What is found besides advice."""
    found = [one for one in report.found if one.severity != "advice"]
    return [f"{report.url}: {one.code}: {one.message}" for one in found]


def sample_in(folder: Path) -> Path:
    """A copy of the newsroom that comes with feedsvc; its feeds are short, and have archives."""
    articles = folder / "articles"
    shutil.copytree(ROOT / "articles", articles, ignore=shutil.ignore_patterns(".feedsvc"))
    with (articles / "site.toml").open("a") as file:
        file.write("\n[feeds]\nentries = 5\narchive_entries = 5\n")
    return articles
