"""Whatever an article says, every format carries it whole: read back by the clients' libraries."""

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import feedparser
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from feedsvc import sources
from feedsvc.model.article import Article, Author, Section
from feedsvc.model.characters import legal, one_line
from feedsvc.model.entry import Entry
from feedsvc.model.feed import FORMATS
from feedsvc.model.slugs import slugify
from tests.render.entries import entry_of, one_entry

# Clients read C1 controls as Windows-1252, whatever the XML says; they are left out here.
C1 = "".join(map(chr, range(0x80, 0xA0)))
anything = st.text(st.characters(codec="utf-8", exclude_characters=C1), max_size=60)
lines = anything.map(lambda text: one_line(legal(text)))
some_line = lines.filter(bool)
times = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001
    lambda t: t.replace(microsecond=0, tzinfo=UTC)
)


def as_feedparser_tells(text: str) -> str:
    """feedparser takes text that could be UTF-8 read as Latin-1 for just that, and mends it."""
    try:
        return text.encode("iso-8859-1").decode()
    except UnicodeError:
        return text


def parse(body: bytes) -> feedparser.FeedParserDict:
    found = feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo, found.get("bozo_exception")
    return found


@st.composite
def entries(draw: st.DrawFn) -> tuple[Entry, tuple[str, ...]]:
    headings = draw(st.lists(some_line, max_size=4))
    sections = tuple(
        Section(f"s{number}", heading, 2, "") for number, heading in enumerate(headings)
    )
    article = Article(
        path=f"{slugify(draw(some_line))}.md",
        headline=draw(some_line),
        slug="story",
        standfirst=draw(lines),
        authors=tuple(Author(name) for name in draw(st.lists(some_line, max_size=3, unique=True))),
        tags=tuple(draw(st.lists(some_line, max_size=3, unique_by=slugify))),
        date=draw(times),
        content="".join(
            f"<p>{legal(text)}</p>" for text in draw(st.lists(st.just("x & y"), max_size=3))
        ),
        sections=sections,
    )
    summaries = tuple(draw(lines) for _ in sections)
    return entry_of(article), summaries


@given(entries())
def test_atom_carries_everything(made: tuple[Entry, tuple[str, ...]]) -> None:
    entry, summaries = made
    article = entry.article
    body = one_entry(entry, summaries, "atom")
    (found,) = parse(body).entries
    assert found.id == entry.id
    assert found.title_detail.type == "text/plain"
    assert found.title == as_feedparser_tells(article.headline)
    assert found.get("content", [{}])[0].get("value", "") == article.content
    # What stands in an attribute feedparser leaves as it is.
    assert [tag.label for tag in found.get("tags", [])] == list(article.tags)
    names = {"a": "http://www.w3.org/2005/Atom", "h": "http://www.w3.org/1999/xhtml"}
    atom = etree.fromstring(body).find("a:entry", names)
    assert atom is not None
    assert atom.findtext("a:title", namespaces=names) == article.headline
    assert [a.text for a in atom.iterfind("a:author/a:name", names)] == [
        author.name for author in article.authors
    ]
    assert datetime.fromisoformat(atom.findtext("a:published", "", names)) == entry.published
    assert datetime.fromisoformat(atom.findtext("a:updated", "", names)) == entry.updated
    div = atom.find("a:summary/h:div", names)
    told = [] if div is None else ["".join(p.itertext()) for p in div]
    expected = [article.standfirst] if article.standfirst else []
    if article.sections:
        expected.append(
            "".join(
                f"{section.heading}: {summary}" if summary else section.heading
                for section, summary in zip(article.sections, summaries, strict=True)
            )
        )
    assert told == expected
    content = atom.find("a:content", names)
    assert (None if content is None else content.text) == (article.content or None)
    assert not [e.tag for e in atom.iter() if not (len(e) or e.text or e.attrib)]


