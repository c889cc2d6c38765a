"""A small site of each publisher becomes the entries that its documentation promises.

`site/` is the folder as feedsvc is pointed at it, `expected.toml` what a subscriber finds then: a
table for each entry, named by the last part of its address. What a table leaves out is not there;
`updated` is then `published`. `marks = true`: its prose is about template marks. `dead`: addresses
that lead nowhere, as the text has them. `findings` is what `feedsvc check` says.
"""

import json
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from feedsvc.web import create_app
from tests.cli.commands import run
from tests.conftest import Clock, Desk
from tests.sites.subscriber import Page, answers, numbers, of_atom, of_json, of_rss

SITES = Path(__file__).parent
PUBLISHERS = sorted(path.parent.name for path in SITES.glob("*/expected.toml"))
MARKS = re.compile(r"\{%|%\}|\{\{|\}\}|\[!|:::|\[\[|\]\]|\{:|!!!|\[/?caption|\{#|\[\^|\[TOC\]|<%")
TEXTS = ("has", "has_not", "summary", "old", "marks", "dead")


class Site:
    """A publisher's site, what is expected of it, and what a subscriber gets."""

    def __init__(self, folder: Path, publisher: str) -> None:
        self.desk = Desk(folder, Clock())
        kept = shutil.ignore_patterns(".feedsvc")  # of whoever looked at a site by hand
        shutil.copytree(SITES / publisher / "site", folder, dirs_exist_ok=True, ignore=kept)
        self.expected: dict[str, Any] = tomllib.loads(
            (SITES / publisher / "expected.toml").read_text("utf-8")
        )
        self.findings: list[str] = self.expected.pop("findings")
        self.client = create_app(self.desk.open()).test_client()
        feed = self.client.get("/feed.json").get_json()
        self.language = feed["language"]
        self.raw = {name_of(item["url"]): item for item in feed["items"]}
        self.items = {
            read.__name__: {
                name_of(item.url): item for item in read(self.client.get(f"/feed.{suffix}").data)
            }
            for suffix, read in (("json", of_json), ("atom", of_atom), ("rss", of_rss))
        }
        self.json = self.items["of_json"]
        self.pages = {name: Page(item.content, item.url) for name, item in self.json.items()}

    def source(self, name: str) -> str:
        """The file of an entry, found by the path in its id."""
        path = self.desk.folder / unquote(self.json[name].id.split(":", 2)[2])
        return path.read_bytes().decode("utf-8", "replace")


def name_of(url: str) -> str:
    return url.rpartition("/")[2]


@pytest.fixture(scope="module", params=PUBLISHERS)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(tmp_path_factory.mktemp("site") / "articles", request.param)


def told(site: Site, name: str) -> dict[str, Any]:
    """What an entry says, in the form of expected.toml."""
    item, raw, page = site.json[name], site.raw[name], site.pages[name]
    known = raw.get("_feedsvc", {})
    sections = known.get("sections", [])
    image = [short(raw.get("image", "")), known.get("image", {}).get("alt", "")]
    return {
        "title": item.title,
        "published": item.published,
        "updated": item.updated,
        "authors": list(item.authors),
        "tags": list(item.tags),
        "language": raw.get("language", site.language),
        "sections": [[one["id"], one["heading"]] for one in sections if "heading" in one],
        "links": [arrived(site, link) for link in page.links()],
        "pictures": [list(one) for one in page.pictures()],
        "image": image if raw.get("image") else [],
        "enclosures": [
            f"{one['url']} {one.get('size_in_bytes')} {one.get('mime_type')}"
            for one in raw.get("attachments", [])
        ],
    }


def prose(site: Site, name: str) -> str:
    """An entry's summary without what is code in its content."""
    summary = str(site.raw[name].get("summary", ""))
    for code in site.pages[name].codes():
        summary = summary.replace(code, "")
    return summary


