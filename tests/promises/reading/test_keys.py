"""Keys of other publishers mean here what they mean there."""

from collections.abc import Callable
from typing import Any

import pytest

from feedsvc.web import create_app
from tests.promises.reading.conftest import Items

HEADED = "---\ntitle: T\n{}\n---\nText."


def entry(items: Callable[..., Items], front: str, path: str = "a.md") -> dict[str, Any]:
    (item,) = items({path: HEADED.format(front), "a.png": "x", "b.png": "x"}).values()
    return item


def leads_to(desk: Any, address: str) -> str:
    answer = create_app(desk.open(scan=False)).test_client().get(address)
    return str(answer.headers.get("Location", answer.status_code))


def test_the_case_of_jekyll(desk: Any, case: Callable[[str], Items]) -> None:
    (item,) = case("jekyll-keys").values()
    assert item["summary"].startswith("The excerpt as it was written by hand.")
    assert item["date_modified"] == "2026-03-03T23:00:00+00:00"
    assert item["image"] == "https://news.example/media/ship.jpg"
    assert item["tags"] == ["sea", "ships"]
    page = create_app(desk.open(scan=False)).test_client().get("/articles/keys")
    assert 'content="The ship"' in page.text
    assert leads_to(desk, "/old/keys").endswith("/articles/keys")


def test_the_case_of_an_enclosure_in_three_lines(case: Callable[[str], Items]) -> None:
    (item,) = case("enclosure-text").values()
    assert item["attachments"] == [
        {
            "url": "https://cdn.example.org/ep7.mp3",
            "size_in_bytes": 7654321,
            "mime_type": "audio/mpeg",
        }
    ]


@pytest.mark.parametrize(
    ("front", "standfirst"),
    [
        ("excerpt: By hand.", "By hand."),
        ("excerpt: By *hand*.\ndescription: For engines.", "For engines."),
        ("excerpt: true\nsubtitle: Below it", "Below it"),
        ("extra: {subtitle: Below it}", "Below it"),
    ],
)
def test_standfirsts(items: Callable[..., Items], front: str, standfirst: str) -> None:
    assert entry(items, front)["summary"].startswith(standfirst)


@pytest.mark.parametrize(
    "front",
    [
        *("last_modified_at: 2026-05-03", "lastmod: 2026-05-03", "lastUpdated: 2026-05-03"),
        *("last_update: {date: 2026-05-03, author: x}", "updated_at: 2026-05-03"),
        *("date modified: 2026-05-03", "updated: 0001-01-01\nmodified: 2026-05-03"),
        "last_modified_at: once\nlast_updated: 2026-05-03",
    ],
)
def test_when_it_last_changed(items: Callable[..., Items], front: str) -> None:
    found = entry(items, f"date: 2026-02-03\n{front}")
    assert found["date_modified"] == "2026-05-02T22:00:00+00:00"


@pytest.mark.parametrize(
    ("front", "day"),
    [
        ("created: 2026-02-03", "2026-02-02T23:00:00+00:00"),
        ("date: 2026-02-03\ncreated: 2026-02-04", "2026-02-02T23:00:00+00:00"),
        ("date: git Created", "2026-06-01T12:00:00+00:00"),
        ("date: Last Modified", "2026-06-01T12:00:00+00:00"),
        ("created: in spring", "2026-06-01T12:00:00+00:00"),
        ("date: 2026-02-03\npublishDate: 0001-01-01T00:00:00Z", "2026-02-02T23:00:00+00:00"),
    ],
)
def test_when_it_was_published(items: Callable[..., Items], front: str, day: str) -> None:
    assert entry(items, front)["date_published"] == day


@pytest.mark.parametrize(
    "front",
    [
        *("cover: a.png", "cover: {image: a.png, caption: c}", "featuredImage: a.png"),
        *("image: {path: a.png}", "cover: '[[a.png|300]]'", "cover: [[a.png]]"),
        *("image: '![A](a.png)'", "header: {teaser: a.png}", "extra: {cover: {image: a.png}}"),
        *("image: {caption: c}\nthumbnail: a.png", "image: false\ncover: a.png"),
        *("banner: true\ncover: a.png", "params: {cover: {image: a.png}}"),
        "image: a.png\ncover: b.png",
    ],
)
def test_images(items: Callable[..., Items], front: str) -> None:
    assert entry(items, front)["image"] == "https://news.example/media/a.png"


@pytest.mark.parametrize("front", ["banner: Welcome", "header: true", "hero: {title: Hello}"])
def test_what_is_no_image(desk: Any, items: Callable[..., Items], front: str) -> None:
    assert "image" not in entry(items, front)
    told = {problem.code for problem in desk.open(scan=False).problems.all()}
    assert told.isdisjoint({"enclosure", "missing-file", "wrong-type"})


@pytest.mark.parametrize(
    ("front", "path", "tags"),
    [
        ("tags: sea ships", "a.md", ["sea ships"]),
        ("tags: [sea, {label: ships, permalink: /s}]", "a.md", ["sea", "ships"]),
        ("tags:\n- [sea, ships]\n- tides", "a.md", ["sea", "ships", "tides"]),
        ("tags: sea ships\nlayout: post", "a.md", ["sea ships"]),
        ("tags: sea ships\nlayout: post", "2026-02-03-a.md", ["sea", "ships"]),
        ("tags: sea ships", "_posts/a.md", ["sea", "ships"]),
        ("tags: sea ships\npermalink: /:title/", "a.md", ["sea", "ships"]),
        ("tags: sea ships, tides\nredirect_from: /x", "a.md", ["sea ships", "tides"]),
        ("tags: [sea ships]\nredirect_from: /x", "a.md", ["sea ships"]),
        ("tags: [R&amp;D, '[[Ferries|boats]]', '[tides](/t)', C++]", "a.md",
            ["R&D", "boats", "tides", "C++"]),
    ],
)  # fmt: skip
def test_tags(items: Callable[..., Items], front: str, path: str, tags: list[str]) -> None:
    assert entry(items, front, path)["tags"] == tags


