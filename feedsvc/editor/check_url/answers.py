"""Rules of the answer that has the document: its status, its type, its length (RFC 9110). Pure."""

from collections.abc import Iterator

from feedsvc.editor.check_url.coding import MOST_BYTES
from feedsvc.editor.check_url.exchange import Answer, Visit
from feedsvc.editor.check_url.feed import Feed
from feedsvc.editor.check_url.finding import Found, Rule, rfc, shown
from feedsvc.editor.check_url.redirects import leads_to

UNREACHABLE = Rule(
    "unreachable",
    "error",
    rfc(9110, "4.3"),
    "no reader gets the feed",
    "see that the name, the server and its certificate are as they should be",
)
UNREADABLE = Rule(
    "not-http",
    "error",
    rfc(9112, "2.2"),
    "no reader gets the feed, since the answer is no HTTP that can be read",
    "look into the server, or into what stands before it",
)
SLOW = Rule(
    "slow",
    "error",
    rfc(9110, "15.6.5"),
    "readers stop waiting, most after 10 to 30 seconds, and have nothing",
    "answer from a file or a cache",
)
STATUS = Rule(
    "status",
    "error",
    rfc(9110, "15"),
    "readers get no feed; many stop polling after a few such answers, at 410 at once",
    "let the address answer 200; a guard against robots must let readers of feeds through",
    "https://github.com/feedbin/support/issues/605",
)
NOT_A_FEED = Rule(
    "not-a-feed",
    "error",
    rfc(4287, "4.1.1"),
    "readers say that there is no feed at this address",
    "answer with Atom, RSS or JSON Feed; often this is a page of a guard against robots",
    "https://github.com/zen-browser/www/issues/396",
)
TYPE = Rule(
    "content-type",
    "warning",
    rfc(9110, "8.3"),
    "some readers look for a feed in the page that the type promises, and browsers show the source",
    "say application/atom+xml, application/rss+xml or application/feed+json",
    "https://github.com/rsc/swtch/issues/5",
)
OTHER_TYPE = Rule(
    "content-type-other",
    "advice",
    rfc(9110, "8.3"),
    "a reader that believes the type reads the document as another format",
    "say the type of the format that is sent",
)
LENGTH = Rule(
    "content-length",
    "error",
    rfc(9112, "6.3"),
    "readers get a part of the feed, or refuse it, and see nothing new",
    "announce the length of the bytes as they are sent, or none",
    "https://github.com/APSL/puput/issues/139",
)
TOO_LARGE = Rule(
    "feed-too-large",
    "error",
    rfc(5005, "4"),
    f"readers stop reading; nothing beyond {MOST_BYTES >> 20} MB was judged here",
    "show the newest entries, and the older ones in an archive (RFC 5005)",
    "https://github.com/matrix-org/matrix-hookshot/pull/906",
)
REFUSED = Rule(
    "polls-refused",
    "advice",
    rfc(6585, "4"),
    "nothing, where their readers poll seldom; what would have been asked next is not judged here",
    "nothing, if it is meant; with a longer --pause, check asks all of it",
    "https://github.com/feedbin/feedbin/issues/726",
)
HEAD = Rule(
    "head",
    "warning",
    rfc(9110, "9.3.2"),
    "readers and validators that look with HEAD first say that there is no feed",
    "answer HEAD as GET, without the body",
    "https://github.com/poppastring/dasblog-core/issues/473",
)

RULES = (
    *(UNREACHABLE, UNREADABLE, SLOW, STATUS, NOT_A_FEED, TYPE, OTHER_TYPE, LENGTH, TOO_LARGE),
    *(REFUSED, HEAD),
)

_BY_FAILURE = {
    "unreachable": UNREACHABLE,
    "unreadable": UNREADABLE,
    "slow": SLOW,
    "short": LENGTH,
    "surplus": LENGTH,
    "too-large": TOO_LARGE,
}
# What a type has that is of another format.
_WORDS = {"Atom": ("rss", "json"), "RSS": ("atom", "json"), "JSON Feed": ("xml",)}
_OF_OTHERS = ("text/html", "application/xhtml+xml", "text/plain", "application/octet-stream")


def judge_answer(visit: Visit) -> Iterator[Found]:
    """What is wrong with the answer as such."""
    first = visit.first
    if first.failure:
        yield from failed(first)
    if first.status in (0, 200) or leads_to(first) is not None:
        return
    yield Found(STATUS, f"the server answers {first.status}", "status")


def failed(answer: Answer) -> Iterator[Found]:
    """What is wrong with an answer as a message."""
    subject = "the server cannot be reached:" if answer.failure == "unreachable" else "the answer"
    where = f"{answer.request.method} {answer.request.url}"
    yield Found(_BY_FAILURE[answer.failure], f"{subject} {answer.reason}", where)


def judge_refusal(visit: Visit) -> Iterator[Found]:
    """Whether the server asked for fewer requests."""
    if visit.refused is not None:
        wait = visit.refused.header("Retry-After")
        more = f", to come again after {shown(wait, 40)}" if wait else ""
        said = f"request {visit.requests} is answered {visit.refused.status}{more}"
        yield Found(REFUSED, said, "status")


def judge_type(visit: Visit, feed: Feed) -> Iterator[Found]:
    """Whether Content-Type is that of the feed that is sent."""
    told = visit.first.header("Content-Type")
    name = told.partition(";")[0].strip().casefold()
    if not name:
        yield Found(TYPE, "there is no Content-Type", "Content-Type")
    elif name in _OF_OTHERS:
        yield Found(TYPE, f"Content-Type is {shown(told)}", "Content-Type")
    elif any(word in name for word in _WORDS[feed.format]):
        said = f"Content-Type is {shown(told)}, and the document is {feed.format}"
        yield Found(OTHER_TYPE, said, "Content-Type")


def judge_head(visit: Visit) -> Iterator[Found]:
    """Whether HEAD is answered as GET."""
    head = visit.head
    if head is None or visit.first.status != 200:
        return
    if head.failure:
        yield Found(HEAD, f"of HEAD, the answer {head.reason}", "HEAD")
    elif head.status != 200:
        yield Found(HEAD, f"HEAD is answered {head.status}, GET {visit.first.status}", "HEAD")
    elif _type(head) != _type(visit.first):
        yield Found(HEAD, f"HEAD says Content-Type {shown(head.header('Content-Type'))}", "HEAD")


def _type(answer: Answer) -> str:
    return answer.header("Content-Type").partition(";")[0].strip().casefold()
