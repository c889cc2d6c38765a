"""What subscribers and foreign hubs are sent (WebSub 6 to 8)."""

import hashlib
import hmac
from urllib.parse import parse_qs

from feedsvc.push import Delivery, Request, ping

ATOM = "application/atom+xml; charset=utf-8"
BODY = "<feed>Zürich</feed>".encode()


def delivery(topic: str = "https://news.example/feed.atom") -> Delivery:
    return Delivery(BODY, ATOM, topic, "https://news.example/hub")


def headers(request: Request) -> dict[str, str]:
    assert len({name for name, _ in request.headers}) == len(request.headers)
    return dict(request.headers)


def test_7_the_body_is_the_documents_and_its_type_the_topics() -> None:
    request = delivery().request(7, "https://reader.example/cb?id=1", "")
    assert (request.key, request.url) == (7, "https://reader.example/cb?id=1")
    assert request.body == BODY
    assert headers(request)["Content-Type"] == ATOM


def test_healthy_ones_go_ahead_of_those_that_are_said_to_be_slow() -> None:
    for slow in (False, True):
        assert delivery().request(7, "https://r.example/", "", slow).slow == slow
        assert ping(7, "https://h.example/", "https://news.example/a", slow).slow == slow
    assert not delivery().request(7, "https://r.example/", "").slow
    assert not ping(7, "https://h.example/", "https://news.example/a").slow


def test_7_one_link_header_names_the_hub_and_the_topic() -> None:
    assert headers(delivery().request(7, "https://r.example/", ""))["Link"] == (
        '<https://news.example/hub>; rel="hub", <https://news.example/feed.atom>; rel="self"'
    )


def test_addresses_beyond_ascii_are_written_as_uris() -> None:
    link = headers(
        delivery("https://zürich.example/über.atom").request(7, "https://r.example/", "")
    )
    assert "<https://xn--zrich-kva.example/%C3%BCber.atom>" in link["Link"]


def test_8_the_body_is_signed_with_the_secret_of_each() -> None:
    one = delivery()
    for secret in ("first", "sécond", "first"):
        said = headers(one.request(7, "https://r.example/", secret))["X-Hub-Signature"]
        method, _, signature = said.partition("=")
        assert method == "sha256"
        assert signature == hmac.new(secret.encode(), BODY, hashlib.sha256).hexdigest()


def test_8_without_a_secret_there_is_no_signature() -> None:
    assert "X-Hub-Signature" not in headers(delivery().request(7, "https://r.example/", ""))


def test_no_secret_stands_in_a_request() -> None:
    request = delivery().request(7, "https://r.example/", "very secret")
    assert "very secret" not in repr(request)


def test_who_sends_says_its_name() -> None:
    for request in (
        delivery().request(7, "https://r.example/", ""),
        ping(7, "https://h.example", "t"),
    ):
        assert headers(request)["User-Agent"].startswith("feedsvc/")


def test_6_a_foreign_hub_is_told_in_the_form_that_all_take() -> None:
    request = ping(
        3, "https://hub.example/?site=1", "https://news.example/ü.atom?a=1&b=2", slow=True
    )
    assert (request.key, request.url, request.slow) == (3, "https://hub.example/?site=1", True)
    assert headers(request)["Content-Type"] == "application/x-www-form-urlencoded"
    assert request.body is not None
    topic = ["https://news.example/%C3%BC.atom?a=1&b=2"]
    told = parse_qs(request.body.decode(), strict_parsing=True)
    assert told == {"hub.mode": ["publish"], "hub.url": topic, "hub.topic": topic}
