"""Says in plain words what is wrong with JSON. Pure."""

from json import JSONDecodeError

_CURLY = "\u201c\u201d\u201e\u2018\u201a"


def json_fault(error: JSONDecodeError) -> str:
    """What is wrong with a header that is no JSON.

    Args:
        error: of the parser; it has the text and the place.
    """
    here = error.doc[error.pos : error.pos + 200].lstrip()[:1]
    before = error.doc[: error.pos].rstrip()[-1:]
    if here and here in _CURLY:
        return 'curly quotes are no quotes here; write " in their place'
    if here in ("}", "]") or (before == "," and error.msg.startswith("Illegal trailing comma")):
        return f"a comma stands before the last {here or 'bracket'}; take it away"
    if error.msg.startswith("Expecting ','"):
        return "a comma is missing before this, or the quotes of a text end too early"
    if error.msg.startswith("Expecting property name"):
        return 'keys stand in quotes: "title": …'
    if error.msg.startswith("Unterminated string"):
        return 'a text has no end; write " there'
    return f"{error.msg[:1].lower()}{error.msg[1:]}"
