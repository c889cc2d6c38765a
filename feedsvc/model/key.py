"""Keys of private feeds: what one is for, and which articles its holder sees. Pure.

The holder of a key has its token, which is in the addresses; everybody else knows its digest.
"""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from feedsvc.model.entry import Entry
from feedsvc.model.feed import part_name

DRAFTS = "draft"  # the shelf of drafts that would be public without being drafts


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """A key that is in force.

    Attributes:
        name: by which editors know it; no other that is in force has it.
        digest: token_digest of its token.
        drafts: it shows what is not public yet: drafts, and articles before their embargo ends.
        categories: slugs of the private categories that it shows.
        made: when.
        used: a time of the last day on which somebody came with it; None: nobody did.
    """

    name: str
    digest: str
    drafts: bool
    categories: tuple[str, ...]
    made: datetime
    used: datetime | None = None


class AccessGroup(msgspec.Struct, frozen=True):
    """Articles that are withheld for one reason.

    Attributes:
        name: of the reason, and the private category.
        ahead: what is embargoed counts as well.
    """

    name: str
    ahead: bool


def access_group_of(entry: Entry) -> str:
    """The shelf of an article that is on no public answer, whatever the time; empty: on none."""
    if entry.article.status == "withdrawn":
        return ""
    if not entry.private or entry.category is None:
        return DRAFTS if entry.article.draft else ""
    private = part_name("category", entry.category.slug)
    return f"{DRAFTS}/{private}" if entry.article.draft else private


def access_groups_of(key: Key, category: str = "") -> Iterator[AccessGroup]:
    """The shelves that a key opens; what becomes public by time alone is on none of them.

    Args:
        key: as it counts now.
        category: slug of the only private category that is meant; empty: all that it is for.
    """
    if key.drafts and not category:
        yield AccessGroup(DRAFTS, ahead=True)
    for slug in key.categories:
        if category in ("", slug):
            private = part_name("category", slug)
            yield AccessGroup(private, ahead=key.drafts)
            if key.drafts:
                yield AccessGroup(f"{DRAFTS}/{private}", ahead=True)


def opens(key: Key, entry: Entry, expires: datetime | None, now: datetime) -> bool:
    """Whether the holder of a key sees an article that others do not.

    Args:
        key: as it counts now.
        entry: of the article.
        expires: when it leaves the feeds; None: never.
        now: the time.
    """
    if entry.article.status == "withdrawn" or (expires is not None and expires <= now):
        return False
    ahead = entry.article.draft or entry.published > now
    if not entry.private:
        return key.drafts and ahead
    listed = entry.category is not None and entry.category.slug in key.categories
    return listed and (key.drafts or not ahead)


def marked(entry: Entry, now: datetime) -> Entry:
    """The entry with what the holder of a key is told of it: it is a draft, or embargoed."""
    ahead = "embargoed" if entry.published > now else ""
    return msgspec.structs.replace(entry, state="draft" if entry.article.draft else ahead)
