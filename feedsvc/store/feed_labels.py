"""Says what a feed is called: as its articles are spelled that readers see."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, bindparam, exists, false, func, select

from feedsvc.model.feed import EVERYTHING
from feedsvc.store.articles import visible
from feedsvc.store.bulk import among, rows_among
from feedsvc.store.columns import NOW
from feedsvc.store.schema import labels, members

# Built once: building a statement costs more than running it.
_AS_FIRST_READ = select(labels.c.slug, labels.c.label).where(
    labels.c.kind == bindparam("kind"),
    among(labels.c.slug),
    exists().where(
        members.c.feed == labels.c.kind + "/" + labels.c.slug,
        members.c.label == labels.c.label,
        visible(members, NOW),
    ),
)
# What has expired comes last: it is seen by nobody any more.
_FIRST_LABEL = (
    select(members.c.label)
    .where(members.c.feed == bindparam("feed"))
    .order_by(
        func.coalesce(members.c.expires <= NOW, false()),
        members.c.published,
        members.c.entry_id,
    )
    .limit(1)
)


def feed_labels(
    connection: Connection, names: Collection[str], known: Mapping[str, str], now: datetime
) -> dict[str, str]:
    """What feeds are called, by name, of which no article is spelled as they were called before.

    As an article spells it that readers see, or else see first: the first spelling that was ever
    read, where one has that.

    Args:
        connection: open.
        names: of the feeds; each has articles, or is among those known.
        known: what those are called that are published already.
        now: decides what readers see.
    """
    found = {EVERYTHING: ""} if EVERYTHING in names else {}
    by_kind: dict[str, list[str]] = {}
    for name in names:
        if name not in found:
            kind, _, slug = name.partition("/")
            by_kind.setdefault(kind, []).append(slug)
    for kind, slugs in by_kind.items():
        rows = rows_among(connection, _AS_FIRST_READ, slugs, kind=kind, now=now)
        found |= {f"{kind}/{slug}": label for slug, label in rows}
    for name in names:
        if name not in found:
            first = connection.scalar(_FIRST_LABEL, {"feed": name, "now": now})
            found[name] = first or known.get(name, "")
    return found
