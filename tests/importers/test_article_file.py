"""What is written is read back as the same article."""

import html
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from feedsvc.importers.article_file import (
    article_text,
    digest_of,
    is_as_written,
    recorded_digest,
)
from feedsvc.importers.post import Attachment, ImportedPost
from feedsvc.model.article import Article, Author, Correction
from feedsvc.model.characters import legal, one_line
from feedsvc.model.slugs import distinct
from feedsvc.sources import read

PATH = "2020/03/hello.html"
POST = ImportedPost(source="wxr:old.example/?p=1", file="export.xml", line=1)


def inline_html(text: str) -> str:
    return html.escape(text, quote=False)


words = st.text(max_size=40) | st.sampled_from(
    [
        "no",
        "1.10",
        "a: b",
        "{{ x }}",
        "[x](y)",
        "&amp;",
        "a < b",
        "<b>x</b>",
        "- x",
        "# x",
        "A, B; C",
    ]
)
labels = words.map(lambda text: one_line(legal(text))).filter(bool)
FROM, TO = datetime(1990, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)
times = st.integers(int(FROM.timestamp()), int(TO.timestamp())).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)


def reread(post: ImportedPost) -> Article:
    text = article_text(post, lambda url: url)
    assert is_as_written(text)
    found = read(PATH, text.encode(), zone=ZoneInfo("Asia/Tokyo"))
    assert found.article is not None, found.problems
    assert not [one for one in found.problems if one.code not in ("id-not-uri", "bare-headline")]
    return found.article


@settings(max_examples=50)
@given(
    title=labels,
    standfirst=words,
    category=labels,
    tags=st.lists(labels, max_size=4),
    names=st.lists(labels, max_size=3),
    id=labels,
    alt=words,
    date=times,
    updated=times,
)
def test_a_post_is_read_back(
    title: str,
    standfirst: str,
    category: str,
    tags: list[str],
    names: list[str],
    id: str,
    alt: str,
    date: datetime,
    updated: datetime,
) -> None:
    post = replace(
        POST,
        title=inline_html(title),
        standfirst=inline_html(standfirst),
        category=category,
        tags=tuple(tags),
        authors=tuple(map(Author, distinct(names))),
        id=id,
        image="https://old.example/a.jpg",
        image_alt=alt,
        date=date,
        updated=updated,
        html="<p>Text.</p>",
    )
    article = reread(post)
    assert (article.headline, article.id) == (title, id)
    shown = one_line(legal(standfirst))
    assert article.standfirst == shown or shown.casefold().strip(".") in title.casefold()
    assert article.category == category
    assert article.tags == distinct(tags)
    assert [one.name for one in article.authors] == list(distinct(names))
    assert (article.date, article.updated) == (date, updated)
    assert article.image is not None
    assert article.image.url == "https://old.example/a.jpg"
    assert article.image_alt == one_line(legal(alt))


@pytest.mark.parametrize(
    "text",
    ["{{ mustache }}", "{% if x %}", "{# note #}", "<<<<<<< ours", ">>>>>>> theirs", "{{< x >}}"],
)
def test_what_looks_like_a_template_is_text(text: str) -> None:
    for inner in (text, f"line\n{text}\nline"):
        shown = inner if text.startswith("{") else inline_html(inner)
        article = reread(replace(POST, title="T", html=f"<p>{shown}</p><p>Behind.</p>"))
        assert inline_html(text) in article.content
        assert "Behind." in article.content


@pytest.mark.parametrize("text", ["---\ndraft: true\n---\nx", "+++\nx", '{"a": 1}', ".. draft: 1"])
def test_a_text_is_no_second_header(text: str) -> None:
    article = reread(replace(POST, title="T", html=text))
    assert text.split()[0] in html.unescape(article.content)


def test_all_else_is_read_back() -> None:
    when = datetime(2021, 5, 6, 7, 8, 9, tzinfo=UTC)
    article = reread(
        replace(
            POST,
            title="T",
            html="<p>Text.</p>",
            slug="kyōto",
            language="de",
            enclosures=(Attachment("https://old.example/a.mp3", "audio/mpeg", 12),),
            embargo=when,
            expires=when,
            corrections=(Correction("It was two: not three.", when),),
            aliases=("/2020/03/hello/", "/%E2%82%AC/"),
            authors=(Author("Doe, Jane & Co", "jane@old.example", "https://old.example/jane"),),
            image="https://old.example/a.jpg",
            image_credit="The agency: x",
        )
    )
    assert article.slug == "kyōto"
    assert article.language == "de"
    assert [(one.url, one.type, one.length) for one in article.enclosures] == [
        ("https://old.example/a.mp3", "audio/mpeg", 12)
    ]
    assert article.embargo == article.expires == when
    assert article.corrections == (Correction("It was two: not three.", when),)
    assert article.aliases[:2] == ("/2020/03/hello/", "/%E2%82%AC/")
    assert article.authors == (
        Author("Doe, Jane & Co", "jane@old.example", "https://old.example/jane"),
    )
    assert article.image_credit == "The agency: x"
    assert article.extra["source"] == POST.source


def test_drafts_and_withdrawals() -> None:
    assert reread(replace(POST, title="T", html="x", draft=True)).draft
    gone = reread(replace(POST, title="T", html="x", status="withdrawn", reason="It was wrong."))
    assert (gone.status, gone.reason) == ("withdrawn", "It was wrong.")


def test_a_time_without_zone_is_in_that_of_the_newsroom() -> None:
    article = reread(replace(POST, title="T", html="x", date=datetime(2020, 1, 1, 9)))  # noqa: DTZ001
    assert article.date is not None
    assert article.date.astimezone(UTC).hour == 0


def test_whose_change_it_is() -> None:
    text = article_text(replace(POST, title="T", html="<p>x</p>"), lambda url: url)
    assert is_as_written(text)
    assert is_as_written(text.replace("\n", "\r\n")), "git may change the ends of lines"
    assert not is_as_written(text.replace("<p>x", "<p>y"))
    assert not is_as_written(text.replace("title: ", "title:  "))
    assert recorded_digest(text) == digest_of(text)
    assert recorded_digest("no header") == ""
