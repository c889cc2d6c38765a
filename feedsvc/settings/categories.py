"""`[categories.NAME]` of site.toml: what a category is called, and whether it is private."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

import msgspec

from feedsvc.settings.podcast import NO_PODCAST, PodcastSettings, podcast_complaints
from feedsvc.settings.searches import CONTROL


class CategorySettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[categories.NAME]`: the title and description of a category, and whether it is private.

    Attributes:
        title, description: plain text.
        private: whether only holders of a key see its articles, and no public answer has them.
        podcast: what makes the RSS of its feed a podcast.
    """

    title: str = ""
    description: str = ""
    private: bool = False
    podcast: PodcastSettings = NO_PODCAST


def category_complaints(categories: Mapping[str, CategorySettings]) -> Iterator[tuple[str, str]]:
    """What is wrong with categories: pairs of a key and what to do about it."""
    for name, category in categories.items():
        if name != name.casefold() or re.search(r"[\s/_]", name):
            proper = re.sub(r"[\s/_]+", "-", name.casefold())
            yield f"categories.{name}", f"must be written as in its URL: [categories.{proper}]"
        elif category.private and not _is_slug(name):
            complaint = "is private, so name it exactly as in its URL: letters, digits, hyphens"
            yield f"categories.{name}", complaint
        if CONTROL.search(category.title + category.description):
            yield f"categories.{name}", "holds a control character; take it out"
        yield from podcast_complaints(category.podcast, f"categories.{name}.podcast")
        if category.private and category.podcast.category:
            complaint = "is for a private category, which no podcast shows; take one of them out"
            yield f"categories.{name}.podcast", complaint


def _is_slug(name: str) -> bool:
    """Whether a name can be the slug of a category (model.slugs.slugify).

    If no category has the name of a private one, the articles meant by it would be public.
    """
    return unicodedata.is_normalized("NFC", name) and all(
        part and all(c.isalnum() or unicodedata.category(c)[0] == "M" for c in part)
        for part in name.split("-")
    )
