"""To which addresses the push may connect."""

import pytest

from feedsvc.push import allowed
from feedsvc.push.addresses import is_global, is_unicast


@pytest.mark.parametrize(
    "address",
    [
        "93.184.215.14",
        "1.1.1.1",
        "192.0.1.1",
        "172.32.0.1",
        "100.128.0.1",
        "223.255.255.255",
        "2606:4700:4700::1111",
        "2001:4860:4860::8888",
        "2a00:1450:4001:800::200e",
        "64:ff9b::5db8:d70e",  # 93.184.215.14, where a network has IPv6 alone
        "::ffff:93.184.215.14",
        "2002:5db8:d70e::1",
    ],
)
def test_addresses_of_the_public_internet_are_global(address: str) -> None:
    assert is_global(address)
    assert allowed(allow_private=False)(address)
    assert allowed(allow_private=True)(address)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "127.255.255.254",
        "168.63.129.16",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:0:0",
        "::ffff:169.254.169.254",
        "::ffff:0:7f00:1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::7f00:1",
        "100::1",
        "2001::7f00:1",
        "2001:0:53aa:64c:0:0:80ff:fffe",  # Teredo, 127.0.0.1
        "2001:10::1",
        "2001:20::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:c0a8:101::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "",
        "localhost",
        "2130706433",
        "0x7f000001",
    ],
)
def test_other_addresses_are_not_global(address: str) -> None:
    assert not is_global(address)
    assert not allowed(allow_private=False)(address)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "::1", "fe80::1%eth0", "fd00::1"])
def test_private_addresses_can_be_allowed(address: str) -> None:
    assert allowed(allow_private=True)(address)


@pytest.mark.parametrize(
    "address", ["224.0.0.1", "255.255.255.255", "ff02::1", "::ffff:e000:1", "no"]
)
def test_what_is_no_machine_is_never_allowed(address: str) -> None:
    assert not is_unicast(address)
    assert not allowed(allow_private=True)(address)
