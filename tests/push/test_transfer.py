"""One exchange with a subscriber on a real socket: what is sent, and what is made of its answer."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from feedsvc.push import Answer, Delivery, Request, Transfers, allowed
from feedsvc.push.transfer import ANSWER_BYTES
from tests.push.subscribers import Subscribers, listening
from tests.web.nginx import certificate_with_key


@pytest.fixture(scope="module")
def there() -> Iterator[Subscribers]:
    with listening() as found:
        yield found


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of 127.0.0.1, with its key."""
    return certificate_with_key(tmp_path_factory.mktemp("certificate"))


def waited(transfers: Transfers) -> list[Answer]:
    while not (answers := transfers.turn(10)):
        pass
    return answers


def exchange(request: Request, allow_private: bool = True, **limits: float) -> Answer:
    transfers = Transfers(allowed(allow_private), **{"connect": 5.0, "total": 5.0} | limits)
    try:
        transfers.add(request)
        (answer,) = waited(transfers)
        assert transfers.withdraw() == []
        return answer
    finally:
        transfers.close()


def test_a_post_arrives_as_it_was_made_and_nothing_is_added(there: Subscribers) -> None:
    body = "<feed>Zürich</feed>".encode() * 3000
    made = Delivery(body, "application/atom+xml; charset=utf-8", "http://n.example/a", "http://h/")
    answer = exchange(made.request(("a", 1), there.url("/ok?a=%2F&b"), "secret"))
    assert answer[:4] == (("a", 1), 204, b"", "it answered 204")
    heard = there.heard[-1]
    assert heard.line == "POST /ok?a=%2F&b HTTP/1.1"
    assert heard.body == body
    assert {name for name, _ in heard.headers} == {
        *("Host", "User-Agent", "Accept", "Content-Type", "Content-Length"),
        *("Link", "X-Hub-Signature"),
    }
    assert heard.header("Content-Type") == "application/atom+xml; charset=utf-8"
    assert heard.header("Host") == f"127.0.0.1:{there.port}"


def test_a_large_post_does_not_wait_for_leave_to_be_sent(there: Subscribers) -> None:
    assert exchange(Request(1, there.url("/ok"), (), b"x" * 3_000_000)).status == 204
    assert there.heard[-1].header("Expect") is None
    assert len(there.heard[-1].body) == 3_000_000


def test_a_get_has_no_body_and_its_answer_is_read(there: Subscribers) -> None:
    assert exchange(Request(1, there.url("/text?x=1")))[1:3] == (200, b"a text")
    assert there.heard[-1].line == "GET /text?x=1 HTTP/1.1"
    assert there.heard[-1].header("Content-Length") is None


def test_a_path_stays_as_it_is(there: Subscribers) -> None:
    assert exchange(Request(1, there.url("/ok?x=/../%7e"))).status == 204
    assert there.heard[-1].path == "/ok?x=/../%7e"


@pytest.mark.parametrize("path", ["/gone", "/busy"])
def test_whatever_is_answered_is_told(there: Subscribers, path: str) -> None:
    answer = exchange(Request(1, there.url(path), (), b"x"))
    assert answer.status == {"/gone": 410, "/busy": 503}[path]
    assert answer.reason == f"it answered {answer.status}"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(there: Subscribers, status: int) -> None:
    before = len(there.heard)
    answer = exchange(Request(1, there.url(f"/redirect?{status}"), (), b"x"))
    assert answer.status == status
    assert [one.path for one in there.heard[before:]] == [f"/redirect?{status}"]


