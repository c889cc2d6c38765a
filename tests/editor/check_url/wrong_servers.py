"""Sites whose server does one thing wrong, by the code of the rule that they break."""

import gzip
from collections.abc import Callable

from feedsvc.editor.check_url import Answer, Request
from tests.editor.check_url.documents import JSON, RSS, SELF
from tests.editor.check_url.sites import Serve, Site

BUILT = "<lastBuildDate>Sat, 02 May 2026 10:00:00 GMT</lastBuildDate>"


class Redirecting:
    """Leads from one address to the next, then to a good site."""

    def __init__(self, steps: dict[str, tuple[int, str]]) -> None:
        self._steps, self._site = steps, Site(RSS, SELF, SELF.replace("/feed", "/end"))

    def __call__(self, request: Request) -> Answer:
        step = self._steps.get(request.url.rpartition("/")[2])
        if step is None:
            return self._site(request)
        headers = (("Location", step[1]),) if step[1] else ()
        return Answer(request, step[0], headers)


class Rebuilt(Site):
    """Changes a part of its document at each poll."""

    def document(self, url: str) -> bytes:
        return super().document(url).replace(b"POLL", f"{self.polls:02}".encode())


class NeverUnchanged(Site):
    def is_unchanged(self, sent: dict[str, str], tag: str) -> bool:
        return False


class TagAlone(Site):
    modified = ""


class IgnoresTag(TagAlone, NeverUnchanged):
    pass


class DateAlone(Site):
    def tag(self, data: bytes, coding: str) -> str:
        return ""


class IgnoresDate(DateAlone, NeverUnchanged):
    pass


class WantsNotBoth(Site):
    def is_unchanged(self, sent: dict[str, str], tag: str) -> bool:
        both = "If-None-Match" in sent and "If-Modified-Since" in sent
        return not both and super().is_unchanged(sent, tag)


class NoValidators(DateAlone, TagAlone):
    pass


class NewTags(TagAlone):
    def tag(self, data: bytes, coding: str) -> str:
        return f'"{self.polls}"'


class NewDates(DateAlone):
    def headers(self, tag: str) -> dict[str, str]:
        self.modified = f"Sat, 02 May 2026 10:00:{self.polls:02} GMT"
        return super().headers(tag)

    def is_unchanged(self, sent: dict[str, str], tag: str) -> bool:
        return False


class AlwaysUnchanged(TagAlone):
    def is_unchanged(self, sent: dict[str, str], tag: str) -> bool:
        return "If-None-Match" in sent


class DateWins(Site):
    def is_unchanged(self, sent: dict[str, str], tag: str) -> bool:
        by_date = sent.get("If-Modified-Since") == self.modified
        return by_date or super().is_unchanged(sent, tag)


class RefusesConditions(TagAlone):
    def __call__(self, request: Request) -> Answer:
        if "If-None-Match" in dict(request.headers):
            return Answer(request, 500)
        return super().__call__(request)


class StuckTag(TagAlone):
    """Its tag stays, though there is another entry."""

    def tag(self, data: bytes, coding: str) -> str:
        return f'"one{coding}"'

    def document(self, url: str) -> bytes:
        data = super().document(url)
        return data.replace(b"The ferry sails", f"News {self.polls}".encode())

    def is_unchanged(self, sent: dict[str, str], tag: str) -> bool:
        return False


class NoLists(Site):
    def is_unchanged(self, sent: dict[str, str], tag: str) -> bool:
        return "," not in sent.get("If-None-Match", "") and super().is_unchanged(sent, tag)


class NoWeak(Site):
    def is_unchanged(self, sent: dict[str, str], tag: str) -> bool:
        weak = sent.get("If-None-Match", "").startswith("W/")
        return not weak and super().is_unchanged(sent, tag)


class BareUnchanged(Site):
    def __call__(self, request: Request) -> Answer:
        answer = super().__call__(request)
        return answer._replace(headers=()) if answer.status == 304 else answer


class PlainTag(TagAlone):
    def tag(self, data: bytes, coding: str) -> str:
        return super().tag(data, coding).strip('"')


class OddDate(DateAlone):
    modified = "2026-05-02 10:00:05"


class LateDate(DateAlone):
    modified = "Sat, 16 Nov 2041 19:11:00 GMT"


class AlwaysGzip(Site):
    def coding(self, accepted: str) -> str:
        return "gzip"


