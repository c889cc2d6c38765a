"""A podcast from a real server, as an app subscribes to it and plays from the middle."""

import io
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import podcastparser

from tests.sources.sound import mp3
from tests.web.servers import granian

SITE = 'id_base = "news.example,2026"\n[podcast]\ncategory = "News"\nimage = "art.jpg"\n'
EPISODE = "---\ntitle: One\ndate: 2026-05-01\nenclosure: Épisode 1.mp3\n---\nHear it.\n"


def test_an_app_subscribes_and_plays_from_the_middle(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "site.toml").write_text(SITE)
    (folder / "one.md").write_text(EPISODE)
    (folder / "Épisode 1.mp3").write_bytes(mp3(400))
    (folder / "art.jpg").write_bytes(b"\xff\xd8")
    with granian(folder) as server:
        feed = server.get("/feed.rss")
        show = podcastparser.parse("http://127.0.0.1/feed.rss", io.BytesIO(feed.body))
        (episode,) = show["episodes"]
        (sound,) = episode["enclosures"]
        path = urlsplit(sound["url"]).path
        assert episode["total_time"] == 10
        whole = server.get(path)
        assert (whole.status, whole.headers["content-type"]) == (200, "audio/mpeg")
        assert len(whole.body) == sound["file_size"]
        assert whole.headers["accept-ranges"] == "bytes"
        part = server.get(path, Range="bytes=1000-1999")
        assert (part.status, part.body) == (206, whole.body[1000:2000])
        assert part.headers["content-range"] == f"bytes 1000-1999/{len(whole.body)}"
        assert part.headers["etag"] == whole.headers["etag"]
        # Apple asks so before it shows artwork or plays an episode.
        for asked in (path, urlsplit(show["cover_url"]).path):
            status, length = head(server.connection(), asked)
            assert (status, length) == (200, str(len(server.get(asked).body)))


def head(connection: HTTPConnection, path: str) -> tuple[int, str | None]:
    connection.request("HEAD", path)
    answer = connection.getresponse()
    assert answer.read() == b""
    connection.close()
    return answer.status, answer.getheader("Content-Length")
