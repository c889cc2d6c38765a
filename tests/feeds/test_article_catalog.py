"""Which feeds, articles and files there are."""

import pytest

from feedsvc.errors import NoSuchFeed
from feedsvc.feeds.article_catalog import Moved
from tests.indexer.two_articles import A, ids


@pytest.mark.each_database
def test_feeds_are_everything_first_then_by_name(desk) -> None:
    newsroom = desk.open()
    assert [(one.feed.name, one.entries) for one in newsroom.feeds.all()] == [("feed", 0)]
    desk.write("b.txt", "Title: B\nTags: z, a\nAuthor: Ada\n\nText.\n")
    newsroom.scan()
    names = [one.feed.name for one in newsroom.feeds.all()]
    assert names == ["feed", "author/ada", "tag/a", "tag/z"]


@pytest.mark.parametrize(
    "name", ["", "nope", "tag/", "tag/nope", "category/../x", "tag/\x00", "x/y"]
)
def test_a_feed_that_is_none(desk, name: str) -> None:
    with pytest.raises(NoSuchFeed, match=r"^no (feed is called|published article has)"):
        desk.open().document(name, "atom")


@pytest.mark.each_database
def test_only_what_a_published_article_names_is_served(desk) -> None:
    desk.write("a.md", "# A\n\n![x](pic.png) ![y](../out.png) ![z](gone.png)\n")
    desk.write("pic.png", b"x")
    desk.write("other.png", b"x")
    (desk.folder.parent / "out.png").write_bytes(b"x")
    (desk.folder / "gone.png").symlink_to(desk.folder.parent / "out.png")
    newsroom = desk.open()
    assert newsroom.articles.media("pic.png").read_bytes() == b"x"
    for path in ("other.png", "gone.png", "../out.png", "a.md", "site.toml", ""):
        assert newsroom.articles.media(path) is None


@pytest.mark.each_database
def test_an_old_slug_leads_to_the_new_one(desk) -> None:
    desk.write("world/a.txt", A)
    newsroom = desk.open()
    (desk.folder / "world/a.txt").rename(desk.folder / "world/new-name.txt")
    newsroom.scan()
    assert newsroom.articles.article("a") == Moved("new-name")
    assert newsroom.articles.article("world/new-name.txt") == Moved("new-name")
    desk.write("world/new-name.txt", "Slug: third\n" + A)
    newsroom.scan()
    assert newsroom.articles.article("a") == newsroom.articles.article("new-name") == Moved("third")
    desk.write("world/new-name.txt", "Slug: a\n" + A)
    newsroom.scan()
    assert newsroom.articles.article("third") == Moved("a")
    assert newsroom.articles.article("a").headline == "Alpha"


@pytest.mark.each_database
def test_the_address_of_a_withdrawn_article_leads_to_no_file_of_that_name(desk) -> None:
    desk.write("flood.md", "# The flood\n\nThe river is high.\n")
    newsroom = desk.open()
    (desk.folder / "flood.md").rename(desk.folder / "river.md")
    newsroom.scan()
    desk.write("flood.md", "# Another flood\n\nThe sea is high.\n")
    newsroom.scan()
    assert newsroom.articles.article("flood") == Moved("river")
    desk.write("river.md", "---\nstatus: withdrawn\n---\n# The flood\n\nThe river is high.\n")
    newsroom.scan()
    assert newsroom.articles.article("flood") is None
    assert newsroom.articles.article("flood.md") == Moved("flood-2")


@pytest.mark.each_database
def test_labels_that_differ_in_signs_are_two_feeds_and_in_spelling_one(desk) -> None:
    tags = ["C", "C++", "Web Sub", "web-sub", "WEB_SUB"]
    for number, tag in enumerate(tags):
        desk.write(f"{number}.txt", f"Title: On {tag}\nDate: 2026-05-01\nTags: {tag}\n\nText.\n")
    newsroom = desk.open()
    counts = {one.feed.name: one.entries for one in newsroom.feeds.all()}
    assert counts == {"feed": 5, "tag/c": 1, "tag/c-2": 1, "tag/web-sub": 3}
    assert list(ids(newsroom, "tag/c-2")) == ["On C++"]
    with pytest.raises(NoSuchFeed, match="has the tag 'websub'"):
        newsroom.document("tag/websub", "atom")
