"""What makes a feed and its entries a podcast, for Apple Podcasts and Podcasting 2.0. Pure.

https://podcasters.apple.com/support/823-podcast-requirements and
https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md.

feedgen's extension for podcasts refuses the `true` and `false` that Apple wants in `explicit`, and
lacks the second namespace, so the elements are told here.
"""

import re
from uuid import UUID, uuid5

from msgspec.structs import replace

from feedsvc.model.article import Enclosure, Episode, Person
from feedsvc.render.element import Element, Extension
from feedsvc.render.entry import EntryView, FeedView, site_url
from feedsvc.settings import PodcastSettings, Settings

_ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
_PODCAST = "https://podcastindex.org/namespace/1.0"
_NAMESPACES = (("itunes", _ITUNES), ("podcast", _PODCAST))
_GUIDS = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")  # podcast-namespace, docs/tags/guid.md
ART_TYPES = frozenset({"image/jpeg", "image/png"})
ART_PIXELS = (1400, 3000)  # the least and the most, of both sides


def podcast_guid(address: str) -> str:
    """The identifier of a podcast for ever: a UUIDv5 of its feed's address.

    Args:
        address: of the feed; its scheme and slashes at its end do not count.
    """
    return str(uuid5(_GUIDS, re.sub(r"^[A-Za-z][A-Za-z0-9+.-]*://", "", address).rstrip("/")))


def is_artwork(image: Enclosure) -> bool:
    """Whether a picture is square, and of a size and type that podcasts have for artwork."""
    least, most = ART_PIXELS
    square = image.width == image.height
    return image.type in ART_TYPES and square and least <= (image.width or 0) <= most


def podcast_channel(view: FeedView, podcast: PodcastSettings, settings: Settings) -> FeedView:
    """The values of a feed as a podcast's.

    Args:
        view: of the feed's RSS.
        podcast: what site.toml says of it.
        settings: give the site's address.
    """
    inner = (_itunes("category", text=podcast.subcategory),) if podcast.subcategory else ()
    owner = (("name", podcast.owner_name or view.author), ("email", podcast.owner_email))
    elements = [
        _told("author", podcast.author or view.author),
        _itunes("image", href=site_url(podcast.image, settings.site)) if podcast.image else None,
        Element(_ITUNES, "category", "", (("text", podcast.category),), inner),
        _told("explicit", _truth(podcast.explicit)),
        Element(_ITUNES, "owner", "", (), tuple(_told(*one) for one in owner))
        if podcast.owner_email
        else None,
        _told("type", podcast.type),
        Element(_PODCAST, "guid", podcast.guid or podcast_guid(view.self_url)),
        Element(_PODCAST, "locked", "yes", (("owner", podcast.owner_email),))
        if podcast.locked
        else None,
        Element(_PODCAST, "medium", "video") if podcast.medium == "video" else None,
    ]
    feed = replace(view.feed, title=podcast.title) if podcast.title else view.feed
    own = Extension(_NAMESPACES, tuple(filter(None, elements)))
    extension = view.extension.plus(own)
    return view._replace(feed=feed, extension=extension)


def podcast_item(view: EntryView, podcast: PodcastSettings) -> EntryView:
    """The values of an entry as an episode: with one enclosure, of the podcast's medium.

    Args:
        view: of an entry that has such an enclosure.
        podcast: what site.toml says of the podcast.
    """
    heard = tuple(one for one in view.enclosures if one.medium == podcast.medium)[:1]
    episode = view.episode or Episode()
    numbers = (
        ("duration", episode.seconds),
        ("season", episode.season),
        ("episode", episode.number),
    )
    elements = [
        _itunes("image", href=view.image.url) if view.image and is_artwork(view.image) else None,
        *(_told(name, str(number)) for name, number in numbers if number is not None),
        _told("episodeType", episode.type) if episode.type else None,
        _told("explicit", _truth(episode.explicit)) if episode.explicit is not None else None,
        *(_file("transcript", one.url, one.type) for one in episode.transcripts),
        *map(_chapters, (episode.chapters,) if episode.chapters else ()),
        *map(_person, episode.people),
    ]
    own = Extension(_NAMESPACES, tuple(filter(None, elements)))
    extension = view.extension.plus(own)
    return view._replace(enclosures=heard, extension=extension)


def _itunes(name: str, **attributes: str) -> Element:
    return Element(_ITUNES, name, "", tuple(attributes.items()))


def _told(name: str, text: str) -> Element:
    return Element(_ITUNES, name, text)


def _truth(value: bool) -> str:
    return "true" if value else "false"


def _file(name: str, url: str, type: str) -> Element:
    return Element(_PODCAST, name, "", (("url", url), ("type", type)))


def _chapters(file: Enclosure) -> Element:
    # docs/tags/chapters.md: a type of its own, which tells chapters from any other JSON
    type = "application/json+chapters" if file.type == "application/json" else file.type
    return _file("chapters", file.url, type)


def _person(person: Person) -> Element:
    given = (
        ("role", person.role),
        ("group", person.group),
        ("img", person.image),
        ("href", person.url),
    )
    return Element(_PODCAST, "person", person.name, given)
