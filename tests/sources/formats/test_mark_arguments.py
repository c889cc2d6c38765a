import pytest

from feedsvc.sources.formats.mark_arguments import LONGEST, read_arguments


@pytest.mark.parametrize(
    "inner",
    [
        'figure src="a.png" alt="A \\"b\\""',
        "figure src='a.png' alt='A \"b\"'",
        ' figure src = "a.png"  alt=“A "b"”',
        'figure "src"="x" src=a.png, alt: \'A "b"\'',
        '- figure(src="a.png", alt="A \\"b\\"") -',
    ],
)
def test_named_values_are_read_in_any_spelling(inner: str) -> None:
    given = read_arguments(inner)
    assert given is not None
    assert (given.name, given.named) == ("figure", {"src": "a.png", "alt": 'A "b"'})


def test_values_without_names_keep_their_order() -> None:
    given = read_arguments('image "b.jpg", `A boat` 300 http://x.example/a=b')
    assert given is not None
    assert given.values == ("b.jpg", "A boat", "300", "http://x.example/a=b")
    assert given.quoted == (True, True, False, False)


def test_what_has_no_name_or_is_too_long_says_nothing() -> None:
    assert read_arguments("") is None
    assert read_arguments(" = ") is None
    assert read_arguments("a " + "b" * LONGEST) is None
