"""`[podcast]` of site.toml: which feeds are podcasts, and what directories are told of them."""

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from feedsvc.settings.searches import CONTROL

_EPISODES = (1, 2000)
# https://www.rfc-editor.org/rfc/rfc9562 4; directories that wrote one may have it in capitals
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+")


class PodcastSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[podcast]`, or `[categories.NAME.podcast]`: what makes the RSS of a feed a podcast.

    Attributes:
        category, subcategory: as directories name them, such as `News` and `Daily News`; without
            a category the feed is no podcast.
        title: of the show; empty: as the feed is called.
        image: the show's artwork: a URL, a path on the site, or a file beside the articles.
        author: whose show it is; empty: the site's author.
        owner_name, owner_email: whom directories write to; the address is public.
        explicit: whether it is for adults.
        type: `episodic` for the newest first, `serial` for shows to be heard in their order.
        medium: of its episodes; what has no enclosure of it is no episode.
        guid: the UUID that the show has for ever; empty: made of the feed's address.
        locked: whether hosts are told not to import it.
        episodes: the number of episodes in the feed, the newest ones.
    """

    category: str = ""
    subcategory: str = ""
    title: str = ""
    image: str = ""
    author: str = ""
    owner_name: str = ""
    owner_email: str = ""
    explicit: bool = False
    type: Literal["episodic", "serial"] = "episodic"
    medium: Literal["audio", "video"] = "audio"
    guid: str = ""
    locked: bool = False
    episodes: int = 300


NO_PODCAST = PodcastSettings()


def podcast_complaints(podcast: PodcastSettings, table: str) -> Iterator[tuple[str, str]]:
    """What is wrong with a podcast: pairs of a key and what to do about it.

    Args:
        podcast: as site.toml says.
        table: the name of its table, such as `podcast`.
    """
    if podcast != NO_PODCAST and not podcast.category:
        yield f"{table}.category", 'is missing; name one that directories know, such as "News"'
    for key in ("category", "subcategory", "title", "image", "author", "owner_name"):
        if CONTROL.search(getattr(podcast, key)):
            yield f"{table}.{key}", "holds a control character; take it out"
    if podcast.owner_email and not _ADDRESS.fullmatch(podcast.owner_email):
        yield f"{table}.owner_email", f"{podcast.owner_email!r} is no address of e-mail"
    if podcast.guid and not _UUID.fullmatch(podcast.guid):
        yield (
            f"{table}.guid",
            f"{podcast.guid!r} is no UUID; copy the one of the feed that readers have, or take it"
            " out",
        )
    least, most = _EPISODES
    if not least <= podcast.episodes <= most:
        yield f"{table}.episodes", f"must be {least} to {most:,}"
