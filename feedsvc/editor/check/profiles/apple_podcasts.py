"""What Apple Podcasts demands of a show and its episodes."""

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from feedsvc.editor.check.profiles.profile import Fault, PartnerFeed, Profile, Rule
from feedsvc.render import ART_PIXELS, is_artwork, summary_html

REQUIREMENTS = "https://podcasters.apple.com/support/823-podcast-requirements"
GUIDE = "https://help.apple.com/itc/podcasts_connect/#/itcb54353390"
CATEGORY_LIST = "https://podcasters.apple.com/support/1691-apple-podcasts-categories"
_MOST_BYTES = 4000  # of a description
_SUFFIXES = (".m4a", ".mp3", ".mov", ".mp4", ".m4v", ".pdf")
_ART_SUFFIXES = (".jpg", ".jpeg", ".png")
_PLAIN = re.compile(r"[A-Za-z0-9/._~-]*")
# A category, and its subcategories after a colon; a line that ends in a semicolon goes on.
_LIST = """
Arts: Books; Design; Fashion & Beauty; Food; Performing Arts; Visual Arts
Business: Careers; Entrepreneurship; Investing; Management; Marketing; Non-Profit
Comedy: Comedy Interviews; Improv; Stand-Up
Education: Courses; How To; Language Learning; Self-Improvement
Fiction: Comedy Fiction; Drama; Science Fiction
Government
Health & Fitness: Alternative Health; Fitness; Medicine; Mental Health; Nutrition; Sexuality
History
Kids & Family: Education for Kids; Parenting; Pets & Animals; Stories for Kids
Leisure: Animation & Manga; Automotive; Aviation; Crafts; Games; Hobbies; Home & Garden;
Video Games
Music: Music Commentary; Music History; Music Interviews
News: Business News; Daily News; Entertainment News; News Commentary; Politics; Sports News;
Tech News
Religion & Spirituality: Buddhism; Christianity; Hinduism; Islam; Judaism; Religion; Spirituality
Science: Astronomy; Chemistry; Earth Sciences; Life Sciences; Mathematics; Natural Sciences;
Nature; Physics; Social Sciences
Society & Culture: Documentary; Personal Journals; Philosophy; Places & Travel; Relationships
Sports: Baseball; Basketball; Cricket; Fantasy Sports; Football; Golf; Hockey; Rugby; Running;
Soccer; Swimming; Tennis; Volleyball; Wilderness; Wrestling
TV & Film: After Shows; Film History; Film Interviews; Film Reviews; TV Reviews
Technology
True Crime
"""
CATEGORIES = {
    name: tuple(filter(None, subs.split("; ")))
    for name, _, subs in (
        line.partition(": ") for line in _LIST.strip().replace(";\n", "; ").split("\n")
    )
}


def _artwork(feed: PartnerFeed) -> Iterator[Fault]:
    key, art = f"{feed.table}.image", feed.artwork
    least, most = ART_PIXELS
    wanted = f"a square JPEG or PNG of {least} to {most} pixels"
    if art is None:
        yield Fault(key, f"the podcast has no artwork; name {wanted}")
    elif posixpath.splitext(urlsplit(art.url).path)[1].lower() not in _ART_SUFFIXES:
        yield Fault(key, f"the artwork's name does not end in .jpg or .png; name {wanted}")
    elif art.width == 0:
        yield Fault(key, f"the artwork is not there, or is no picture; name {wanted}")
    elif art.width and not is_artwork(art):
        yield Fault(key, f"the artwork has {art.width} x {art.height} pixels; name {wanted}")


def _category(feed: PartnerFeed) -> Iterator[Fault]:
    assert feed.podcast
    name, sub = feed.podcast.category, feed.podcast.subcategory
    if name not in CATEGORIES:
        known = ", ".join(CATEGORIES)
        message = f"{name!r} is no category of Apple Podcasts, letter by letter; there are {known}"
        yield Fault(f"{feed.table}.category", message)
    elif sub and sub not in CATEGORIES[name]:
        known = ", ".join(CATEGORIES[name]) or "none"
        yield Fault(
            f"{feed.table}.subcategory", f"{sub!r} is no subcategory of {name}; there are {known}"
        )