def test_no_proxy_of_the_environment_is_used(
    there: Subscribers, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.setenv(name, "")
    assert exchange(Request(1, there.url("/ok"))).status == 204


def test_no_cookie_and_no_password_of_this_account_is_sent(
    there: Subscribers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login editor password secret\n")
    (tmp_path / ".curlrc").write_text('header = "X-Curl: read"\n')
    monkeypatch.setenv("HOME", str(tmp_path))
    transfers = Transfers(allowed(True))
    for _ in range(2):
        transfers.add(Request(1, there.url("/cookie")))
        assert waited(transfers)[0].status == 200
    transfers.close()
    for heard in there.heard[-2:]:
        assert {name for name, _ in heard.headers} == {"Host", "Accept", "User-Agent"}


@pytest.mark.parametrize("path", ["/endless", "/endless-headers"])
def test_an_endless_answer_is_cut_at_once(there: Subscribers, path: str) -> None:
    answer = exchange(Request(1, there.url(path)), total=60)
    if path == "/endless":
        assert (answer.status, answer.body) == (200, b"y" * ANSWER_BYTES)
    assert len(answer.body) <= ANSWER_BYTES
    assert answer.seconds < 30


def test_an_answer_of_just_the_length_is_whole(there: Subscribers) -> None:
    answer = exchange(Request(1, there.url(f"/long?{ANSWER_BYTES}")))
    assert (answer.status, len(answer.body)) == (200, ANSWER_BYTES)


def test_an_answer_that_never_ends_counts_with_its_status_and_no_body(there: Subscribers) -> None:
    answer = exchange(Request(1, there.url("/drip"), (), b"x"), total=1.0)
    assert (answer.status, answer.body) == (200, b"")
    answer = exchange(Request(1, there.url("/break-off"), (), b"x"))
    assert (answer.status, answer.body) == (200, b"")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/hang", "it did not answer within 1 s"),
        ("/drip-headers", "it answered 200"),
        ("/early", "it closed the connection without an answer"),
        ("/close", "it closed the connection without an answer"),
        ("/gibberish", "it does not answer as HTTP"),
    ],
)
def test_what_is_no_answer_says_so(there: Subscribers, path: str, said: str) -> None:
    for_ever = path in ("/hang", "/drip-headers")
    answer = exchange(Request(1, there.url(path), (), b"x"), total=1.0 if for_ever else 10.0)
    assert (answer.status > 0) == (path == "/drip-headers")
    assert (answer.body, answer.reason) == (b"", said)


def test_no_answer_is_unpacked(there: Subscribers) -> None:
    assert exchange(Request(1, there.url("/zipped"))).body == b"\x1f\x8b\x08\x00"
    assert there.heard[-1].header("Accept-Encoding") is None


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://127.0.0.1:1/", "nothing answers at its address"),
        ("http://no-such-host.invalid/", "the name of its host is not known"),
        ("ftp://127.0.0.1/", "its address is not one of http or https"),
        ("file:///etc/passwd", "its address cannot be understood"),
        ("file://127.0.0.1/etc/passwd", "its address is not one of http or https"),
        ("gopher://127.0.0.1:25/x", "its address is not one of http or https"),
        ("http://", "its address cannot be understood"),
        ("http://a b/", "the name of its host is not known"),
        ("http://[::1/", "its address cannot be understood"),
        ("http://127.0.0.1:99999/", "its address cannot be understood"),
        ("http://127.0.0.1/\r\nX-Forged: 1", "its address cannot be understood"),
        ("http://127.0.0.1/\x00", "its address cannot be understood"),
        ("http://\udcff/", "the name of its host is not known"),
        ("", "its address cannot be understood"),
    ],
)
def test_an_address_that_cannot_be_asked_says_why(url: str, said: str) -> None:
    answer = exchange(Request(1, url, (), b"x"))
    assert (answer.status, answer.body, answer.reason) == (0, b"", said)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "017700000001",
        "0",
        "0.0.0.0",
        "localhost",
        "127.0.0.2",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "１２７.0.0.1",
    ],
)
def test_whatever_leads_to_this_machine_is_refused_at_the_socket(
    there: Subscribers, host: str
) -> None:
    before = len(there.heard)
    answer = exchange(Request(1, there.url("/ok", host), (), b"x"), allow_private=False)
    assert answer.status == 0
    assert "which is no address of the public internet" in answer.reason
    assert len(there.heard) == before


