"""What a User-Agent says: which family of clients it is of, and for how many it polls. Pure.

Aggregators tell their subscribers in forms that each of them chose (RFC 9110 10.1.5 knows none):

    Feedly/1.0 (+http://www.feedly.com/fetcher.html; 16 subscribers; like FeedFetcher-Google)
    Feedbin feed-id:1697787 - 102 subscribers
    NewsBlur Feed Fetcher - 27 subscribers - https://www.newsblur.com/site/7704055/name (…)
    Mozilla/5.0 (compatible; theoldreader.com; 1 subscribers; feed-id=cead6c3a837650eeefd8fe4a)
    Netvibes (http://www.netvibes.com; 5 subscribers; feedId: 5404723)
    Dreamwidth Studios (webmaster@dreamwidth.org; for https://…; 2 readers)
"""

import re
from typing import NamedTuple

LONGEST = 300  # characters of a User-Agent that are read
BROWSERS, PODCASTS, SCRIPTS, OTHER = "browsers", "podcast programs", "scripts", "other"
# Words of a User-Agent in small letters, and what they tell; the first that is found counts.
# Aggregators stand before browsers, whose words some of them repeat.
_WORDS: tuple[tuple[str, str], ...] = (
    ("feedly", "Feedly"),
    ("inoreader", "Inoreader"),
    ("newsblur", "NewsBlur"),
    ("theoldreader", "The Old Reader"),
    ("the old reader", "The Old Reader"),
    ("feedbin", "Feedbin"),
    ("miniflux", "Miniflux"),
    ("freshrss", "FreshRSS"),
    ("tiny tiny rss", "Tiny Tiny RSS"),
    ("tt-rss", "Tiny Tiny RSS"),
    ("netnewswire", "NetNewsWire"),
    ("reeder", "Reeder"),
    ("newsboat", "newsboat"),
    ("thunderbird", "Thunderbird"),
    *(
        (word, PODCASTS)
        for word in (
            *("podcast", "overcast", "pocket casts", "pocketcasts", "antennapod", "castbox"),
            *("castro", "downcast", "gpodder", "itunes", "itms", "spotify", "player.fm"),
        )
    ),
)
_SCRIPT = re.compile(
    r"(?:curl|wget|python|httpx|aiohttp|go-http-client|java|okhttp|axios|node|undici|ruby|http\.rb"
    r"|perl|libwww-perl|lwp|guzzlehttp|php|feedparser|universalfeedparser|httpie|powershell)\b"
)
_BROWSER = re.compile(r"mozilla/\d.*(?:firefox|chrome|safari|edge?|opr|msie|trident)/?\s?\d")
_ROBOT = re.compile(r"compatible;(?! msie)|bot\b|crawl|spider|fetch")
_SUBSCRIBERS = re.compile(r"(?<![\w.,-])(\d[\d,]{0,11}) (?:subscriber|reader)(?:s|\(s\))?(?!\w)")
_SOURCE = re.compile(r"feed-?id[=:] ?([a-z0-9_-]{1,40})|newsblur\.com/site/(\d{1,12})")
_WORD = "[A-Za-z][A-Za-z0-9.-]{0,30}"
_NAME = re.compile(rf"(?:Mozilla/[\d.]+ \(compatible; )?({_WORD}(?: {_WORD})?)")
_MOST = 999_999_999  # subscribers that are believed


class Client(NamedTuple):
    """What a User-Agent says of the program that polls.

    Attributes:
        family: one of a few.
        aggregator: that polls for several people; empty: it does not say so.
        source: the aggregator's own number of the feed; empty: it names none.
        subscribers: for how many people it polls.
    """

    family: str
    aggregator: str = ""
    source: str = ""
    subscribers: int = 0


def read_agent(text: str) -> Client:
    """What a User-Agent says, whoever sent it; only its first characters are read."""
    text = text[:LONGEST]
    small = text.lower()
    family = _family(small)
    told = _SUBSCRIBERS.search(small)
    if told is None:
        return Client(family)
    found = _SOURCE.search(small)
    number = min(int(told[1].replace(",", "")), _MOST)
    return Client(family, _aggregator(family, text), _source(found), number)


def _family(small: str) -> str:
    for word, family in _WORDS:
        if word in small:
            return family
    if _SCRIPT.match(small):
        return SCRIPTS
    if _BROWSER.match(small) and not _ROBOT.search(small):
        return BROWSERS
    return OTHER


def _aggregator(family: str, text: str) -> str:
    """The family where it has a name, else the name that the User-Agent begins with."""
    if family not in (BROWSERS, PODCASTS, SCRIPTS, OTHER):
        return family
    found = _NAME.match(text)
    return found[1] if found else OTHER


def _source(found: re.Match[str] | None) -> str:
    return "" if found is None else found[1] or found[2]
