"""Pages of a preview, as a browser has them."""

from typing import Any

from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

ENTRY = "/desk/entries/rain"


def page(client: FlaskClient, url: str) -> LexborHTMLParser:
    answer = client.get(url)
    assert answer.status_code == 200, answer.text
    return LexborHTMLParser(answer.text)


def text(found: Any) -> str:
    return " ".join(found.text(separator=" ").split())
