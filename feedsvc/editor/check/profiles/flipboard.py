"""What Flipboard advises publishers."""

from collections.abc import Iterator

from feedsvc.editor.check.profiles.profile import Fault, PartnerFeed, Profile, Rule
from feedsvc.render import summary_text

GUIDELINES = "https://about.flipboard.com/rss-spec/"
FEED_FIELDS = "https://flipboard.helpshift.com/hc/en/1-flipboard/faq/1023-resubmit-an-rss-feed/"
_EXCERPT = 300  # characters
_PIXELS = 500  # of a picture's smaller side
_ITEMS = 20


def _excerpts(feed: PartnerFeed) -> Iterator[Fault]:
    for story in feed.stories:
        length = len(summary_text(story.view))
        if length < _EXCERPT:
            message = (
                f"the excerpt has {length} characters, and Flipboard wants {_EXCERPT}; write a"
                " longer standfirst"
            )
            yield Fault("standfirst", message, story)


def _pictures(feed: PartnerFeed) -> Iterator[Fault]:
    for story in feed.stories:
        image = story.view.image
        if image is None:
            message = f"no picture; name one of at least {_PIXELS} pixels in the header: image"
            yield Fault("image", message, story)
        elif image.width and image.height and min(image.width, image.height) < _PIXELS:
            message = (
                f"the picture has {image.width} x {image.height} pixels, and Flipboard wants"
                f" {_PIXELS} at least each way; name a larger one"
            )
            yield Fault("image", message, story)


def _items(feed: PartnerFeed) -> Iterator[Fault]:
    if len(feed.stories) < _ITEMS:
        message = f"the feed has {len(feed.stories)} articles, and Flipboard wants {_ITEMS} or more"
        yield Fault("partners.flipboard.category", message)


def _authors(feed: PartnerFeed) -> Iterator[Fault]:
    for story in feed.stories:
        if not story.view.authors:
            yield Fault("authors", "no author is named; write `author:` in the header", story)


def _description(feed: PartnerFeed) -> Iterator[Fault]:
    if not feed.feed.subtitle:
        message = "nothing says what the feed is about; describe the site, or the category"
        yield Fault("subtitle", message)


PROFILE = Profile(
    "flipboard",
    (
        Rule("flipboard-excerpt", "warning", FEED_FIELDS, _excerpts),
        Rule("flipboard-picture", "warning", FEED_FIELDS, _pictures),
        Rule("flipboard-few-articles", "warning", FEED_FIELDS, _items),
        Rule("flipboard-author", "warning", FEED_FIELDS, _authors),
        Rule("flipboard-description", "error", GUIDELINES, _description),
    ),
)
