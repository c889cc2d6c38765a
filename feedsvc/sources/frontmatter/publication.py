"""Reads from front matter when an article is published, and what holds it back."""

import re
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from feedsvc.errors import UnreadableArticle
from feedsvc.model.characters import one_line
from feedsvc.sources.frontmatter import dates
from feedsvc.sources.frontmatter.holding import DRAFTS, FALSE, PUBLISHED, TRUE, WITHDRAWN, meant
from feedsvc.sources.frontmatter.jekyll import is_jekyll
from feedsvc.sources.frontmatter.key_names import Keyed, meaning, nearly
from feedsvc.sources.frontmatter.split import Field
from feedsvc.sources.frontmatter.yaml import Value
from feedsvc.sources.source import Source

# Eleventy takes these for a date that the file or its history has
# (https://www.11ty.dev/docs/dates/).
_FROM_FILE = frozenset({"created", "last modified", "git created", "git last modified"})
_DATE_KEY = "date"
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?!\d)", re.ASCII)
ZERO_DATE = "0001-01-01"  # how Go writes that there is none
# Hugo's table `build` (https://gohugo.io/content-management/build-options/): what keeps a page, or
# its place in lists and feeds, away.
_UNSEEN = {"render": frozenset({"never", "link"}) | FALSE, "list": frozenset({"never"}) | FALSE}

_UNSEEN_BY = ("permalink", "password", "build")


class Publication(NamedTuple):
    """When an article is published, and what holds it back; as in Article.

    Attributes:
        opted_in: whether it says `publish: true`.
    """

    date: datetime | None
    embargo: datetime | None
    expires: datetime | None
    draft: bool
    opted_in: bool
    status: str


def read_publication(keyed: Keyed, source: Source) -> Publication:
    """Read what decides on publication.

    Args:
        keyed: the fields; where there are several dates of publication, the others are put into its
            `rest`.
        source: gives path, zone, time and findings.

    Raises:
        UnreadableArticle: draft, status, misspelt-key, wrong-type or a date-… code; with the line
            of the key.
    """
    return _Reader(keyed, source).read()


def read_date(text: str, key: str, field: Field, source: Source) -> datetime:
    """The instant that the text of a field names.

    What could be two days is the one that the file's name begins with, or the one that its
    publisher takes it for (Ruby, and so Jekyll, has the day before the month).

    Raises:
        UnreadableArticle: a date-… code, with the line and the key.
    """
    try:
        try:
            return dates.parse_date(text, source.zone)
        except UnreadableArticle as error:
            if error.code != "date-ambiguous":
                raise
            return dates.parse_date(
                text, source.zone, day=_day_of(source.path), day_first=is_jekyll(source.path)
            )
    except UnreadableArticle as error:
        raise UnreadableArticle(f"{key}: {error}", line=field.line, code=error.code) from None


def _day_of(path: str) -> date | None:
    """The day with which the name of a file, or of its folder, begins."""
    for part in reversed(path.split("/")[-2:]):
        if found := _DAY.match(part):
            try:
                return date(*map(int, found[0].split("-")))
            except ValueError:
                return None
    return None


