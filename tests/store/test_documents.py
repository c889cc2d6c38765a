"""Kept documents: they outlive a process, reach others at once, and their times never go back."""

import itertools
import sqlite3

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedsvc.errors import NoSuchFeed
from feedsvc.feeds.document import Document
from feedsvc.newsroom import Newsroom

FORMATS = ("atom", "rss", "json")
ANYTHING_TO_RENDER = ("articles.entry", "fragments.fragment", "summaries.summaries")
TEXT = "Title: Story\nDate: 2026-05-01\nTags: x\n{}\nA text.\n"


def spoil(desk, column: str) -> None:
    """Leave nothing in the store that a document could be made of."""
    table, _, name = column.partition(".")
    connection = sqlite3.connect(desk.folder / ".feedsvc" / "store.sqlite3")
    with connection:
        connection.execute(f"UPDATE {table} SET {name} = x'00'")
    connection.close()


def answers(newsroom: Newsroom) -> dict:
    found = {format: newsroom.document("feed", format) for format in FORMATS}
    return {f: (d.body, d.tags(), d.last_modified, d.valid_until) for f, d in found.items()}


def test_documents_outlive_a_process_without_being_made_again(desk, clock) -> None:
    desk.write("a.txt", TEXT.format("Expires: 2027-01-01\n"))
    newsroom = desk.open()
    before = answers(newsroom)
    newsroom.close()
    for column in ANYTHING_TO_RENDER:
        spoil(desk, column)
    clock.forward(days=1)
    assert answers(desk.open(scan=False)) == before


def test_another_process_sees_a_change_at_once(desk) -> None:
    desk.write("a.txt", TEXT.format(""))
    writer, reader = desk.open(), desk.open(scan=False)
    assert answers(reader) == answers(writer)
    desk.write("a.txt", TEXT.format("Draft: yes\n"))
    writer.scan()
    assert b"Story" not in reader.document("feed", "atom").body
    assert answers(reader) == answers(writer)
    assert reader.articles.article("a") is None


def test_a_store_elsewhere_gives_the_same_documents(desk) -> None:
    desk.write("a.txt", TEXT.format(""))
    before = answers(desk.open())
    desk.environ["FEEDSVC_STORE"] = str(desk.folder.parent / "elsewhere")
    assert answers(desk.open()) == before


moves = st.tuples(
    st.sampled_from(["text", "embargo", "expires", "draft", "delete", "wait", "restart"]),
    st.integers(1, 3),
    st.integers(0, 3),
)
_numbers = itertools.count()


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(moves, min_size=2, max_size=12))
def test_last_modified_never_goes_back_and_moves_with_the_bytes(desks, steps) -> None:
    desk = desks(f"steps-{next(_numbers)}")
    newsroom = desk.open()
    seen: dict[tuple[str, str], Document] = {}
    for kind, number, amount in steps:
        then = (desk.clock.time.replace(microsecond=0)).isoformat()[:14] + f"{amount * 15:02}+00:00"
        headers = {
            "text": f"Standfirst: {amount}\n",
            "embargo": f"Embargo: {then}\n",
            "expires": f"Expires: {then}\n",
            "draft": "Draft: yes\n",
        }
        if kind == "wait":
            desk.clock.forward(minutes=amount * 10)
        elif kind == "restart":
            newsroom.close()
            newsroom = desk.open(scan=False)
        elif kind == "delete":
            (desk.folder / f"{number}.txt").unlink(missing_ok=True)
        else:
            desk.write(f"{number}.txt", TEXT.format(headers[kind]))
        newsroom.scan(accept_deletions=True)
        for feed, format in itertools.product(["feed", "tag/x"], FORMATS):
            before = seen.get((feed, format))
            try:
                now = newsroom.document(feed, format)
            except NoSuchFeed:
                assert before is None  # what was open once stays open
                continue
            if before is not None and before.body == now.body:
                assert now.last_modified == before.last_modified
            elif before is not None:
                assert now.last_modified > before.last_modified
            seen[feed, format] = now
    newsroom.close()
