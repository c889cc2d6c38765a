"""What every kind of feed promises, whichever it is: each is asked the same questions."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from feedsvc.feeds import KINDS, digests_of
from feedsvc.model.feed import FORMATS, archive_name, feed_path
from feedsvc.newsroom import Newsroom
from feedsvc.web import create_app

SITE = """
base_url = "https://news.example"
id_base = "news.example,2026"
[feeds]
deltas = true
entries = 2
[categories.board]
private = true
[searches.harbour]
query = "harbour"
[partners.flipboard]
"""
STORY = """---
title: {title}
date: {date}
category: Port
tags: [ships]
author: Port desk
language: {language}
{more}---
The harbour has news. {title} is what it is about.

## More

{secret} is said at the end.
"""
ID = re.compile(rb"<id>(.*?)</id>")
# What is not public, and why: no answer may have these words.
SECRETS = {
    "draft.md": ("Quagga", "draft: true\n"),
    "later.md": ("Okapi", "embargo: 2026-06-02T12:00:00Z\n"),
    "over.md": ("Potoo", "expires: 2026-05-30\n"),
    "gone.md": ("Numbat", "status: withdrawn\n"),
}


def story(title: str, number: int, secret: str = "Nothing", more: str = "") -> str:
    date, language = f"2026-05-{number:02}T09:00:00Z", "en" if number % 2 else "de"
    return STORY.format(title=title, date=date, language=language, secret=secret, more=more)


@pytest.fixture
def newsroom(desk: Any) -> Newsroom:
    desk.write("site.toml", SITE)
    for number in range(1, 9):
        desk.write(f"{number}.md", story(f"Story {number}", number))
    for path, (word, line) in SECRETS.items():
        for number in (9, 10):
            desk.write(f"{number}{path}", story(word, number, word, line))
    for number in (9, 10):
        private = story("Axolotl", number, "Axolotl").replace("Port\n", "Board\n")
        desk.write(f"board{number}.md", private)
    return desk.open()


@pytest.fixture
def client(newsroom: Newsroom) -> FlaskClient:
    return create_app(newsroom).test_client()


def names(newsroom: Newsroom, word: str) -> Iterator[str]:
    """The feeds of a kind that can be subscribed to, their digests and archives."""
    if KINDS[word].unlisted:
        yield from (f"{word}/{slug}" for slug in newsroom.settings.partners)
        return
    found = [one.feed for one in newsroom.feeds.all() if one.feed.kind == word]
    assert found, f"the newsroom has no feed of the kind {word}"
    for feed in found:
        yield feed.name
        yield from (digest.name for digest in digests_of(feed))
        if KINDS[word].archives:
            yield archive_name(feed.name, 1)


def paths(newsroom: Newsroom, word: str) -> list[str]:
    formats = ("rss",) if KINDS[word].unlisted else FORMATS
    return [feed_path(name, format) for name in names(newsroom, word) for format in formats]


every_kind = pytest.mark.parametrize("word", list(KINDS))


@every_kind
def test_the_same_files_give_the_same_bytes(desk: Any, newsroom: Newsroom, word: str) -> None:
    again = Newsroom.open(desk.folder, {"FEEDSVC_STORE": str(desk.folder / ".other")}, desk.clock)
    again.scan()
    for name in names(newsroom, word):
        for format in FORMATS:
            one, other = newsroom.document(name, format), again.document(name, format)
            assert (one.body, one.tags()) == (other.body, other.tags()), name


@every_kind
def test_who_has_it_gets_a_304(newsroom: Newsroom, client: FlaskClient, word: str) -> None:
    for path in paths(newsroom, word):
        first = client.get(path)
        assert first.status_code == 200, path
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b""), path
        since = client.get(path, headers={"If-Modified-Since": first.headers["Last-Modified"]})
        assert since.status_code == 304, path


@every_kind
def test_nothing_is_shown_that_is_not_public(
    newsroom: Newsroom, client: FlaskClient, word: str
) -> None:
    words = [secret.encode() for secret, _ in SECRETS.values()] + [b"Axolotl", b"Board"]
    for path in paths(newsroom, word):
        for headers in ({}, {"Sec-Fetch-Dest": "document"}):
            answer = client.get(path, headers=headers)
            assert answer.status_code == 200, path
            assert not [one for one in words if one in answer.data], path


@every_kind
def test_time_changes_it_at_its_second_and_not_before(
    desk: Any, newsroom: Newsroom, word: str
) -> None:
    """A document says until when it is right; an embargo is kept to the second."""
    before = {name: newsroom.document(name, "json") for name in names(newsroom, word)}
    assert all(document.valid_until is not None for document in before.values())
    ends = sorted({document.valid_until for document in before.values() if document.valid_until})
    while ends and ends[0] < desk.clock.time.replace(day=2, hour=12):
        ends.pop(0)
    desk.clock.time = desk.clock.time.replace(day=2, hour=11, minute=59, second=59)
    for name, document in before.items():
        then = newsroom.document(name, "json")
        assert b"Okapi" not in then.body, name
        if document.in_time(desk.clock()):
            assert then.body == document.body, name
    desk.clock.forward(seconds=1)
    shown = [newsroom.document(name, "json").body for name in before]
    assert any(b"Okapi" in body for body in shown)


@every_kind
def test_an_edit_changes_only_what_shows_it(
    desk: Any, newsroom: Newsroom, client: FlaskClient, word: str
) -> None:
    before = {path: client.get(path) for path in paths(newsroom, word)}
    desk.clock.forward(seconds=5)
    desk.write("8.md", story("Story 8 has changed", 8))
    newsroom.index.update(["8.md"])
    for path, first in before.items():
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        held = b"Story 8" in first.data
        assert again.status_code == (200 if held else 304), path
        assert (b"has changed" in again.data) is held, path


@every_kind
def test_a_bad_file_takes_nothing_away(
    desk: Any, newsroom: Newsroom, client: FlaskClient, word: str
) -> None:
    before = {path: client.get(path).data for path in paths(newsroom, word)}
    desk.write("8.md", b"---\ntitle: [no end\n---\nThe harbour \xff\xfe")
    desk.write("11.md", "---\ntitle: {never: closed\n---\n")
    newsroom.scan()
    assert {path: client.get(path).data for path in before} == before


@every_kind
def test_what_is_retracted_stays_on_no_answer(
    desk: Any, newsroom: Newsroom, client: FlaskClient, word: str
) -> None:
    before = paths(newsroom, word)
    assert any(b"Story 8" in client.get(path).data for path in before)
    desk.clock.forward(seconds=5)
    desk.write("8.md", story("Story 8", 8, more="status: withdrawn\n"))
    newsroom.index.update(["8.md"])
    for path in before:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert b"Story 8" not in answer.data, path


@every_kind
def test_a_reader_that_merges_gets_what_is_new(
    desk: Any, newsroom: Newsroom, client: FlaskClient, word: str
) -> None:
    """RFC 3229: what a client had, and the delta that it gets, are together the new document."""
    path = paths(newsroom, word)[0]
    first = client.get(path, headers={"A-IM": "feed", "If-None-Match": '"none"'})
    desk.clock.forward(seconds=5)
    desk.write("12.md", story("Story 12", 12))
    newsroom.index.update(["12.md"])
    headers = {"A-IM": "feed", "If-None-Match": first.headers["ETag"]}
    new = client.get(path, headers=headers)
    whole = client.get(path).data
    assert new.status_code in (226, 200)
    had, got, all_ = (
        set(re.findall(rb"<(?:id|guid[^>]*)>(.*?)</", one)) for one in (first.data, new.data, whole)
    )
    assert all_ <= had | got
    assert b"Story 12" in new.data


@every_kind
def test_it_has_a_page_and_stands_in_the_list(
    newsroom: Newsroom, client: FlaskClient, word: str
) -> None:
    """But for one that is unlisted, which has neither."""
    listed = client.get("/feeds.opml").text
    if KINDS[word].unlisted:
        assert f"/{word}/" not in listed
        assert client.get(feed_path(next(names(newsroom, word)))).status_code == 404
    for one in newsroom.feeds.all():
        if one.feed.kind == word:
            assert feed_path(one.feed.name, "atom") in listed
            page = "/" if word == "feed" else feed_path(one.feed.name)
            assert client.get(page).status_code == 200
