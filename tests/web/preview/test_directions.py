"""Headlines and names in any direction: none turns around what stands beside it."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode

from feedsvc.editor.desk import Desk
from feedsvc.web.preview import create_preview

TURN = "\u202e"  # RIGHT-TO-LEFT OVERRIDE: all that follows in its paragraph, unless it is apart
PAGES = (
    *("/desk", "/desk/articles", "/desk/problems", "/desk/entries/rain", "/desk/entries/frost"),
    *("/desk/entries/rain?view=list", "/desk/entries/rain?view=text"),
)


@pytest.fixture
def client(desk: Any, preview: Callable[[], Desk]) -> FlaskClient:
    """A newsroom whose headlines, tags and file names turn the direction of writing."""
    head = f"---\ntitle: Rain {TURN}niar\ndate: 2026-05-01\ntags: ['Wet {TURN}tew']\n"
    desk.write(f"rain{TURN}niar.md", f"{head}slug: rain\n---\nWet.\n")
    desk.write(f"hail{TURN}liah.md", f"{head}draft: true\nslug: hail\n---\nHard.\n")
    desk.write(
        f"frost{TURN}tsorf.md", f"{head}embargo: 2026-06-03T15:30:00Z\nslug: frost\n---\nStill.\n"
    )
    desk.write("bad.md", f"---\ntitle: Bad\ndate: 2026 {TURN}02\n---\nText.\n")
    desk.write(f"worse{TURN}.md", "---\ntitle: Worse\ndate: never\n---\nText.\n")
    found = preview()
    desk.write(f"rain{TURN}niar.md", f"{head}slug: rain\n---\nVery wet.\n")
    found.take(found.newsroom.index.update([f"rain{TURN}niar.md"]))
    return create_preview(found).test_client()


def texts(root: LexborNode) -> list[LexborNode]:
    return [node for node in root.traverse(include_text=True) if node.tag == "-text"]


def is_apart(node: LexborNode) -> bool:
    """Whether an element between a text and its page says which way it is written."""
    around = node.parent
    while around is not None and around.tag not in ("main", "body"):
        if around.tag == "bdi" or "dir" in around.attributes:
            return True
        around = around.parent
    return False


@pytest.mark.parametrize("url", PAGES)
def test_what_turns_the_direction_stands_apart(client: FlaskClient, url: str) -> None:
    answer = client.get(url)
    assert answer.status_code == 200
    body = LexborHTMLParser(answer.text).body
    assert body is not None
    for reader in body.css(".reader"):  # the article itself: its blocks hold nothing of ours
        reader.decompose()
    turning = [node for node in texts(body) if TURN in (node.text_content or "")]
    assert turning
    assert [node.text_content for node in turning if not is_apart(node)] == []


def test_the_bar_of_every_page_tells_of_files_apart(client: FlaskClient) -> None:
    for url in ("/", "/articles/rain", "/desk"):
        said = LexborHTMLParser(client.get(url).text).css_first("#_said")
        told = said.css_first("bdi")
        assert told.attributes["dir"] == "ltr"
        assert "rain" in told.text().lower()


def test_a_list_reads_each_text_from_its_own_side(desk: Any, preview: Callable[[], Desk]) -> None:
    desk.write("r.md", "---\ntitle: שלום\nslug: rain\n---\nIt rains.\n")
    client = create_preview(preview()).test_client()
    shown = LexborHTMLParser(client.get("/desk/entries/rain?view=list").text)
    for part in (".headline", ".teaser"):
        assert shown.css_first(part).attributes["dir"] == "auto"
    around = shown.css_first(".headline").parent
    assert around is not None
    assert "dir" not in around.attributes  # else the newsroom's name decides for all
