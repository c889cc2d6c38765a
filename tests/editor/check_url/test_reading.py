"""Whatever a server sends, it is judged: nothing raises, and each finding can be printed."""

import json

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.editor.check_url import Answer, Request
from tests.editor.check_url.documents import ATOM, JSON, RSS
from tests.editor.check_url.publishers import SHAPES
from tests.editor.check_url.sites import report_of

DOCUMENTS = [RSS, ATOM, JSON, *(text for text, _ in SHAPES.values())]
MARKS = st.sampled_from(
    ["<", ">", "&", '"', "{", "}", "[", "]", ",", ":", "\x00", "\ufeff", "<!--", "]]>", "&#0;", "é"]
)
JUNK = st.one_of(MARKS, st.text(max_size=5)).map(lambda text: text.encode("utf-8", "replace"))
HEADERS = st.text(st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=30)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)
MEMBERS = (
    *("version", "title", "items", "id", "url", "content_html", "hubs", "next_url", "language"),
    *("date_published", "attachments", "feed_url", "external_url"),
)


def judged(body: bytes, **headers: str) -> None:
    """Judge what is sent to every request."""
    sent = tuple((name.replace("_", "-"), value) for name, value in headers.items())

    def serve(request: Request) -> Answer:
        return Answer(request, 200, sent, body)

    report = report_of("https://news.example/feed", serve)
    assert all(one.message and one.places and one.source_url for one in report.found)
    json.dumps(msgspec.to_builtins(report))


@given(
    st.sampled_from(DOCUMENTS),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), JUNK), min_size=1, max_size=4),
)
def test_documents_with_holes_and_junk(text: str, changes: list[tuple[float, int, bytes]]) -> None:
    body = text.replace("{site}", "https://news.example").encode()
    for place, cut, junk in changes:
        at = int(place * len(body))
        body = body[:at] + junk + body[at + cut :]
    judged(body, ETag='"1"')


@given(st.dictionaries(st.sampled_from(MEMBERS), VALUES, max_size=6), st.data())
def test_json_of_any_types(members: dict[str, object], data: st.DataObject) -> None:
    items = st.lists(st.dictionaries(st.sampled_from(MEMBERS), VALUES, max_size=5), max_size=3)
    judged(json.dumps({"version": "1", "items": data.draw(items)} | members).encode())


@given(
    st.fixed_dictionaries(
        {},
        optional=dict.fromkeys(
            ("ETag", "Last_Modified", "Content_Type", "Content_Encoding", "Vary", "Link", "Date"),
            HEADERS,
        ),
    )
)
def test_any_headers(headers: dict[str, str]) -> None:
    judged(RSS.replace("{site}", "https://news.example").encode(), **headers)


@given(st.text(max_size=60), st.sampled_from(["pubDate", "guid", "link", "title", "description"]))
def test_any_texts(text: str, element: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    item = f"<item><{element}>{escaped}</{element}></item></channel>"
    judged(RSS.replace("</channel>", item).encode("utf-8", "replace"))
