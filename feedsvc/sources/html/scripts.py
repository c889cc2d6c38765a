"""Writes superscripts and subscripts as plain text, so that 10<sup>6</sup> does not become 106."""

_DIGITS = "0123456789+-−=()"
_RAISED = str.maketrans(
    _DIGITS + "abcdefghijklmnoprstuvwxyz",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾" + "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ",
)
_LOWERED = str.maketrans(_DIGITS, "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")


def scripted(text: str, *, raised: bool) -> str:
    """The text of a `<sup>` or `<sub>` as it is written without one.

    Digits and single letters have characters of their own in Unicode. Words, such as those of
    10<sup>th</sup>, stay as they are. Other numbers stand in brackets: `^(2.5)`.

    Args:
        text: plain.
        raised: whether it is a superscript.
    """
    bare = text.strip()
    table = _RAISED if raised else _LOWERED
    if all(ord(sign) in table for sign in bare) and (len(bare) == 1 or not bare.isalpha()):
        return bare.translate(table)
    if any(sign.isdigit() for sign in bare) and not bare.startswith(("[", "(")):
        return f"{'^' if raised else '_'}({bare})"
    return text
