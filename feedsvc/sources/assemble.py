"""Builds an article from the header, body and path of its file."""

from datetime import datetime

from msgspec.structs import asdict, replace

from feedsvc.errors import UnreadableArticle
from feedsvc.model.article import MOST_LABELS, Article, Author
from feedsvc.model.slugs import slugify
from feedsvc.sources import path_rules
from feedsvc.sources.frontmatter import enclosures
from feedsvc.sources.frontmatter.fields import Header
from feedsvc.sources.html.bidi import closed
from feedsvc.sources.html.body import Body
from feedsvc.sources.source import Source

_DRAFTS = frozenset({"_drafts", "_draft"})  # Jekyll's folder, in any case of letters
_STOPS = ".!?\u2026\u3002 "
_WORDS = 60  # characters of a text's first words


def assemble(source: Source, header: Header, body: Body) -> Article:
    """Build an article. Slug, category, date and headline come from the path if it has none.

    Raises:
        UnreadableArticle: there is neither a headline nor anything under it (no-headline).
    """
    name = path_rules.read_name(
        source.path,
        source.zone,
        source.findings,
        wants_date=header.date is None,
        languages=source.languages,
    )
    empty = not body.content and header.image is None and not header.enclosures
    headline = header.headline or body.headline
    untitled = not headline
    if not headline:
        if empty:
            raise UnreadableArticle("no headline and no text: write them", code="no-headline")
        headline = header.navigation or path_rules.headline_of(name.stem)
        untitled = not headline
        headline = headline or _first_words(body) or header.image_alt or name.stem
    if empty and not header.standfirst:
        source.findings.add("info", "no-text", "there is nothing under the headline; write a text")
    named = header.enclosures + ((header.image,) if header.image else ())
    named += header.episode.files if header.episode else ()
    category = closed(header.category or name.category)
    people, tags = _first_labels(source, header, MOST_LABELS - bool(category))
    slug = slugify(header.slug) if header.slug else name.slug
    # References of other publishers call an article by the name of its file.
    also = (f"/articles/{name.slug}",) if slug != name.slug else ()
    standfirst = header.standfirst
    if standfirst and repeats(standfirst, headline):
        standfirst = ""
    values = asdict(header) | {
        "draft": _is_draft(source, header),
        "headline": closed(headline),
        "untitled": untitled,
        "slug": slug,
        "aliases": tuple(dict.fromkeys(header.aliases + also)),
        "standfirst": closed(standfirst),
        "image_alt": closed(header.image_alt),
        "image_credit": closed(header.image_credit),
        "language": header.language or name.language,
        "authors": tuple(replace(one, name=closed(one.name)) for one in people),
        "category": category,
        "tags": tuple(map(closed, tags)),
        "date": header.date or name.date or _date_of(header.places, source),
    }
    del values["opted_in"], values["navigation"], values["places"]
    return Article(
        path=source.path,
        content=body.content,
        sections=body.sections,
        media=tuple(dict.fromkeys([*body.media, *enclosures.local_files(named)])),
        **values,
    )


def repeats(standfirst: str, headline: str) -> bool:
    """Whether a standfirst says nothing but the headline again."""
    return standfirst.casefold().rstrip(_STOPS) == headline.casefold().rstrip(_STOPS)


def _date_of(places: tuple[str, ...], source: Source) -> datetime | None:
    found = (path_rules.date_in(place, source.zone) for place in places)
    return next(filter(None, found), None)


def _first_words(body: Body) -> str:
    """The first words of a text, which stand where its headline must."""
    first = body.sections[0] if body.sections else None
    line = (first.heading or first.text.partition("\n")[0]) if first else ""
    if len(line) <= _WORDS:
        return line
    start = line[:_WORDS]
    return (start.rpartition(" ")[0] or start) + "…"


def _first_labels(
    source: Source, header: Header, room: int
) -> tuple[tuple[Author, ...], tuple[str, ...]]:
    """The authors and tags that an article may have: the first of them, up to a number."""
    people = header.authors[:room]
    tags = header.tags[: room - len(people)]
    left = len(header.authors) + len(header.tags) - len(people) - len(tags)
    if left:
        message = (
            f"{left:,} authors and tags were left out: an article has at most {MOST_LABELS} labels,"
            " its category among them; the first count"
        )
        source.findings.add("warning", "many-labels", message)
    return people, tags


def _is_draft(source: Source, header: Header) -> bool:
    """Whether an article is a draft, by its header, its folder, or because it has not opted in."""
    folders = source.path.split("/")[:-1]
    if below := next((one for one in folders if one.casefold() in _DRAFTS), ""):
        message = f"it lies below {below}, so it is a draft; move it to publish it"
        source.findings.add("info", "draft", message)
        return True
    return header.draft or (source.opt_in and not header.opted_in)
