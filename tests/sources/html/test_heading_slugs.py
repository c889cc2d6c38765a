import pytest

from feedsvc.sources.html.heading_slugs import HeadingSlugs, github, hugo, kramdown


@pytest.mark.parametrize(
    ("heading", "of_github", "of_hugo", "of_kramdown"),
    [
        ("Getting started", *["getting-started"] * 3),
        ("What's new?", *["whats-new"] * 3),
        ("A & B", *["a--b"] * 3),
        ("1. Intro_x", "1-intro_x", "1-intro_x", "introx"),
        ("Über uns", "über-uns", "über-uns", "ber-uns"),
        ("हिन्दी", "हिन्दी", "हनद", ""),
        ("10⁶ boats", "10-boats", "10-boats", "boats"),
        ("🚀 Start", "-start", "-start", "start"),
        ("!", "", "", ""),
    ],
)
def test_rules(heading: str, of_github: str, of_hugo: str, of_kramdown: str) -> None:
    assert (github(heading), hugo(heading), kramdown(heading)) == (of_github, of_hugo, of_kramdown)


def test_equal_ones_are_numbered() -> None:
    slugs = HeadingSlugs()
    found = [slugs.of(heading) for heading in ("A", "A", "A 1", "A", "A")]
    assert found == [("a",), ("a-1",), ("a-1-1",), ("a-2",), ("a-3",)]


def test_many_equal_ones_take_no_time() -> None:
    slugs = HeadingSlugs()
    assert [slugs.of("A") for _ in range(20_000)][-1] == ("a-19999",)
