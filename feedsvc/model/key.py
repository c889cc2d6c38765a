"""Keys of private feeds, and which articles the holder of a key sees.

The token of a key stands in the addresses of its feeds. Only its holder has it; the store keeps
only a hash of it.
"""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from feedsvc.model.entry import Entry
from feedsvc.model.feed import part_name
from feedsvc.model.status import holds_of, reasons_of

DRAFTS = "draft"  # the access group of the drafts of public categories


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """A key that is in force.

    Attributes:
        name: by which editors know it; unique among the keys in force.
        digest: the token_digest of its token.
        drafts: whether it shows drafts, and articles before their embargo ends.
        categories: slugs of the private categories that it shows.
        made: when it was made.
        used: a time of the last day on which it was used; None if it never was.
    """

    name: str
    digest: str
    drafts: bool
    categories: tuple[str, ...]
    made: datetime
    used: datetime | None = None


class AccessGroup(msgspec.Struct, frozen=True):
    """Articles that are withheld from the public for the same reason.

    Attributes:
        name: DRAFTS, the feed name of a private category, or both joined by a slash.
        ahead: whether a key that opens the group shows its embargoed articles as well.
    """

    name: str
    ahead: bool


def access_group_of(entry: Entry) -> str:
    """The name of the access group of an entry, or empty if it is in none.

    An entry in a group stands in no public answer, whatever the time. One that is
    withdrawn or faulty is in none.
    """
    holds = holds_of(entry.article, private=entry.private)
    if "withdrawn" in holds or "faulty" in holds:
        return ""
    names = [DRAFTS] if "draft" in holds else []
    if "private" in holds and entry.category is not None:
        names.append(part_name("category", entry.category.slug))
    return "/".join(names)


def access_groups_of(key: Key, category: str = "") -> Iterator[AccessGroup]:
    """The access groups that a key opens. What becomes public by time alone is in none of them.

    Args:
        key: as it is in force now.
        category: slug of the only private category that is meant; empty for all of the key.
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
    """Whether the holder of a key sees an entry that is not public.

    Args:
        key: as it is in force now.
        entry: the entry.
        expires: when it leaves the feeds; None if never.
        now: the current time.
    """
    reasons = reasons_of(entry, expires, now)
    if not {"withdrawn", "faulty", "expired"}.isdisjoint(reasons):
        return False
    ahead = "draft" in reasons or "embargoed" in reasons
    if "private" not in reasons:
        return key.drafts and ahead
    listed = entry.category is not None and entry.category.slug in key.categories
    return listed and (key.drafts or not ahead)


def marked(entry: Entry, now: datetime) -> Entry:
    """The entry with its state as the holder of a key sees it: draft, embargoed or empty."""
    told = [one for one in reasons_of(entry, None, now) if one in ("draft", "embargoed")]
    return msgspec.structs.replace(entry, state=told[0] if told else "")
