import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import article
from safety import is_absolute

from feedsvc.model.article import ORIGIN, PAGE, SITE
from feedsvc.sources.html import urls

PATH = "world/2024/a.md"
ARTICLES, MEDIA = SITE + "/articles/", SITE + "/media/"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", None),
        ("#x", PAGE + "#x"),
        ("#", PAGE + "#"),
        ("?q=1", PAGE + "?q=1"),
        ("//host/x", "https://host/x"),
        ("//", None),
        ("/x?y", ORIGIN + "/x?y"),
        ("b.md", ARTICLES + "world/2024/b.md"),
        ("../b c.html?x#y", ARTICLES + "world/b%20c.html?x#y"),
        ("../../../../b.txt", ARTICLES + "b.txt"),
        ("./about/", ARTICLES + "world/2024/about/"),
        ("..", ARTICLES + "world/"),
        ("page.php?x=1", ARTICLES + "world/2024/page.php?x=1"),
        ("v1.2", ARTICLES + "world/2024/v1.2"),
        ("f.pdf#page=2", MEDIA + "world/2024/f.pdf#page=2"),
        ("f.MP3", MEDIA + "world/2024/f.MP3"),
        ("../%2e%2e/x.csv", MEDIA + "x.csv"),
        ("na%C3%AFve.7z", MEDIA + "world/2024/na%C3%AFve.7z"),
        (".hidden/x.pdf", None),
        ("../.feedsvc/store.db", None),
        ("%00.pdf", None),
        ("..\\x.pdf", None),
        ("https://x.y/a b", "https://x.y/a%20b"),
        ("\x00 https://x.y/\n", "https://x.y/"),
        ("mailto:a@b.c", "mailto:a@b.c"),
        ("TEL:1", "TEL:1"),
        ("https:", None),
        ("javascript:alert(1)", None),
        ("java\tscript:alert(1)", None),
        ("java\x01script:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("C:\\x", None),
    ],
)
def test_links(url: str, expected: str | None) -> None:
    assert urls.target(url, PATH, embedded=False) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("i.png", MEDIA + "world/2024/i.png"),
        ("../../i", MEDIA + "i"),
        ("../../../i.png", None),
        ("#x", None),
        ("b.md", None),
        ("folder/", None),
        ("mailto:a@b.c", None),
        ("data:image/png;base64,x", None),
        ("/i.png", ORIGIN + "/i.png"),
        ("http://x.y/i.png", "http://x.y/i.png"),
    ],
)
def test_embedded(url: str, expected: str | None) -> None:
    assert urls.target(url, PATH, embedded=True) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a.png", f"{MEDIA}w/a.png"),
        ("a.png 1x, b.png 2x", f"{MEDIA}w/a.png 1x, {MEDIA}w/b.png 2x"),
        ("a.png,b.png 100w", f"{MEDIA}w/a.png%2Cb.png 100w"),
        ("a.png, b.png", f"{MEDIA}w/a.png, {MEDIA}w/b.png"),
        ("data:image/png;base64,AA== 1x, b.png 2x", f"{MEDIA}w/b.png 2x"),
        ("https://x.y/w_1,h_2/i.png 2x", "https://x.y/w_1%2Ch_2/i.png 2x"),
        (" , ", ""),
        ("a.png 1x bogus", f"{MEDIA}w/a.png"),
    ],
)
def test_srcset(value: str, expected: str) -> None:
    assert urls.srcset(value, "w/a.md") == expected


def test_media_path() -> None:
    assert urls.media_path(MEDIA + "w/a%20b.png?x#y") == "w/a b.png"
    assert urls.media_path("https://x.y/media/a") is None


@given(st.text(max_size=40), st.sampled_from(["a.md", "w/a.md", "w/x/a.md"]), st.booleans())
def test_any_url_is_absolute_or_gone(url: str, path: str, embedded: bool) -> None:
    found = urls.target(url, path, embedded=embedded)
    assert found is None or is_absolute(found)
    if found is not None and (local := urls.media_path(found)) is not None:
        assert not any(part.startswith(".") for part in local.split("/"))


def test_media_are_recorded_once_in_their_order() -> None:
    body = "![x](b.png) [f](../f.pdf) ![y](b.png) <video poster=p.jpg src=v.mp4></video> [z](o.md)"
    found = article("w/x/a.md", f"# T\n\n{body}")
    assert found.media == ("w/x/b.png", "w/f.pdf", "w/x/v.mp4", "w/x/p.jpg")


@pytest.mark.parametrize(
    ("url", "path", "expected"),
    [
        ("boat.jpg", "_posts/crane.md", "_posts/crane/boat.jpg"),
        ("./boat.jpg", "source/_posts/sea/crane.md", "source/_posts/sea/crane/boat.jpg"),
        ("boat.jpg", "_drafts/crane.md", "_drafts/crane/boat.jpg"),
        ("crane/boat.jpg", "_posts/crane.md", "_posts/crane/boat.jpg"),
        ("../boat.jpg", "_posts/crane.md", "boat.jpg"),
        ("boat.jpg", "_posts/crane/index.md", "_posts/crane/boat.jpg"),
        ("boat.jpg", "posts/crane.md", "posts/boat.jpg"),
    ],
)
def test_what_a_post_names_by_its_name_is_in_its_own_folder(
    url: str, path: str, expected: str
) -> None:
    assert urls.target(url, path, embedded=True) == f"{SITE}/media/{expected}"


def test_other_posts_are_beside_a_post() -> None:
    assert urls.target("b.md", "_posts/a.md", embedded=False) == f"{SITE}/articles/_posts/b.md"
