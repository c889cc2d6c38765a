"""`[partners.NAME]` of site.toml: feeds for those who show articles in a place of their own."""

from collections.abc import Iterator, Mapping

import msgspec

from feedsvc.settings.categories import CategorySettings
from feedsvc.settings.searches import CONTROL

PARTNERS = ("flipboard", "smartnews", "msn")  # that get a feed of their own


class PartnerSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[partners.NAME]`: what a partner's feed holds.

    Attributes:
        category: the slug of a category; empty: all articles.
        title: plain text; empty: as the feed of the category, or the site, is called.
    """

    category: str = ""
    title: str = ""


def partner_complaints(
    partners: Mapping[str, PartnerSettings], categories: Mapping[str, CategorySettings]
) -> Iterator[tuple[str, str]]:
    """What is wrong with partners: pairs of a key and what to do about it.

    Args:
        partners, categories: as site.toml has them, by name.
    """
    for name, partner in partners.items():
        key = f"partners.{name}"
        if name not in PARTNERS:
            yield key, f"is no partner that is known; there are {', '.join(PARTNERS)}"
        if CONTROL.search(partner.category + partner.title):
            yield key, "holds a control character; take it out"
        if (one := categories.get(partner.category)) and one.private:
            yield f"{key}.category", "is private, and partners show articles to all; name another"
