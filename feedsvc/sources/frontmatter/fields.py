"""Converts the fields of front matter to the typed values of an article's header."""

import posixpath
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from feedsvc.errors import UnreadableArticle
from feedsvc.model.article import LONGEST_ID, Author, Correction, Enclosure
from feedsvc.model.characters import one_line
from feedsvc.sources.frontmatter import authors, enclosures, labels
from feedsvc.sources.frontmatter.holding import FALSE, TRUE, is_key
from feedsvc.sources.frontmatter.key_names import HOLDING, Keyed, meaning
from feedsvc.sources.frontmatter.openings import refuse_unknown
from feedsvc.sources.frontmatter.publication import read_date, read_publication
from feedsvc.sources.frontmatter.split import Field, FrontMatter, split_front_matter
from feedsvc.sources.frontmatter.yaml import Repeated, Value, duplicate
from feedsvc.sources.html.urls import tidy
from feedsvc.sources.source import Findings, Source

_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")  # RFC 5646 2.1, loosely
# If one of these has two different values, taking the wrong one could publish what must be held
# back. A category may be private; only site.toml tells which ones are.
_DECISIVE = (HOLDING | {"id", "date", "category"}) - {"expires"}
# Key lines between marks, or before one: perhaps a second header.
_AGAIN = re.compile(
    r"\s*(?>(?:<!--(?>(?:(?!-->)[\s\S])*)-->\s*)*)(?:[-+*_=;]{3,}[^\n]*\n\s*[\w\"'{]|\{\s*[\"']"
    r"|(?:[^\s:=][^:=\n]{0,60}[:=][^\n]*\n){1,50}(?:---|\+\+\+|\.\.\.)[ \t]*(?:\n|\Z))"
)
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")  # RFC 3987, loosely
_WEB = re.compile(r"https?://[^/?#]", re.IGNORECASE)


_OF_PAGES = frozenset({"", ".html", ".htm", ".php"})  # suffixes


class Header(msgspec.Struct, kw_only=True):
    """The values of one header, named as in Article. A value that is not given is empty.

    Attributes:
        opted_in: whether it says `publish: true`.
        navigation: Eleventy's name of the page in menus.
        places: the addresses that other publishers give it (`permalink`, Zola's `path`).
    """

    id: str = ""
    headline: str = ""
    navigation: str = ""
    places: tuple[str, ...] = ()
    standfirst: str = ""
    authors: tuple[Author, ...] = ()
    category: str = ""
    tags: tuple[str, ...] = ()
    slug: str = ""
    language: str = ""
    date: datetime | None = None
    updated: datetime | None = None
    minor: bool = False
    embargo: datetime | None = None
    expires: datetime | None = None
    draft: bool = False
    opted_in: bool = False
    status: str = ""
    reason: str = ""
    corrections: tuple[Correction, ...] = ()
    url: str = ""
    aliases: tuple[str, ...] = ()
    image: Enclosure | None = None
    image_alt: str = ""
    image_credit: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    extra: dict[str, str] = {}


def read_front(
    source: Source, plain: Callable[[str], str] = one_line, *, key_lines: bool = True
) -> tuple[Header, FrontMatter]:
    """Read the header of a file. Returns it and the front matter, which has the file's body.

    Args:
        source: the file.
        plain: as for read_header.
        key_lines: whether a header of `Key: value` lines is allowed in the format.

    Raises:
        UnreadableArticle: the front matter or a date in it cannot be read, a key that decides on
            publication stands twice, or what may hold the article back is not understood.
    """
    front = split_front_matter(source.text, is_key if key_lines else None, source.limits)
    if not front.fields or _AGAIN.match(front.body):
        lines, now = key_lines and front.body_line == 1, source.now
        refuse_unknown(front.body, key_lines=lines, now=now, first_line=front.body_line)
    for repeated in (*front.repeated, *_in_other_case(front.fields)):
        if not repeated.same and meaning(repeated.key) in _DECISIVE:
            raise duplicate(repeated.key, repeated.line)
        source.findings.add(
            "warning",
            "duplicate-key",
            f"the header has {repeated.key!r} twice and the last counts; leave the other out",
            repeated.line,
        )
    return read_header(front.fields, source, plain), front


