"""What MSN demands of a publisher's feed."""

from collections.abc import Iterator
from datetime import timedelta

from feedsvc.editor.check.profiles.profile import Fault, PartnerFeed, Profile, Rule

ITEMS = (
    "https://support.microsoft.com/topic/"
    "msn-feed-item-metadata-requirements-0114c19c-36bb-4fef-8322-4a1ed6888329"
)
CONTENT = "https://helpcenter.microsoftstart.com/kb/feed-specifications"
QUESTIONS = "https://helpcenter.microsoftstart.com/kb/articles/59-feed-management-faq"
UPDATES = "https://helpcenter.microsoftstart.com/kb/articles/51-feed-item-requirements"
_TITLE = (20, 150)  # characters
_AGE = timedelta(days=365)
_PIXELS = 720  # of a picture's larger side


def _titles(feed: PartnerFeed) -> Iterator[Fault]:
    least, most = _TITLE
    for story in feed.stories:
        length = len(story.view.headline)
        if not least <= length <= most:
            message = (
                f"the headline has {length} characters, and MSN takes {least} to {most}; change it"
            )
            yield Fault("headline", message, story)


def _ages(feed: PartnerFeed) -> Iterator[Fault]:
    for story in feed.stories:
        if feed.now - story.view.published >= _AGE:
            message = "it is more than a year old, and MSN does not take it; that is no harm"
            yield Fault("date", message, story)


def _languages(feed: PartnerFeed) -> Iterator[Fault]:
    site = _primary(feed.settings.language)
    for story in (*feed.stories, *feed.others):
        language = story.view.language
        if language and _primary(language) != site:
            left = "it is left out of MSN's feed" if story in feed.others else "MSN refuses it"
            message = f"it is in {language} and the feed in {feed.settings.language}, so {left}"
            yield Fault("language", message, story)


def _primary(language: str) -> str:
    return language.partition("-")[0].casefold()


def _secure(feed: PartnerFeed) -> Iterator[Fault]:
    if not feed.settings.site.startswith("https://"):
        yield Fault("base_url", "MSN asks by https alone; give the site an https address")


def _bodies(feed: PartnerFeed) -> Iterator[Fault]:
    for story in feed.stories:
        if not story.view.content:
            message = "MSN has no text of it; write one, or add [partners.msn] to site.toml"
            yield Fault("headline", message, story)


def _pictures(feed: PartnerFeed) -> Iterator[Fault]:
    for story in feed.stories:
        image = story.view.image
        if image is None and "<img" not in story.view.content:
            message = "without a picture it waits until somebody at MSN has seen it; name an image"
            yield Fault("image", message, story)
        elif image and image.width and max(image.width, image.height or 0) < _PIXELS:
            message = (
                f"the picture has {image.width} x {image.height} pixels, and MSN wants {_PIXELS}"
                " one way; name a larger one"
            )
            yield Fault("image", message, story)


def _quiet(feed: PartnerFeed) -> Iterator[Fault]:
    for story in feed.stories:
        if story.entry.article.minor:
            message = (
                "`minor: true` keeps the time of the last change, so MSN skips this edit; take the"
                " line out if MSN is to show it"
            )
            yield Fault("minor", message, story)


PROFILE = Profile(
    "msn",
    (
        Rule("msn-title", "error", ITEMS, _titles),
        Rule("msn-age", "warning", ITEMS, _ages),
        Rule("msn-language", "error", QUESTIONS, _languages),
        Rule("msn-https", "error", CONTENT, _secure),
        Rule("msn-text", "error", ITEMS, _bodies),
        Rule("msn-picture", "warning", CONTENT, _pictures),
        Rule("msn-quiet-edit", "warning", UPDATES, _quiet),
    ),
)
