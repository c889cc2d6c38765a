"""What a callback is asked before it is subscribed, and what its answers mean (WebSub 5)."""

from urllib.parse import parse_qsl, urlsplit

import pytest

from feedsvc.push import Answer, denial, new_challenge, verdict, verify_intent
from feedsvc.push.verification import told

TOPIC = "https://news.example/feed.atom?lang=de&x=ü"
CALLBACK = "https://reader.example/cb"


def asked(url: str) -> dict[str, str]:
    found = parse_qsl(urlsplit(url).query, strict_parsing=True, keep_blank_values=True)
    assert len(dict(found)) == len(found)
    return dict(found)


def test_5_3_a_get_names_mode_topic_challenge_and_lease() -> None:
    request = verify_intent(5, CALLBACK, "subscribe", TOPIC, "a+b/c", 864_000)
    assert (request.key, request.body) == (5, None)
    assert request.url.startswith(f"{CALLBACK}?hub.mode=subscribe&")
    assert asked(request.url) == {
        "hub.mode": "subscribe",
        "hub.topic": TOPIC,
        "hub.challenge": "a+b/c",
        "hub.lease_seconds": "864000",
    }


def test_5_3_who_unsubscribes_is_told_no_lease() -> None:
    request = verify_intent(5, CALLBACK, "unsubscribe", TOPIC, "abc", 0)
    assert asked(request.url) == {
        "hub.mode": "unsubscribe",
        "hub.topic": TOPIC,
        "hub.challenge": "abc",
    }


@pytest.mark.parametrize(
    ("callback", "begins"),
    [
        ("https://r.example", "https://r.example?hub.mode="),
        ("https://r.example/?", "https://r.example/?hub.mode="),
        ("https://r.example/?a=1", "https://r.example/?a=1&hub.mode="),
        ("https://r.example/?a=1&", "https://r.example/?a=1&hub.mode="),
        ("https://r.example/?a=%2F+b;c&&d", "https://r.example/?a=%2F+b;c&&d&hub.mode="),
    ],
)
def test_5_1_the_query_of_a_callback_stays_as_it_is(callback: str, begins: str) -> None:
    for request in (
        verify_intent(1, callback, "subscribe", TOPIC, "abc", 60),
        denial(1, callback, TOPIC, "no"),
    ):
        assert request.url.startswith(begins)


def test_5_2_a_denial_says_why() -> None:
    request = denial(5, CALLBACK, TOPIC, "the feed is gone & will not be back")
    assert request.body is None
    assert asked(request.url) == {
        "hub.mode": "denied",
        "hub.topic": TOPIC,
        "hub.reason": "the feed is gone & will not be back",
    }


def test_nobody_waits_behind_what_a_stranger_named() -> None:
    assert verify_intent(1, CALLBACK, "subscribe", TOPIC, "abc", 60).slow
    assert denial(1, CALLBACK, TOPIC, "no").slow


@pytest.mark.parametrize(
    ("status", "body", "means"),
    [
        (200, b"abc", "verified"),
        (202, b"abc", "verified"),
        (200, b"", "failed"),
        (200, b"abcd", "failed"),
        (200, b"<p>abc</p>", "failed"),
        (404, b"abc", "refused"),
        (404, b"", "refused"),
        (299, b"abc", "verified"),
        (199, b"abc", "failed"),
        (300, b"abc", "failed"),
        (301, b"abc", "failed"),
        (410, b"abc", "failed"),
        (500, b"abc", "failed"),
        (0, b"", "failed"),
    ],
)
def test_5_3_1_only_the_challenge_alone_verifies(status: int, body: bytes, means: str) -> None:
    assert verdict(Answer(1, status, body, "", 0.1), "abc") == means


def test_nobody_can_guess_a_challenge() -> None:
    found = {new_challenge() for _ in range(1000)}
    assert len(found) == 1000
    assert all(len(one) >= 32 and one.isascii() for one in found)


@pytest.mark.parametrize(
    ("status", "means"),
    [
        *((status, "refused") for status in (200, 204, 404, 410)),
        *((status, "failed") for status in (0, 500, 503)),
    ],
)
def test_5_2_a_denial_that_did_not_get_there_is_told_again(status: int, means: str) -> None:
    assert told(Answer(1, status, b"", "", 0.1)) == means
