"""Gives the section summaries of entries: kept ones where they still hold, else new ones."""

import msgspec

from feedsvc.model.entry import Entry
from feedsvc.model.hashing import digest
from feedsvc.settings import Settings
from feedsvc.store import Connection, documents
from feedsvc.summary import SUMMARIZER_VERSION, SectionText, summarize, thai

Summaries = tuple[str, ...]
_THAI = b"\xe0\xb8"  # with this, all Thai letters begin in UTF-8, and nothing else
Made = dict[str, tuple[str, Summaries]]  # entry id -> (digest of their source, summaries)


def summaries_of(
    connection: Connection, entries: dict[str, Entry], settings: Settings, made: Made
) -> dict[str, Summaries]:
    """The section summaries of entries, by entry id.

    Args:
        connection: open.
        entries: with their texts, by id.
        settings: say how to summarize.
        made: gets those that were newly made, so that somebody can keep them.
    """
    kept = documents.summaries_of(connection, entries)
    found: dict[str, Summaries] = {}
    for entry_id, entry in entries.items():
        source = _digest(entry, settings)
        if entry_id in kept and kept[entry_id][0] == source:
            found[entry_id] = kept[entry_id][1]
        else:
            found[entry_id] = _summarize(entry, settings)
            # Once more, since only now it is known whether a library can be used.
            made[entry_id] = (_digest(entry, settings), found[entry_id])
    return found


def _digest(entry: Entry, settings: Settings) -> str:
    article = entry.article
    sections = msgspec.json.encode(article.sections)
    is_thai = _THAI in sections or thai.has_thai(article.standfirst)
    return digest(
        sections,
        article.standfirst,
        article.language or settings.language,
        f"{settings.feeds.summary} {settings.feeds.section_sentences} {SUMMARIZER_VERSION}"
        f" {settings.limits.summary_sentences}",
        *((thai.library(),) if is_thai and thai.library() else ()),
    )


def _summarize(entry: Entry, settings: Settings) -> Summaries:
    article = entry.article
    return summarize(
        [SectionText(one.heading, one.text, one.kinds) for one in article.sections],
        standfirst=article.standfirst,
        language=article.language or settings.language,
        method=settings.feeds.summary,
        sentences=settings.feeds.section_sentences,
        read=settings.limits.summary_sentences,
    )
