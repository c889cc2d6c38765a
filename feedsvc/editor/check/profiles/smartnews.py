"""What SmartNews demands of a SmartFormat feed."""

from collections.abc import Iterator

from feedsvc.editor.check.profiles.profile import Fault, PartnerFeed, Profile, Rule

SPECIFICATION = "https://publishers.smartnews.com/hc/en-us/articles/56500436151065"
LOGO = "https://publishers.smartnews.com/hc/en-us/articles/360036526213-SmartFormat-Specification-Version-2-1"
LIMITS = "https://publishers.smartnews.com/hc/ja/articles/360036526213"
_DESCRIPTION = 30  # characters
_MOST_BYTES = 1024 * 1024


def _description(feed: PartnerFeed) -> Iterator[Fault]:
    text = feed.feed.subtitle or feed.feed.title
    if len(text) > _DESCRIPTION:
        message = (
            f"the feed's description has {len(text)} characters, and SmartNews takes"
            f" {_DESCRIPTION}; shorten that of the site, or of the category"
        )
        yield Fault("subtitle", message)


def _logo(feed: PartnerFeed) -> Iterator[Fault]:
    if not (feed.settings.theme.logo or feed.settings.icon):
        yield Fault("theme.logo", "no logo stands above the articles; name a picture")


def _size(feed: PartnerFeed) -> Iterator[Fault]:
    if feed.size > _MOST_BYTES:
        message = (
            f"the feed has {feed.size // 1024:,} kB, and SmartNews takes {_MOST_BYTES // 1024:,};"
            " let it have fewer entries"
        )
        yield Fault("feeds.document_kilobytes", message)


PROFILE = Profile(
    "smartnews",
    (
        Rule("smartnews-description", "error", SPECIFICATION, _description),
        Rule("smartnews-logo", "warning", LOGO, _logo),
        Rule("smartnews-size", "warning", LIMITS, _size),
    ),
)
