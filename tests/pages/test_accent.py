"""Whatever colour a site has, links and buttons can be read."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.pages import STATIC
from feedsvc.pages.accent import DARK, LEAST, LIGHT, accent_on, contrast, mix

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(COLOURS)
@pytest.mark.parametrize("papers", [LIGHT, DARK], ids=["light", "dark"])
def test_every_colour_can_be_read(papers: tuple[str, ...], colour: str) -> None:
    accent = accent_on(colour, papers)
    assert all(contrast(accent.colour, paper) >= LEAST for paper in papers)
    assert contrast(accent.colour, accent.ink) >= LEAST


@pytest.mark.parametrize(
    ("colour", "papers", "shown"),
    [
        ("#9a3412", LIGHT, "#9a3412"),  # it can be read as it is
        ("#ffff00", DARK, "#ffff00"),
        ("#000000", DARK, "#8f8f8f"),
        ("#ffffff", LIGHT, "#6b6b6b"),
    ],
)
def test_a_colour_changes_as_little_as_it_must(
    colour: str, papers: tuple[str, ...], shown: str
) -> None:
    assert accent_on(colour, papers).colour == shown


def test_the_contrasts_that_everybody_knows() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#0000ff", "#ffffff") == contrast("#ffffff", "#0000ff")
    assert mix("#000000", "#ffffff", 0.5) == "#808080"
    assert mix("#102030", "#ffffff", 0) == "#102030"


def test_the_papers_are_those_of_the_style() -> None:
    style = Path(STATIC, "style.css").read_text()
    papers = re.findall(r"--paper: (#\w{6});", style), re.findall(r"--tint: (#\w{6});", style)
    assert list(zip(*papers, strict=True)) == [LIGHT, DARK]