def _description(feed: PartnerFeed) -> Iterator[Fault]:
    size = len(feed.feed.subtitle.encode())
    key = f"{feed.table.removesuffix('.podcast')}.description"
    key = "subtitle" if feed.table == "podcast" else key
    if not size:
        yield Fault(key, "the podcast has no description; write a sentence on what is heard")
    elif size > _MOST_BYTES:
        yield Fault(key, f"the description has {size:,} bytes, of at most {_MOST_BYTES:,}")


def _language(feed: PartnerFeed) -> Iterator[Fault]:
    if not re.fullmatch(r"[A-Za-z]{2}(-.+)?", feed.settings.language):
        message = "Apple Podcasts knows languages by two letters, such as en or en-us"
        yield Fault("language", message)


def _episodes(feed: PartnerFeed) -> Iterator[Fault]:
    if not feed.stories:
        assert feed.podcast
        message = (
            f"no article has {feed.podcast.medium}, so the podcast is empty; name a recording in"
            " the header of one: enclosure"
        )
        yield Fault(f"{feed.table}.category", message)


def _formats(feed: PartnerFeed) -> Iterator[Fault]:
    for story in feed.stories:
        for media in story.view.enclosures:
            if not urlsplit(media.url).path.lower().endswith(_SUFFIXES):
                known = ", ".join(_SUFFIXES)
                message = f"the recording is none of {known}, so it is not shown; convert it"
                yield Fault("enclosure", message, story)


def _lengths(feed: PartnerFeed) -> Iterator[Fault]:
    for story in feed.stories:
        if not all(media.length for media in story.view.enclosures):
            message = "nobody knows the recording's length in bytes; write `length` beside its url"
            yield Fault("enclosure", message, story)


def _repeated(feed: PartnerFeed) -> Iterator[Fault]:
    urls = Counter(media.url for story in feed.stories for media in story.view.enclosures)
    for story in feed.stories:
        if any(urls[media.url] > 1 for media in story.view.enclosures):
            message = "another episode has the same recording, so one is ignored; name another file"
            yield Fault("enclosure", message, story)


def _names(feed: PartnerFeed) -> Iterator[Fault]:
    for story in feed.stories:
        for media in story.view.enclosures:
            path = urlsplit(media.url).path
            if not _PLAIN.fullmatch(path):
                name = posixpath.basename(unquote(path))
                message = f"{name} has more than plain letters and digits in its name; rename it"
                yield Fault("enclosure", message, story)


def _numbers(feed: PartnerFeed) -> Iterator[Fault]:
    assert feed.podcast
    if feed.podcast.type != "serial":
        return
    for story in feed.stories:
        episode = story.view.episode
        if episode is None or (episode.number is None and episode.type not in ("trailer", "bonus")):
            message = "a serial podcast numbers its episodes; write `episode:` in the header"
            yield Fault("enclosure", message, story)


def _durations(feed: PartnerFeed) -> Iterator[Fault]:
    for story in feed.stories:
        if story.view.episode is None or story.view.episode.seconds is None:
            message = "it is not known how long the recording is; write `duration:` in the header"
            yield Fault("enclosure", message, story)


def _texts(feed: PartnerFeed) -> Iterator[Fault]:
    for story in feed.stories:
        size = len(summary_html(story.view).encode())
        if size > _MOST_BYTES:
            message = (
                f"standfirst and section summaries have {size:,} bytes, of at most"
                f" {_MOST_BYTES:,}; make fewer sections"
            )
            yield Fault("standfirst", message, story)


PROFILE = Profile(
    "apple-podcasts",
    (
        Rule("apple-artwork", "error", GUIDE, _artwork),
        Rule("apple-category", "error", CATEGORY_LIST, _category),
        Rule("apple-description", "error", GUIDE, _description),
        Rule("apple-language", "error", GUIDE, _language),
        Rule("apple-no-episode", "error", GUIDE, _episodes),
        Rule("apple-format", "error", GUIDE, _formats),
        Rule("apple-length", "error", REQUIREMENTS, _lengths),
        Rule("apple-same-recording", "error", REQUIREMENTS, _repeated),
        Rule("apple-file-name", "warning", REQUIREMENTS, _names),
        Rule("apple-episode-number", "error", GUIDE, _numbers),
        Rule("apple-duration", "warning", GUIDE, _durations),
        Rule("apple-episode-text", "warning", GUIDE, _texts),
    ),
)
