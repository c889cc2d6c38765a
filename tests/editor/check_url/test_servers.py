"""Servers that are as they should be, over sockets: nothing above advice is told."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from feedsvc.editor.check_url import Report
from feedsvc.model.clock import system_clock
from feedsvc.static_site import Builder, read_manifest
from tests.editor.check_url.documents import RSS
from tests.editor.check_url.sites import above_advice, codes, report_of, sample_in
from tests.static_site.nginx_server import nginx_for
from tests.web.nginx import BEGIN, need_nginx, program
from tests.web.rain_and_snow import newsroom_of
from tests.web.servers import LIMIT, Server, free_port, granian, gunicorn, wait

PATHS = ("/feed.atom", "/feed.rss", "/feed.json")
PLAIN = (
    BEGIN
    + """    types {{ application/rss+xml rss; text/html html; }}
    gzip {gzip};
    gzip_types application/rss+xml;
    {more}
    server {{ listen 127.0.0.1:{port}; root {folder}/public; }}
}}
"""
)


def judged(port: int, path: str) -> Report:
    return report_of(f"http://127.0.0.1:{port}{path}", now=system_clock())


@pytest.mark.parametrize("runs", [granian, gunicorn])
def test_our_servers(tmp_path: Path, runs: Callable[..., AbstractContextManager[Server]]) -> None:
    with runs(sample_in(tmp_path)) as server:
        for path in PATHS:
            report = judged(server.port, path)
            assert report.entries == 5
            assert above_advice(report) == []


def test_nginx_with_a_release(desk: Any, tmp_path: Path) -> None:
    need_nginx()
    newsroom_of(desk).close()
    out = tmp_path / "public"
    with closing(Builder(desk.folder, desk.environ, out, clock=desk.clock)) as builder:
        builder.build()
    with nginx_for(tmp_path, read_manifest(out), out / "current") as server:
        for path in PATHS:
            report = judged(server.port, path)
            assert report.entries == 2
            assert above_advice(report) == []


@contextmanager
def nginx(folder: Path, gzip: str, more: str) -> Iterator[int]:
    """nginx as anybody has it, with a feed as a file; gives its port."""
    need_nginx()
    port, found = free_port(), program()
    assert found is not None
    (folder / "public").mkdir()
    text = RSS.replace("{site}", f"http://127.0.0.1:{port}").replace("/feed", "/feed.rss")
    (folder / "public" / "feed.rss").write_text(text)
    user = "user root;" if os.geteuid() == 0 else ""
    values = {"folder": folder, "port": port, "user": user, "gzip": gzip, "more": more}
    (folder / "nginx.conf").write_text(PLAIN.format(**values))
    command = [found, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", f"{folder}/log"]
    process = subprocess.Popen(command, start_new_session=True)
    try:
        wait(lambda: judged(port, "/feed.rss").status == 200, "nginx answers")
        yield port
    finally:
        process.terminate()
        process.wait(LIMIT)


@pytest.mark.parametrize(
    ("gzip", "more", "found"),
    [
        ("off", "", []),
        ("on", "gzip_vary on;", []),
        ("on", "", ["coding-vary"]),
        ("off", "etag off; if_modified_since off;", ["ignores-if-modified-since"]),
    ],
)
def test_nginx_with_files(tmp_path: Path, gzip: str, more: str, found: list[str]) -> None:
    with nginx(tmp_path, gzip, more) as port:
        assert codes(list(judged(port, "/feed.rss").found)) == found
