"""What a newsroom shows at a time: embargo, expiry, drafts, media, moved pages, rehearsals."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from feedsvc.errors import NoSuchFeed
from feedsvc.newsroom import Newsroom

FORMATS = ("atom", "rss", "json")
LIFT = datetime(2026, 6, 1, 14, 0, tzinfo=UTC)  # two hours after the clock's start
OPEN = "Title: Open\nDate: 2026-05-01\nTags: shared\n\nEveryone may read this.\n"
SECRET = """Title: Secret
Date: 2026-05-02
{key}: {value}
Tags: hidden, shared
Author: Deep Throat
Category: Vault

Nobody may read ![this](plan.png) yet.
"""


def secret(key: str = "Embargo", value: str = "2026-06-01 14:00") -> str:
    return SECRET.format(key=key, value=value)


def titles(newsroom: Newsroom, name: str = "feed") -> list[str]:
    items = json.loads(newsroom.document(name, "json").body)["items"]
    assert [item["title"] for item in items] == [
        v.headline for v in newsroom.feeds.entries(name, 99)
    ]
    return [item["title"] for item in items]


def assert_unseen(newsroom: Newsroom) -> None:
    """On no answer is there a trace of the secret article."""
    assert {one.feed.name: one.entries for one in newsroom.feeds.all()} == {
        "feed": 1,
        "tag/shared": 1,
    }
    assert max(one.newest for one in newsroom.feeds.all()) == datetime(2026, 5, 1, tzinfo=UTC)
    for name in ("feed", "tag/shared"):
        assert titles(newsroom, name) == ["Open"]
        for format in FORMATS:
            body = newsroom.document(name, format).body.lower()
            assert not any(word in body for word in (b"secret", b"hidden", b"throat", b"vault"))
    for name in ("tag/hidden", "author/deep-throat", "category/vault"):
        assert newsroom.feeds.entries(name, 99) == []
        slug = name.partition("/")[2]
        with pytest.raises(NoSuchFeed, match=f"no published article has the .* '{slug}'"):
            newsroom.document(name, "atom")
    for name in ("secret", "vault/secret.md", "old-name"):
        assert newsroom.articles.article(name) is None
    assert newsroom.articles.media("vault/plan.png") is None


def assert_seen(newsroom: Newsroom) -> None:
    counts = {one.feed.name: one.entries for one in newsroom.feeds.all()}
    assert counts["feed"] == counts["tag/shared"] == 2
    for name in ("tag/hidden", "author/deep-throat", "category/vault"):
        assert counts[name] == 1
        assert titles(newsroom, name) == ["Secret"]
    assert newsroom.articles.article("secret").headline == "Secret"
    assert newsroom.articles.media("vault/plan.png").name == "plan.png"


@pytest.fixture
def vault(desk):
    """A newsroom of an open article and of what is kept secret; both as written by a test."""

    def fill(text: str) -> Newsroom:
        desk.write("open.md", OPEN)
        desk.write("vault/secret.md", text)
        desk.write("vault/plan.png", b"\x89PNG")
        return desk.open()

    return fill


@pytest.mark.parametrize(
    "text",
    [
        secret(),
        secret(value="2026-06-01T15:00:00+01:00"),
        secret("PubDate", "2026-06-01 14:00").replace("Date: 2026-05-02\n", ""),
        secret("Expires", "2026-06-01 14:00") + "\nEmbargo: none of the header.\n",
    ],
)
def test_time_alone_lets_an_article_in_or_out(vault, clock, text: str) -> None:
    newsroom = vault(text)
    goes = "Expires" in text
    before, after = (assert_seen, assert_unseen) if goes else (assert_unseen, assert_seen)
    if not goes:
        before(newsroom)
    old = {format: newsroom.document("feed", format) for format in FORMATS}
    assert {document.valid_until for document in old.values()} == {LIFT}
    clock.time = LIFT - timedelta(seconds=1)
    if not goes:
        before(newsroom)
    assert all(newsroom.document("feed", f).tag() == d.tag() for f, d in old.items())
    clock.time = LIFT
    if not goes:
        after(newsroom)
    for format, was in old.items():
        document = newsroom.document("feed", format)
        assert (b"Secret" in document.body) is not goes
        assert document.tag() != was.tag()
        assert document.last_modified >= LIFT > was.last_modified
        assert document.valid_until is None


def test_an_expired_article_leaves_every_answer(vault, clock) -> None:
    newsroom = vault(secret("Expires", "2026-06-01 14:00"))
    assert_seen(newsroom)
    clock.time = LIFT
    assert titles(newsroom) == titles(newsroom, "tag/shared") == ["Open"]
    assert newsroom.articles.article("secret") is None
    assert newsroom.articles.media("vault/plan.png") is None
    counts = {one.feed.name: one.entries for one in newsroom.feeds.all()}
    assert counts == {"feed": 1, "tag/shared": 1}
    assert titles(newsroom, "tag/hidden") == []  # who subscribed to it gets no 404


def test_expiry_can_be_ignored(desk, vault) -> None:
    desk.write("site.toml", "ignore_expiry = true")
    newsroom = vault(secret("Expires", "2020-01-01"))
    assert_seen(newsroom)
    desk.write("site.toml", "")
    assert titles(desk.open()) == ["Open"]


@pytest.mark.parametrize("line", ["Draft: yes", "Published: false", "Status: withdrawn"])
def test_what_is_withheld_is_on_no_answer_for_ever(vault, clock, line: str) -> None:
    newsroom = vault(f"{line}\n" + secret())
    assert_unseen(newsroom)
    clock.forward(days=999)
    assert_unseen(newsroom)
    newsroom.scan()
    assert_unseen(newsroom)


@pytest.mark.parametrize("line", ["Draft: yes", "Status: withdrawn"])
def test_withdrawing_takes_an_article_out_and_releasing_in_again(vault, desk, line: str) -> None:
    newsroom = vault(secret("Extra", "x"))
    assert_seen(newsroom)
    entry = newsroom.articles.article("secret").id
    desk.write("vault/secret.md", f"{line}\n" + secret("Extra", "x"))
    newsroom.scan()
    assert titles(newsroom) == ["Open"]
    assert newsroom.articles.article("secret") is None
    assert newsroom.articles.media("vault/plan.png") is None
    desk.write("vault/secret.md", secret("Extra", "x"))
    newsroom.scan()
    assert_seen(newsroom)
    assert newsroom.articles.article("secret").id == entry


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_tells_whether_an_embargoed_article_exists(vault, desk, desks, format) -> None:
    newsroom = vault(secret())
    other = desks("other")
    other.write("open.md", OPEN)
    for name in ("feed", "tag/shared"):
        one, without = newsroom.document(name, format), other.open().document(name, format)
        assert (one.body, one.tags()) == (without.body, without.tags())
        assert one.last_modified == without.last_modified
    # An embargoed article that is edited, or comes later, changes nothing either.
    before = newsroom.document("feed", format)
    desk.clock.forward(minutes=5)
    desk.write("vault/secret.md", secret() + "\nMore that nobody knows.\n")
    desk.write("third.md", secret().replace("Secret", "Third"))
    newsroom.scan()
    after = newsroom.document("feed", format)
    assert after.version > before.version
    assert (after.tags(), after.last_modified) == (before.tags(), before.last_modified)


def test_a_lift_brought_forward_is_kept(vault, desk, clock) -> None:
    desk.write("site.toml", '[categories.vault]\ntitle = "Vault"')
    newsroom = vault(secret(value="2027-01-01"))
    assert titles(newsroom, "category/vault") == []
    desk.write("vault/secret.md", secret(value="2027-01-01").replace("Vault", "Other"))
    newsroom.scan()
    assert titles(newsroom, "category/vault") == []
    desk.write("vault/secret.md", secret())
    newsroom.scan()
    assert titles(newsroom, "category/vault") == []
    clock.time = LIFT
    assert titles(newsroom, "category/vault") == ["Secret"]


class TestRehearsal:
    """A preview: everything as it would be, and nothing touched."""

    @staticmethod
    def snapshot(desk) -> dict[str, bytes]:
        files = desk.folder.parent.rglob("*")
        return {str(file): file.read_bytes() for file in files if file.is_file()}

    @pytest.fixture
    def rehearse(self, desk, clock):
        def open_one(**more):
            return Newsroom.rehearsal(desk.folder, desk.environ, clock, **more)

        return open_one

    def test_it_touches_nothing_and_knows_what_the_newsroom_knows(self, desk, rehearse) -> None:
        desk.write("a.txt", "Title: A\n\nNo date.\n")
        real = desk.open()
        entries = real.feeds.entries("feed", 9)
        (desk.folder / "a.txt").rename(desk.folder / "renamed.txt")
        real.close()
        desk.clock.forward(days=1)
        before = self.snapshot(desk)
        with rehearse() as newsroom:
            newsroom.scan()
            (view,) = newsroom.feeds.entries("feed", 9)
            assert (view.id, view.published) == (entries[0].id, entries[0].published)
            newsroom.document("feed", "atom")
        assert self.snapshot(desk) == before

    def test_it_needs_no_store_and_makes_none(self, desk, rehearse) -> None:
        desk.write("a.txt", "Title: A\n\nText.\n")
        before = self.snapshot(desk)
        with rehearse(base_url="http://127.0.0.1:9000") as newsroom:
            newsroom.scan()
            assert newsroom.articles.article("a").url == "http://127.0.0.1:9000/articles/a"
            assert newsroom.articles.article("a").id == "tag:news.example,2026:a.txt"
        assert self.snapshot(desk) == before

    def test_it_works_beside_an_open_newsroom(self, desk, rehearse) -> None:
        desk.write("a.txt", "Title: A\n\nText.\n")
        real = desk.open()
        with rehearse() as newsroom:
            newsroom.scan()
            assert newsroom.feeds.entries("feed", 9) == real.feeds.entries("feed", 9)

    @pytest.mark.parametrize(
        ("line", "mark"),
        [
            ("Draft: yes", "Draft"),
            ("Embargo: 2030-01-01", "Embargoed"),
            ("Date: 2030-01-01", "Embargoed"),
            ("Expires: 2020-01-01", "Expired"),
        ],
    )
    def test_a_preview_marks_what_is_not_published(self, desk, rehearse, line, mark) -> None:
        desk.write("a.txt", f"Title: A\n{line}\nTags: t\n\nText.\n")
        with rehearse(preview=True) as newsroom:
            newsroom.scan()
            for name in ("feed", "tag/t"):
                assert titles(newsroom, name) == [f"[{mark}] A"]
            assert newsroom.articles.article("a").headline == f"[{mark}] A"
        with rehearse() as newsroom:
            newsroom.scan()
            assert titles(newsroom) == []


def test_a_deleted_file_takes_its_problem_along_without_a_scan(desk) -> None:
    file = desk.write("bad.txt", b"Bad\n\n\xff\n")
    newsroom = desk.open()
    assert [problem.path for problem in newsroom.problems.all()] == ["bad.txt"]
    file.unlink()
    newsroom.index.update(["bad.txt"])
    assert newsroom.problems.all() == []