class Uncompressed(Site):
    def coding(self, accepted: str) -> str:
        return ""


class NoVary(Site):
    vary = ""


class OneTag(Site):
    def tag(self, data: bytes, coding: str) -> str:
        return '"one"'


class HalfOfIt(Site):
    def coded(self, data: bytes, coding: str) -> bytes:
        coded = super().coded(data, coding)
        return coded[: len(coded) // 2] if coding == "gzip" else coded


class UntoldGzip(Uncompressed):
    def coded(self, data: bytes, coding: str) -> bytes:
        return gzip.compress(data, mtime=0)


class NoHead(Site):
    def __call__(self, request: Request) -> Answer:
        return Answer(request, 405) if request.method == "HEAD" else super().__call__(request)


class Impatient(Site):
    """Answers a few requests, then asks for patience."""

    def __call__(self, request: Request) -> Answer:
        if self.polls >= 3:
            return Answer(request, 429, (("Retry-After", "3600"),))
        return super().__call__(request)


class Typed(Site):
    def __init__(self, type_: str, text: str = RSS) -> None:
        super().__init__(text)
        self.type = type_


class Away(Site):
    status = 403


def made(site: type[Site], *values: str) -> Callable[[], Serve]:
    return lambda: site(*values)


def leading(**steps: tuple[int, str]) -> Callable[[], Serve]:
    return lambda: Redirecting(steps)


MANY_STEPS = {name: (301, after) for name, after in zip("abcdef", [*"bcdef", "end"], strict=True)}
# Codes of several rules: sites that cannot break the last without the others.
BESIDE = {"redirect-many": {"redirect-permanent"}}

ANSWERS = {
    "redirect-loop": [leading(feed=(301, "b"), b=(302, "feed"))],
    "redirect-many": [lambda: Redirecting(MANY_STEPS | {"feed": (301, "a")})],
    "redirect-nowhere": [leading(feed=(302, "file:///etc/passwd")), leading(feed=(301, ""))],
    "redirect-permanent": [leading(feed=(301, "end")), leading(feed=(308, "end"))],
    "redirect-temporary": [leading(feed=(302, "end")), leading(feed=(307, "end"))],
    "status": [made(Away), lambda: lambda request: Answer(request, 410)],
    "not-a-feed": [
        lambda: lambda request: Answer(request, 200, (), b"<!DOCTYPE html><title>A moment"),
        lambda: lambda request: Answer(request, 200, (), b'{"error": "no such feed"}'),
        lambda: lambda request: Answer(request, 200, (), b"Just a moment"),
        lambda: lambda request: Answer(request, 200),
        lambda: lambda request: Answer(request, 200, (), b"<opml version='2.0'/>"),
    ],
    "content-type": [made(Typed, "text/html"), made(Typed, "text/plain"), made(Typed, "")],
    "content-type-other": [
        made(Typed, "application/atom+xml"),
        made(Typed, "application/json"),
        lambda: Typed("application/xml", JSON),
    ],
    "polls-refused": [made(Impatient)],
    "head": [made(NoHead)],
    "coding-broken": [made(HalfOfIt)],
    "coding-untold": [made(UntoldGzip)],
    "coding-unasked": [made(AlwaysGzip)],
    "coding-vary": [made(NoVary)],
    "coding-same-etag": [made(OneTag)],
    "coding-none": [lambda: Uncompressed(RSS, "At six", "It sails. " * 2_000)],
    "no-validators": [made(NoValidators)],
    "etag-form": [made(PlainTag)],
    "last-modified-form": [made(OddDate)],
    "last-modified-ahead": [made(LateDate)],
    "ignores-if-none-match": [made(IgnoresTag)],
    "ignores-if-modified-since": [made(IgnoresDate)],
    "ignores-both": [made(WantsNotBoth)],
    "etag-unstable": [made(NewTags)],
    "last-modified-unstable": [made(NewDates)],
    "changes-always": [lambda: Rebuilt(RSS, BUILT, BUILT.replace("10:00:00", "10:00:POLL"))],
    "conditional-fails": [made(RefusesConditions)],
    "false-304": [made(AlwaysUnchanged)],
    "date-over-etag": [made(DateWins)],
    "etag-reused": [made(StuckTag)],
    "if-none-match-list": [made(NoLists)],
    "if-none-match-weak": [made(NoWeak)],
    "304-without-etag": [made(BareUnchanged)],
}
