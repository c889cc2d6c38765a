"""Converts the fields of front matter to the typed values of an article's header."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime

import msgspec

from feedsvc.errors import UnreadableArticle
from feedsvc.model.article import LONGEST_ID, Author, Correction, Enclosure, Episode
from feedsvc.model.characters import one_line
from feedsvc.model.slugs import distinct
from feedsvc.sources.frontmatter import authors, enclosures, labels
from feedsvc.sources.frontmatter.addresses import read_addresses
from feedsvc.sources.frontmatter.defaults import with_defaults
from feedsvc.sources.frontmatter.episodes import read_episode
from feedsvc.sources.frontmatter.holding import FALSE, TRUE, is_key
from feedsvc.sources.frontmatter.jekyll import is_jekyll
from feedsvc.sources.frontmatter.key_names import HOLDING, Keyed, meaning
from feedsvc.sources.frontmatter.openings import AGAIN, refuse_unknown
from feedsvc.sources.frontmatter.publication import ZERO_DATE, read_date, read_publication
from feedsvc.sources.frontmatter.split import Field, FrontMatter, split_front_matter
from feedsvc.sources.frontmatter.yaml import Repeated, Value, duplicate
from feedsvc.sources.source import Source

_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")  # RFC 5646 2.1, loosely
# If one of these has two different values, taking the wrong one could publish what must be held
# back. A category may be private; only site.toml tells which ones are.
_DECISIVE = (HOLDING | {"id", "date", "category"}) - {"expires"}
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")  # RFC 3987, loosely
_UPDATED = frozenset({"updated", "lastmod", "modified"})  # which nothing but a date can follow
_NO_DATE = TRUE | FALSE | {"", "created", "last modified", "git created", "git last modified"}
_TEXTS = frozenset({"headline", "slug", "reason"})
# What pages are called in menus (Eleventy, Hugo, Docusaurus, Just the Docs), where nothing else
# names them.
_IN_MENUS = ("eleventyNavigation", "linkTitle", "linktitle", "sidebar_label", "nav_title")


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
    episode: Episode | None = None
    extra: dict[str, str] = {}


def read_front(
    source: Source,
    plain: Callable[[str], str] = one_line,
    *,
    key_lines: bool = True,
    split: FrontMatter | None = None,
) -> tuple[Header, FrontMatter]:
    """Read the header of a file. Returns it and the front matter, which has the file's body.

    Args:
        source: the file.
        plain: as for read_header.
        key_lines: whether a header of `Key: value` lines is allowed in the format.
        split: the front matter, where it is split from the file already.

    Raises:
        UnreadableArticle: the front matter or a date in it cannot be read, a key that decides on
            publication stands twice, or what may hold the article back is not understood.
    """
    is_first = is_key if key_lines else None
    front = split or split_front_matter(source.text, is_first, source.limits)
    if not front.fields or AGAIN.match(front.body):
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
    fields = with_defaults(front.fields, source) if source.inherited.defaults else front.fields
    return read_header(fields, source, plain), front


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
    return _Reader(Keyed(fields), source, plain).read()


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
    """Reads the values of one header, each where it is given."""

    def __init__(self, keyed: Keyed, source: Source, plain: Callable[[str], str]) -> None:
        self.keyed = keyed
        self.known = keyed.known
        self.rest = keyed.rest
        self.source = source
        self.plain = plain
        self.header = Header()

    def read(self) -> Header:
        publication = read_publication(self.keyed, self.source)
        self.header = Header(**publication._asdict())
        given = self.known.keys() | self.rest.keys()
        for meanings, read in _READERS:
            if not given.isdisjoint(meanings):
                read(self)
        header = self.header
        header.extra = {one_line(k): _as_text(f.value) for k, f in self.rest.items()}
        return header

    def warn(self, code: str, message: str, field: Field) -> None:
        self.source.findings.add("warning", code, message, field.line)

    def text(self, meaning: str) -> str:
        found = self.known.get(meaning)
        return self.text_of(*found) if found else ""

    def text_of(self, key: str, field: Field) -> str:
        value = field.value
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        if isinstance(value, str):
            return one_line(value)
        self.warn("wrong-type", f"{key} is not a text and was left out; write one line", field)
        return ""

    def texts(self) -> None:
        for name in _TEXTS:
            if name in self.known:
                text = self.text_of(*self.known[name])
                setattr(self.header, name, self.plain(text) if name == "headline" else text)

    def entry_id(self) -> None:
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
        self.header.id = written

    def authors(self) -> None:
        self.header.authors = authors.authors(*self.known["authors"], self.source.findings)

    def category(self) -> None:
        found = labels.categories(*self.known["category"], self.source.findings)
        self.header.category = next(iter(found), "")
        self.header.tags = found[1:]

    def tags(self) -> None:
        """The tags; Jekyll sets those of one text apart by blanks."""
        key, field = self.known["tags"]
        text = field.value
        if isinstance(text, str) and " " in text.strip() and "," not in text:
            keys = [key for key, _ in self.known.values()]
            permalink = self.known.get("permalink")
            if is_jekyll(
                self.source.path, (*keys, *self.rest), permalink[1].value if permalink else None
            ):
                field = Field([*text.split()], field.line)
        found = labels.labels(key, field, self.source.findings)
        self.header.tags = distinct((*self.header.tags, *found))

    def standfirst(self) -> None:
        """The standfirst. Some switch excerpts on and off by its key."""
        for key, field in self.keyed.every("standfirst"):
            if not isinstance(field.value, str) or (
                key.casefold() == "standfirst" or field.value.strip().casefold() not in TRUE | FALSE
            ):
                self.header.standfirst = self.plain(self.text_of(key, field))
                return

    def image(self) -> None:
        """The image, what it shows, and whose it is."""
        found = enclosures.picture(
            self.keyed.every("image"), self.source.path, self.source.findings
        )
        self.header.image = found.image
        self.header.image_alt = self.text("image_alt") or self.plain(found.alt)
        self.header.image_credit = self.text("image_credit") or self.plain(found.credit)

    def enclosures(self) -> None:
        place = self.source.path, self.source.findings
        self.header.enclosures = found = enclosures.enclosures(*self.known["enclosure"], *place)
        if any(one.medium for one in found):
            self.header.episode = read_episode(self.rest, *place)

    def updated(self) -> None:
        """When it last changed, by the first of the names that tells it."""
        for key, field in self.keyed.every("updated"):
            value = field.value
            if isinstance(value, dict):  # https://docusaurus.io/docs/api/plugins `last_update`
                value = next((v for k, v in value.items() if k.casefold() == "date"), None)
            text = one_line(value) if isinstance(value, str) else ""
            if text.casefold() in _NO_DATE or text.startswith(ZERO_DATE):
                continue
            try:
                self.header.updated = read_date(text, key, field, self.source)
                return
            except UnreadableArticle as error:
                if key.strip().casefold() in _UPDATED:
                    raise
                self.warn("wrong-type", f"{error}; it was left out", field)

    def language(self) -> None:
        written = self.text("language").replace("_", "-")
        if written and not _LANGUAGE.fullmatch(written):
            self.warn(
                "language",
                f"{written[:40]!r} is no language tag; write one such as en or pt-BR",
                self.known["language"][1],
            )
            return
        self.header.language = written

    def minor(self) -> None:
        """Whether the edit is a quiet one."""
        word = self.text("minor").casefold()
        if word and word not in TRUE | FALSE:
            message = "minor is neither true nor false and was left out; write one"
            self.warn("minor", message, self.known["minor"][1])
        self.header.minor = word in TRUE

    def addresses(self) -> None:
        found = read_addresses(self.keyed, self.text("url"), self.source.findings)
        header = self.header
        header.url, header.aliases, header.places = found

    def navigation(self) -> None:
        """What the page is called in menus, by the first of the keys that tells it."""
        names = [_navigation(self.rest[key].value) for key in _IN_MENUS if key in self.rest]
        self.header.navigation = self.plain(next(filter(None, names), ""))

    def corrections(self) -> None:
        key, field = self.known["correction"]
        corrections = []
        for value in field.value if isinstance(field.value, list) else [field.value]:
            correction = _correction(value, key, field, self.source)
            if correction is None:
                self.warn("correction", f"{key} has no text; say what was wrong", field)
            else:
                corrections.append(correction)
        self.header.corrections = tuple(corrections)


# What reads which keys, by their meanings, or by names that have none.
_READERS: tuple[tuple[frozenset[str], Callable[[_Reader], None]], ...] = (
    (frozenset({"id"}), _Reader.entry_id),
    (_TEXTS, _Reader.texts),
    (frozenset({"standfirst"}), _Reader.standfirst),
    (frozenset({"authors"}), _Reader.authors),
    (frozenset({"category"}), _Reader.category),
    (frozenset({"tags"}), _Reader.tags),
    (frozenset({"language"}), _Reader.language),
    (frozenset({"updated"}), _Reader.updated),
    (frozenset({"correction"}), _Reader.corrections),
    (frozenset({"enclosure"}), _Reader.enclosures),
    (frozenset({"image", "image_alt", "image_credit"}), _Reader.image),
    (frozenset({"minor"}), _Reader.minor),
    (frozenset({"url", "aliases", "permalink", "path"}), _Reader.addresses),
    (frozenset(_IN_MENUS), _Reader.navigation),
)


def _correction(value: Value, key: str, field: Field, source: Source) -> Correction | None:
    if isinstance(value, str) and value.strip():
        return Correction(one_line(value))
    if not isinstance(value, dict):
        return None
    given = {name.casefold(): text for name, text in value.items() if isinstance(text, str)}
    text = one_line(given.get("text", ""))
    time = given.get("time") or given.get("date") or ""
    return Correction(text, read_date(time, key, field, source) if time else None) if text else None


def _navigation(value: Value) -> str:
    """The name of a page in menus, as a text or, of Eleventy, in a table; or empty.

    https://www.11ty.dev/docs/plugins/navigation/
    """
    name = value.get("title") or value.get("key") if isinstance(value, dict) else value
    return one_line(name) if isinstance(name, str) else ""


def _as_text(value: Value) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
