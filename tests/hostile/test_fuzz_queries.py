"""Whatever somebody looks for: it is a search that can be made, or an error that says where.

FEEDSVC_FUZZ is how many examples each property looks at; a long look takes 50000.
"""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from feedsvc.errors import QueryError
from feedsvc.newsroom import Newsroom
from feedsvc.search.query import MAX_LENGTH, Every, Label, Node, Not, Phrase, Query, parse
from feedsvc.search.words import fold_label, words
from feedsvc.web import create_app
from tests.conftest import Clock, Desk
from tests.hostile.cases.query_cases import CASES, QueryCase

EXAMPLES = int(os.environ.get("FEEDSVC_FUZZ", "150"))
PIECES = """rain snow Café 東京 ไทย हिन्दी don't re-run ferry wet Weather desk AND OR NOT and or not
- -- ( ) (( )) " "" “ ” category: tag: author: Tag: cat: category:world tag:"wet author:Weather-desk
: * ^ + { } NEAR word_index ' ; % _ \\ \\x00 🙂 1 3.14 ﷺ ß İ"""
PIECE = st.sampled_from(PIECES.split())
SIGN = st.sampled_from([" ", "\x00", "\ud800", "\u202e"])
texts = st.one_of(
    st.text(max_size=80),
    st.lists(PIECE | SIGN, max_size=60).map("".join),
    st.lists(PIECE, max_size=60).map(" ".join),
    st.text(alphabet='ab"()-: ORNTAD', max_size=120),
)
ARTICLES = {
    "rain": ("Rain", "World", ["wet"], "Weather desk", "It rained on the ferry. 東京の雨"),
    "snow": ("Snow", "World", ["wet", "cold"], "Night desk", "Café in the snow, don't re-run"),
    "sun": ("Sun", "Sport", ["C++"], "Weather desk", "ไทย हिन्दी sun and rain 3.14"),
}


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder) / "articles", Clock())
        for name, (title, category, tags, author, text) in ARTICLES.items():
            header = f"title: {title}\ncategory: {category}\nauthors: [{author}]\ntags: {tags}\n"
            desk.write(f"2026-05-01-{name}.md", f"---\n{header}---\n{text}\n")
        opened = desk.open()
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def client(newsroom: Newsroom) -> FlaskClient:
    return create_app(newsroom).test_client()


def holds(node: Node, name: str) -> bool:
    """Whether an article is what a part looks for, by the shortest way."""
    title, category, tags, author, text = ARTICLES[name]
    if isinstance(node, Phrase):
        parts = (" ".join(["", *words(part), ""]) for part in (title, author, text))
        return any(f" {' '.join(node.words)} " in part for part in parts)
    if isinstance(node, Label):
        labels = {"category": [category], "tag": tags, "author": [author]}[node.kind]
        slugs = ["c"] if "C++" in labels else []
        return node.name in [fold_label(label) for label in [*labels, *slugs]]
    if isinstance(node, Not):
        return not holds(node.part, name)
    every = [holds(part, name) for part in node.parts]
    return all(every) if isinstance(node, Every) else any(every)


def parsed(text: str) -> tuple[Query | None, QueryError | None]:
    try:
        return parse(text), None
    except QueryError as error:
        return None, error


@given(texts)
@settings(deadline=None, max_examples=EXAMPLES)
def test_any_text_is_a_query_or_an_error_that_says_where(text: str) -> None:
    query, error = parsed(text)
    if query is None:
        assert error is not None
        assert 0 <= error.position <= len(text)
        assert str(error).isprintable()
        return
    assert 0 < len(query.text) <= MAX_LENGTH
    assert query.text.isprintable()
    assert parse(query.text) == query


@given(texts)
@settings(
    deadline=None,
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_query_finds_what_holds_it(newsroom: Newsroom, client: FlaskClient, text: str) -> None:
    quoted = quote(text.encode("utf-8", "replace"))
    answers = [client.get(f"/search{suffix}?q={quoted}") for suffix in (".atom", ".rss", "")]
    query, _ = parsed(text.encode("utf-8", "replace").decode())
    if query is None:
        blank = not text.strip()
        assert [answer.status_code for answer in answers] == [400, 400, 200 if blank else 400]
        return
    wanted = {title for title in ARTICLES if holds(query.root, title)}
    assert {view.url.rpartition("/")[2] for view in newsroom.feeds.found(query).entries} == wanted
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    root = etree.fromstring(answers[0].data)
    assert len(root.findall("{*}entry")) == len(wanted)
    link = next(one.get("href") for one in root.iterfind("{*}link") if one.get("rel") == "self")
    assert client.get(link.removeprefix("https://news.example")).data == answers[0].data


@pytest.mark.parametrize("case", CASES, ids=[repr(case.text[:20]) for case in CASES])
def test_what_becomes_of(case: QueryCase, newsroom: Newsroom) -> None:
    if case.wrong:
        with pytest.raises(QueryError, match="bad query: ") as caught:
            parse(case.text)
        assert case.wrong in str(caught.value)
        return
    query = parse(case.text)
    assert query.text == case.canonical
    newsroom.feeds.found(query)
