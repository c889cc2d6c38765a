"""Structured data: what programs are told of an article, and nothing that could run."""

import json
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from feedsvc.web import create_app
from tests.pages.rainy import SITE, client_of, data_of, page_of


@pytest.fixture(scope="module")
def client(still_desk: Any) -> FlaskClient:
    return client_of(still_desk)


def test_structured_data(client: FlaskClient) -> None:
    """https://schema.org/NewsArticle"""
    data = data_of(client, "/articles/rain")
    assert (data["@context"], data["@type"]) == ("https://schema.org", "NewsArticle")
    assert data["headline"] == "Rain over the river"
    assert data["alternativeHeadline"] == "It will stay"
    assert data["url"] == data["mainEntityOfPage"] == f"{SITE}/articles/rain"
    assert data["identifier"] == "tag:news.example,2026:rain.md"
    times = {k: datetime.fromisoformat(data[k]) for k in ("datePublished", "dateModified")}
    assert times["datePublished"] == datetime.fromisoformat("2026-05-01T10:00:00+02:00")
    assert times["dateModified"] == datetime.fromisoformat("2026-05-03T12:00:00+00:00")
    assert data["inLanguage"] == "en"
    assert [(one["name"], one["url"]) for one in data["author"]] == [
        ("Protocol Desk", f"{SITE}/author/protocol-desk"),
        ("Rain Desk", f"{SITE}/author/rain-desk"),
    ]
    assert data["publisher"] == {
        "@type": "NewsMediaOrganization",
        "name": "News",
        "url": SITE,
    }
    assert data["articleSection"] == "World"
    assert data["keywords"] == ["Café", "weather"]
    assert data["image"] == f"{SITE}/media/rain.png"
    media = {"@type": "MediaObject", "contentUrl": f"{SITE}/media/rain.mp3"}
    assert data["associatedMedia"] == [media | {"encodingFormat": "audio/mpeg"}]


def test_what_an_article_does_not_have_is_not_said(client: FlaskClient) -> None:
    data = data_of(client, "/articles/snow")
    assert data["author"] == data["publisher"]
    unsaid = {"image", "keywords", "articleSection", "correction", "associatedMedia"}
    assert not unsaid & set(data)
    assert all(value not in ("", [], None) for value in data.values())


def test_corrections_are_told_to_people_and_programs(client: FlaskClient) -> None:
    page = page_of(client, "/articles/rain")
    shown = [" ".join(one.text().split()) for one in page.css(".note")]
    assert shown == [
        "Correction, 3 May 2026: An earlier version said snow.",
        "Correction: It also said hail.",
    ]
    body = page.html or ""
    assert body.index("An earlier version said snow.</p>") < body.index("It rained.")
    assert data_of(client, "/articles/rain")["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "An earlier version said snow.",
            "datePublished": "2026-05-03T12:00:00+00:00",
        },
        {"@type": "CorrectionComment", "text": "It also said hail."},
    ]


HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]> --> </SCRIPT >",
    '"}]}; alert(1) //',
    "\u2028\u2029 and \\u003c/script>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_ends_the_data_early(desk: Any, text: str) -> None:
    values = {"title": text, "standfirst": f"{text}!", "author": text, "tags": [text]}
    values |= {"category": text, "correction": [{"text": text}]}
    lines = "".join(f"{key}: {json.dumps(value)}\n" for key, value in values.items())
    desk.write("rain.md", f"---\n{lines}date: 2026-05-01\n---\nIt rained.\n")
    client = create_app(desk.open()).test_client()
    raw = client.get("/articles/rain").text
    inside = raw.split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert not set(inside) & set("<>&\u2028\u2029")
    data = data_of(client, "/articles/rain")
    kept = " ".join(text.split())
    assert data["headline"] == kept
    assert kept in data["keywords"]  # a category may be a list, whose others are tags
    assert data["correction"][0]["text"] == kept