def arrived(site: Site, link: str) -> str:
    """Where a link ends: one that leads to an article by its file is led on to its page."""
    path, mark, part = link.partition("#")
    if not path.startswith("/articles/"):
        return link
    place = site.client.get(path).headers.get("Location", path)
    return short(place) + mark + part


def wanted(site: Site, name: str) -> dict[str, Any]:
    table = {key: value for key, value in site.expected[name].items() if key not in TEXTS}
    table.pop("standfirst", "")
    defaults = {
        "title": "",
        "updated": table["published"],
        "authors": [],
        "tags": [],
        "language": site.language,
        "sections": [],
        "links": [],
        "pictures": [],
        "image": [],
        "enclosures": [],
    }
    return defaults | table


def short(address: str) -> str:
    return address.removeprefix("https://news.example")


def test_the_entries_are_those_that_are_expected(site: Site) -> None:
    assert sorted(site.json) == sorted(site.expected)


def test_an_entry_says_what_is_expected(site: Site) -> None:
    names = sorted(site.json.keys() & site.expected.keys())
    assert {name: told(site, name) for name in names} == {
        name: wanted(site, name) for name in names
    }


def test_content_and_summary_hold_these_words_and_not_those(site: Site) -> None:
    wrong = []
    for name, table in site.expected.items():
        if name not in site.json:
            continue
        content, summary = site.json[name].content, site.raw[name].get("summary", "")
        standfirst = table.get("standfirst", "")
        wrong += [f"{name}: no {text!r}" for text in table.get("has", ()) if text not in content]
        wrong += [
            f"{name}: {text!r}"
            for text in table.get("has_not", ())
            if text in content + summary.removeprefix(standfirst)
        ]
        wrong += [
            f"{name}: summary without {text!r}"
            for text in table.get("summary", ())
            if text not in summary
        ]
        if not summary.startswith(standfirst):
            wrong.append(f"{name}: standfirst is not {standfirst!r}: {summary!r}")
    assert wrong == []


def test_all_formats_say_the_same(site: Site) -> None:
    for name, item in site.json.items():
        for read in ("of_atom", "of_rss"):
            other = site.items[read][name]
            if read == "of_atom" and not item.title:
                assert other.title
                other = other._replace(title="")
            if not other.authors:
                other = other._replace(authors=item.authors)
            assert other == item, (name, read)


def test_no_mark_is_left_outside_code(site: Site) -> None:
    left = {
        name: MARKS.findall(site.pages[name].words + prose(site, name))
        for name in site.json
        if not site.expected.get(name, {}).get("marks")
    }
    assert {name: marks for name, marks in left.items() if marks} == {}


def test_no_number_is_another(site: Site) -> None:
    changed = {
        name: numbers(site.pages[name].words) - numbers(site.source(name)) for name in site.json
    }
    assert {name: found for name, found in changed.items() if found} == {}


def test_what_is_linked_on_the_site_is_there(site: Site) -> None:
    lost = []
    for name, page in site.pages.items():
        for link in [*page.links(), *(address for address, _ in page.pictures())]:
            address = f"/articles/{name}{link}" if link.startswith("#") else link
            ours = address.startswith(("/articles/", "/media/", "/tag/", "/category/", "/author/"))
            dead = site.expected.get(name, {}).get("dead", ())
            if ours and link not in dead and not answers(site.client, address):
                lost.append(f"{name}: {link}")
    assert lost == []


def test_old_addresses_lead_to_the_page(site: Site) -> None:
    places = {
        (name, address): site.client.get(address).headers.get("Location", "")
        for name, table in site.expected.items()
        for address in table.get("old", ())
    }
    assert [key for key, place in places.items() if name_of(place) != key[0]] == []


def test_check_finds_what_is_worth_an_editors_time(site: Site) -> None:
    result = run("check", site.desk.folder, "--json")
    found = json.loads(result.stdout)["found"]
    assert sorted({f"{one['path']}: {one['code']}" for one in found}) == sorted(site.findings)
