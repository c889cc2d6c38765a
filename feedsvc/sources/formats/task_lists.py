"""Writes the states of tasks in lists as signs: `- [ ] open` and `- [x] done`.

https://github.github.com/gfm/#task-list-items-extension-; Obsidian has other signs for states as
well, of which a task that was begun or moved is open still:
https://help.obsidian.md/syntax#Task+lists
"""

import re

from feedsvc.sources.formats.indented_code import lines_outside_code

# A text in which this finds nothing has no tasks.
TASKS = re.compile(r"\[[ xX/<>?!-]\][ \t]")
_TASK = re.compile(
    r"(?P<before>(?>(?:[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+)+))\[(?P<state>[ xX/<>?!-])\][ \t]"
)
_SIGNS = {"x": "\u2611", "X": "\u2611", "-": "\u2612"}
_OPEN = "\u2610"


def with_tasks(text: str) -> str:
    """The Markdown with a sign for the state of each task outside code. Its lines stay."""
    lines = text.split("\n")
    for at, shown in enumerate(lines_outside_code(text)):
        if "[" in shown and (found := _TASK.match(shown)):
            task = lines[at][found.end() :].strip()
            if task:
                sign = _SIGNS.get(found["state"], _OPEN)
                lines[at] = f"{lines[at][: found.end('before')]}{sign} {task}"
    return "\n".join(lines)
