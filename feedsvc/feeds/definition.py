"""Makes the definition of a feed, its title and subtitle, from its name and the settings."""

import msgspec

from feedsvc.model.feed import (
    DIGESTS,
    DigestKind,
    Feed,
    digest_name,
    part_name,
    split_name,
)
from feedsvc.settings import Settings, category_title


def hidden_feeds(settings: Settings) -> frozenset[str]:
    """Names of the feeds of private categories."""
    return frozenset(part_name("category", slug) for slug in settings.private_categories)


def describe(name: str, label: str, settings: Settings) -> Feed:
    """The definition of the feed with that name.

    Args:
        name: a valid feed name.
        label: what articles call the category, tag or author; not used for other kinds.
        settings: give title, subtitle, and what `[categories]` or `[searches]` says of this feed.
    """
    kind, slug = split_name(name)
    if kind == "feed":
        return Feed(name, kind, settings.title, settings.subtitle)
    if kind == "category":
        category = settings.categories.get(slug)
        title = category_title(slug, label, settings)
        subtitle = category.description if category else ""
        return Feed(name, kind, f"{settings.title}: {title}", subtitle, title)
    if kind == "search":
        search = settings.searches[slug]
        label = search.title or search.query
        return Feed(name, kind, f"{settings.title}: {label}", search.description, label)
    return Feed(name, kind, f"{settings.title}: {label}", "", label)


def describe_digest(feed: Feed, digest: DigestKind) -> Feed:
    """The definition of a digest of a feed: of everything or of a category."""
    return msgspec.structs.replace(
        feed,
        name=digest_name(feed.name, digest),
        title=f"{feed.title} – {digest} digest",
        label=f"{digest.capitalize()} digest",
        digest=digest,
    )


def digests_of(feed: Feed) -> list[Feed]:
    """The definitions of a feed's digests; a tag, an author and a search have none."""
    if feed.kind not in ("feed", "category"):
        return []
    return [describe_digest(feed, kind) for kind in DIGESTS]
