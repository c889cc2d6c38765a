"""A release holds what the service answers, and the next one what has changed since."""

import gzip
import os
from pathlib import Path
from typing import Any

import brotli
import pytest
import zstandard

from feedsvc.errors import FeedsvcError
from feedsvc.static_site import read_manifest
from tests.static_site.building import (
    SUFFIXES,
    assert_whole,
    build,
    builder_of,
    files_in,
    served,
)

RAIN = "---\ntitle: Rain\ndate: 2026-05-01\ncategory: World\ntags: [wet]\n---\nWet it is.\n"
SNOW = "---\ntitle: Snow\ndate: 2026-05-02\ncategory: World\ntags: [cold]\n---\n![](map.png)\n"
EMBARGO = "---\ntitle: Hail\ndate: 2026-05-03\nembargo: 2026-06-02\n---\nHard it is.\n"
BASE = 'base_url = "https://news.example"\nid_base = "news.example,2026"\n'
OF_THE_SERVER = {"ETag", "Content-Length", "Content-Type", "Last-Modified", "Date"}


@pytest.fixture
def site(desk: Any) -> Any:
    desk.write("rain.md", RAIN)
    desk.write("world/snow.md", SNOW)
    desk.write("world/map.png", b"\x89PNG map")
    return desk


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "public"


def test_every_file_is_what_the_service_answers(site: Any, out: Path) -> None:
    build(site, out, beside="http://127.0.0.1:8000")
    manifest, client, found = assert_whole(out), served(site), files_in(out)
    pages = set(manifest.feed_pages.values())
    assert len(manifest.files) > 60
    for file in manifest.files:
        sent = {"Sec-Fetch-Dest": "document"} if file.path in pages else {}
        answer = client.get(file.address, headers=sent)
        assert answer.data == found[file.path], file.path
        assert answer.status_code == (404 if file.path == manifest.not_found else 200)
        assert answer.content_type == file.media_type
        told = {name: value for name, value in answer.headers if name not in OF_THE_SERVER}
        assert told == dict(file.headers), file.path
        answer.close()
    for redirect in manifest.redirects:
        assert client.get(redirect.address).location == redirect.target
    assert {"/feed", "/articles/rain.md", "/articles/world/snow"} <= {
        one.address for one in manifest.redirects
    }


def test_feeds_pages_and_media_have_their_places(site: Any, out: Path) -> None:
    build(site, out)
    found = files_in(out)
    assert found["media/world/map.png"] == b"\x89PNG map"
    assert b"Rain" in found["index.html"]
    assert b"<feed" in found["feed.atom"]
    assert found["feed.atom.html"].startswith(b"<!doctype html>")
    assert {"articles/rain.html", "tag/wet.rss", "404.html", "sitemap.xml"} <= found.keys()
    assert "media/world/map.png.gz" not in found


def test_news_leave_the_files_as_they_become_old(site: Any, out: Path) -> None:
    hail = "---\ntitle: Hail\ndate: 2026-06-01 10:00\n---\nHard it is.\n"
    site.write("hail.md", hail)
    build(site, out)
    assert b"<news:title>Hail</news:title>" in files_in(out)["news-sitemap.xml"]
    site.clock.forward(days=1, hours=21, minutes=59)
    build(site, out)
    assert b"Hail" in files_in(out)["news-sitemap.xml"]
    site.clock.forward(minutes=1)
    assert build(site, out).written == ("news-sitemap.xml",)
    assert b"Hail" not in files_in(out)["news-sitemap.xml"]


def test_markdown_is_beside_each_page_and_leads_on_from_old_names(site: Any, out: Path) -> None:
    build(site, out)
    assert files_in(out)["articles/rain/text.md"].startswith(b"# Rain\n")
    site.write("rain.md", RAIN.replace("tags", "slug: downpour\ntags").replace("Wet", "Dry"))
    build(site, out)
    found = files_in(out)
    assert b"Dry it is." in found["articles/downpour/text.md"]
    assert "articles/rain/text.md" not in found
    leads = {one.address: one.target for one in read_manifest(out).redirects}
    new = "https://news.example/articles/downpour"
    assert {leads["/articles/rain"], leads["/articles/rain/text.md"]} <= {new, f"{new}/text.md"}
    site.write("rain.md", RAIN.replace("tags", "slug: downpour\nstatus: withdrawn\ntags"))
    build(site, out)
    gone = {one.address for one in read_manifest(out).gone}
    assert {"/articles/downpour/text.md", "/articles/rain/text.md"} <= gone
    assert not any(b"Dry it is" in body for body in files_in(out).values())


