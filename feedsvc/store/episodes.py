"""Selects the episodes of a podcast: the entries of a feed that have audio or video."""

from datetime import datetime

from sqlalchemy import Connection, Integer, bindparam, select

from feedsvc.model.article import Medium
from feedsvc.store.articles import visible
from feedsvc.store.columns import NOW
from feedsvc.store.episode_schema import episodes
from feedsvc.store.feeds import SELECTED, Selected
from feedsvc.store.schema import articles, members

_EPISODES = (
    select(*SELECTED)
    .join(articles, articles.c.entry_id == members.c.entry_id)
    .join(episodes, episodes.c.entry_id == members.c.entry_id)
    .where(
        members.c.feed == bindparam("feed"),
        episodes.c.medium == bindparam("medium"),
        visible(members, NOW),
    )
    .order_by(members.c.published.desc(), members.c.entry_id.desc())
    .limit(bindparam("limit", type_=Integer()))
)


def select_episodes(
    connection: Connection, feed: str, medium: Medium, now: datetime, limit: int
) -> list[Selected]:
    """A feed's newest public entries that have an enclosure of a medium, newest first.

    Args:
        connection: open.
        feed: its name.
        medium: of the podcast.
        now: decides what is public.
        limit: the number of entries.
    """
    asked = {"feed": feed, "medium": medium, "now": now, "limit": limit}
    return [Selected(*row) for row in connection.execute(_EPISODES, asked)]
