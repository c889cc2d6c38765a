"""What changed of an entry, word by word."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from feedsvc.editor.check import Checker, FolderLookups
from feedsvc.editor.desk import AsPublished, Desk
from feedsvc.editor.diff.words import Part, Row
from feedsvc.newsroom import Newsroom
from feedsvc.store.engine import FILE_NAME
from feedsvc.web.preview import create_preview
from feedsvc.web.preview.changes import MOST_ROWS, fold
from tests.web.preview.asking import ENTRY, page, text
from tests.web.preview.conftest import PUBLISHED, SITE

CHANGES = "/desk/changes/rain"
SAME = Row((Part("same", "a"),), (Part("same", "a"),))
OTHER = Row((Part("gone", "a"),), (Part("new", "b"),))

Save = Callable[[str], None]


@pytest.fixture
def open_desk(desk: Any, tmp_path: Path) -> Iterator[Callable[[], Desk]]:
    """Opens the desk of the files written so far, which knows what subscribers have."""
    with ExitStack() as stack:

        def open_desk() -> Desk:
            newsroom = stack.enter_context(
                Newsroom.rehearsal(desk.folder, {}, desk.clock, base_url=SITE, preview=True)
            )
            newsroom.scan(accept_deletions=True)
            as_published = AsPublished(desk.folder, {}, tmp_path)
            as_published.begin(newsroom)
            lookups = FolderLookups(newsroom.folder)
            checker = Checker(newsroom.settings, lookups, newsroom.now)
            found = Desk(newsroom, checker, as_published=as_published)
            found.begin()
            return found

        yield open_desk


@pytest.fixture
def shown(desk: Any, open_desk: Callable[[], Desk]) -> Desk:
    desk.write("world/rain.md", PUBLISHED)
    return open_desk()


@pytest.fixture
def client(shown: Desk) -> FlaskClient:
    return create_preview(shown).test_client()


@pytest.fixture
def save(desk: Any, shown: Desk) -> Save:
    def save(content: str) -> None:
        desk.clock.forward(minutes=1)
        desk.write("world/rain.md", content)
        shown.take(shown.newsroom.index.update(["world/rain.md"]))

    return save


def test_words_that_differ_are_marked_on_both_sides(client: FlaskClient, save: Save) -> None:
    save(PUBLISHED.replace("Very wet, it", "Wet, it").replace("It falls.", "It fell."))
    tree = page(client, CHANGES)
    assert [text(one) for one in tree.css("del")] == [
        "taken out: falls (end)",
        "taken out: Very wet (end)",
    ]
    assert [text(one) for one in tree.css("ins")] == ["put in: fell (end)", "put in: Wet (end)"]
    assert "the standfirst and 2 words in the text. Readers show it as changed" in text(
        tree.css_first(".lead")
    )
    assert text(tree.css_first("#_header")) == "Header"
    assert "Nothing is published of this folder" in text(tree.css_first("main"))


def test_what_is_published_is_the_measure(desk: Any, open_desk: Callable[[], Desk]) -> None:
    desk.write("world/rain.md", PUBLISHED)
    desk.open().close()
    desk.write("world/rain.md", PUBLISHED.replace("Wet it is.", "Dry it is."))
    client = create_preview(open_desk()).test_client()
    tree = page(client, CHANGES)
    assert text(tree.css_first("#_old")) == "Subscribers have"
    assert [text(one) for one in tree.css("del")] == ["taken out: Wet (end)"]


def test_the_desk_and_the_entry_lead_there_while_something_differs(
    client: FlaskClient, save: Save
) -> None:
    def links(url: str) -> set[str | None]:
        found = {link.attributes["href"] for link in page(client, url).css("main a")}
        return {one for one in found if one and "/desk/changes/" in one}

    assert links(ENTRY) == set()
    save(PUBLISHED.replace("Wet it is.", "Dry it is."))
    assert links(ENTRY) == links("/desk") == {SITE + CHANGES}
    save(PUBLISHED)
    assert links(ENTRY) == links("/desk") == set()
    assert "Nothing differs" in text(page(client, CHANGES).css_first(".lead"))


def test_a_quiet_edit_is_told_as_one(client: FlaskClient, save: Save) -> None:
    save(PUBLISHED.replace("Wet it is.", "Dry it is.").replace("date:", "minor: true\ndate:"))
    assert "Readers do not show it as changed." in text(page(client, CHANGES).css_first(".lead"))


def test_what_subscribers_would_lose_is_told(client: FlaskClient, save: Save) -> None:
    save(PUBLISHED.replace("date:", "draft: true\ndate:"))
    tree = page(client, CHANGES)
    assert "Subscribers have it, and would lose it" in text(tree.css_first(".note"))


def test_what_subscribers_do_not_have_is_new_to_them(
    desk: Any, open_desk: Callable[[], Desk]
) -> None:
    desk.write("snow.md", "---\ntitle: Snow\ndate: 2026-05-01\n---\nCold.\n")
    desk.open().close()
    desk.write("world/rain.md", PUBLISHED)
    desk.write("hail.md", "---\ntitle: Hail\ndraft: true\n---\nHard.\n")
    client = create_preview(open_desk()).test_client()
    assert "all of it is new" in text(page(client, CHANGES).css_first(".note"))
    note = text(page(client, "/desk/changes/hail").css_first(".note"))
    assert note == "Subscribers do not have it."
    assert client.get("/desk/changes/none").status_code == 404


def test_a_store_that_cannot_be_read_is_told(desk: Any, client: FlaskClient, save: Save) -> None:
    save(PUBLISHED.replace("Wet", "Dry"))
    (desk.folder / ".feedsvc").mkdir()
    (desk.folder / ".feedsvc" / FILE_NAME).write_bytes(b"no store at all" * 99)
    assert "cannot be read" in text(page(client, CHANGES).css_first(".note"))
    for url in ("/desk", ENTRY):
        assert client.get(url).status_code == 200


def test_articles_hold_no_markup_there(client: FlaskClient, save: Save) -> None:
    save(PUBLISHED.replace("Wet it is.", "Wet &lt;script&gt; it is."))
    answer = client.get(CHANGES).text
    assert "&lt;script&gt;" in answer
    assert "<script> it" not in answer


@pytest.mark.parametrize(
    ("rows", "shown"),
    [
        ([], []),
        ([SAME] * 5, [5]),
        ([SAME] * 3 + [OTHER] + [SAME] * 4, [2, SAME, OTHER, SAME, 3]),
        ([OTHER, SAME, SAME, OTHER], [OTHER, SAME, SAME, OTHER]),
    ],
)
def test_paragraphs_far_from_what_differs_are_counted(
    rows: list[Row], shown: list[Row | int]
) -> None:
    assert fold(rows) == (shown, 0)


def test_a_page_shows_only_so_many_paragraphs() -> None:
    found = fold([OTHER] * (MOST_ROWS + 7))
    assert (len(found.rows), found.left_out) == (MOST_ROWS, 7)
