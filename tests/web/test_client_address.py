"""Whose address counts, whatever a header claims."""

import pytest

from feedsvc.web.client_address import client_address

TRUSTED = ["127.0.0.1", "::1", "10.0.0.0/8"]


@pytest.mark.parametrize(
    ("remote", "forwarded", "found"),
    [
        ("192.0.2.1", "", "192.0.2.1"),
        ("192.0.2.1", "203.0.113.9", "192.0.2.1"),  # it is no proxy, and says what it likes
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "8.8.8.8, 203.0.113.9", "203.0.113.9"),  # the left one is forged
        ("127.0.0.1", "8.8.8.8, 203.0.113.9, 10.1.2.3", "203.0.113.9"),
        ("127.0.0.1", "10.1.1.1, 10.1.2.3", "10.1.1.1"),  # proxies all the way
        ("127.0.0.1", "127.0.0.1", "127.0.0.1"),
        ("127.0.0.1", "203.0.113.9, nonsense", "127.0.0.1"),
        ("127.0.0.1", "203.0.113.9, 10.1.1.1, <b>", "127.0.0.1"),
        ("127.0.0.1", "nonsense, 10.1.1.1", "10.1.1.1"),
        ("127.0.0.1", ",,,", "127.0.0.1"),
        ("127.0.0.1", "203.0.113.9\x00, \ud800", "127.0.0.1"),
        ("127.0.0.1", "203.0.113.9%eth0", "127.0.0.1"),
        ("10.255.255.255", "11.0.0.0", "11.0.0.0"),
        ("11.0.0.0", "203.0.113.9", "11.0.0.0"),
        ("::1", "2001:db8::1", "2001:db8::1"),
        ("::1", "[2001:DB8::1]:443", "2001:db8::1"),
        ("::ffff:127.0.0.1", "203.0.113.9:51000", "203.0.113.9"),
        ("127.0.0.1", " ::ffff:203.0.113.9 ", "203.0.113.9"),
        ("", "203.0.113.9", ""),  # a socket of this machine
    ],
)
def test_the_rightmost_address_that_is_no_proxys(remote: str, forwarded: str, found: str) -> None:
    assert client_address(remote, forwarded, TRUSTED) == found


def test_nobody_is_trusted() -> None:
    assert client_address("127.0.0.1", "203.0.113.9", []) == "127.0.0.1"
