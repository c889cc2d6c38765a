import pytest

from feedsvc.sources.formats.asides import CLOSING, opening
from feedsvc.sources.formats.containers import container_marks


def marks(text: str) -> dict[int, str]:
    return container_marks(text.split("\n"), text.split("\n"))


@pytest.mark.parametrize(
    ("first", "title"),
    [
        (":::note", "Note"),
        ("::: note :::", "Note"),
        (":::note A *b*", "A *b*"),
        (":::note[A]", "A"),
        (":::note [A]{.c}", "A"),
        (":::note{title='A b'}", "A b"),
        (':::{.callout-note title="A"}', "A"),
        (":::{.callout-note}", "Note"),
        (":::other A", "A"),
        ("/// note | A", "A"),
    ],
)
def test_the_title(first: str, title: str) -> None:
    sign = first[:3]
    assert marks(f"{first}\nx\n{sign}") == {0: opening(title), 2: CLOSING}


def test_a_container_of_another_name_leaves_nothing() -> None:
    assert marks("> :::grid\n> x\n> :::") == {0: "> ", 2: "> "}


def test_a_longer_fence_ends_those_inside() -> None:
    assert marks("::::note\n:::tip\nx\n::::") == {
        0: opening("Note"),
        1: opening("Tip"),
        3: CLOSING * 2,
    }


def test_what_nothing_ends() -> None:
    assert marks(":::note\nx") == {0: opening("Note"), 1: f"x{CLOSING}"}
    assert marks(":::grid\nx") == {}
    assert marks("> :::note\n> x") == {}
    assert marks("/// note\nx") == {}


@pytest.mark.parametrize(
    "text", [":::", "::: \nx\n:::", "x :::note\n:::", "/// rust\n///", ":: a\n::"]
)
def test_no_containers(text: str) -> None:
    assert marks(text) == {}
