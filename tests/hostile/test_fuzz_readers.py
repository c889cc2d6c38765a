"""Whatever bytes a file holds, its reader answers, and what it answers can be published.

FEEDSVC_FUZZ is how many examples each property looks at; a long look takes 50000.
"""

import json
import os
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from feedsvc import sources
from feedsvc.model.article import Article
from feedsvc.model.characters import first_illegal
from feedsvc.model.feed import FORMATS, Format
from feedsvc.summary.summarize import SectionText, summarize
from tests.hostile.cases import date_cases, header_cases, html_cases, markdown_cases, text_cases
from tests.render.entries import entry_of, one_entry
from tests.sources.safety import assert_safe

EXAMPLES = int(os.environ.get("FEEDSVC_FUZZ", "150"))
BERLIN = ZoneInfo("Europe/Berlin")
_XHTML = "{http://www.w3.org/1999/xhtml}"
_UNSAFE_TAGS = "script,style,iframe,object,embed,form,input,svg,math,base,meta,link,template"
_URLS = ("href", "src", "poster", "cite", "srcset", "action", "formaction", "background", "data")
_SCRIPTS = ("javascript:", "vbscript:", "data:")

_ODD = ["\x00", "\x01", "\x7f", "\u202e", "\ufffe", "\ufeff", "\u00a0", "\ud83d", *"\u2028 \n\tx\r"]
FRONTS = """---^ ---^title:~x^ title:^ +++^ +++^title="x"^ Title:~x^ Date:~2024-06-01^ date:~2024^
date:~2024-06-01T12:00+02:00^ published:~ draft:~yes^ tags:~[a,~b]^ tags:~ author:~ url:~http://a/^
url:~javascript:x^ image:~../x.png^ enclosure:~{url:~a.mp3}^ slug:~ id:~ embargo:~ - ? & * ! | > %
'"' " ' [ ] { } , : # @ ` !!python/object:x &a *a <<: ~ \\x00 \\u0001 1e9 0x7 .inf language:~de^
correction:~x^ aliases:~[/x]^ status:~withdrawn^ ...^ """
BODIES = """<p> </p> <div> </div> <table> <tr> <td> </td> </table> <b> </b> <a~href=x> </a> <li>
<ul> </ul> <h1> </h1> <h2~id=top> </h2> <h3> <pre>^ </pre> <code> <svg> </svg> <math> <mtext>
<style> </style> <select> <option> <template> </template> <script> </script> <!-- --> --!>
<![CDATA[ ]]> <img~src=a~onerror=b> <img~srcset='a~1x,b'> <video~poster=x> <source~src=x> <picture>
<ruby> <rt> <a~href=java&#1;script:alert(1)> <a~href='javas^cript:x'> <a~href=data:x>
<iframe~src=//h/x> <noscript> <textarea> <title> </title> <xmp> <plaintext> <p~id=x>
<base~href=//h> <meta~name=date~content=2024> <details> <figure> </body> <frameset>
<blockquote~cite=x> <button> <form> <br> <hr> &#1; &#xD800; &amp; &lt; &nbsp; &foo; & < > " ' = /
\\ #~ ##~ {#a} {:~#b} * ** _ ` ``` ~~~ [ ] ( ) ![ ]( [^1] [^1]: ^ ^^ ^^^ - +~ 1.~ >~ | |-|^ === ---
{{ }} {{< >}} {% %} {%raw%} http://a.b www.a.b a@b.c word A~sentence. Another~one? ... 漢字 é 🙂
"""


def pieces(text: str) -> st.SearchStrategy[str]:
    """Texts made of the words of a text, in which `~` is a space and `^` a line's end."""
    words = [word.replace("~", " ").replace("^", "\n") for word in text.split()]
    return st.lists(st.sampled_from([*words, *_ODD]), max_size=40).map("".join)


@cache
def rows() -> list[bytes]:
    """The tables' files of a few thousand bytes, as seeds of others."""
    tables = (date_cases, header_cases, html_cases, markdown_cases, text_cases)
    return [row.data for table in tables for row in table.CASES if len(row.data) < 4000]


