"""What buttons write: one line of a header, whatever its form, and nothing else changes."""

import difflib
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc import sources
from feedsvc.editor.desk.actions import ACTIONS, Name, act, offered
from feedsvc.errors import FeedsvcError
from feedsvc.model.article import Article
from feedsvc.model.status import Status
from feedsvc.settings import Settings

SETTINGS = Settings(base_url="https://news.example")
BODY = "It rained.\n\n## Where\n\nOn the river.\n"
FORMS = {
    "yaml.md": f"---\ntitle: Rain\ndate: 2026-05-01\ntags: [wet]\n---\n{BODY}",
    "crlf.md": f"---\ntitle: Rain\n---\n{BODY}".replace("\n", "\r\n"),
    "comments.md": f"---\n# ours\ntitle: Rain  # so it is\ntags:\n  - wet\n\n---\n{BODY}",
    "toml.md": f'+++\ntitle = "Rain"\n\n[taxonomies]\ntags = ["wet"]\n+++\n{BODY}',
    "lines.txt": "Title: Rain\nTags: wet\n\nIt rained.\n\nWhere\n\nOn the river.\n",
    "bare.txt": "Rain\n\nIt rained.\n\nWhere\n\nOn the river.\n",
    "bare.md": f"# Rain\n\n{BODY}",
    "page.html": "<!doctype html><title>Rain</title><h1>Rain</h1><p>It rained.</p>",
    "bom.md": f"\ufeff---\ntitle: Rain\n---\n{BODY}",
}
WORDS = "It said “snow”: that was wrong, #1."


def read(path: str, data: bytes) -> Article:
    found = sources.read(path, data, zone=ZoneInfo("UTC")).article
    assert found is not None
    return msgspec.structs.replace(found, holding=None)


def lines_of(before: bytes, after: bytes) -> tuple[int, int]:
    """How many lines went, and how many came."""
    pair = [data.decode().splitlines(keepends=True) for data in (before, after)]
    found = [line[0] for line in difflib.ndiff(*pair)]
    return found.count("-"), found.count("+")


@pytest.mark.parametrize("path", FORMS)
def test_a_day_of_an_article(path: str) -> None:
    text = FORMS[path].encode()
    first = read(path, text)
    held = act("take-back", path, text, SETTINGS)
    assert read(path, held) == msgspec.structs.replace(first, draft=True)
    public = act("publish", path, held, SETTINGS)
    assert read(path, public) == first
    quiet = act("quiet", path, public, SETTINGS)
    assert read(path, quiet).minor
    assert act("tell", path, quiet, SETTINGS) == public
    corrected = act("correct", path, public, SETTINGS, WORDS)
    (told,) = read(path, corrected).corrections
    assert (told.text, told.time) == (WORDS, None)
    gone = act("withdraw", path, corrected, SETTINGS, WORDS)
    assert (read(path, gone).status, read(path, gone).reason) == ("withdrawn", WORDS)
    assert act("restore", path, gone, SETTINGS) == corrected


@pytest.mark.parametrize("path", ["yaml.md", "crlf.md", "comments.md", "toml.md", "lines.txt"])
@pytest.mark.parametrize("name", ["take-back", "quiet", "correct"])
def test_one_line_comes_and_none_goes(path: str, name: Name) -> None:
    text = FORMS[path].encode()
    assert lines_of(text, act(name, path, text, SETTINGS, WORDS)) == (0, 1)


@pytest.mark.parametrize(
    "line",
    [
        "draft: true  # take this line out to publish",
        "draft: yes",
        "published: false",
        "publish: no",
        "status: draft",
        "status: pending",
        "hidden: true",
        '"draft": true',
    ],
)
def test_whatever_holds_it_back_is_published(line: str) -> None:
    text = f"---\ntitle: Rain\n{line}\n---\n{BODY}".encode()
    assert read("a.md", text).draft
    assert not read("a.md", act("publish", "a.md", text, SETTINGS)).draft


def test_where_only_marked_articles_are_published_it_is_marked() -> None:
    text = f"---\ntitle: Rain\n---\n{BODY}".encode()
    settings = msgspec.structs.replace(SETTINGS, opt_in=True)
    assert b"\npublish: true\n" in act("publish", "a.md", text, settings)


@pytest.mark.parametrize(
    "header",
    [
        "password: secret",  # what was to be shown to few
        "draft: true\nbuild: {list: never}",
    ],
)
def test_what_one_line_cannot_do_is_told(header: str) -> None:
    text = f"---\ntitle: Rain\n{header}\n---\n{BODY}".encode()
    with pytest.raises(FeedsvcError, match="write `draft: false` into it yourself"):
        act("publish", "a.md", text, SETTINGS)


def test_words_are_asked_for() -> None:
    text = FORMS["yaml.md"].encode()
    with pytest.raises(FeedsvcError, match="nothing was written under “What was wrong”"):
        act("correct", "yaml.md", text, SETTINGS, " \n")
    assert read("yaml.md", act("withdraw", "yaml.md", text, SETTINGS)).reason == ""


@given(words=st.text(max_size=300), path=st.sampled_from(sorted(FORMS)))
def test_any_words_are_read_back_as_they_were_or_refused(words: str, path: str) -> None:
    text = FORMS[path].encode()
    before = read(path, text)
    try:
        after = read(path, act("correct", path, text, SETTINGS, words))
    except FeedsvcError:
        return
    (told,) = after.corrections
    assert told.text == " ".join(told.text.split())
    assert msgspec.structs.replace(after, corrections=()) == before


def test_each_action_is_offered_where_it_means_something() -> None:
    standings: tuple[Status, ...] = ("published", "embargoed", "draft", "withdrawn", "expired")
    found = {
        name for one in standings for minor in (False, True) for name in offered(one, minor=minor)
    }
    assert found == set(ACTIONS)
    assert "quiet" not in offered("published", minor=True)
    assert offered("faulty", minor=False) == []
