"""Whatever address is asked for: no other file is served, no other place is named."""

import pytest

from tests.hostile.requests.wire import FORGED, Server, get

# What is asked for, and the status of the answer.
ADDRESSES = [
    ("/media/../held.md", 404),
    ("/media/../../outside.png", 404),
    ("/media/%2e%2e/outside.png", 404),
    ("/media/%2e%2e%2f%2e%2e%2fetc%2fpasswd", 404),
    ("/media/..%5c..%5coutside.png", 404),
    ("/media/%252e%252e%252foutside.png", 404),
    ("/media/%c0%ae%c0%ae/outside.png", 404),
    ("/media//etc/passwd", 404),
    ("/media/%2fetc%2fpasswd", 404),
    ("/media/./drop.png", 404),
    ("/media/drop.png%00.md", 404),
    ("/media/drop.png/", 404),
    ("/media/DROP.PNG", 404),
    ("/media/held.png", 404),
    ("/media/held.md", 404),
    ("/media/site.toml", 404),
    ("/media/.feedsvc/store.sqlite3", 404),
    ("/static/..%2froutes.py", 404),
    ("/static/%2e%2e/routes.py", 404),
    ("/static/%2fetc%2fpasswd", 404),
    ("/static/style.css%00", 404),
    ("/../../../../etc/passwd", 404),
    ("/articles/held", 404),
    ("/articles/..%2fheld.md", 404),
    ("/feed%00.atom", 404),
    ("/tag/%00.atom", 404),
    ("/tag/%ff%fe.atom", 404),
    ("/tag/%ed%a0%80.atom", 404),  # half a surrogate pair
    ("/tag/%e2%80%ae.atom", 404),
    ("/tag/..%2f..%2ffeed.atom", 404),
    ("/x%0d%0aX-Canary:%20y", 404),
    ("/old/rain%0d%0aX-Canary:%20y", 404),
    ("/old/rain?%0d%0aX-Canary:%20y", 301),
    ("/sitemap-" + "9" * 5000 + ".xml", 404),
    ("/sitemap--1.xml", 404),
    ("/%", 404),
    ("/%zz%", 404),
    ("//forged.example/feed.atom", 404),
    ("//forged.example/%2e%2e", 404),
    ("/\\forged.example", 404),
    ("/" + "/" * 20_000, 200),  # slashes at the front are one
    ("/articles/" + "a" * 30_000, 404),
    ("/articles/" + "%2e%2e%2f" * 3_000, 404),
    ("/feed.atom?" + "a=b&" * 7_000, 200),
    ("/feed.atom#x", 200),
    ("/feed.atom\x00", 400),
    ("/feed atom", 400),
    ("/feed.atom\x7f", 400),
    ("/feed.atom\r", 400),
    ("*", 404),
    ("feed.atom", 301),  # a host's name, as it seems: the site's front page
    ("forged.example:80", 301),
    ("forged.example/feed.atom", 400),
    ("http://forged.example/feed.atom", 200),
    ("http://forged.example", 200),
    ("ftp://forged.example/nothing", 404),
    ("http://a@forged.example:99999/feed.atom", 200),
    ("", 400),
]


@pytest.mark.parametrize(("address", "status"), ADDRESSES, ids=[a[0][:30] for a in ADDRESSES])
def test_no_address_leads_outside(server: Server, address: str, status: int) -> None:
    (reply,) = server.ask(get(address, b"Host: " + FORGED))
    assert reply.status == status
    if status in (301, 308):
        assert reply.header("location").startswith("https://news.example/")
    elif status != 200 and reply.body:
        assert reply.header("cache-control") == "no-store"
    server.serves()


@pytest.mark.parametrize("size", [32_000, 64 * 1024, 1_000_000])
def test_an_address_may_not_be_endless(server: Server, size: int) -> None:
    statuses = [reply.status for reply in server.ask(get("/" + "a" * size))]
    # Closed on a client that still speaks, the answer may be lost on its way.
    assert statuses in ([[404]] if size < 32_768 else [[414], [431], []])
    server.serves()
