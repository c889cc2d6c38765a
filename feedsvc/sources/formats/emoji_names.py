"""Writes names of emoji between colons, such as `:wave:`, as the emoji that they name.

The names are GitHub's, Slack's and Unicode's: https://github.com/ikatyang/emoji-cheat-sheet
"""

import re

# What is behind a letter, a digit or a slash is a time, a namespace or a part of an address.
EMOJI = re.compile(r"(?<![A-Za-z0-9_:/.&-]):([a-z0-9_+-]{1,60}):(?![A-Za-z0-9_:])")


def with_emoji(text: str) -> str:
    """The text with emoji in place of their names; what names none stays."""
    return EMOJI.sub(_emoji, text)


def _emoji(found: re.Match[str]) -> str:
    # It takes a tenth of a second and 10 MB, which few articles need.
    from emoji import emojize

    return emojize(found[0], language="alias")
