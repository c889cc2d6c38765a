"""Makes notes of those that stand within lines: `Text.^[What the note says.]`.

https://pandoc.org/MANUAL.html#extension-inline_notes, https://help.obsidian.md/syntax#Footnotes
"""

import re

from feedsvc.sources.formats.indented_code import lines_outside_code

NOTE = re.compile(r"\^\[")  # a text in which it finds nothing has none
_NOTE = re.compile(
    r"(?<!\[)\^\[(?P<note>(?>(?:[^\[\]\n]{1,2000}|\[[^\[\]\n]{0,500}\]){1,50}))\](?!\()"
)


def with_inline_notes(text: str) -> str:
    """The Markdown with a mark for each of these notes outside code, and the notes at its end."""
    lines, notes = text.split("\n"), []
    for at, shown in enumerate(lines_outside_code(text)):
        if "^[" not in shown:
            continue
        pieces: list[str] = []
        written = 0
        for found in _NOTE.finditer(shown):
            notes.append(lines[at][found.start("note") : found.end("note")].strip())
            pieces += (lines[at][written : found.start()], f"[^inline-{len(notes)}]")
            written = found.end()
        lines[at] = "".join((*pieces, lines[at][written:]))
    for number, note in enumerate(notes, 1):
        lines += ["", f"[^inline-{number}]: {note}"]
    return "\n".join(lines)
