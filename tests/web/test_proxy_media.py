"""Files that nginx sends for feedsvc (media.accel), as docs/deployment.md says."""

import json
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from tests.web.nginx import SITE, Proxy, need_nginx, nginx
from tests.web.servers import CLI, RAIN, Server, granian

ACCEL = "/_feedsvc_media/"
SOUND = bytes(range(256)) * 32 * 1024  # 8 MB: more than sockets hold
NAME = "Sound/drops über 100%.mp3"
POLICY = ("content-security-policy", "x-content-type-options", "cache-control", "content-type")
OPEN = ("access-control-allow-origin", "access-control-expose-headers")
DOWNLOADS = 16  # more than feedsvc has threads then


@pytest.fixture(scope="module")
def folder(still_desk: Any) -> Path:
    settings = f'id_base = "{SITE},2026"\n[media]\naccel = "{ACCEL}"\n'
    settings += "[categories.board]\nprivate = true\n"
    still_desk.write("site.toml", settings)
    still_desk.write("rain.md", RAIN)
    story = "---\ntitle: Sound\ndate: 2026-05-03\ncategory: {}\nenclosure: {}\n---\nHear it.\n"
    still_desk.write("Sound/sound.md", story.format("Sound", f'"{NAME.partition("/")[2]}"'))
    still_desk.write("Board/kept.md", story.format("Board", "kept.mp3"))
    for name in (NAME, "Board/kept.mp3", "Sound/not-named.mp3"):
        still_desk.write(name, SOUND)
    return still_desk.folder


@pytest.fixture(scope="module")
def behind(folder: Path) -> Iterator[Server]:
    need_nginx()
    with granian(folder, "--workers", "1") as server:
        yield server


@pytest.fixture
def proxy(behind: Server, folder: Path, tmp_path: Path) -> Iterator[Proxy]:
    with nginx(tmp_path, behind.port, folder) as server:
        yield server


def test_a_file_comes_as_feedsvc_would_send_it(behind: Server, proxy: Proxy) -> None:
    path = f"/media/{quote(NAME)}"
    direct = behind.get(path)
    assert (direct.status, direct.body) == (200, b"")
    assert direct.headers["x-accel-redirect"] == ACCEL + quote(NAME)
    whole = proxy.get(path)
    assert (whole.status, whole.body) == (200, SOUND)
    for name in (*POLICY, *OPEN):
        assert whole.headers[name] == direct.headers[name], name
    assert whole.headers["strict-transport-security"] == "max-age=31536000"
    assert "x-accel-redirect" not in whole.headers
    tag = whole.headers["etag"]
    same = proxy.get(path, If_None_Match=tag)
    assert (same.status, same.body) == (304, b"")
    part = proxy.get(path, Range="bytes=10-19", If_Range=tag)
    assert (part.status, part.body) == (206, SOUND[10:20])


def test_nothing_else_is_in_the_folder_for_others(proxy: Proxy) -> None:
    hidden = ["Sound/not-named.mp3", "Board/kept.mp3", ".feedsvc/store.sqlite3", "rain.md"]
    for name in (NAME, *hidden):
        assert proxy.get(ACCEL + quote(name)).status == 404
    for name in hidden:
        assert proxy.get(f"/media/{name}").status == 404


def test_who_holds_a_key_gets_its_files_and_no_log_the_key(folder: Path, proxy: Proxy) -> None:
    command = [*CLI, "key", "add", "Board", str(folder), "--category", "board", "--json"]
    made = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    page = urlsplit(made["page"]).path
    answer = proxy.get(f"{page}media/Board/kept.mp3")
    assert (answer.status, answer.body) == (200, SOUND)
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "access-control-allow-origin" not in answer.headers
    assert page.split("/")[2] not in proxy.logged()


def test_downloads_keep_no_thread(behind: Server, proxy: Proxy) -> None:
    slow = []
    try:
        for _ in range(DOWNLOADS):
            connection = proxy.connection()
            connection.connect()
            connection.sock.settimeout(60)
            connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.request("GET", f"/media/{quote(NAME)}")
            answer = connection.getresponse()
            assert answer.status == 200
            assert answer.read(1) == SOUND[:1]
            slow.append((connection, answer))
        for _ in range(5):
            assert behind.get("/feed.atom").status == 200
            assert behind.get("/search?q=rain").status == 200
        assert all(answer.read(9) == SOUND[1:10] for _, answer in slow)
    finally:
        for connection, _ in slow:
            connection.close()