def spoilt(draw: st.DrawFn) -> bytes:
    """One of the tables' files, with parts of others, or of nobody's, in it."""
    data = draw(st.sampled_from(rows()))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 40)))
        other = draw(
            st.one_of(st.binary(max_size=8), st.sampled_from(rows()).map(lambda d: d[:80]))
        )
        data = data[:start] + other + data[end:]
    return data


suffixes = st.sampled_from(sorted(sources.SUFFIXES))
texts = st.tuples(pieces(FRONTS), pieces(FRONTS), pieces(BODIES), pieces(BODIES)).map("".join)
headed = pieces(BODIES).map(lambda body: f"---\ntitle: T\n---\n{body}")
files = st.one_of(
    st.binary(max_size=200),
    texts.map(lambda text: text.encode("utf-8", "surrogatepass")),
    headed.map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.composite(spoilt)(),
)


def document(article: Article, format: Format) -> bytes:
    entry = entry_of(article)
    sections = [SectionText(section.heading, section.text) for section in article.sections]
    summaries = summarize(sections, standfirst=article.standfirst, language=article.language)
    return one_entry(entry, summaries, format)


def assert_runs_nothing(html: str) -> None:
    tree = LexborHTMLParser(html)
    assert tree.body is not None
    assert tree.body.css(_UNSAFE_TAGS) == []
    for node in tree.body.css("*"):
        for name, value in node.attributes.items():
            assert not name.startswith("on")
            assert name not in ("style", "srcdoc")
            if name in _URLS:
                bare = "".join(char for char in value or "" if char > " ").lower()
                assert not bare.startswith(_SCRIPTS)


def assert_documents_hold(article: Article) -> None:
    for format in ("atom", "rss"):
        root = etree.fromstring(document(article, format))
        for element in root.iter():
            assert isinstance(element.tag, str)  # neither comment nor instruction
            for name, value in element.items():
                assert name not in ("href", "url") or not value.lower().startswith(_SCRIPTS)
            if element.tag.startswith(_XHTML):
                assert element.tag.removeprefix(_XHTML) not in _UNSAFE_TAGS.split(",")
            elif element.tag.endswith(("content", "encoded", "description")):
                assert_runs_nothing(element.text or "")
    item = json.loads(document(article, "json"))["items"][0]
    assert first_illegal(json.dumps(item, ensure_ascii=False)) < 0
    assert_runs_nothing(item.get("content_html", ""))


def assert_answered(path: str, data: bytes) -> None:
    found = sources.read(path, data, zone=BERLIN)
    errors = [problem for problem in found.problems if problem.severity == "error"]
    assert (found.article is None) == (len(errors) == 1) or path.startswith("_index")
    lines = data.count(b"\n") + data.count(b"\r") + 1
    assert all(1 <= problem.line <= lines and problem.message for problem in found.problems)
    assert all(problem.message.splitlines() == [problem.message] for problem in found.problems)
    if found.article is not None:
        assert_safe(found.article)
        assert_documents_hold(found.article)


@given(suffixes, files)
@example(".md", b"+++\ntitle = 'T'\na = 0x" + b"f" * 4000 + b"\n+++\nText.\n")
@settings(deadline=None, max_examples=EXAMPLES)
def test_any_file_gives_an_article_or_a_problem(suffix: str, data: bytes) -> None:
    assert_answered(f"world/a{suffix}", data)


@given(texts)
@settings(deadline=None, max_examples=EXAMPLES)
def test_a_file_is_read_alike_each_time(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    for suffix in (".md", ".html", ".txt"):
        found = sources.read(f"a{suffix}", data, zone=BERLIN)
        assert found == sources.read(f"a{suffix}", data, zone=BERLIN)


@pytest.mark.parametrize("format", FORMATS)
@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
@settings(deadline=None, max_examples=max(EXAMPLES // 3, 10))
def test_any_header_values_can_be_published(
    format: Format, first: str, second: str, third: str
) -> None:
    values = (json.dumps(value) for value in (first, second, third, first, second, third))
    keys = ("title", "standfirst", "author", "tags", "category", "url")
    front = "".join(f"{key}: {value}\n" for key, value in zip(keys, values, strict=True))
    data = f"---\n{front}---\nText.\n".encode("utf-8", "surrogatepass")
    found = sources.read("a.md", data, zone=BERLIN)
    if found.article is not None:
        assert document(found.article, format)
