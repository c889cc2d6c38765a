"""Releases in an S3 server, as readers there find them."""

import re
from pathlib import Path

import pytest

from feedsvc.static_site.bring_newest import Destination
from feedsvc.static_site.object_store import ObjectStore, ObjectStoreError, read_place
from feedsvc.static_site.purge import Purge
from feedsvc.static_site.upload import ReleaseFolder, Replaced
from feedsvc.static_site.writer_lock import KEY
from tests.static_site.releases import CACHING, FEED, SITE, write_release
from tests.static_site.s3_server import Storage

FIRST = {
    "/": b"front",
    "/articles/a": b"article a",
    "/articles/b": b"article b",
    "/media/map.png": b"picture",
    "/feed.atom": b"<feed>a b</feed>",
}
SECOND = FIRST | {"/articles/c": b"article c", "/feed.atom": b"<feed>a c</feed>"}
del SECOND["/articles/b"]


class Place:
    """A prefix of a bucket, and what stands below it."""

    def __init__(self, storage: Storage, folder: Path) -> None:
        self.storage = storage
        self.bucket = storage.make_bucket()
        self.told = folder / "told.txt"
        purge = Purge(file=self.told)
        self.to = Destination(read_place(f"s3://{self.bucket}/site"), "here", purge, folder, 2.0)

    def bring(self, release: ReleaseFolder) -> tuple[int, int]:
        """How many files were sent, and how many objects removed."""
        done = self.to.bring(release, self.storage.environ)
        assert done.untold == ""
        return done.sent, done.removed

    def bodies(self) -> dict[str, bytes]:
        """What is answered at each key, but for what an upload keeps for itself."""
        return {
            key.removeprefix("site/"): self.storage.get(f"/{self.bucket}/{key}").body
            for key in self.storage.keys(self.bucket)
            if "/.feedsvc/" not in key
        }

    def urls(self) -> list[str]:
        return self.told.read_text().splitlines()


@pytest.fixture
def place(storage: Storage, tmp_path: Path) -> Place:
    return Place(storage, tmp_path)


def keys(bodies: dict[str, bytes]) -> dict[str, bytes]:
    """The objects that a release is to be."""
    found = {address[1:] or "index.html": body for address, body in bodies.items()}
    return found | {"404.html": b"<p>Nothing is here.</p>"}


def test_a_release_stands_at_its_addresses(place: Place, tmp_path: Path) -> None:
    assert place.bring(write_release(tmp_path, 1, FIRST)) == (6, 0)
    assert place.bodies() == keys(FIRST)
    answer = place.storage.get(f"/{place.bucket}/site/feed.atom")
    assert answer.headers["content-type"] == FEED
    assert answer.headers["cache-control"] == CACHING
    assert re.fullmatch("[0-9a-f]{64}", answer.headers["x-amz-meta-feedsvc-digest"])
    assert answer.headers["x-amz-meta-feedsvc-modified"].endswith(" GMT")
    assert "content-encoding" not in answer.headers
    assert f"site/{KEY}" not in place.storage.keys(place.bucket)


def test_the_next_one_costs_what_it_changes(place: Place, tmp_path: Path) -> None:
    place.bring(write_release(tmp_path, 1, FIRST))
    before = place.storage.writes()
    assert place.bring(write_release(tmp_path, 2, SECOND)) == (2, 1)
    assert place.storage.writes() - before <= 3 + 5  # lock twice, manifest, notes twice
    assert place.bodies() == keys(SECOND)
    assert place.urls() == [
        f"{SITE}/articles/b",
        f"{SITE}/articles/c",
        f"{SITE}/feed.atom",
    ]
    assert place.bring(write_release(tmp_path, 3, SECOND)) == (0, 0)


def test_another_prefix_is_left_alone(place: Place, tmp_path: Path) -> None:
    store = ObjectStore(read_place(f"s3://{place.bucket}/site-two"), place.storage.environ)
    store.put("own", b"mine", {}, parts=False)
    place.bring(write_release(tmp_path, 1, FIRST))
    place.bring(write_release(tmp_path, 2, {}))
    assert place.bodies() == {"404.html": b"<p>Nothing is here.</p>", "site-two/own": b"mine"}