@pytest.mark.parametrize("address", ["/old/a", "/old/b", "/old/c", "/old/d", "/old/e"])
def test_old_addresses(desk: Any, items: Callable[..., Items], address: str) -> None:
    entry(
        items,
        "aliases: [/old/a]\nredirect_from:\n- /old/b\n- /old/c/\nalias: old/d\npermalink: /old/e/",
    )
    assert leads_to(desk, address).endswith("/articles/a")


@pytest.mark.parametrize(
    ("written", "name", "page"),
    [
        ("'[Ann](https://a.example)'", "Ann", "https://a.example"),
        ("<a href='https://a.example' rel=me>Ann</a>", "Ann", "https://a.example"),
        ("Ann <https://a.example>", "Ann", "https://a.example"),
        ("'[[People/Ann|Ann]]'", "Ann", None),
        ("R&amp;D desk", "R&D desk", None),
        ("{display_name: Ann, login: a, url: https://a.example}", "Ann", "https://a.example"),
        ("[{Ann: {website: https://a.example}}]", "Ann", "https://a.example"),
        ("[{Ann: }]", "Ann", None),
        ("{name: {given: Ann, family: Lee}}", "Ann Lee", None),
        ("Health and Human Services", "Health and Human Services", None),
    ],
)
def test_authors(items: Callable[..., Items], written: str, name: str, page: str | None) -> None:
    (author,) = entry(items, f"author: {written}")["authors"]
    assert (author["name"], author.get("url")) == (name, page)


@pytest.mark.parametrize(
    ("front", "labels"),
    [
        ("categories:\n- [Sports, Baseball]\n- [Play]", ["Sports", "Play", "Baseball"]),
        ("categories: [Sports, Baseball]", ["Sports", "Baseball"]),
        ("categories: [Sports, Baseball]\ntags: [baseball, play]", ["Sports", "Baseball", "play"]),
        ("category: R&amp;D", ["R&D"]),
        ("taxonomies: {categories: [Sports]}", ["Sports"]),
    ],
)
def test_categories(desk: Any, items: Callable[..., Items], front: str, labels: list[str]) -> None:
    assert entry(items, front)["tags"] == labels
    assert "/category/baseball" not in desk.open(scan=False).document("feed", "atom").body.decode()


@pytest.mark.parametrize(
    "front",
    [
        *("isDraft: true", "draft: false\nisDraft: true", "private: true", "hidden: true"),
        *("unlisted: true", "headless: true", "eleventyExcludeFromCollections: true"),
        *("permalink: false", "permalink: {build: false}", "password: sesame", "publish: false"),
        *("build: {render: never}", "_build: {list: never}", "build: {render: 'false'}"),
        *("params: {hidden: true}", "extra: {private: true}", "published_at: 2099-01-01"),
        *("unpublishDate: 2020-01-01", "hidden: perhaps", "hiden: true", "privat: true"),
        "publishedAt: 2099-01-01\ndate: 2020-01-01",
    ],
)
def test_what_is_hidden_there_is_hidden_here(items: Callable[..., Items], front: str) -> None:
    assert items({"a.md": HEADED.format(front)}) == {}


@pytest.mark.parametrize(
    "front",
    [
        *("draft:", "status:", "draft: ''", "private: false", "password: ''", "password:"),
        *("build: {render: always, list: always}", "build: 1.2", "permalink: /x/", "headless: no"),
        *("passwords: sesame", "built: true", "expiryDate: 0001-01-01T00:00:00Z"),
    ],
)
def test_what_is_shown_there_is_shown_here(items: Callable[..., Items], front: str) -> None:
    assert len(items({"a.md": HEADED.format(front)})) == 1


@pytest.mark.parametrize(
    "first", ["Hidden treasure: a story", "Cover: The end", "Private: Keep out"]
)
def test_ordinary_words_begin_no_header(items: Callable[..., Items], first: str) -> None:
    (item,) = items({"a.txt": f"{first}\n\nThe text goes on."}).values()
    assert item["title"] == first


@pytest.mark.parametrize("first", ["Private: true", "Hidden: yes", "Permalink: false"])
def test_what_says_hidden_first_is_hidden(items: Callable[..., Items], first: str) -> None:
    assert items({"a.txt": f"{first}\n\nThe text goes on."}) == {}


def test_a_name_in_menus_is_the_last_resort(items: Callable[..., Items]) -> None:
    found = items(
        {f"{n}.md": f"---\n{n}: In menus\n---\nx" for n in ("sidebar_label", "linkTitle")}
    )
    assert {item["title"] for item in found.values()} == {"In menus"}


def test_hostile_values_take_no_time(items: Callable[..., Items]) -> None:
    values = {
        "author": ["[" * 30_000, "<a " * 20_000, "a <https://" * 5_000, "&amp;" * 10_000],
        "enclosure": ["x " * 30_000, "a 1 " * 10_000, "a\t" * 30_000 + "1 a/"],
        "cover": ["[[" * 30_000, "![" * 30_000],
        "tags": ["[[a|" * 10_000, "a " * 30_000],
    }
    files = {
        f"{key}-{n}.md": f"---\ntitle: T\nredirect_from: /x\n{key}: '{value}'\n---\nText."
        for key, found in values.items()
        for n, value in enumerate(found)
    }
    assert len(items(files)) == len(files)