class _Reader(NamedTuple):
    keyed: Keyed
    source: Source

    def read(self) -> Publication:
        self.refuse_misspelt()
        published, publish = self.flags("published"), self.flags("publish")
        draft = any(self.flags("draft") + self.flags("hidden"))
        if not draft and not self.keyed.known.keys().isdisjoint(_UNSEEN_BY):
            draft = self.unseen()
        draft = draft or False in published + publish
        state = self.state()
        known, rest = self.keyed.known, self.keyed.rest
        dated = [one for key in (_DATE_KEY, "published", "publish") if (one := self.date(key))]
        for key in ("published", "publish") if len(dated) > 1 else ():
            if self.date(key):
                rest.setdefault(*known[key])
        return Publication(
            date=max(self.dates("publish_date") or dated, default=None),
            embargo=self.date("embargo"),
            expires=min(self.dates("expires"), default=None),
            draft=draft or state == "draft",
            opted_in=True in publish,
            status=state if state == WITHDRAWN else "",
        )

    def text(self, key: str, field: Field) -> str:
        """The text of a value; empty where there is none.

        Raises:
            UnreadableArticle: wrong-type.
        """
        value = field.value
        if isinstance(value, list):
            value = _alone(value)
        if value is None:
            return ""
        if isinstance(value, str):
            return "" if value.startswith(ZERO_DATE) else one_line(value)
        if meaning(key) == _DATE_KEY:
            message = f"{key} is not a text and was left out; write one line"
            self.source.findings.add("warning", "wrong-type", message, field.line)
            return ""
        message = f"{key} is not a text, and it may hold the article back; write one line"
        raise _held("wrong-type", message, field)

    def flags(self, wanted: str) -> list[bool]:
        """The values under all names of a meaning, without the dates where these may be."""
        found = []
        for key, field in self.keyed.every(wanted):
            text = self.text(key, field)
            word = text.casefold()
            dated = wanted in ("published", "publish")
            if word in TRUE | FALSE:
                found.append(word in TRUE)
            elif word and not (dated and _looks_like_a_date(text, self.source.zone)):
                instead = "true, false or a date" if dated else "true or false"
                message = f"{key} is {word[:40]!r}, so the article is held back; write {instead}"
                raise _held("draft", message, field)
        return found

    def unseen(self) -> bool:
        """Whether another publisher makes no page of it, lists it nowhere, or asks for a password.

        https://www.11ty.dev/docs/permalinks/ (`permalink: false`), and Hugo's `build`.
        """
        for wanted in _UNSEEN_BY:
            for key, field in self.keyed.every(wanted):
                if keeps_unseen(wanted, _alone(field.value)):
                    message = f"{key} keeps it from readers, so it is a draft"
                    self.source.findings.add("info", "draft", message, field.line)
                    return True
        return False

    def date(self, wanted: str) -> datetime | None:
        for key, field in self.keyed.every(wanted):
            text = self.text(key, field)
            if wanted in ("published", "publish") and text.casefold() in TRUE | FALSE:
                continue
            if not text or (wanted == _DATE_KEY and text.casefold() in _FROM_FILE):
                continue
            try:
                return read_date(text, key, field, self.source)
            except UnreadableArticle:
                # What others call created may be anything.
                if wanted != _DATE_KEY or key.strip().casefold() == _DATE_KEY:
                    raise
        return None

    def dates(self, wanted: str) -> list[datetime]:
        """The dates under all names of a meaning."""
        return [
            read_date(text, key, field, self.source)
            for key, field in self.keyed.every(wanted)
            if (text := self.text(key, field))
        ]

    def state(self) -> str:
        """draft, withdrawn or empty."""
        found = self.keyed.every("status")
        status = self.text(*found[0]).casefold() if found else ""
        if not status or status in PUBLISHED:
            return ""
        line = found[0][1].line
        if status not in DRAFTS:
            if status != WITHDRAWN:
                message = (
                    f"status {status[:40]!r} is not known, so the article is held back; write"
                    " draft, published or withdrawn"
                )
                raise _held("status", message, found[0][1])
            return status
        if status != "draft":
            message = f"status: {status} is taken as a draft; the article is not published"
            self.source.findings.add("info", "status", message, line)
        return "draft"

    def refuse_misspelt(self) -> None:
        """Tell which unknown keys are nearly known ones.

        Raises:
            UnreadableArticle: misspelt-key; one of them may hold the article back.
        """
        for key, field in self.keyed.rest.items():
            if not nearly(key, everywhere=True):
                continue
            text = _alone(field.value)
            if isinstance(text, str) and (
                name := meant(key, text, self.source.zone, self.source.now)
            ):
                write = f"status: {WITHDRAWN}" if name == "status" and text in TRUE else name
                message = (
                    f"{key!r} is not known, and perhaps {name!r} is meant, so the article is held"
                    f" back; write {write}, or give the key another name"
                )
                raise _held("misspelt-key", message, field)
            if near := nearly(key):
                message = f"{key!r} is not known; if {near[0]!r} is meant, write that"
                self.source.findings.add("warning", "misspelt-key", message, field.line)


def keeps_unseen(wanted: str, value: Value) -> bool:
    """Whether the value of a key of other publishers hides a page.

    Args:
        wanted: the meaning of the key: permalink, password or build.
        value: as in front matter.
    """
    if wanted == "password":
        return not isinstance(value, str) or value.strip().casefold() not in FALSE
    if wanted == "permalink":
        inner = value.values() if isinstance(value, dict) else (value,)
        return any(isinstance(one, str) and one.strip().casefold() in FALSE for one in inner)
    table = value if isinstance(value, dict) else {}
    return any(
        isinstance(word := table.get(key), str) and word.strip().casefold() in words
        for key, words in _UNSEEN.items()
    )


def _alone(value: Value) -> Value:
    """A value, or the only one of a list."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _looks_like_a_date(text: str, zone: ZoneInfo) -> bool:
    """Whether a text is a date, or a wrong one, of which `read_date` says why."""
    try:
        dates.parse_date(text, zone)
    except UnreadableArticle as error:
        return error.code in ("date-impossible", "date-ambiguous")
    return True


def _held(code: str, message: str, field: Field) -> UnreadableArticle:
    return UnreadableArticle(message, line=field.line, code=code, holds_back=True)
