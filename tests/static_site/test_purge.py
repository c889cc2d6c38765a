"""Caches are told by a file, a command or a URL."""

import json
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from feedsvc.static_site.purge import Purge, PurgeFailed

SITE = "https://news.example"
URLS = [f"{SITE}/", f"{SITE}/articles/a"]


def test_a_list_has_an_address_a_line(tmp_path: Path) -> None:
    file = tmp_path / "purge.txt"
    for urls in (["https://news.example/old"], URLS):
        Purge(file=file).tell(SITE, urls, tmp_path, {})
    assert file.read_text().splitlines() == URLS
    assert list(tmp_path.iterdir()) == [file]


def test_a_command_gets_the_list_and_no_keys(tmp_path: Path) -> None:
    program = tmp_path / "told.py"
    program.write_text(
        "import os, sys; open('told', 'w').write(sys.stdin.read() + repr(sorted(os.environ)))"
    )
    environ = {"PATH": "/bin", "AWS_SECRET_ACCESS_KEY": "secret"}
    Purge(after=f"{sys.executable} {program}").tell(SITE, URLS, tmp_path, environ)
    told = (tmp_path / "told").read_text()
    assert told.splitlines()[:2] == URLS
    assert "AWS" not in told


def test_a_url_gets_it_as_json(tmp_path: Path) -> None:
    got = []

    class Cache(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args: object) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Cache) as server:
        thread = Thread(target=server.handle_request)
        thread.start()
        Purge(after=f"http://127.0.0.1:{server.server_port}/purge").tell(SITE, URLS, tmp_path, {})
        thread.join()
    assert got == [{"site": SITE, "urls": URLS}]


@pytest.mark.parametrize(
    ("purge", "told"),
    [
        (Purge(after="/no/such/command"), "--after was not told: the command cannot be started"),
        (Purge(after="false"), "--after was not told: the command ended with status 1"),
        (Purge(file=Path("/no/such/folder/list")), "/no/such/folder/list: .*; name another file"),
    ],
)
def test_who_does_not_take_it_is_named(purge: Purge, told: str, tmp_path: Path) -> None:
    with pytest.raises(PurgeFailed, match=told):
        purge.tell(SITE, URLS, tmp_path, {"PATH": "/usr/bin:/bin"})
