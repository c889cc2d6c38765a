import pytest

from feedsvc.model.uri import as_uri


@pytest.mark.parametrize(
    ("address", "uri"),
    [
        (
            "https://münchen.example/straße?ä=ö#ü",
            "https://xn--mnchen-3ya.example/stra%C3%9Fe?%C3%A4=%C3%B6#%C3%BC",
        ),
        ("https://m%C3%BCnchen.example:8080/a%20b", "https://xn--mnchen-3ya.example:8080/a%20b"),
        ("https://straße.example", "https://xn--strae-oqa.example"),
        ("https://例え.テスト/あ", "https://xn--r8jz45g.xn--zckzah/%E3%81%82"),
        ("https://example.org/a%2Fb", "https://example.org/a%2Fb"),
        ("https://a%2Fb.example/x", "https://a%2Fb.example/x"),
        ("https://[::1]/ä", "https://[::1]/%C3%A4"),
        ("/straße", "/stra%C3%9Fe"),
        ("https://ü..example/a", "https://ü..example/a"),
    ],
)
def test_addresses_in_ascii(address: str, uri: str) -> None:
    assert as_uri(address) == uri
