"""Real articles of other publishers, all the way to every feed that is made of them."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import feedparser
import pytest
from lxml import etree, html

from feedsvc.model.feed import FORMATS, Format
from feedsvc.newsroom import Newsroom

TEMPLATE_MARK = re.compile(r"\{\{[<%]|[>%]\}\}|\{%|%\}")
ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
URL_ATTRIBUTES = ("href", "src", "poster", "cite")
ATOM = "{http://www.w3.org/2005/Atom}"
ENTRY = re.compile(rb"(<entry>.*?</entry>|<item>.*?</item>)", re.DOTALL)


@pytest.fixture(scope="module")
def newsroom(digitalgov: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    folder = tmp_path_factory.mktemp("corpus") / "digitalgov"
    shutil.copytree(digitalgov, folder)
    settings = 'base_url = "https://digital.example"\nid_base = "digital.example,2026"\n'
    folder.chmod(0o755)
    (folder / "site.toml").write_text(settings + "ignore_expiry = true\n")
    made = Newsroom.open(folder, {})
    made.scan()
    yield made
    made.close()


def test_nearly_all_of_it_is_read_and_the_rest_named(newsroom: Newsroom) -> None:
    problems = newsroom.problems.all()
    unread = {p.path for p in problems if p.severity == "error" or p.code == "section-page"}
    listing, _ = newsroom.folder.listing()
    articles = newsroom.scan().articles
    assert len(listing) == 2084
    assert articles >= 2080
    assert articles + len(unread) == len(listing)
    shortcodes = [p for p in problems if p.code == "shortcode"]
    assert len(shortcodes) > 1500
    assert all(p.severity == "info" and p.line > 1 for p in shortcodes)


def names_of(newsroom: Newsroom) -> list[str]:
    names = [one.feed.name for one in newsroom.feeds.all()]
    assert len(names) > 500
    return names


@pytest.mark.parametrize("format", FORMATS)
def test_every_feed_is_clean(newsroom: Newsroom, format: Format) -> None:
    read = READ[format]()
    for name in names_of(newsroom):
        body = newsroom.document(name, format).body
        assert not TEMPLATE_MARK.search(body.decode()), name
        for content in read(body, name):
            assert_absolute(content, name)


class FromXml:
    """Reads documents; an entry that stands in many feeds with the same bytes is read once."""

    def __init__(self) -> None:
        self.ids: dict[bytes, str] = {}  # of the entries that were read, by their bytes

    def __call__(self, body: bytes, name: str) -> Iterator[str]:
        parts = ENTRY.split(body)
        frame, entries = parts[::2], parts[1::2]
        whole = etree.fromstring(body)
        assert sum(1 for _ in whole.iter("item", f"{ATOM}entry")) == len(entries)
        new = [entry for entry in entries if entry not in self.ids]
        body = b"".join([*frame[:-1], *new, frame[-1]])
        for element in etree.fromstring(body).iter():
            for attribute in ("href", "url", "scheme", "domain"):
                if attribute in element.attrib:
                    assert ABSOLUTE.match(element.attrib[attribute]), (name, element.attrib)
            if element.tag in ("link", "url", "guid") and element.text and element.text.strip():
                assert ABSOLUTE.match(element.text), (name, element.text)
        found = feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)
        assert not found.bozo, (name, found.get("bozo_exception"))
        self.ids.update(zip(new, (entry.id for entry in found.entries), strict=True))
        ids = [self.ids[entry] for entry in entries]
        assert len(ids) == len(set(ids)) > 0
        for entry in found.entries:
            assert entry.title
            assert entry.link
            yield entry.get("summary", "")
            for content in entry.get("content", []):
                yield content.value


class FromJson:
    """Reads documents; a text that stands in many feeds is told once."""

    def __init__(self) -> None:
        self.told: set[str] = set()

    def __call__(self, body: bytes, name: str) -> Iterator[str]:
        found = json.loads(body)
        assert found["items"]
        for item in found["items"]:
            assert ABSOLUTE.match(item["url"]), name
            if item["content_html"] not in self.told:
                self.told.add(item["content_html"])
                yield item["content_html"]


READ = {"atom": FromXml, "rss": FromXml, "json": FromJson}


def assert_absolute(content: str, name: str) -> None:
    if not content.strip():
        return
    for element in html.fragment_fromstring(content, create_parent="div").iter():
        for attribute in URL_ATTRIBUTES:
            if attribute in element.attrib:
                assert ABSOLUTE.match(element.attrib[attribute]), (name, dict(element.attrib))
        for candidate in element.attrib.get("srcset", "").split(", "):
            assert not candidate or ABSOLUTE.match(candidate.strip()), (name, candidate)


def test_the_seed_has_its_headline_standfirst_and_eight_summaries(
    seed: Path, tmp_path: Path
) -> None:
    shutil.copy(seed, tmp_path / seed.name)
    newsroom = Newsroom.open(tmp_path, {})
    newsroom.scan()
    (item,) = json.loads(newsroom.document("feed", "json").body)["items"]
    assert item["title"] == "Kharkiv Clashes"
    assert item["summary"].startswith(
        "Escalating Conflict: Violence near Kharkiv amid Russian Border Reports\n"
    )
    sections = item["_feedsvc"]["sections"]
    assert len(sections) == 8
    text = " ".join(seed.read_text().split())
    for section in sections:
        assert section["heading"] in text
        assert section["summary"] in text
        assert section["summary"].endswith(".")
        assert f'id="{section["id"]}"' in item["content_html"]
    for format in ("atom", "rss"):
        (entry,) = feedparser.parse(newsroom.document("feed", format).body).entries
        assert entry.title == "Kharkiv Clashes"
        for section in sections:
            assert f'<a href="{section["url"]}">{section["heading"]}</a>' in entry.summary
            assert section["summary"] in entry.summary