def test_a_name_that_leads_elsewhere_the_next_time_is_judged_again(there: Subscribers) -> None:
    leads_to = ["127.0.0.3"]
    answers: list[Answer] = []
    transfers = Transfers(lambda one: one == "127.0.0.3", resolve=lambda _host: tuple(leads_to))
    before = len(there.heard)
    for _ in range(2):
        transfers.add(Request(1, there.url("/ok", "reader.example")))
        answers += waited(transfers)
        leads_to[:] = ["127.0.0.1"]
        transfers.add(Request(1, "http://reader.example:1/"))  # fails, so it is looked up anew
        answers += waited(transfers)
    transfers.close()
    assert [one.status for one in answers] == [204, 0, 0, 0]
    assert "its name leads to 127.0.0.1," in answers[2].reason
    assert [one.header("Host") for one in there.heard[before:]] == [f"reader.example:{there.port}"]


@pytest.mark.parametrize(
    ("addresses", "status"),
    [
        (("127.0.0.1",), 0),
        (("127.0.0.1", "127.0.0.4"), 204),
        (("127.0.0.4", "127.0.0.1"), 204),
        (("0.0.0.0", "::1"), 0),
    ],
)
def test_of_the_addresses_of_a_host_one_that_may_be_is_taken(
    there: Subscribers, addresses: tuple[str, ...], status: int
) -> None:
    transfers = Transfers(lambda one: one == "127.0.0.4", resolve=lambda _host: addresses)
    transfers.add(Request(1, there.url("/ok", "reader.example")))
    (answer,) = waited(transfers)
    transfers.close()
    assert answer.status == status


def test_an_address_where_nothing_answers_is_followed_by_another(there: Subscribers) -> None:
    asked: list[str] = []

    def judge(address: str) -> bool:
        asked.append(address)
        return True

    transfers = Transfers(judge, resolve=lambda _host: ("::1", "127.0.0.1"))
    for _ in range(2):
        transfers.add(Request(1, there.url("/ok", "reader.example")))
        assert waited(transfers)[0].status == 204
    transfers.close()
    assert asked == ["::1", "127.0.0.1", "127.0.0.1"]  # the one that answered goes first


def test_a_subscriber_may_have_ipv6_alone() -> None:
    try:
        with listening(address="::1") as there:
            assert exchange(Request(1, there.url("/ok", "[::1]"), (), b"x")).status == 204
            transfers = Transfers(allowed(True), resolve=lambda _host: ("::1",))
            transfers.add(Request(1, there.url("/ok", "reader.example")))
            assert waited(transfers)[0].status == 204
            transfers.close()
            assert there.heard[1].header("Host") == f"reader.example:{there.port}"
    except OSError:
        pytest.skip("this machine has no IPv6")


def test_tls_is_verified(signed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with listening(signed) as there:
        answer = exchange(Request(1, there.url("/ok", scheme="https"), (), b"x"))
        assert answer.status == 0
        assert answer.reason.startswith("its certificate is not valid: ")
        monkeypatch.setenv("SSL_CERT_FILE", str(signed))
        assert exchange(Request(1, there.url("/ok", scheme="https"), (), b"x")).status == 204
        other = exchange(Request(1, there.url("/ok", "127.0.0.2", "https"), (), b"x"))
        assert (other.status, other.reason[:28]) == (0, "its certificate is not valid")
        assert len(there.heard) == 1


def test_what_speaks_no_tls_says_so(there: Subscribers) -> None:
    answer = exchange(Request(1, there.url("/ok", scheme="https"), (), b"x"), total=2)
    assert (answer.status, answer.reason) == (0, "TLS could not be agreed on")


def test_no_reason_tells_more_than_the_host(there: Subscribers) -> None:
    for path in ("/hang", "/close", "/gibberish", "/busy"):
        said = exchange(Request(1, there.url(f"{path}?token=abc"), (), b"x"), total=0.3).reason
        assert "abc" not in said