def test_an_upload_that_broke_off_goes_on_and_leaves_nothing_behind(
    place: Place, tmp_path: Path
) -> None:
    """What only the broken one had is taken away, such as an article that was public too early."""
    place.bring(write_release(tmp_path, 1, FIRST))
    pages = {f"/articles/n{n}": b"%d" % n for n in range(60)}
    early = {"/articles/secret": b"too early", "/feed.atom": b"<feed>secret</feed>"}
    broken = write_release(tmp_path, 2, FIRST | pages | early)
    (broken.folder / "feed.atom").unlink()  # the release is replaced while it is brought
    with pytest.raises(Replaced):
        place.bring(broken)
    assert place.bodies()["articles/secret"] == b"too early"
    assert place.bodies()["feed.atom"] == FIRST["/feed.atom"]
    whole = write_release(tmp_path, 3, SECOND | pages)
    assert place.bring(whole) == (2, 2)  # not the sixty again; b and the early one are removed
    assert place.bodies() == keys(SECOND | pages)
    told = set(place.urls())
    assert {f"{SITE}/articles/secret", f"{SITE}/articles/n7", f"{SITE}/articles/b"} <= told


def test_a_file_of_another_release_is_never_sent(place: Place, tmp_path: Path) -> None:
    release = write_release(tmp_path, 1, FIRST)
    (release.folder / "articles" / "a.html").write_bytes(b"of the future")
    with pytest.raises(Replaced):
        place.bring(release)
    assert b"of the future" not in place.bodies().values()
    assert "feed.atom" not in place.bodies()


def test_a_large_file_is_sent_in_parts_and_whole(place: Place, tmp_path: Path) -> None:
    sound = bytes(range(256)) * 25_000
    place.bring(write_release(tmp_path, 1, {"/media/sound.png": sound}))
    assert place.bodies()["media/sound.png"] == sound


def test_a_feed_has_its_page_beside_it(place: Place, tmp_path: Path) -> None:
    release = write_release(tmp_path, 1, FIRST, feed_pages={"/feed.atom": b"<h1>Subscribe</h1>"})
    place.bring(release)
    assert place.bodies()["feed.atom.html"] == b"<h1>Subscribe</h1>"
    assert place.bodies()["feed.atom"] == FIRST["/feed.atom"]


def test_what_was_withdrawn_is_gone(place: Place, tmp_path: Path) -> None:
    place.bring(write_release(tmp_path, 1, FIRST))
    rest = {address: body for address, body in FIRST.items() if address != "/articles/a"}
    place.bring(write_release(tmp_path, 2, rest, gone={"/articles/a": b"Withdrawn: wrong."}))
    assert place.storage.get(f"/{place.bucket}/site/articles/a").status == 404
    assert b"article a" not in place.bodies().values()


def test_caches_that_were_not_told_are_told_with_the_next_one(place: Place, tmp_path: Path) -> None:
    deaf = Destination(place.to.place, "here", Purge(after="false"), tmp_path, 2.0)
    done = deaf.bring(write_release(tmp_path, 1, FIRST), place.storage.environ)
    assert "--after was not told" in done.untold
    assert place.bodies() == keys(FIRST)
    assert place.bring(write_release(tmp_path, 2, FIRST)) == (0, 0)
    assert f"{SITE}/articles/a" in place.urls()


def test_what_an_upload_keeps_must_be_readable(place: Place, tmp_path: Path) -> None:
    store = ObjectStore(place.to.place, place.storage.environ)
    store.put(".feedsvc/manifest.json.zst", b"?", {}, parts=False)
    with pytest.raises(ObjectStoreError, match=r"objects below \.feedsvc/ cannot be read"):
        place.bring(write_release(tmp_path, 1, FIRST))
