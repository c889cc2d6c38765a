"""The page that shows what changed of an entry, word by word, since subscribers got it."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from flask import Blueprint, abort

from feedsvc.editor import ArticleStatus
from feedsvc.editor.desk import Desk, Event
from feedsvc.editor.diff import Difference, Row, compare_texts, text_of, what_differs
from feedsvc.errors import StoreError
from feedsvc.model.entry import Entry

AROUND = 1  # paragraphs shown before and after those that differ
FILES_SHOWN = 3  # of an event, on the desk
MOST_ROWS = 400  # paragraphs that differ, or stand around them, on a page


class Shown(NamedTuple):
    """What the page shows of the paragraphs of a text.

    Attributes:
        rows: paragraphs side by side, or in their place how many are left out that are the same.
        left_out: how many more paragraphs differ, or stand around them, than a page shows.
    """

    rows: list[Row | int]
    left_out: int


def add_changes(routes: Blueprint, desk: Desk, page: Callable[..., str]) -> None:
    """Each entry as subscribers have it beside what they would get."""

    @routes.get("/desk/changes/<path:slug>")
    def what_changed(slug: str) -> str:
        card = desk.card(slug)
        entry = desk.entry(card) if card is not None else None
        if card is None or entry is None:
            abort(404, "No article is shown at this address.")
        return page("changes.html", card=card, **_values(desk, card, entry))


def changed_files(desk: Desk, events: Sequence[Event]) -> dict[str, str]:
    """The files of events of which subscribers have another version, with the slugs of the entries.

    Args:
        desk: whose.
        events: of each, the first FILES_SHOWN files are looked at.
    """
    paths = {path for event in events for path in event.paths[:FILES_SHOWN]}
    cards = [card for path in paths if (card := desk.card_at(path))]
    found = desk.versions.differing(cards)
    return {card.path: card.slug for card in cards if card.id in found}


def _values(desk: Desk, card: ArticleStatus, entry: Entry) -> dict[str, object]:
    """What the page's template is given beside the article's status."""
    difference: Difference | None = None
    before: Entry | None = None
    try:
        had = desk.versions.had([card.id])
    except StoreError as error:
        return {"failed": str(error), "had": False, "difference": None}
    if had is not None and (before := had.entries.get(card.id)):
        difference = compare_texts(text_of(before), text_of(entry))
    return {
        "failed": "",
        "had": before is not None,
        "published": had is not None and had.published,
        "difference": difference,
        "what": what_differs(difference) if difference else "",
        "quietly": before is not None and before.updated == card.updated,
        "text": fold(difference.text) if difference else Shown([], 0),
    }


def fold(rows: Sequence[Row]) -> Shown:
    """The paragraphs that differ and those around them; in place of the others, their number."""
    near = {
        place + step
        for place, row in enumerate(rows)
        if not row.same
        for step in range(-AROUND, AROUND + 1)
    }
    shown: list[Row | int] = []
    left_out = 0
    for place, row in enumerate(rows):
        last = shown[-1] if shown else None
        if place not in near:
            shown[-1:] = [last + 1] if isinstance(last, int) else [*shown[-1:], 1]
        elif len(shown) < MOST_ROWS:
            shown.append(row)
        else:
            left_out += 1
    return Shown(shown, left_out)
