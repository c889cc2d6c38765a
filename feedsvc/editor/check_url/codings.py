"""Rules of content codings: what was negotiated, and whether it holds (RFC 9110 8.4). Pure."""

from collections.abc import Iterator

from feedsvc.editor.check_url.coding import codings_of, decode, looks_like_gzip
from feedsvc.editor.check_url.exchange import Answer, Visit
from feedsvc.editor.check_url.finding import Found, Rule, rfc, shown

_WORTH = 10_000  # bytes from which compression saves anything

BROKEN = Rule(
    "coding-broken",
    "error",
    rfc(9110, "8.4.1"),
    "readers cannot open what they get, and see nothing new",
    "send what Content-Encoding says, once and whole",
    "https://github.com/dreamwidth/dreamwidth/issues/2097",
)
UNTOLD = Rule(
    "coding-untold",
    "error",
    rfc(9110, "8.4"),
    "readers take compressed bytes for the feed, and cannot read it",
    "say Content-Encoding: gzip, or send the bytes as they are",
)
UNASKED = Rule(
    "coding-unasked",
    "warning",
    rfc(9110, "12.5.3"),
    "readers that ask for no coding, or for another one, cannot read the feed",
    "choose the coding by Accept-Encoding, and none where it is not sent",
    "https://github.com/rbren/rss-parser/issues/280",
)
VARY = Rule(
    "coding-vary",
    "warning",
    rfc(9110, "12.5.5"),
    "a cache in between gives some readers a coding for which they did not ask",
    "send Vary: Accept-Encoding with each answer (nginx: gzip_vary on)",
    "https://github.com/UKHSA-Internal/coronavirus-dashboard/issues/301",
)
SAME_TAG = Rule(
    "coding-same-etag",
    "advice",
    rfc(9110, "8.8.3.3"),
    "a cache in between may join bytes of one coding with headers of another",
    "give each coding an ETag of its own, or a weak one to both",
)
NONE = Rule(
    "coding-none",
    "advice",
    rfc(9110, "8.4.1"),
    "each new version takes readers several times the bytes that it needs",
    "compress the answer for those who send Accept-Encoding: gzip",
)

RULES = (BROKEN, UNTOLD, UNASKED, VARY, SAME_TAG, NONE)


def document_of(answer: Answer) -> bytes:
    """The document without its coding, as far as it can be had."""
    return decode(answer.body, answer.header("Content-Encoding")).data


def judge_codings(visit: Visit) -> Iterator[Found]:
    """What is wrong with the codings of one document, asked for with and without them."""
    for asked, answer in (("gzip", visit.first), ("identity", visit.plain), ("br", visit.brotli)):
        if answer is not None and answer.status == 200 and answer.failure == "":
            yield from _judge(asked, answer)
    packed = [one for one in (visit.first, visit.brotli) if one and _coding(one)]
    if not packed or visit.plain is None:
        if visit.plain is not None and len(visit.plain.body) > _WORTH and visit.brotli is not None:
            said = f"{len(visit.plain.body):,} bytes are sent without any coding"
            yield Found(NONE, said, "Content-Encoding")
        return
    if _coding(visit.plain):
        return  # it is always coded, so nothing varies
    for answer in packed:
        vary = {name.strip().casefold() for name in answer.header("Vary").split(",")}
        if not vary & {"*", "accept-encoding"} and _is_shared(answer):
            said = f"the answer depends on Accept-Encoding, and Vary is {answer.header('Vary')!r}"
            yield Found(VARY, said.replace("''", "not there"), "Vary")
        tag = answer.header("ETag")
        if tag.startswith('"') and tag == visit.plain.header("ETag"):
            said = f"the strong ETag {shown(tag)} is that of {_coding(answer)} and of no coding"
            yield Found(SAME_TAG, said, "ETag")


def _is_shared(answer: Answer) -> bool:
    """Whether a cache of several readers may keep it (RFC 9111 3)."""
    told = {one.strip().casefold() for one in answer.header("Cache-Control").split(",")}
    return not told & {"private", "no-store"}


def _judge(asked: str, answer: Answer) -> Iterator[Found]:
    told = answer.header("Content-Encoding")
    where = f"Content-Encoding, asked for {asked}"
    if any(name != asked for name in codings_of(told)):
        yield Found(UNASKED, f"the answer comes as {shown(told)}", where)
    decoded = decode(answer.body, told)
    if decoded.fault and not decoded.too_large:
        yield Found(BROKEN, f"the body does not open: {decoded.fault}", where)
    elif looks_like_gzip(decoded.data):
        if codings_of(told):
            yield Found(BROKEN, "the body is compressed twice", where)
        else:
            yield Found(UNTOLD, "the body is gzip, and Content-Encoding does not say so", where)


def _coding(answer: Answer) -> str:
    return ", ".join(codings_of(answer.header("Content-Encoding")))
