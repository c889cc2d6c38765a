"""Reads from front matter when an article is published, and what holds it back."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from feedsvc.errors import UnreadableArticle
from feedsvc.model.characters import one_line
from feedsvc.sources.frontmatter import dates
from feedsvc.sources.frontmatter.holding import DRAFTS, FALSE, PUBLISHED, TRUE, WITHDRAWN, meant
from feedsvc.sources.frontmatter.key_names import meaning, nearly
from feedsvc.sources.frontmatter.split import Field
from feedsvc.sources.frontmatter.yaml import Value
from feedsvc.sources.source import Source


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


def read_publication(
    known: Mapping[str, tuple[str, Field]], rest: dict[str, Field], source: Source
) -> Publication:
    """Read what decides on publication.

    Args:
        known, rest: as Keyed has them; where there are several dates of publication, the others
            are put into `rest`.
        source: gives path, zone, time and findings.

    Raises:
        UnreadableArticle: draft, status, misspelt-key, wrong-type or a date-… code; with the line
            of the key.
    """
    return _Reader(known, rest, source).read()


def read_date(text: str, key: str, field: Field, zone: ZoneInfo) -> datetime:
    """The instant that the text of a field names.

    Raises:
        UnreadableArticle: a date-… code, with the line and the key.
    """
    try:
        return dates.parse_date(text, zone)
    except UnreadableArticle as error:
        raise UnreadableArticle(f"{key}: {error}", line=field.line, code=error.code) from None


class _Reader(NamedTuple):
    known: Mapping[str, tuple[str, Field]]
    rest: dict[str, Field]
    source: Source

    def read(self) -> Publication:
        self.refuse_misspelt()
        flags = {key: self.flag(key) for key in ("draft", "published", "publish")}
        draft = flags["draft"] is True or False in (flags["published"], flags["publish"])
        state = self.state()
        dated = [one for key in ("date", "published", "publish") if (one := self.date(key))]
        for key in ("published", "publish") if len(dated) > 1 else ():
            if self.date(key):
                self.rest.setdefault(*self.known[key])
        return Publication(
            date=max(self.dates("publish_date") or dated, default=None),
            embargo=self.date("embargo"),
            expires=min(self.dates("expires"), default=None),
            draft=draft or state == "draft",
            opted_in=flags["publish"] is True,
            status=state if state == WITHDRAWN else "",
        )

    def text(self, wanted: str) -> str:
        """The text of a value; empty where there is none.

        Raises:
            UnreadableArticle: wrong-type.
        """
        key, field = self.known.get(wanted, ("", None))
        value = _alone(field.value) if field else None
        if field is None or value is None:
            return ""
        if isinstance(value, str):
            return one_line(value)
        if wanted == "date":
            message = f"{key} is not a text and was left out; write one line"
            self.source.findings.add("warning", "wrong-type", message, field.line)
            return ""
        message = f"{key} is not a text, and it may hold the article back; write one line"
        raise _held("wrong-type", message, field)

    def flag(self, wanted: str) -> bool | None:
        """Whether a value is true; None: there is none, or it is a date where that may be."""
        word = self.text(wanted).casefold()
        if not word or word in TRUE | FALSE:
            return word in TRUE if word else None
        key, field = self.known[wanted]
        if wanted == "draft" or not _looks_like_a_date(word, self.source.zone):
            instead = "true or false" if wanted == "draft" else "true, false or a date"
            message = f"{key} is {word[:40]!r}, so the article is held back; write {instead}"
            raise _held("draft", message, field)
        return None

    def date(self, wanted: str) -> datetime | None:
        text = self.text(wanted)
        if not text or (wanted in ("published", "publish") and text.casefold() in TRUE | FALSE):
            return None
        return read_date(text, *self.known[wanted], self.source.zone)

    def dates(self, wanted: str) -> list[datetime]:
        """The dates under all names of a meaning."""
        first = self.date(wanted)
        others = [(key, field) for key, field in self.rest.items() if meaning(key) == wanted]
        found = [
            read_date(value, key, field, self.source.zone)
            for key, field in others
            if isinstance(value := _alone(field.value), str) and value
        ]
        return [first, *found] if first else found

    def state(self) -> str:
        """draft, withdrawn or empty."""
        status = self.text("status").casefold()
        if not status or status in PUBLISHED:
            return ""
        line = self.known["status"][1].line
        if status not in DRAFTS:
            if status != WITHDRAWN:
                message = (
                    f"status {status[:40]!r} is not known, so the article is held back; write"
                    " draft, published or withdrawn"
                )
                raise _held("status", message, self.known["status"][1])
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
        for key, field in self.rest.items():
            if not nearly(key, everywhere=True):
                continue
            text = _alone(field.value)
            if isinstance(text, str) and (
                name := meant(key, text, self.source.zone, self.source.now)
            ):
                message = (
                    f"{key!r} is not known, and perhaps {name!r} is meant, so the article is held"
                    f" back; write {name}, or give the key another name"
                )
                raise _held("misspelt-key", message, field)
            if near := nearly(key):
                message = f"{key!r} is not known; if {near[0]!r} is meant, write that"
                self.source.findings.add("warning", "misspelt-key", message, field.line)


def _alone(value: Value) -> Value:
    """A value, or the only one of a list."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _looks_like_a_date(text: str, zone: ZoneInfo) -> bool:
    """Whether a text is a date, or one that cannot be, of which `read_date` says why."""
    try:
        dates.parse_date(text, zone)
    except UnreadableArticle as error:
        return error.code == "date-impossible"
    return True


def _held(code: str, message: str, field: Field) -> UnreadableArticle:
    return UnreadableArticle(message, line=field.line, code=code, holds_back=True)
