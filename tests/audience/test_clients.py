"""User-Agents as programs send them, and as nobody should."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.audience.clients import Client, read_agent

SAFARI = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Safari/605.1.15"


@pytest.mark.parametrize(
    ("agent", "family"),
    [
        ("Feedly/1.0 (+http://www.feedly.com/fetcher.html; like FeedFetcher-Google)", "Feedly"),
        ("Inoreader/1.0 (+http://www.inoreader.com/feed-fetcher; 3 subscribers; )", "Inoreader"),
        ("Mozilla/5.0 (compatible; inoreader.com; 114 subscribers)", "Inoreader"),
        (f"NewsBlur Feed Fetcher - 1 subscriber - https://newsblur.com ({SAFARI})", "NewsBlur"),
        ("Mozilla/5.0 (compatible; theoldreader.com; 1 subscribers)", "The Old Reader"),
        ("Feedbin feed-id:1 - 2 subscribers", "Feedbin"),
        ("Mozilla/5.0 (compatible; Miniflux/2.2.3; +https://miniflux.app)", "Miniflux"),
        ("FreshRSS/1.23.1 (Linux; https://freshrss.org)", "FreshRSS"),
        ("Tiny Tiny RSS/24.02 (https://tt-rss.org/)", "Tiny Tiny RSS"),
        ("NetNewsWire (RSS Reader; https://netnewswire.com/)", "NetNewsWire"),
        ("Reeder/5050102 CFNetwork/1494.0.7 Darwin/23.4.0", "Reeder"),
        ("newsboat/2.34.0 (Linux x86_64)", "newsboat"),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Thunderbird/115.6",
            "Thunderbird",
        ),
        ("Overcast/1.0 Podcast Sync (123 subscribers; feed-id=4)", "podcast programs"),
        ("AntennaPod/3.2.0", "podcast programs"),
        (SAFARI, "browsers"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "browsers"),
        ("curl/8.5.0", "scripts"),
        ("python-requests/2.32.3", "scripts"),
        ("Python-urllib/3.11", "scripts"),
        ("Go-http-client/1.1", "scripts"),
        (
            "Mozilla/5.0 AppleWebKit/537.36 (compatible; Googlebot/2.1) Chrome/125.0 Safari/537.36",
            "other",
        ),
        ("Akregator/5.24.0 (23.08.0); syndication", "other"),
        ("", "other"),
    ],
)
def test_programs_are_known_by_their_user_agent(agent: str, family: str) -> None:
    assert read_agent(agent).family == family


@pytest.mark.parametrize(
    ("agent", "told"),
    [
        (
            "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 16 subscribers; like F)",
            ("Feedly", "", 16),
        ),
        ("Feedbin feed-id:1697787 - 102 subscribers", ("Feedbin", "1697787", 102)),
        (
            f"NewsBlur Feed Fetcher - 1,227 subscribers - http://newsblur.com/site/77/x ({SAFARI})",
            ("NewsBlur", "77", 1227),
        ),
        (
            "Mozilla/5.0 (compatible; theoldreader.com; 1 subscribers; feed-id=cead6c3a)",
            ("The Old Reader", "cead6c3a", 1),
        ),
        ("Netvibes (http://www.netvibes.com; 5 subscribers; feedId: 54)", ("Netvibes", "54", 5)),
        (
            "Mozilla/5.0 (compatible; BazQux/2.4; +https://bazqux.com/fetcher; 1 subscribers)",
            ("BazQux", "", 1),
        ),
        (
            "Dreamwidth Studios (webmaster@dreamwidth.org; for https://d.example/; 2 readers)",
            ("Dreamwidth Studios", "", 2),
        ),
        ("Overcast/1.0 Podcast Sync (210 subscribers; feed-id=73)", ("Overcast", "73", 210)),
        ("X/1 (99999999999 subscribers)", ("X", "", 999_999_999)),
        ("Feedly/1.0 (-3 subscribers)", ("", "", 0)),
        ("Feedly/1.0 (1.5 subscribers)", ("", "", 0)),
        ("Feedly/1.0 (many subscribers)", ("", "", 0)),
        ("NetNewsWire (RSS Reader 6 readersX)", ("", "", 0)),
    ],
)
def test_aggregators_tell_their_subscribers(agent: str, told: tuple[str, str, int]) -> None:
    assert read_agent(agent)[1:] == told


@given(st.text(max_size=400) | st.text(alphabet="0123456789, subscriber;=feedid<>\x00\x1b[2J"))
def test_whatever_is_sent_the_name_is_plain(agent: str) -> None:
    client = read_agent(agent)
    assert client.family
    assert all(sign.isalnum() or sign in " .-" for sign in client.aggregator)
    assert client.aggregator.isascii()
    assert len(client.aggregator) <= 63
    assert 0 <= client.subscribers <= 999_999_999


def test_only_the_beginning_is_read() -> None:
    assert read_agent("x" * 65_536 + " 7 subscribers") == Client("other")
