"""What a subscriber may ask of the hub, and what it is told else (WebSub 5.1)."""

from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.push import HubRefused, HubRequest, allowed, document_at, read_request
from feedsvc.push.hub_request import LONGEST_CALLBACK

TOPIC = "https://news.example/feed.atom"
CALLBACK = "https://reader.example/callback?foo=bar&red=fish"
GOOD = {"hub.mode": "subscribe", "hub.topic": TOPIC, "hub.callback": CALLBACK}
DAYS = 24 * 3600
PRIVATE = "http://192.168.1.1/"


def read(*, private: bool = False, **changed: str | list[str] | None) -> HubRequest:
    """What a form says that is good, but for some values; None: it is not there."""
    form: dict[str, list[str]] = {name: [value] for name, value in GOOD.items()}
    for name, value in changed.items():
        if value is None:
            del form[f"hub.{name}"]
        else:
            form[f"hub.{name}"] = value if isinstance(value, list) else [value]
    return read_request(form, allowed(private))


def refused(**changed: str | list[str] | None) -> HubRefused:
    with pytest.raises(HubRefused) as error:
        read(**changed)
    assert "\n" not in str(error.value)
    return error.value


@pytest.mark.parametrize("mode", ["subscribe", "unsubscribe"])
def test_a_request_needs_callback_mode_and_topic_alone(mode: str) -> None:
    assert read(mode=mode) == (mode, TOPIC, CALLBACK, "", 10 * DAYS)


@pytest.mark.parametrize("name", ["mode", "topic", "callback"])
@pytest.mark.parametrize("value", [None, "", ["a", "b"], "a\x00"])
def test_what_is_missing_or_twice_is_named(name: str, value: str | list[str] | None) -> None:
    assert f"hub.{name} " in str(refused(**{name: value}))


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("", 10 * DAYS),
        ("864000", 10 * DAYS),
        ("60", 60),
        ("59", 60),
        ("1", 60),
        ("2592000", 30 * DAYS),
        ("2592001", 30 * DAYS),
        ("9" * 5000, 30 * DAYS),
    ],
)
def test_a_lease_is_as_long_as_asked_within_bounds(asked: str, given: int) -> None:
    assert read(lease_seconds=asked).lease_seconds == given


@pytest.mark.parametrize("asked", ["0", "-1", "1.5", "ten", "١٠", " 60"])
def test_a_lease_is_a_positive_number(asked: str) -> None:
    assert "hub.lease_seconds" in str(refused(lease_seconds=asked))
    assert read(lease_seconds=asked, mode="unsubscribe").mode == "unsubscribe"  # 5.1: ignored


def test_a_secret_has_less_than_200_bytes() -> None:
    assert read(secret="é" * 99 + "x").secret == "é" * 99 + "x"
    told = refused(secret="é" * 100)
    assert "200 bytes" in str(told)
    assert "é" not in str(told)


def test_who_publishes_is_told_that_nobody_needs_to() -> None:
    assert "by itself" in str(refused(mode="publish"))
    assert "subscribe or unsubscribe" in str(refused(mode="Subscribe"))


@pytest.mark.parametrize(
    ("callback", "said"),
    [
        ("ftp://reader.example/", "web address"),
        ("reader.example/callback", "web address"),
        ("https:///callback", "web address"),
        ("https://reader.example:0/", "web address"),
        ("https://reader.example:99999/", "web address"),
        ("https://[::1/", "web address"),
        ("https://reader.example/a b", "web address"),
        ("https://reader.example\\@evil.example/", "web address"),
        ("https://reader.example/\r\nHost: evil.example", "web address"),
        ("https://user@reader.example/", "user name"),
        ("https://user:pass@reader.example/", "user name"),
        ("https://@reader.example/", "user name"),
        ("https://reader.example/#part", "fragment"),
        ("https://reader.example%2f/", "cannot be read"),
        ("http://2130706433/", "no name and no address"),
        ("http://127.1/", "no name and no address"),
        ("http://0x7f.0.0.0x1/", "no name and no address"),
        ("http://0177.0.0.1./", "no name and no address"),
        ("https://reader.example/" + "x" * LONGEST_CALLBACK, "longer than 2,000"),
    ],
)
def test_a_callback_is_a_web_address_of_somebody(callback: str, said: str) -> None:
    told = refused(callback=callback)
    assert said in str(told)
    assert told.status == 400


@pytest.mark.parametrize("host", ["127.0.0.1", "192.168.1.1", "[::1]", "[::ffff:10.0.0.1]"])
def test_addresses_that_are_not_public_are_refused_at_once(host: str) -> None:
    callback = f"http://{host}:8080/"
    assert refused(callback=callback).status == 403
    assert read(private=True, callback=callback).callback == callback


@pytest.mark.parametrize(
    ("callback", "kept"),
    [
        ("https://Reader.example:8443/?x", "https://Reader.example:8443/?x"),
        ("https://8.8.8.8/", "https://8.8.8.8/"),
        ("https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"),
        ("https://reader.example/%7euser/%2f", "https://reader.example/~user/%2F"),
        ("https://[2606:4700::1111]/", "https://[2606:4700::1111]/"),
    ],
)
def test_a_callback_is_kept_as_it_is_sent(callback: str, kept: str) -> None:
    assert read(callback=callback).callback == kept


@pytest.mark.parametrize(
    ("topic", "found"),
    [
        (TOPIC, ("feed", "atom")),
        ("https://news.example/category/world.rss", ("category/world", "rss")),
        ("https://news.example/tag/caf%C3%A9.json", ("tag/café", "json")),
        ("https://news.example/tag/v1.2.json", ("tag/v1.2", "json")),
        ("https://news.example/category/a/archive/3.atom", ("category/a/archive/3", "atom")),
    ],
)
def test_a_topic_is_a_document_by_its_own_address(topic: str, found: tuple[str, str]) -> None:
    assert document_at(topic, "https://news.example") == found


@pytest.mark.parametrize(
    "topic",
    [
        "http://news.example/feed.atom",
        "https://NEWS.example/feed.atom",
        "https://news.example:443/feed.atom",
        "https://news.example.evil.example/feed.atom",
        "https://news.example/feed",
        "https://news.example/feed.atom?x=1",
        "https://news.example/feed.atom#x",
        "https://news.example//feed.atom",
        "https://news.example/tag/café.json",
        "https://other.example/feed.atom",
        "/feed.atom",
        "feed.atom",
        "https://news.example/feed.html",
    ],
)
def test_any_other_address_is_no_topic(topic: str) -> None:
    with pytest.raises(HubRefused, match="rel=self") as error:
        document_at(topic, "https://news.example")
    assert error.value.status == 404


@given(st.dictionaries(st.sampled_from([*GOOD, "hub.secret", "hub.lease_seconds"]), st.text()))
def test_whatever_is_sent_is_understood_or_refused(form: dict[str, str]) -> None:
    parsed = parse_qs("hub.verify=sync&x=1") | {name: [value] for name, value in form.items()}
    status = 202
    try:
        read_request({name: [value] for name, value in GOOD.items()} | parsed, allowed(False))
    except HubRefused as error:
        status = error.status
    assert status in (202, 400, 403)
