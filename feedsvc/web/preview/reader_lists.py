"""Cuts an entry as the lists of feed readers do, each by its own rule. Pure.

Only readers whose source is public are here: each rule names the file that tells it, as it was
read in 2026. What a list cuts at the width of its window is not told in characters.
"""

from typing import Literal, NamedTuple

from feedsvc.web.preview.as_reader import Shown, plain, unspaced


class Rule(NamedTuple):
    """What the list of a reader shows of an entry.

    Attributes:
        reader: its name.
        takes: where the text under the title is from, if the document has both; the other where it
            has that alone. Empty: there is no such text.
        characters: how many of it are shown at most.
        title_lines: lines that a title may take; 0: as many as it needs.
        spaced: whether a blank stands between paragraphs.
        note: when the list shows the text, if not always.
    """

    reader: str
    takes: Literal["content", "summary", ""] = ""
    characters: int = 0
    title_lines: int = 0
    spaced: bool = True
    note: str = ""


RULES = (
    # https://github.com/Ranchero-Software/NetNewsWire/blob/main/Shared/Extensions/ArticleStringFormatter.swift
    # `body`, of which it takes the text: Shared/Extensions/ArticleUtilities.swift
    Rule("NetNewsWire", "content", 250),
    # https://github.com/FreshRSS/FreshRSS/blob/edge/app/views/helpers/index/normal/entry_header.phtml
    # `topline_summary` is false in config-user.default.php.
    Rule("FreshRSS", "content", 500, spaced=False, note="Where summaries are turned on"),
    # https://github.com/tt-rss/tt-rss/blob/main/classes/Feeds.php
    Rule("Tiny Tiny RSS", "content", 250, spaced=False),
    # https://github.com/ReadYouApp/ReadYou/blob/main/app/src/main/java/me/ash/reader/infrastructure/rss/RssHelper.kt
    # Lines: app/src/main/java/me/ash/reader/ui/page/home/flow/ArticleItem.kt
    Rule("Read You", "summary", 280, 2),
    # https://github.com/miniflux/v2/blob/main/internal/template/templates/views/unread_entries.html
    Rule("Miniflux"),
    # https://github.com/newsboat/newsboat/blob/master/src/configcontainer.cpp (articlelist-format)
    Rule("Newsboat", title_lines=1),
    # https://github.com/mozilla/releases-comm-central/blob/master/mailnews/extensions/newsblog/FeedItem.sys.mjs
    # The title becomes the subject of a message, the text its body.
    Rule("Thunderbird"),
)


class Card(NamedTuple):
    """An entry in the list of a reader.

    Attributes:
        rule: of the reader.
        text: what stands under the title; may be empty.
        left_out: how many more characters of the same text are seen when the entry is opened.
        taken: what the text is from: the text of the article, or its summary; empty: nothing.
    """

    rule: Rule
    text: str
    left_out: int
    taken: Literal["text", "summary", ""]

    @property
    def said(self) -> str:
        """What the list shows and cuts, in a sentence or two."""
        rule = self.rule
        shows = f"{rule.note}, it shows" if rule.note else "Shows"
        if not rule.takes:
            said = "Shows the title alone."
        elif not self.taken:
            said = "There is nothing to show under the title: write a standfirst, or a sentence."
        elif not self.left_out:
            said = f"{shows} the whole {self.taken}."
        else:
            first = f"the first {rule.characters:,} characters of the {self.taken}"
            said = f"{shows} {first}; {self.left_out:,} more are seen when it is opened."
        lines = {0: "", 1: " The title is cut after one line."}
        return said + lines.get(
            rule.title_lines, f" The title is cut after {rule.title_lines} lines."
        )


def cards(shown: Shown) -> list[Card]:
    """An entry as the lists of readers show it.

    Args:
        shown: as a reader finds it in its document.
    """
    return [_card(shown, rule) for rule in RULES]


def _card(shown: Shown, rule: Rule) -> Card:
    if not rule.takes:
        return Card(rule, "", 0, "")
    first, other = shown.content, shown.summary
    if rule.takes == "summary":
        first, other = other, first
    text = plain(first or other) if rule.spaced else unspaced(first or other)
    from_content = bool(shown.content) and (rule.takes == "content" or not shown.summary)
    cut = text[: rule.characters].rstrip()
    return Card(
        rule,
        cut,
        len(text) - len(cut),
        "" if not text else "text" if from_content else "summary",
    )