def read_header(
    fields: dict[str, Field], source: Source, plain: Callable[[str], str] = one_line
) -> Header:
    """The typed values of front matter. A value that does not fit is left out with a warning.

    Args:
        fields: by key as written.
        source: gives path, zone and findings; its text is not used.
        plain: converts a headline or standfirst as written to plain text on one line.

    Raises:
        UnreadableArticle: a date cannot be read (a date-… code), the id is too long (id-too-long),
            or what may hold the article back is not understood (draft, status, wrong-type,
            misspelt-key); with the line of the key.
    """
    return _Reader(Keyed(fields), source).read(plain)


def _in_other_case(fields: dict[str, Field]) -> Iterator[Repeated]:
    """Yield the decisive keys that occur before in another case, such as `Draft` after `draft`."""
    seen: dict[str, Value] = {}
    for key, field in fields.items():
        name = key.strip().casefold()
        if meaning(name) not in _DECISIVE or field.value is None:
            continue
        if name in seen:
            yield Repeated(key, field.line, seen[name] == field.value)
        seen[name] = field.value


class _Reader:
    def __init__(self, keyed: Keyed, source: Source) -> None:
        self.known = keyed.known
        self.rest = keyed.rest
        self.source = source

    def read(self, plain: Callable[[str], str]) -> Header:
        publication = read_publication(self.known, self.rest, self.source)
        header = Header(
            id=self.entry_id(),
            headline=plain(self.text("headline")),
            standfirst=plain(self.text("standfirst")),
            authors=self.authors(),
            category=next(iter(self.labels("category", labels.categories)), ""),
            tags=self.labels("tags", labels.labels),
            slug=self.text("slug"),
            language=self.language(),
            date=publication.date,
            updated=self.date("updated"),
            embargo=publication.embargo,
            expires=publication.expires,
            draft=publication.draft,
            opted_in=publication.opted_in,
            status=publication.status,
            reason=self.text("reason"),
            corrections=self.corrections(),
            enclosures=self.media("enclosure"),
            image=next(iter(self.media("image")), None),
            image_alt=self.text("image_alt"),
            image_credit=self.text("image_credit"),
            minor=self.minor(),
        )
        self.addresses(header)
        if menu := self.rest.get("eleventyNavigation"):
            header.navigation = plain(_navigation(menu.value))
        header.extra = {one_line(k): _as_text(f.value) for k, f in self.rest.items()}
        return header

    def warn(self, code: str, message: str, field: Field) -> None:
        self.source.findings.add("warning", code, message, field.line)

    def text(self, meaning: str) -> str:
        found = self.known.get(meaning)
        if found is None:
            return ""
        key, field = found
        value = field.value
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        if isinstance(value, str):
            return one_line(value)
        self.warn("wrong-type", f"{key} is not a text and was left out; write one line", field)
        return ""

    def entry_id(self) -> str:
        written = self.text("id")
        if len(written) > LONGEST_ID:
            raise UnreadableArticle(
                f"the id has more than {LONGEST_ID} characters; give the article a shorter one",
                line=self.known["id"][1].line,
                code="id-too-long",
            )
        if written and not _IRI.fullmatch(written):
            self.warn(
                "id-not-uri",
                f"the id {written[:60]!r} is no URI, which Atom demands: there a UUID made of it"
                " stands in its place",
                self.known["id"][1],
            )
        return written

    def labels(
        self, meaning: str, read: Callable[[str, Field, Findings], tuple[str, ...]]
    ) -> tuple[str, ...]:
        found = self.known.get(meaning)
        return read(*found, self.source.findings) if found else ()

    def authors(self) -> tuple[Author, ...]:
        found = self.known.get("authors")
        return authors.authors(*found, self.source.findings) if found else ()

    def media(self, meaning: str) -> tuple[Enclosure, ...]:
        found = self.known.get(meaning)
        if found is None:
            return ()
        return enclosures.enclosures(*found, self.source.path, self.source.findings)

    def date(self, meaning: str) -> datetime | None:
        found = self.known.get(meaning)
        text = self.text(meaning)
        return read_date(text, *found, self.source.zone) if found and text else None

    def language(self) -> str:
        written = self.text("language").replace("_", "-")
        if written and not _LANGUAGE.fullmatch(written):
            self.warn(
                "language",
                f"{written[:40]!r} is no language tag; write one such as en or pt-BR",
                self.known["language"][1],
            )
            return ""
        return written

    def minor(self) -> bool:
        """Whether the edit is a quiet one."""
        word = self.text("minor").casefold()
        if word and word not in TRUE | FALSE:
            message = "minor is neither true nor false and was left out; write one"
            self.warn("minor", message, self.known["minor"][1])
        return word in TRUE

    def addresses(self, header: Header) -> None:
        """Set url and aliases."""
        paths: list[str] = []
        if found := self.known.get("url"):
            url = tidy(self.text("url"))
            if _WEB.match(url):
                header.url = url
            elif ":" in url.split("/")[0]:
                message = "url is no web address and was left out; write one, or a path"
                self.warn("url", message, found[1])
            elif url:
                paths.append(url)
        if found := self.known.get("aliases"):
            value = found[1].value
            given = value if isinstance(value, list) else [value]
            paths += [tidy(alias) for alias in given if isinstance(alias, str)]
            if any(isinstance(alias, list | dict) for alias in given):
                self.warn("wrong-type", "aliases may hold only paths", found[1])
        for name in ("permalink", "path"):
            if (place := self.rest.get(name)) and (address := _place(name, place.value)):
                header.places += (address,)
        paths += header.places
        header.aliases = tuple(dict.fromkeys(path for path in paths if path))

    def corrections(self) -> tuple[Correction, ...]:
        found = self.known.get("correction")
        if found is None:
            return ()
        key, field = found
        corrections = []
        for value in field.value if isinstance(field.value, list) else [field.value]:
            correction = _correction(value, key, field, self.source.zone)
            if correction is None:
                self.warn("correction", f"{key} has no text; say what was wrong", field)
            else:
                corrections.append(correction)
        return tuple(corrections)


