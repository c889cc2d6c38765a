"""Spliced documents are what feedgen renders whole, byte for byte."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.feeds import everything
from feedsvc.model.article import SITE, Article, Author, Enclosure, Section
from feedsvc.model.entry import Entry, Term
from feedsvc.model.feed import Format
from feedsvc.render import entry_view, feed_view, jsonfeed, render_fragment, splice, xml
from feedsvc.render.entry import EntryView, FeedView
from feedsvc.settings.site import FeedSettings, Settings

NOW = datetime(2026, 6, 1, tzinfo=UTC)

words = st.sampled_from(["", "plain", "a & b <c>", "“quoted” – Übersee", "ערב 🙂", "]]>"])
media = st.builds(
    Enclosure,
    st.sampled_from([SITE + "/media/a.mp3", "https://cdn.example/b?x=1&y=2"]),
    st.sampled_from(["audio/mpeg", "image/png", "application/pdf"]),
    st.sampled_from([None, 0, 12345]),
    st.sampled_from([None, 640]),
    st.sampled_from([None, 480]),
)
articles = st.builds(
    Article,
    path=st.just("world/story.md"),
    slug=st.just("story"),
    headline=words.filter(bool),
    standfirst=words,
    authors=st.lists(st.builds(Author, words.filter(bool), words, words), max_size=2).map(tuple),
    language=st.sampled_from(["", "he", "pt-BR"]),
    image=st.none() | media,
    enclosures=st.lists(media, max_size=3).map(tuple),
    content=words.map(lambda text: f"<p>{text}</p>" if text else ""),
    sections=st.sampled_from([(), (Section("top", "", 0, ""), Section("a", "A & B", 2, ""))]),
)


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    return [
        Entry(
            id=f"tag:news.example,2026:{number}",
            slug=f"story-{number}",
            published=NOW,
            updated=NOW,
            article=article,
            category=Term("world", "World") if draw(st.booleans()) else None,
            tags=(Term("c", "C & C"),) if draw(st.booleans()) else (),
        )
        for number, article in enumerate(draw(st.lists(articles, max_size=3)))
    ]


def whole_atom(channel: FeedView, views: tuple[EntryView, ...]) -> bytes:
    """The Atom feed as feedgen renders it at once."""
    feed = xml._atom_feed(channel)
    for view in views:
        feed.add_entry(xml._atom_entry(view), order="append")
    whole: bytes = feed.atom_str()
    return whole


def whole_rss(channel: FeedView, views: tuple[EntryView, ...]) -> bytes:
    """The RSS feed as feedgen renders it at once."""
    feed = xml._rss_feed(channel)
    for view in views:
        feed.add_entry(xml._rss_entry(view), order="append")
    whole: bytes = feed.rss_str()
    return whole


def whole_json(channel: FeedView, views: tuple[EntryView, ...]) -> dict[str, Any]:
    """The JSON feed as one value."""
    return jsonfeed._feed(channel) | {"items": [jsonfeed._item(view) for view in views]}


WHOLE = {"atom": whole_atom, "rss": whole_rss}


@pytest.mark.parametrize("content", ["full", "summary"])
@pytest.mark.parametrize("format", ["atom", "rss", "json"])
@given(made=entries(), subtitle=words, icon=st.sampled_from(["", "/icon.png"]))
def test_spliced_equals_whole(
    made: list[Entry], subtitle: str, icon: str, format: Format, content: str
) -> None:
    settings = Settings(
        title="News & <more>",
        subtitle=subtitle,
        base_url="https://news.example",
        icon=icon,
        rights="© 2026",
        feeds=FeedSettings(content=content),  # type: ignore[arg-type]
    )
    channel = feed_view(everything(settings), "news.example,2026", NOW, settings, format)
    summaries = [tuple("One & two." for _ in entry.article.sections) for entry in made]
    views = tuple(entry_view(e, s, settings) for e, s in zip(made, summaries, strict=True))
    fragments = [
        render_fragment(e, s, settings, format) for e, s in zip(made, summaries, strict=True)
    ]
    spliced = splice(channel, fragments, format)
    if format == "json":
        assert json.loads(spliced) == whole_json(channel, views)
    else:
        assert spliced == WHOLE[format](channel, views)
