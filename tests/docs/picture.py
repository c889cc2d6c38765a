"""Draws docs/save.svg: an article is saved, and a subscriber's entry follows.

python -m tests.docs.picture    writes it anew

Both sides of the picture are true: the text on the left is a file, and the entry on the right is
what feedsvc makes of it before and after the save.
"""

import tempfile
import textwrap
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import NamedTuple

import feedsvc
from tests.docs.pages import ROOT

PICTURE = ROOT / "docs" / "save.svg"
FILE = "world/2026-06-01-ferry.txt"
BEFORE = """\
Ferry sails again

After two winters, the crossing is open

What was repaired

The hull was lengthened by four metres.
The engines are new.
"""
ADDED = """\

When it sails

It crosses at every full hour.
The last boat leaves at eight.
"""
WIDTH, HEIGHT = 960, 400
SECONDS = 10  # of one round
TYPED, SAVED, SHOWN = 10, 46, 50  # per cent of it: typing begins, the file is saved, readers see it
LINE = 24  # height of a line
COLOURS = {
    "page": "#f6f5f2",
    "window": "#ffffff",
    "edge": "#d8d5cd",
    "ink": "#1d1d1b",
    "quiet": "#6b6862",
    "new": "#0b6b3a",
}


class Line(NamedTuple):
    """A line of text in the picture."""

    text: str
    kind: str = ""
    new: bool = False


def entry_lines(newsroom: feedsvc.Newsroom, earlier: frozenset[str] = frozenset()) -> list[Line]:
    """The entry as a reader shows it: headline, standfirst, and the summary of each section.

    Args:
        newsroom: whose newest entry it is.
        earlier: headings that were there before; others are new.
    """
    (entry,) = newsroom.feeds.entries("feed", 1)
    lines = [Line(entry.headline, "headline"), Line(entry.standfirst, "standfirst")]
    for section in entry.sections:
        new = bool(earlier) and section.heading not in earlier
        lines.append(Line(section.heading, "heading", new))
        lines += [Line(part, "summary", new) for part in textwrap.wrap(section.summary, 44)]
    return lines


def draw(before: list[Line], after: list[Line]) -> str:
    """The whole picture, as SVG.

    Args:
        before, after: the entry before the save and after it.
    """
    style = f"""
text {{ font: 15px ui-sans-serif, system-ui, sans-serif; fill: {COLOURS["ink"]} }}
.code {{ font: 14px ui-monospace, monospace; white-space: pre }}
.quiet {{ fill: {COLOURS["quiet"]}; font-size: 13px }}
.headline {{ font-size: 21px; font-weight: 700 }}
.standfirst {{ fill: {COLOURS["quiet"]}; font-style: italic }}
.heading {{ font-weight: 600 }}
.new {{ fill: {COLOURS["new"]} }}
{"".join(_appearing(before, after))}
@media (prefers-reduced-motion: reduce) {{ * {{ animation-duration: 0s !important }} }}
"""
    body = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{COLOURS["page"]}"/>',
        *_window(20, f"news/{FILE}"),
        *_editor(40, 92),
        *_window(490, "A feed reader: My paper"),
        *_entry(510, 100, after),
        f'<text class="quiet saved" x="40" y="{HEIGHT - 36}">saved</text>',
        f'<text class="quiet told" x="510" y="{HEIGHT - 36}">the same entry, with the new'
        " section</text>",
    ]
    label = "An article is saved, and the entry that its subscribers have gets the new section"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' aria-label="{label}">\n<style>{style}</style>\n' + "\n".join(body) + "\n</svg>\n"
    )


def _window(x: int, title: str) -> Iterator[str]:
    yield (
        f'<rect x="{x}" y="20" width="450" height="{HEIGHT - 40}" rx="8"'
        f' fill="{COLOURS["window"]}" stroke="{COLOURS["edge"]}"/>'
    )
    yield f'<text class="quiet" x="{x + 20}" y="46">{escape(title)}</text>'
    yield f'<path d="M{x} 60h450" stroke="{COLOURS["edge"]}"/>'


def _editor(x: int, y: int) -> Iterator[str]:
    typed = len(BEFORE.splitlines())
    for number, text in enumerate((BEFORE + ADDED).splitlines()):
        kind = "code" if number < typed else f"code new typed{number - typed}"
        if text:
            yield f'<text class="{kind}" x="{x}" y="{y + number * 20}">{escape(text)}</text>'


def _entry(x: int, y: int, lines: list[Line]) -> Iterator[str]:
    for line in lines:
        y += LINE // 3 if line.kind == "heading" else 0
        kind = f"{line.kind} new shown" if line.new else line.kind
        yield f'<text class="{kind}" x="{x}" y="{y}">{escape(line.text)}</text>'
        y += LINE


def _appearing(before: list[Line], after: list[Line]) -> Iterator[str]:
    """When each part of the picture appears."""
    assert [line for line in after if not line.new] == before
    added = ADDED.splitlines()
    times = {f"typed{n}": TYPED + n * (SAVED - TYPED) // len(added) for n in range(len(added))}
    for name, per_cent in (times | {"saved": SAVED, "shown": SHOWN, "told": SHOWN}).items():
        yield f".{name} {{ animation: {name} {SECONDS}s infinite }}\n"
        yield f"@keyframes {name} {{ 0%, {per_cent}% {{ opacity: 0 }} "
        yield f"{per_cent + 1}%, 100% {{ opacity: 1 }} }}\n"


def picture() -> str:
    """The picture of what feedsvc does now."""
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / FILE
        file.parent.mkdir()
        file.write_text(BEFORE)
        with feedsvc.open(place, environ={"FEEDSVC_TITLE": "My paper"}) as newsroom:
            before = entry_lines(newsroom)
            (held,) = newsroom.feeds.entries("feed", 1)
            file.write_text(BEFORE + ADDED)
            newsroom.scan()
            after = entry_lines(newsroom, frozenset(line.text for line in before))
            (now,) = newsroom.feeds.entries("feed", 1)
    assert now.id == held.id  # as the picture says
    return draw(before, after)


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
