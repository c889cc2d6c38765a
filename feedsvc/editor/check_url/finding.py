"""Findings about a feed, and the rules that they stand on. Pure."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

import msgspec

from feedsvc.editor.check_url.feed import Format

Severity = Literal["error", "warning", "advice"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "advice")
MOST_PLACES = 10  # of one finding that are named


class Source(NamedTuple):
    """Where a rule is written: its name, and its address."""

    name: str
    url: str


class Rule(NamedTuple):
    """One thing that may be wrong with a feed.

    Attributes:
        code: a short name, such as `id-repeated`.
        severity: error: subscribers lose something; warning: some do, or it costs them and the
            publisher; advice: it could be better.
        source: who asks for it.
        notices: what a subscriber notices.
        to_do: what the publisher is to do.
        reported: the address of a public report about it; empty: the source alone tells it.
        also: who asks for it in formats of which `source` does not tell.
    """

    code: str
    severity: Severity
    source: Source
    notices: str
    to_do: str
    reported: str = ""
    also: tuple[tuple[Format, Source], ...] = ()

    def source_of(self, format: Format | None) -> Source:
        """Who asks for it of a feed in a format; None: of something that is no feed."""
        return next((source for name, source in self.also if name == format), self.source)


class Found(NamedTuple):
    """A rule that was broken at one place.

    Attributes:
        rule: which.
        message: what is wrong there, as a sentence without its full stop.
        where: a header, an element or a request.
        line: of the document, from 1; 0: it is in no line.
    """

    rule: Rule
    message: str
    where: str = ""
    line: int = 0


class Place(msgspec.Struct, frozen=True):
    """Where something was found: a header, an element or a request, and the line if there is one.

    Attributes:
        message: what is wrong there.
        line: of the document, from 1; 0: it is in no line.
    """

    where: str
    line: int
    message: str


class Finding(msgspec.Struct, frozen=True):
    """A rule that was broken, once or more often; told as a program or a publisher needs it.

    Attributes:
        message: what is wrong at the first place.
        places: the first ones, at most MOST_PLACES.
        count: how many places there are.
    """

    severity: Severity
    code: str
    message: str
    notices: str
    to_do: str
    source: str
    source_url: str
    reported: str
    count: int
    places: tuple[Place, ...]


def findings_of(found: Iterable[Found], format: Format | None) -> list[Finding]:
    """One finding for each rule that was broken, the gravest first, else in their order.

    Args:
        found: each place.
        format: of the feed; None: there is none that can be read.
    """
    by_rule: dict[str, list[Found]] = {}
    for one in found:
        by_rule.setdefault(one.rule.code, []).append(one)
    told = [_finding(places, format) for places in by_rule.values()]
    return sorted(told, key=lambda one: SEVERITIES.index(one.severity))


def _finding(places: list[Found], format: Format | None) -> Finding:
    rule = places[0].rule
    source = rule.source_of(format)
    return Finding(
        severity=rule.severity,
        code=rule.code,
        message=places[0].message,
        notices=rule.notices,
        to_do=rule.to_do,
        source=source.name,
        source_url=source.url,
        reported=rule.reported,
        count=len(places),
        places=tuple(Place(one.where, one.line, one.message) for one in places[:MOST_PLACES]),
    )


def rfc(number: int, section: str) -> Source:
    """A section of an RFC."""
    url = f"https://www.rfc-editor.org/rfc/rfc{number}#section-{section}"
    return Source(f"RFC {number}, {section}", url)


def rss(name: str, anchor: str = "") -> Source:
    """An element of RSS 2.0, by its place in the specification."""
    return Source(f"RSS 2.0, {name}", f"https://www.rssboard.org/rss-specification{anchor}")


JSON_FEED = Source("JSON Feed 1.1", "https://www.jsonfeed.org/version/1.1/")
WEBSUB = Source("WebSub, 4", "https://www.w3.org/TR/websub/#discovery")


def shown(text: str, most: int = 100) -> str:
    """A text of the feed as a message can hold it: on one line, and not too long."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"
