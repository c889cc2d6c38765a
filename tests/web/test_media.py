"""Files beside the articles: those that a published article names, and no others."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from feedsvc.web import create_app

SOUND = bytes(range(256)) * 4
ARTICLE = """---
title: Rain
date: 2026-05-01
enclosure: rain.mp3
---
![Drops](<drops über.png>) and [a page](page.xhtml), [a drawing](drawing.svg), [notes](notes.pdf).
"""


def newsroom_of(desk: Any) -> Any:
    desk.write("World/rain.md", ARTICLE)
    for name in ("page.xhtml", "drawing.svg", "notes.pdf", "drops über.png"):
        desk.write(f"World/{name}", b"<script>alert(1)</script>")
    desk.write("World/rain.mp3", SOUND)
    desk.write("World/secret.png", b"not named")
    desk.write("World/held.md", "---\ntitle: Held\ndraft: true\n---\n![x](held.png)\n")
    desk.write("World/held.png", b"not yet")
    (desk.folder.parent / "outside.png").write_bytes(b"outside")
    return desk.open()


@pytest.fixture(scope="module")
def client(still_desk: Any) -> FlaskClient:
    return create_app(newsroom_of(still_desk)).test_client()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("rain.mp3", "audio/mpeg"),
        ("drops%20%C3%BCber.png", "image/png"),
        ("drops über.png", "image/png"),
        ("notes.pdf", "application/pdf"),
        ("drawing.svg", "image/svg+xml"),
        ("page.xhtml", "application/octet-stream"),
    ],
)
def test_a_named_file_is_served_and_can_do_nothing(
    client: FlaskClient, name: str, kind: str
) -> None:
    with client.get(f"/media/World/{name}") as answer:
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith(kind)
        assert answer.headers["ETag"].startswith('"')
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Length"] == str(len(answer.data))


@pytest.mark.parametrize(
    ("wanted", "given", "place"),
    [
        ("bytes=0-9", SOUND[:10], "bytes 0-9/1024"),
        ("bytes=1000-", SOUND[1000:], "bytes 1000-1023/1024"),
        ("bytes=-4", SOUND[-4:], "bytes 1020-1023/1024"),
        ("bytes=1000-5000", SOUND[1000:], "bytes 1000-1023/1024"),
    ],
)
def test_a_range_is_answered(client: FlaskClient, wanted: str, given: bytes, place: str) -> None:
    with client.get("/media/World/rain.mp3", headers={"Range": wanted}) as answer:
        assert answer.status_code == 206
        assert answer.data == given
        assert answer.headers["Content-Range"] == place
        assert answer.headers["Content-Length"] == str(len(given))


@pytest.mark.parametrize("wanted", ["bytes=1024-", "bytes=5000-6000", "bytes=-0"])
def test_a_range_past_the_end_is_416(client: FlaskClient, wanted: str) -> None:
    answer = client.get("/media/World/rain.mp3", headers={"Range": wanted})
    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == "bytes */1024"


@pytest.mark.parametrize("wanted", ["bytes=0-1,5-9", "lines=1-2", "bytes=x-y", "nonsense", ""])
def test_a_range_that_is_none_or_several_gets_the_whole_file(
    client: FlaskClient, wanted: str
) -> None:
    with client.get("/media/World/rain.mp3", headers={"Range": wanted}) as answer:
        assert (answer.status_code, answer.data) == (200, SOUND)


def test_a_range_of_another_version_gets_the_whole_file(client: FlaskClient) -> None:
    headers = {"Range": "bytes=0-9", "If-Range": '"another"'}
    with client.get("/media/World/rain.mp3", headers=headers) as answer:
        assert (answer.status_code, answer.data) == (200, SOUND)


def test_a_file_that_the_client_has_is_304(client: FlaskClient) -> None:
    with client.get("/media/World/rain.mp3") as had:
        held = {"If-None-Match": had.headers["ETag"]}
    with client.get("/media/World/rain.mp3", headers=held) as answer:
        assert (answer.status_code, answer.data) == (304, b"")
        assert answer.headers["ETag"] == held["If-None-Match"]
        assert answer.headers["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize("wanted", ["bytes=0-9", "bytes=5000-"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_range_of_a_file_that_the_client_has_is_304(
    client: FlaskClient, method: str, wanted: str
) -> None:
    with client.get("/media/World/rain.mp3") as had:
        held = {"If-None-Match": f'"other", {had.headers["ETag"]}', "Range": wanted}
    with client.open("/media/World/rain.mp3", method=method, headers=held) as answer:
        assert (answer.status_code, answer.data) == (304, b"")
        assert "Content-Range" not in answer.headers
        assert answer.headers["ETag"] == had.headers["ETag"]


def test_a_range_of_a_file_that_the_client_has_not_is_given(client: FlaskClient) -> None:
    headers = {"If-None-Match": '"other"', "Range": "bytes=0-9"}
    with client.get("/media/World/rain.mp3", headers=headers) as answer:
        assert (answer.status_code, answer.data) == (206, SOUND[:10])


@pytest.mark.parametrize(
    "path",
    [
        "World/secret.png",
        "World/held.png",
        "World/rain.md",
        "World/",
        "World",
        "",
        "site.toml",
        ".feedsvc/store.sqlite3",
        "../outside.png",
        "%2e%2e/outside.png",
        "World/%2e%2e/%2e%2e/outside.png",
        "World/..%2f..%2foutside.png",
        "%2fetc/passwd",
        "/etc/passwd",
        "World/rain.mp3%00.png",
        "World\\rain.mp3",
        "world/rain.mp3",
    ],
)
def test_no_other_file_is_served(client: FlaskClient, path: str) -> None:
    answer = client.get(f"/media/{path}", follow_redirects=True)
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.each_database
def test_a_link_out_of_the_folder_is_not_followed(desk: Any) -> None:
    (desk.folder.parent / "outside.png").write_bytes(b"outside")
    (desk.folder / "inside.png").symlink_to("../outside.png")
    desk.write("rain.md", "---\ntitle: Rain\n---\n![x](inside.png)\n")
    client = create_app(desk.open()).test_client()
    assert client.get("/media/inside.png").status_code == 404


@pytest.mark.each_database
def test_a_file_that_was_deleted_is_404(desk: Any) -> None:
    client = create_app(newsroom_of(desk)).test_client()
    (desk.folder / "World/rain.mp3").unlink()
    assert client.get("/media/World/rain.mp3").status_code == 404


@pytest.mark.each_database
def test_a_withdrawn_article_takes_its_files_along(desk: Any) -> None:
    newsroom = newsroom_of(desk)
    client = create_app(newsroom).test_client()
    desk.write("World/rain.md", ARTICLE.replace("---\n", "---\nstatus: withdrawn\n", 1))
    newsroom.scan()
    assert client.get("/media/World/rain.mp3").status_code == 404


@pytest.mark.each_database
def test_articles_and_settings_are_no_media_whatever_links_to_them(desk: Any) -> None:
    desk.write(
        "rain.md", "---\ntitle: Rain\ndate: 2026-05-01\n---\n[s](site.toml) [t](secret.txt)\n"
    )
    desk.write("secret.txt", "---\ndraft: true\n---\nSecret\n\nNot yet.\n")
    client = create_app(desk.open()).test_client()
    assert client.get("/media/site.toml").status_code == 404
    assert client.get("/media/secret.txt").status_code == 404


@pytest.mark.each_database
def test_a_proxy_is_told_which_file_to_send(desk: Any) -> None:
    desk.write("site.toml", '[media]\naccel = "/_files/"\n')
    here = create_app(newsroom_of(desk)).test_client()
    for path, kind in (
        ("World/rain.mp3", "audio/mpeg"),
        ("World/drops%20%C3%BCber.png", "image/png"),
    ):
        answer = here.get(f"/media/{path}", headers={"If-None-Match": "*", "Range": "bytes=0-3"})
        assert (answer.status_code, answer.data) == (200, b"")
        assert answer.headers["X-Accel-Redirect"] == f"/_files/{path}"
        assert answer.headers["Content-Type"] == kind
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "ETag" not in answer.headers
    for path in ("World/secret.png", "World/held.png", "../outside.png", "World/gone.png"):
        answer = here.get(f"/media/{path}")
        assert answer.status_code == 404
        assert "X-Accel-Redirect" not in answer.headers
