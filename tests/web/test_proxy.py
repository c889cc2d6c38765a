"""Subscribers behind nginx, set up as docs/deployment.md says, notice nothing but its limits."""

import gzip
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import brotli
import pytest

from tests.web.nginx import SITE, Proxy, need_nginx, nginx
from tests.web.servers import LIMIT, RAIN, SNOW, Server, granian, wait

AT_A_TIME = 20  # answers to one client, as the page says
AT_ONCE = 200  # requests of one client
SOUND = bytes(range(256)) * 32 * 1024  # 8 MB: more than sockets hold
STORY = "---\ntitle: Sound\ndate: 2026-05-03\nenclosure: sound.mp3\n---\nHear it.\n"


@pytest.fixture(scope="module")
def behind(still_desk: Any) -> Iterator[Server]:
    need_nginx()
    still_desk.settings(base_url=f"https://{SITE}", id_base=f"{SITE},2026")
    for name, text in {"rain.md": RAIN, "snow.md": SNOW, "sound.md": STORY}.items():
        still_desk.write(name, text)
    still_desk.write("sound.mp3", SOUND)
    with granian(still_desk.folder) as server:
        yield server


@pytest.fixture
def proxy(behind: Server, still_desk: Any, tmp_path: Path) -> Iterator[Proxy]:
    with nginx(tmp_path, behind.port, still_desk.folder) as server:
        yield server


@pytest.mark.parametrize("coding", ["identity", "gzip", "br"])
def test_a_poll_is_answered_as_without_it(behind: Server, proxy: Proxy, coding: str) -> None:
    direct = behind.get("/feed.atom", Accept_Encoding=coding)
    for _ in range(2):  # once from feedsvc, once from the cache
        answer = proxy.get("/feed.atom", Accept_Encoding=coding)
        assert (answer.status, answer.body) == (200, direct.body)
        for name in ("etag", "last-modified", "vary", "cache-control", "content-type"):
            assert answer.headers[name] == direct.headers[name], name
        assert answer.headers.get("content-encoding") == direct.headers.get("content-encoding")
    again = proxy.get("/feed.atom", Accept_Encoding=coding, If_None_Match=direct.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == direct.headers["etag"]


def test_each_coding_reaches_whoever_asked_for_it(proxy: Proxy) -> None:
    plain = proxy.get("/feed.rss", Accept_Encoding="identity").body
    zipped = proxy.get("/feed.rss", Accept_Encoding="gzip")
    brown = proxy.get("/feed.rss", Accept_Encoding="br")
    assert gzip.decompress(zipped.body) == brotli.decompress(brown.body) == plain
    assert "Accept-Encoding" in zipped.headers["vary"]
    browser = proxy.get("/feed.rss", Sec_Fetch_Dest="document", Accept_Encoding="identity")
    assert browser.headers["content-type"].startswith("text/html")
    assert proxy.get("/feed.rss", Accept_Encoding="identity").body == plain


def test_browsers_are_kept_to_https(proxy: Proxy) -> None:
    for path in ("/", "/feed.atom", "/media/sound.mp3", "/nothing", "/private/x/", "/metrics"):
        assert proxy.get(path).headers["strict-transport-security"] == "max-age=31536000", path
    plain = HTTPConnection(proxy.host, proxy.plain_port, timeout=LIMIT)
    plain.request("GET", "/feed.atom?x=1", headers={"Host": "evil.example"})
    answer = plain.getresponse()
    assert answer.status == 301
    assert answer.getheader("location") == f"https://{SITE}/feed.atom?x=1"
    plain.close()


def test_a_download_goes_on_where_it_was(proxy: Proxy) -> None:
    start = len(SOUND) // 2 + 3
    rest = proxy.get("/media/sound.mp3", Range=f"bytes={start}-")
    assert rest.status == 206
    assert rest.headers["content-range"] == f"bytes {start}-{len(SOUND) - 1}/{len(SOUND)}"
    assert rest.body == SOUND[start:]
    tag = rest.headers["etag"]
    assert proxy.get("/media/sound.mp3", Range="bytes=0-9", If_Range=tag).body == SOUND[:10]
    assert proxy.get("/media/sound.mp3", Range="bytes=0-9", If_Range='"old"').body == SOUND


def test_what_a_client_says_of_itself_changes_no_answer(proxy: Proxy) -> None:
    forged = {"X_Forwarded_Host": "evil.example", "X_Forwarded_Proto": "ftp"}
    forged |= {"Host": "evil.example", "X_Forwarded_For": "192.0.2.1"}
    for path in ("/feed.json", "/feed"):
        first = proxy.get(path, **forged)  # it is what the cache then holds
        assert b"evil" not in first.body
        assert "evil" not in str(first.headers)
        assert proxy.get(path).body == first.body
    assert proxy.get("/feed", **forged).headers["location"].endswith("/feed.atom")


def flood(proxy: Proxy, requests: int) -> bytes:
    """All answers to requests that one connection sends in one go, each from another address."""
    connection = proxy.connection()
    connection.connect()
    lines = "GET /readyz HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.{}\r\n{}\r\n"
    each = [lines.format(n % 250, "") for n in range(requests - 1)]
    connection.sock.sendall("".join([*each, lines.format(250, "Connection: close\r\n")]).encode())
    said = b""
    while part := connection.sock.recv(65536):
        said += part
    connection.close()
    return said


def test_a_flood_is_told_to_wait_and_then_answered_again(proxy: Proxy) -> None:
    said = flood(proxy, 4 * AT_ONCE)
    assert said.count(b"HTTP/1.1 200 ") >= AT_ONCE
    assert said.count(b"HTTP/1.1 429 ") >= 1
    refused = said.split(b"HTTP/1.1 429 ")[1].split(b"\r\n\r\n")[0].lower()
    assert b"retry-after: 10" in refused
    assert b"strict-transport-security: max-age=31536000" in refused
    wait(lambda: proxy.get("/feed.atom").status == 200, "the feed is answered again")


def begin_download(proxy: Proxy, held: ExitStack) -> int:
    """Ask for a large file, and take the head of the answer alone."""
    connection = proxy.connection()
    held.callback(connection.close)
    connection.connect()
    connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.request("GET", "/media/sound.mp3")
    answer = connection.getresponse()
    held.callback(answer.close)
    return answer.status


def test_one_client_holds_so_many_answers_at_a_time(proxy: Proxy) -> None:
    with ExitStack() as held:
        assert [begin_download(proxy, held) for _ in range(AT_A_TIME)] == [200] * AT_A_TIME
        assert proxy.get("/feed.atom").status == 429
    wait(lambda: proxy.get("/feed.atom").status == 200, "places are free again")


def test_private_addresses_are_in_no_log(proxy: Proxy) -> None:
    secret = "Sesame0Open1Sesame2Open3Sesame4Open5Sesame6"
    assert proxy.get(f"/private/{secret}/feed.atom").status == 404
    assert proxy.get(f"/%70rivate/{secret}/feed.atom").status == 404
    plain = HTTPConnection(proxy.host, proxy.plain_port, timeout=LIMIT)
    plain.request("GET", f"/private/{secret}/feed.atom")
    assert plain.getresponse().status == 301
    plain.close()
    assert proxy.get("/feed.atom").status == 200
    wait(lambda: "/feed.atom" in proxy.logged(), "other requests are noted")
    assert secret not in proxy.logged()


def test_the_figures_are_not_for_everybody(proxy: Proxy) -> None:
    assert proxy.get("/metrics").status == 403
