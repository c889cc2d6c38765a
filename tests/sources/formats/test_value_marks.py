import pytest

from feedsvc.sources.formats.value_marks import address_of, filled


@pytest.mark.parametrize(
    ("inner", "address"),
    [
        ("site.baseurl", ""),
        ("config.base_url", ""),
        (".Site.BaseURL", ""),
        ('"/x" | relative_url', "/x"),
        ('"x" | relative_url', "/x"),
        ("'/x' | absolute_url", "/x"),
        ('"/x" | prepend: site.baseurl', "/x"),
        ('site.url | append: "/x" | escape', "/x"),
        ('"/a|b" | url', "/a|b"),
        ("page.url | absolute_url", "#"),
        ('"/x"', None),
        ('"/x" | upcase', None),
        ("page.title", None),
        ('site.url | append: page.slug | append: "/x"', None),
    ],
)
def test_the_address_of_a_value(inner: str, address: str | None) -> None:
    assert address_of(inner) == address


def test_values_in_a_text() -> None:
    assert filled("{{ site.baseurl }}/a.png") == "/a.png"
    assert filled("{{ page.image }}/a.png") is None
    assert filled("{{ broken") is None
    assert filled("a.png") == "a.png"


def test_a_post_of_a_loop_is_not_this_page() -> None:
    assert address_of("post.url") is None
    assert address_of("page.url") == "#"
