"""The site's colour, made readable on light and on dark paper.

https://www.w3.org/TR/WCAG22/#contrast-minimum
"""

from typing import NamedTuple

LIGHT = ("#fffefb", "#f5f1e9")  # paper and tint of style.css, in daylight
DARK = ("#171613", "#26241f")  # and in the dark
LEAST = 4.5  # contrast of text
_STEPS = 50


class Accent(NamedTuple):
    """A colour for links and buttons on one kind of paper, and the one of words on it."""

    colour: str
    ink: str


def accent_on(colour: str, papers: tuple[str, ...]) -> Accent:
    """The colour nearest to a given one that can be read on some papers.

    Args:
        colour: `#rrggbb`.
        papers: `#rrggbb` each; all light, or all dark.

    Returns:
        the colour, mixed with as little black or white as it needs, and the paper or its opposite
        for words that stand on it.
    """
    paper = papers[0]
    target = "#000000" if luminance(paper) > 0.5 else "#ffffff"
    for step in range(_STEPS + 1):
        mixed = mix(colour, target, step / _STEPS)
        if all(contrast(mixed, one) >= LEAST for one in papers):
            return Accent(mixed, paper)
    return Accent(target, paper)


def mix(colour: str, other: str, share: float) -> str:
    """A colour between two others.

    Args:
        colour, other: `#rrggbb`.
        share: of the other one, 0 to 1.
    """
    pairs = zip(_parts(colour), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def contrast(colour: str, other: str) -> float:
    """The contrast of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(colour), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of a colour, 0 to 1."""
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
