import string
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from reading import UTC, codes, reading
from safety import assert_safe

from feedsvc import sources
from feedsvc.errors import UnreadableArticle
from feedsvc.sources import Findings, decode


def shared(name: str) -> Path:
    for folder in Path(__file__).resolve().parents:
        if (folder / "shared" / name).exists():
            return folder / "shared" / name
    pytest.skip(f"shared/{name} is not beside the repository")


def test_suffixes() -> None:
    assert (
        frozenset({".txt", ".md", ".markdown", ".mdx", ".html", ".htm", ".rst"}) == sources.SUFFIXES
    )


@pytest.mark.parametrize("path", ["a.txt", "b/c.MD", "x.y.html", "index.htm", "_index.md"])
def test_is_article(path: str) -> None:
    assert sources.is_article(path)


@pytest.mark.parametrize(
    "path", ["a.txt~", ".a.md", "b/.git/c.md", ".feedsvc/a.md", "a.docx", "md", ".md", "a.md.swp"]
)
def test_is_no_article(path: str) -> None:
    assert not sources.is_article(path)


@pytest.mark.parametrize("path", ["_index.md", "world/_index.html"])
def test_section_pages_are_left_out(path: str) -> None:
    found = reading(path, "---\ntitle: World\n---\n")
    assert found.article is None
    assert [(p.severity, p.code) for p in found.problems] == [("info", "section-page")]


def test_unknown_suffix_is_a_problem() -> None:
    assert codes("a.docx", "x") == [(1, "error", "unknown-format")]


_markup = st.text(
    st.sampled_from(list("<>/&;#=\"'![]()*_`{}%|:-+~^\n\t .,") + list(string.ascii_letters[:6])),
    max_size=200,
)
PIECES = """
<p> </p> <div> </div> <table> <tr> <td> </td> </table> <b> </b> <a> <a~href=x> </a> <li> <ul> </ul>
<h1> </h1> <h2~id=top> </h2> <pre>^^ </pre> <svg> </svg> <math> <select> <option> <template>
<script> </script> <!-- --> <img~src=a~onerror=b> <video> <source> <picture> x &#1; {{<x>}} {%raw%}
<h3>t <iframe~src=//h/x> <ruby><rt> <button> <form> <a~href=java&#1;script:alert(1)> <title>
&lt;script> <a~href='javas^cript:x'> ```^ <details> <figure> </body> <frameset> <blockquote~cite=x>
<noscript> <textarea> <p~id=x> <h4~id=x>
"""
_tags = st.lists(st.sampled_from(PIECES.split()), max_size=60).map(
    lambda pieces: " ".join(pieces).replace("~", " ").replace("^", "\n")
)


@given(
    st.sampled_from(sorted(sources.SUFFIXES)),
    st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)),
)
@example(".md", b"---\n- a\n---\n")
@example(".md", b"+++\na = [\n+++\n")
@example(".txt", b"\xff\xfe\x00")
@settings(deadline=None, max_examples=300)
def test_any_bytes_give_an_article_or_an_error(suffix: str, data: bytes) -> None:
    found = sources.read("a" + suffix, data, zone=UTC)
    errors = [p for p in found.problems if p.severity == "error"]
    assert (found.article is None) == bool(errors)
    assert len(errors) <= 1
    assert all(p.line >= 1 and p.path == "a" + suffix and p.message for p in found.problems)


@given(
    st.sampled_from([".md", ".html", ".txt"]),
    st.sampled_from(["", "---\ntitle: T\n---\n", "Title: T\n\n", "+++\ntitle='T'\n+++\n"]),
    st.one_of(_markup, _tags),
)
@settings(deadline=None, max_examples=500)
def test_any_markup_gives_an_article_or_an_error(suffix: str, front: str, body: str) -> None:
    found = sources.read("w/a" + suffix, (front + body).encode(), zone=UTC)
    assert (found.article is None) == any(p.severity == "error" for p in found.problems)
    assert found == sources.read("w/a" + suffix, (front + body).encode(), zone=UTC)
    if found.article is not None:
        assert_safe(found.article)


def test_the_seed_is_read() -> None:
    path = shared("seeds") / "000_e7cc25376205238f.txt"
    article = sources.read("world/kharkiv.txt", path.read_bytes(), zone=UTC).article
    assert article is not None
    assert article.headline == "Kharkiv Clashes"
    assert article.standfirst.startswith("Escalating Conflict: Violence near Kharkiv")
    assert article.category == "World"
    assert [section.heading for section in article.sections] == [
        "Tensions Flare in Kharkiv Region",
        "Kharkiv: A Strategic Hub Under Siege",
        "Human Toll of Conflict",
        "Russian Involvement in Border Regions",
        "Diplomatic Efforts and De-escalation",
        "Impact on Regional Stability",
        "Humanitarian Crisis Looms",
        "Path to Peace and Stability",
    ]
    assert all(section.text.endswith(".") for section in article.sections)


def test_errors_are_problems_with_their_line() -> None:
    assert codes("a.md", "---\ntitle: T\ndate: soon\n---\n") == [(3, "error", "date-incomplete")]


def test_unreadable_articles_are_raised_inside() -> None:
    with pytest.raises(UnreadableArticle) as caught:
        decode(b"", Findings("a.txt"))
    assert (caught.value.code, caught.value.line) == ("empty-file", 1)