def test_compressed_files_hold_the_same(site: Any, out: Path) -> None:
    build(site, out)
    found = files_in(out)
    body = found["feed.atom"]
    assert gzip.decompress(found["feed.atom.gz"]) == body
    assert brotli.decompress(found["feed.atom.br"]) == body
    assert zstandard.decompress(found["feed.atom.zst"]) == body


def test_what_is_the_same_makes_no_release(site: Any, out: Path) -> None:
    assert build(site, out).made
    site.clock.forward(minutes=1)
    again = build(site, out)
    assert (again.made, again.number) == (False, 1)
    assert os.readlink(out / "current") == "releases/1"


def test_a_time_differs_whenever_bytes_do(site: Any, out: Path) -> None:
    build(site, out)
    before = {file.path: file for file in assert_whole(out).files}
    site.write("rain.md", RAIN.replace("Wet", "Dry"))
    build(site, out)  # within the same second
    for file in assert_whole(out).files:
        was = before.get(file.path)
        assert file.modified <= site.clock().timestamp()
        if was and was.digest == file.digest:
            assert was.modified == file.modified
        elif was:
            assert file.modified > was.modified


def test_only_what_differs_is_written_and_old_releases_leave(site: Any, out: Path) -> None:
    build(site, out)
    for number in range(2, 7):
        site.clock.forward(hours=1)
        site.write("rain.md", RAIN.replace("Wet", f"{number} times wet"))
        made = build(site, out)
        assert made.number == number
        assert "articles/rain.html" in made.written
        assert "articles/snow.html" not in made.written
        assert_whole(out)
    kept = sorted(int(one.name) for one in (out / "releases").iterdir())
    assert kept == [4, 5, 6]
    for one in kept:
        assert read_manifest(out, one).number == one


def test_what_is_withdrawn_is_gone_with_its_reason(site: Any, out: Path) -> None:
    build(site, out)
    site.clock.forward(hours=1)
    site.write("rain.md", RAIN.replace("title", "status: withdrawn\nreason: It was dry.\ntitle"))
    build(site, out)
    manifest = assert_whole(out)
    gone = {one.address: one.path for one in manifest.gone}
    assert b"It was dry." in files_in(out)[gone["/articles/rain"]]
    assert b"Wet" not in b"".join(files_in(out).values())


def test_an_embargo_is_kept(site: Any, out: Path) -> None:
    site.write("hail.md", EMBARGO)
    build(site, out)
    assert b"Hail" not in b"".join(files_in(out).values())
    site.clock.forward(days=2)
    build(site, out)
    assert "articles/hail.html" in files_in(out)


def test_two_builders_do_not_share_a_folder(site: Any, out: Path) -> None:
    site.open().close()
    first = builder_of(site, out)
    with pytest.raises(FeedsvcError, match="builds here already"):
        builder_of(site, out)
    first.close()
    builder_of(site, out).close()


def test_a_folder_with_something_else_is_refused(site: Any, out: Path) -> None:
    out.mkdir()
    (out / "letter.txt").write_text("mine")
    with pytest.raises(FeedsvcError, match="something else is in this folder"):
        builder_of(site, out)
    assert [one.name for one in out.iterdir()] == ["letter.txt"]


