import pytest
from reading import article

from feedsvc.model.article import ORIGIN, SITE


@pytest.mark.parametrize(
    ("url", "href"),
    [
        ("@/blog/a.md#b", f"{SITE}/articles/content/blog/a.md#b"),
        ("{filename}/posts/a.md", f"{SITE}/articles/content/posts/a.md"),
        ("{filename}a.md#b", f"{SITE}/articles/content/en/a.md#b"),
        ("{static}/files/a.pdf", f"{SITE}/media/content/files/a.pdf"),
        ("{attach}a.pdf", f"{SITE}/media/content/en/a.pdf"),
        ("|filename|a.md", f"{SITE}/articles/content/en/a.md"),
        ("{tag}Big ships", f"{SITE}/tag/big-ships"),
        ("{author}Night desk", f"{SITE}/author/night-desk"),
        ("{index}", f"{SITE}/"),
        ("link://slug/a", f"{SITE}/articles/a"),
        ("link://filename/posts/a.md", f"{SITE}/articles/a"),
        ("link://tag/ships", f"{SITE}/tag/ships"),
        ("link:index", f"{SITE}/"),
        ("pathname:///a/b.html", f"{ORIGIN}/a/b.html"),
        ("@site/docs/a.md", f"{SITE}/articles/docs/a.md"),
        ("@site/static/img/a.png", f"{ORIGIN}/img/a.png"),
        ("obsidian://open?vault=v&file=notes%2FMooring%20lines", f"{SITE}/articles/mooring-lines"),
        ("{other}a.md", f"{SITE}/articles/content/en/%7Bother%7Da.md"),
    ],
)
def test_links(url: str, href: str) -> None:
    link = f'<a href="{href}">A</a>'
    assert link in article("content/en/a.md", f"# T\n\n[A](<{url}>)").content
    assert link in article("content/en/a.html", f"<h1>T</h1><a href='{url}'>A</a>").content


def test_pictures() -> None:
    text = "# T\n\n![A]({static}/images/a.png) ![B]({attach}b.png) ![C]({tag}c)"
    found = article("content/a.md", text)
    assert found.media == ("content/images/a.png", "content/b.png")


def test_links_that_name_nothing_are_their_text() -> None:
    text = "# T\n\n[A](link://gallery/x) [B](obsidian://open) [C]({tag})"
    assert article("a.md", text).content == "<p>A B C</p>"
