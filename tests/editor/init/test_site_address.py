"""A domain as people type or paste it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.editor.init.site_address import site_address
from feedsvc.errors import FeedsvcError
from feedsvc.settings import check_settings


@pytest.mark.parametrize(
    ("typed", "base_url", "id_base"),
    [
        ("news.example.org", "https://news.example.org", "news.example.org,2026"),
        (" News.Example.ORG. ", "https://news.example.org", "news.example.org,2026"),
        ("HTTP://news.example/", "http://news.example", "news.example,2026"),
        ("https://news.example/Blog/", "https://news.example/Blog", "news.example,2026"),
        ("news.example:8443", "https://news.example:8443", "news.example,2026"),
        ("https://news.example:443", "https://news.example", "news.example,2026"),
        ("http://news.example:443", "http://news.example:443", "news.example,2026"),
        ("Zürich.example", "https://zürich.example", "xn--zrich-kva.example,2026"),
        ("港.example", "https://港.example", "xn--j6w.example,2026"),
        ("xn--zrich-kva.example", "https://xn--zrich-kva.example", "xn--zrich-kva.example,2026"),
    ],
)
def test_it_becomes_an_address_and_an_authority(typed: str, base_url: str, id_base: str) -> None:
    address = site_address(typed)
    assert (address.base_url, address.id_base(2026)) == (base_url, id_base)
    settings = check_settings({"base_url": base_url, "id_base": id_base})
    assert settings.base_url == base_url


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", ".", "https://", "news", "localhost", "localhost:8000", "127.0.0.1", "[::1]:80",
        "ftp://news.example", "mailto:desk@news.example", "desk@news.example", "news example.org",
        "news.example?x=1", "news.example#x", "news.example:99999", "news.example:0", "a..example",
        "news.example:port", "-news.example", "news_room.example", "javascript://x.example",
        "a.b\\c", "https://[news.example", "x" * 64 + ".example",
        "ä" * 70 + ".example", '"news.example"',
    ],
)  # fmt: skip
def test_what_is_none_is_refused_in_a_line(typed: str) -> None:
    with pytest.raises(FeedsvcError) as error:
        site_address(typed)
    assert "\n" not in str(error.value)
    assert "give" in str(error.value)


@given(st.text(max_size=40) | st.from_regex(r"(https?://)?[a-zü0-9.-]+\.[a-z-]+(:\d+)?(/.*)?"))
def test_what_is_taken_can_be_in_site_toml(typed: str) -> None:
    try:
        address = site_address(typed)
    except FeedsvcError:
        return
    check_settings({"base_url": address.base_url, "id_base": address.id_base(2026)})


@pytest.mark.parametrize(
    ("domain", "placeholder"),
    [
        ("example.com", True),
        ("www.example.org", True),
        ("your-docusaurus-site.example.com", True),
        ("your-domain.net", True),
        ("news.example", False),
        ("counterexample.com", False),
        ("all-your-base.org", True),
        ("yours.org", False),
    ],
)
def test_addresses_of_templates_are_known(domain: str, placeholder: bool) -> None:
    assert site_address(domain).is_placeholder is placeholder
