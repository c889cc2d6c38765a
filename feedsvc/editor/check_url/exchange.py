"""What a feed's address was asked and what it answered, as values. Pure."""

from datetime import datetime
from typing import Literal, NamedTuple

# Why an answer is none, or not whole: nobody answers, no HTTP, no end in time, fewer or more bytes
# than announced, more bytes than are read.
Failure = Literal["", "unreachable", "unreadable", "slow", "short", "surplus", "too-large"]


class Request(NamedTuple):
    """What is asked of a server.

    Attributes:
        url: absolute, of http or https, without a fragment.
        headers: names and values, beside those that every request has.
    """

    url: str
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()


class Answer(NamedTuple):
    """What a server answered.

    Attributes:
        request: to what.
        status: of HTTP; 0: there is no answer.
        headers: names and values, as they were sent and in their order.
        body: the bytes as they were sent, in their content coding, without transfer coding.
        failure: what is wrong with the answer as a message of HTTP.
        reason: the same in words, to go on after "the answer" or "the server".
    """

    request: Request
    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    failure: Failure = ""
    reason: str = ""

    def header(self, name: str) -> str:
        """The values of a header, joined by commas (RFC 9110 5.2); empty where it is not there."""
        wanted = name.casefold()
        return ", ".join(value for one, value in self.headers if one.casefold() == wanted)


class Pair(NamedTuple):
    """A conditional request: what the subscriber held, and what it was answered."""

    held: Answer
    answer: Answer


class Visit(NamedTuple):
    """All that was asked at one address, and answered.

    Attributes:
        address: as it was given.
        now: when; aware.
        hops: answers from the address on, one more for each redirect; the last has the document,
            asked for with gzip as most readers do.
        plain: the document once more, without any coding.
        brotli: the document as br.
        by_tag: asked again with the ETag.
        by_date: asked again with the time of Last-Modified.
        by_both: asked again with both, as most readers do.
        by_other: asked with an ETag that was never given, and the time where there is one.
        by_list: asked with the ETag in a list.
        by_weak: asked with the ETag as a weak one.
        head: asked with HEAD.
        later: what was held and the document some time later, asked for without condition.
        later_by_tag: the same with the validators of then.
        refused: an answer by which the server asked for fewer requests, so that no more were made.
        archives: answers to older documents of the feed, in the order in which one leads to the
            next.
        requests: how many were made.
    """

    address: str
    now: datetime
    hops: tuple[Answer, ...]
    plain: Answer | None = None
    brotli: Answer | None = None
    by_tag: Pair | None = None
    by_date: Pair | None = None
    by_both: Pair | None = None
    by_other: Pair | None = None
    by_list: Pair | None = None
    by_weak: Pair | None = None
    head: Answer | None = None
    later: Pair | None = None
    later_by_tag: Pair | None = None
    refused: Answer | None = None
    archives: tuple[Answer, ...] = ()
    requests: int = 0

    @property
    def first(self) -> Answer:
        """The answer that has the document, or that ended the chain of redirects."""
        return self.hops[-1]

    @property
    def url(self) -> str:
        """The address at which the document is."""
        return self.first.request.url