def test_files_are_made_in_processes_as_in_this_one(
    site: Any, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(site, out)
    monkeypatch.setattr("feedsvc.static_site.builder.FEW", 0)
    build(site, tmp_path / "other", processes=2)
    assert files_in(tmp_path / "other") == files_in(out)
    assert_whole(tmp_path / "other")


SECRET = "markerword"


def test_nothing_private_is_in_any_byte_of_a_folder(site: Any, out: Path) -> None:
    site.write(
        "site.toml",
        'base_url = "https://news.example"\n[categories.inner]\nprivate = true\n',
    )
    for name, header in (
        ("draft", "draft: true"),
        ("inner", "category: Inner"),
        ("later", "embargo: 2027-01-01"),
        ("over", "expires: 2026-05-31"),
        ("gone", "status: withdrawn"),
    ):
        body = f"![](pictures/{SECRET}-{name}.png) {SECRET} text"
        site.write(f"{SECRET}-{name}.md", f"---\ntitle: {SECRET} {name}\n{header}\n---\n{body}\n")
        site.write(f"pictures/{SECRET}-{name}.png", SECRET)
    newsroom = site.open()
    with newsroom:
        newsroom.keys.add("reader", drafts=True, categories=[])
    build(site, out)
    site.clock.forward(hours=1)
    site.write("rain.md", RAIN.replace("Wet", "Dry"))
    build(site, out)
    for path in out.rglob("*"):
        assert SECRET not in path.name
        if path.is_file():
            body = path.read_bytes()
            opened = [body]
            if path.suffix == ".gz":
                opened.append(gzip.decompress(body))
            elif path.suffix == ".br":
                opened.append(brotli.decompress(body))
            elif path.suffix == ".zst":
                opened.append(zstandard.decompress(body))
            assert not any(SECRET.encode() in one.lower() for one in opened), path


def test_long_and_east_asian_names_have_a_file(site: Any, out: Path) -> None:
    long = "東京の雨" * 45
    site.write("a.md", f"---\ntitle: {long}\nslug: {long}\n---\nWet it is.\n")
    site.write("b.md", "---\ntitle: Half\nslug: 50% of ../all\n---\nWet it is.\n")
    site.write("c.md", "---\ntitle: Quote\n---\n![](A.png) ![](a.png)\n")
    site.write("A.png", "large")
    site.write("a.png", "small")
    build(site, out)
    manifest, client, found = assert_whole(out), served(site), files_in(out)
    pages = [one for one in manifest.files if one.address.startswith("/articles/")]
    assert len(pages) == 10  # each is a page and Markdown
    for file in pages:
        assert client.get(file.address).data != b""
        assert len(file.path.rpartition("/")[2].encode()) <= 251
    assert (found["media/A.png"], found["media/a.png"]) == (b"large", b"small")


def test_pages_have_no_form_that_nobody_answers(site: Any, out: Path, tmp_path: Path) -> None:
    build(site, out)
    pages = [body for path, body in files_in(out).items() if path.endswith(".html")]
    assert not [body for body in pages if b"<form" in body or b"opensearch" in body]
    assert b"kept as files" in files_in(out)["search.html"]
    assert "opensearch.xml" not in files_in(out)
    build(site, tmp_path / "other", beside="http://127.0.0.1:8000")
    assert b"<form" in files_in(tmp_path / "other")["index.html"]
    assert "opensearch.xml" in files_in(tmp_path / "other")


def test_a_media_file_of_the_same_size_reaches_the_files(site: Any, out: Path) -> None:
    build(site, out)
    site.clock.forward(minutes=1)
    site.write("world/map.png", b"\x89PNG pam")
    made = build(site, out)
    assert made.written == ("media/world/map.png",)
    assert files_in(out)["media/world/map.png"] == b"\x89PNG pam"


def test_a_release_that_fails_leaves_the_one_before(
    site: Any, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(site, out)
    builder = builder_of(site, out)
    for call in ("os.symlink", "os.replace", "os.rename", "os.utime"):
        site.clock.forward(minutes=1)
        site.write("rain.md", RAIN.replace("Wet", f"At {call} wet"))
        site.open().close()
        with monkeypatch.context() as broken:
            broken.setattr(call, _full)
            with pytest.raises(FeedsvcError, match="see that there is space"):
                builder.build()
        before = assert_whole(out).number
        made = builder.build()
        assert made.number == before + 1
        assert call.encode() in files_in(out)["articles/rain.html"]
        assert_whole(out)
    builder.close()


def _full(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device", "a file")


def test_a_partners_feed_is_a_file_that_nothing_leads_to(site: Any, out: Path) -> None:
    site.write("site.toml", f"{BASE}[partners.flipboard]\n")
    build(site, out)
    path = "partner/flipboard.rss"
    files = files_in(out)
    with served(site) as client:
        assert files[path] == client.get(f"/{path}").data
    assert {name for name in files if "partner" in name} <= {path, *(path + s for s in SUFFIXES)}
    assert not any(b"partner/" in body for name, body in files.items() if path not in name)
    site.write("hail.md", RAIN.replace("Rain", "Hail"))
    build(site, out)
    assert b"Hail" in files_in(out)[path]
