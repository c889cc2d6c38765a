"""Files that are fetched, from a server on this machine."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from feedsvc.importers import download
from feedsvc.importers.download import fetch


class Answers(BaseHTTPRequestHandler):
    """A small site."""

    def do_GET(self) -> None:
        where = {"/to-file": "file:///etc/passwd", "/moved": "/a%20b.jpg"}.get(self.path, "")
        found = self.path in ("/a%20b.jpg", "/%C3%A4.jpg")
        self.send_response(302 if where else 200 if found else 404)
        if where:
            self.send_header("Location", where)
        self.send_header("Content-Length", "4" if found else "0")
        self.end_headers()
        if found:
            self.wfile.write(b"boat")

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[str]:
    """The address of the small site, while it runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serving() as url:
        yield url


@pytest.mark.parametrize("path", ["/a%20b.jpg", "/ä.jpg", "/moved"])
def test_what_is_there(path: str, site: str) -> None:
    assert fetch(site + path) == b"boat"


def test_what_is_not_there(site: str) -> None:
    with pytest.raises(OSError, match="the server answers 404"):
        fetch(f"{site}/none.jpg")


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://127.0.0.1/a", "nothing", "http://[x/"]
)
def test_no_other_scheme(url: str) -> None:
    with pytest.raises(OSError, match="it cannot be"):
        fetch(url)


def test_no_redirect_to_files(site: str) -> None:
    with pytest.raises(OSError, match="the server answers 302"):
        fetch(f"{site}/to-file")


def test_nobody_there(site: str) -> None:
    with pytest.raises(OSError, match="it cannot be reached"):
        fetch("http://127.0.0.1:9/a.jpg")


def test_sizes_have_a_limit(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "MOST_BYTES", 3)
    with pytest.raises(OSError, match="bring it here by hand"):
        fetch(f"{site}/moved")
