"""Every row of the tables, in one newsroom: what is wrong is told, all else is published."""

import io
import json
from collections.abc import Iterator
from html import escape
from typing import NamedTuple

import feedparser
import pytest
from flask.testing import FlaskClient
from lxml import etree

from feedsvc.model.characters import first_illegal
from feedsvc.model.entry import Entry
from feedsvc.model.feed import FORMATS, feed_path
from feedsvc.model.problem import Problem
from feedsvc.newsroom import Newsroom
from feedsvc.web import create_app
from tests.conftest import Clock, Desk
from tests.hostile.cases import date_cases, header_cases, html_cases, markdown_cases, text_cases
from tests.hostile.cases.case import Case
from tests.sources.safety import assert_safe

TABLES = {
    "text": text_cases.CASES,
    "dates": date_cases.CASES,
    "header": header_cases.CASES,
    "html": html_cases.CASES,
    "markdown": markdown_cases.CASES,
}
LARGE = {"large": text_cases.LARGE}
SITE = "https://news.example"
SPACES = {"a": "http://www.w3.org/2005/Atom"}
EARLIER = "//a:link[@rel='prev-archive']/@href"
GOOD = [f"Good news {number}" for number in range(1, 6)]


class Outcome(NamedTuple):
    """A newsroom of five good articles and of tables; its articles and problems by path."""

    newsroom: Newsroom
    entries: dict[str, Entry]
    problems: dict[str, list[Problem]]

    def published(self) -> list[Entry]:
        now = self.newsroom.now()
        found = (entry for entry in self.entries.values() if entry.published <= now)
        return [entry for entry in found if not entry.article.draft]


def outcome_of(folder: pytest.TempPathFactory, tables: dict[str, list[Case]]) -> Outcome:
    desk = Desk(folder.mktemp("hostile") / "articles", Clock())
    desk.environ["FEEDSVC_FEEDS_ENTRIES"] = "1000"
    desk.settings(base_url=SITE, id_base="x,2026", timezone="Europe/Berlin")
    for number, headline in enumerate(GOOD):
        text = f"---\ntitle: {headline}\ndate: 2026-05-{number + 1:02}\n---\nA good text.\n"
        desk.write(f"good/{number}.md", text)
    for table, rows in tables.items():
        for row in rows:
            desk.write(f"{table}/{row.path}", row.data)
    newsroom = desk.open()
    problems: dict[str, list[Problem]] = {}
    for problem in newsroom.problems.all():
        problems.setdefault(problem.path, []).append(problem)
    return Outcome(
        newsroom, {entry.article.path: entry for entry in newsroom.articles.every()}, problems
    )


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return outcome_of(tmp_path_factory, TABLES)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return outcome_of(tmp_path_factory, LARGE)


def names_of(newsroom: Newsroom) -> list[str]:
    return [one.feed.name for one in newsroom.feeds.all()]


def rows_of(tables: dict[str, list[Case]]) -> list[object]:
    return [
        pytest.param(f"{table}/{row.path}", row, id=f"{table}-{row.id}")
        for table, rows in tables.items()
        for row in rows
    ]


def assert_as_expected(path: str, row: Case, outcome: Outcome) -> None:
    found = outcome.problems.get(path, [])
    errors = [problem for problem in found if problem.severity == "error"]
    lines = row.data.count(b"\n") + row.data.count(b"\r") + 1
    assert [problem for problem in found if not 1 <= problem.line <= lines] == []
    if row.code:
        (error,) = errors
        assert error.code.startswith(row.code)
        assert error.line == row.line
        assert path not in outcome.entries
        return
    assert errors == []
    assert set(row.warns) <= {problem.code for problem in found}
    entry = outcome.entries[path]
    assert_safe(entry.article)
    shown = f"{escape(entry.article.headline)}\n{entry.article.content}"
    assert [text for text in row.holds if text not in shown] == []
    assert [text for text in row.lacks if text in shown] == []


@pytest.mark.parametrize(("path", "row"), rows_of(TABLES))
def test_what_becomes_of(path: str, row: Case, small: Outcome) -> None:
    assert_as_expected(path, row, small)


@pytest.mark.parametrize(("path", "row"), rows_of(LARGE))
def test_what_becomes_of_large(path: str, row: Case, large: Outcome) -> None:
    assert_as_expected(path, row, large)


def test_no_two_rows_are_one_file() -> None:
    paths = [f"{table}/{row.path}" for table, rows in (TABLES | LARGE).items() for row in rows]
    assert len(paths) >= 150
    assert len({path.casefold() for path in paths}) == len(paths)


def history(client: FlaskClient, path: str) -> Iterator[str]:
    """The entry ids of a feed and of its archives, each document of which can be read."""
    following: str | None = SITE + path
    while following:
        answer = client.get(following.removeprefix(SITE))
        assert answer.status_code == 200, following
        assert first_illegal(answer.text) < 0
        if path.endswith(".json"):
            document = json.loads(answer.data)
            yield from (item["id"] for item in document["items"])
            following = document.get("next_url")
        else:
            root = etree.fromstring(answer.data, etree.XMLParser(huge_tree=True))
            yield from root.xpath("//item/guid/text() | //a:entry/a:id/text()", namespaces=SPACES)
            following = next(iter(root.xpath(EARLIER, namespaces=SPACES)), None)


@pytest.mark.parametrize("size", ["small", "large"])
def test_every_feed_can_be_read(size: str, request: pytest.FixtureRequest) -> None:
    outcome: Outcome = request.getfixturevalue(size)
    client = create_app(outcome.newsroom).test_client()
    published = {entry.id for entry in outcome.published()}
    assert set(GOOD) <= {entry.article.headline for entry in outcome.published()}
    names = names_of(outcome.newsroom) if size == "small" else ["feed"]
    for name in names:
        for format in FORMATS:
            found = set(history(client, feed_path(name, format)))
            # Atom wants URIs: there a UUID stands for an id that is none.
            assert [one for one in found - published if not one.startswith("urn:uuid:")] == []
            assert len(found) == len(published) if name == "feed" else found


@pytest.mark.parametrize("name", ["category/text", "category/dates", "category/header"])
@pytest.mark.parametrize("format", ["atom", "rss"])
def test_a_reader_finds_nothing_to_object_to(name: str, format: str, small: Outcome) -> None:
    client = create_app(small.newsroom).test_client()
    parsed = feedparser.parse(io.BytesIO(client.get(feed_path(name, format)).data))
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert all(entry.id and entry.title and entry.link for entry in parsed.entries)
    assert len({entry.id for entry in parsed.entries}) == len(parsed.entries)


def test_every_page_answers(small: Outcome) -> None:
    client = create_app(small.newsroom).test_client()
    pages = ["/", "/robots.txt", *map(feed_path, names_of(small.newsroom)[1:])]
    pages += [f"/articles/{entry.slug}" for entry in small.published()]
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert first_illegal(answer.text) < 0
    for document in ("/feeds.opml", "/sitemap.xml"):
        answer = client.get(document)
        assert answer.status_code == 200
        etree.fromstring(answer.data)
