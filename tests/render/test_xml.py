"""Atom and RSS carry the whole article: read back by the clients' libraries."""

from datetime import UTC, datetime

from hypothesis import given
from lxml import etree

from feedsvc.model.entry import Entry
from tests.render.any_entry import as_feedparser_tells, entries, parse
from tests.render.entries import one_entry


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
