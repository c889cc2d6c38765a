"""2,084 articles as people wrote them: the corpus beside the repository."""

import re
from functools import cache
from pathlib import Path

import pytest
from reading import UTC
from safety import assert_safe
from selectolax.lexbor import LexborHTMLParser

from feedsvc.sources import Reading, read

_MARK = re.compile(r"\{\{[<%]|\{%|[>%]\}\}")
_UNREADABLE = ["2018/09/2018-09-24-example.md", "_index.md"]


def corpus() -> Path:
    for folder in Path(__file__).resolve().parents:
        found = folder / "shared" / "corpora" / "digitalgov"
        if found.is_dir():
            return found
    pytest.skip("shared/corpora/digitalgov is not beside the repository")


@cache
def readings(root: Path) -> dict[str, Reading]:
    paths = sorted(root.rglob("*.md"))
    names = [path.relative_to(root).as_posix() for path in paths]
    return {
        name: read(name, path.read_bytes(), zone=UTC)
        for name, path in zip(names, paths, strict=True)
    }


def test_nearly_all_can_be_read() -> None:
    found = readings(corpus())
    unreadable = [name for name, reading in found.items() if reading.article is None]
    assert unreadable == _UNREADABLE
    assert len(found) - len(unreadable) >= 2080


def test_every_content_is_safe() -> None:
    for reading in readings(corpus()).values():
        if reading.article is not None:
            assert_safe(reading.article)


def test_no_template_mark_remains_outside_code() -> None:
    for name, reading in readings(corpus()).items():
        if reading.article is not None:
            tree = LexborHTMLParser(reading.article.content)
            tree.strip_tags(["pre", "code"], recursive=True)
            assert not _MARK.search(tree.html or ""), name


def test_headlines_and_standfirsts_are_plain() -> None:
    markup = re.compile(r"</?[a-z]+[ >]|&#|&(?:amp|nbsp|mdash|ndash|quot|ldquo|rsquo);|\*\*|\]\(")
    for name, reading in readings(corpus()).items():
        if reading.article is not None:
            for text in (reading.article.headline, reading.article.standfirst):
                assert not markup.search(text), (name, text)


def test_all_have_a_date_and_most_have_tags() -> None:
    articles = [r.article for r in readings(corpus()).values() if r.article is not None]
    assert all(article.date is not None for article in articles)
    assert sum(bool(article.tags) for article in articles) > 2000
    assert all(article.expires or "expirydate" not in article.extra for article in articles)