@given(entries())
def test_rss_carries_everything(made: tuple[Entry, tuple[str, ...]]) -> None:
    entry, summaries = made
    article = entry.article
    body = one_entry(entry, summaries, "rss")
    (found,) = parse(body).entries
    assert found.id == entry.id
    assert found.link == "https://news.example/articles/story"
    assert found.title == as_feedparser_tells(article.headline)
    assert [a.get("name", "") for a in found.get("authors", [])] == [
        as_feedparser_tells(author.name) for author in article.authors
    ]
    assert not found.guidislink
    item = etree.fromstring(body).find("channel/item")
    assert item is not None
    assert item.findtext("title") == article.headline
    assert [c.text for c in item.iterfind("category")] == list(article.tags)
    creators = item.iterfind("{http://purl.org/dc/elements/1.1/}creator")
    assert [creator.text for creator in creators] == [author.name for author in article.authors]
    published = found.published_parsed
    assert datetime(*published[:6], tzinfo=UTC) == entry.published
    content = item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded")
    assert (content or "") == article.content
    description = item.findtext("description")
    if description:
        text = etree.fromstring(f"<div>{description}</div>")
        for said in (article.standfirst, *summaries, *(s.heading for s in article.sections)):
            assert said in "".join(text.itertext())


@given(entries())
def test_json_feed_carries_everything(made: tuple[Entry, tuple[str, ...]]) -> None:
    entry, summaries = made
    article = entry.article
    found = json.loads(one_entry(entry, summaries, "json"))
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    (item,) = found["items"]
    assert item["id"] == entry.id
    assert item["title"] == article.headline
    assert [a["name"] for a in item.get("authors", [])] == [a.name for a in article.authors]
    assert item.get("tags", []) == list(article.tags)
    assert item["content_html"]
    assert datetime.fromisoformat(item["date_published"]) == entry.published
    sections = item.get("_feedsvc", {}).get("sections", [])
    assert [s["heading"] for s in sections] == [s.heading for s in article.sections]
    assert [s.get("summary", "") for s in sections] == list(summaries)
    empty = ("", [], {}, None)
    assert not [key for part in (found, item, *sections) for key in part if part[key] in empty]


documents_text = st.lists(anything, min_size=1, max_size=8).map("\n\n".join)
front_matter = st.dictionaries(
    st.sampled_from(["title", "summary", "date", "tags", "author", "slug", "updated", "odd"]),
    st.one_of(anything, st.dates().map(str), st.just("2026-05-01"), st.integers().map(str)),
).map(lambda keys: "".join(f"{key}: {json.dumps(value)}\n" for key, value in keys.items()))


@given(front_matter, documents_text, st.sampled_from(["txt", "md", "html"]), st.booleans())
def test_any_file_becomes_well_formed_documents(
    header: str, body: str, suffix: str, with_header: bool
) -> None:
    text = f"---\n{header}---\n{body}" if with_header else body
    reading = sources.read(f"story.{suffix}", text.encode(), zone=ZoneInfo("UTC"))
    if reading.article is None:
        assert reading.problems
        return
    entry = entry_of(reading.article)
    summaries = tuple("A sentence & more." for _ in reading.article.sections)
    for format in FORMATS:
        made = one_entry(entry, summaries, format)
        if format == "json":
            (item,) = json.loads(made)["items"]
            assert item["title"] == reading.article.headline
        else:
            (found,) = parse(made).entries
            assert found.id == entry.id
            names = {"a": "http://www.w3.org/2005/Atom"}
            path = "a:entry/a:title" if format == "atom" else "channel/item/title"
            title = etree.fromstring(made).findtext(path, namespaces=names)
            assert title == reading.article.headline


@given(times, st.integers(-86399, 86399))
def test_times_are_told_in_utc_to_the_second(moment: datetime, offset: int) -> None:
    shifted = moment + timedelta(seconds=offset)
    article = Article(path="a.md", headline="A", slug="a", date=shifted)
    for format in FORMATS:
        assert b"+00:00" in one_entry(entry_of(article), (), format)