def _correction(value: Value, key: str, field: Field, zone: ZoneInfo) -> Correction | None:
    if isinstance(value, str) and value.strip():
        return Correction(one_line(value))
    if not isinstance(value, dict):
        return None
    given = {name.casefold(): text for name, text in value.items() if isinstance(text, str)}
    text = one_line(given.get("text", ""))
    time = given.get("time") or given.get("date") or ""
    return Correction(text, read_date(time, key, field, zone) if time else None) if text else None


def _place(name: str, value: Value) -> str:
    """The address of a page that a publisher's own key names, or empty.

    https://jekyllrb.com/docs/permalinks/ (styles and placeholders are none),
    https://www.getzola.org/documentation/content/page/ (a path from the root of the site).
    """
    text = tidy(value) if isinstance(value, str) else ""
    path = text if name == "path" or "/" in text or "." in text else ""
    if _WEB.match(path):
        return path
    if ":" in path or "%7B" in path or posixpath.splitext(path)[1].lower() not in _OF_PAGES:
        return ""
    return "/" + path.strip("/") if path.strip("/.") else ""


def _navigation(value: Value) -> str:
    """The name of a page in menus (https://www.11ty.dev/docs/plugins/navigation/), or empty."""
    given = value if isinstance(value, dict) else {}
    name = given.get("title") or given.get("key")
    return one_line(name) if isinstance(name, str) else ""


def _as_text(value: Value) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
