"""Chooses what a reader may read after an article: the ones beside it, and ones about the same."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import chain
from math import fsum, log, sqrt
from typing import NamedTuple

from feedsvc.feeds.kinds import KINDS
from feedsvc.feeds.kinds.kind import At
from feedsvc.feeds.list_catalog import load_heads
from feedsvc.feeds.summaries import summaries_of
from feedsvc.model.entry import Entry
from feedsvc.model.feed import EVERYTHING, FeedName
from feedsvc.model.hashing import digest
from feedsvc.render import EntryView
from feedsvc.search import spaced
from feedsvc.store import articles, feeds, paging
from feedsvc.store.paging import ListPlace

MOST_RELATED = 3
_NEAR = 12  # articles of a tag or category that are compared, on each side in time
_MOST_TAGS = 8
_ENOUGH = 24  # articles with a shared tag; where there are fewer, others are compared too
_MOST_COMPARED = 60
_TAG = 3.0  # times that a shared tag counts as much as a shared word that is as rare
# Of texts without a common tag, where 1 is the same text. Below this, what articles of one paper
# share is how people write, not what they write about.
_ALIKE = 0.12


class ReadingOn(NamedTuple):
    """What comes after an article.

    Attributes:
        previous, next: the articles that were published before and after it; None: there is none.
        related: those about the same, the closest first.
    """

    previous: EntryView | None = None
    next: EntryView | None = None
    related: tuple[EntryView, ...] = ()


class About(NamedTuple):
    """What an article is about: words of its headline and summaries, and names of its tags."""

    words: frozenset[str]
    tags: frozenset[str]


class Noted(NamedTuple):
    """What other pages show of an article, and what its own page shows of others.

    Attributes:
        head: a digest of what lists show of it, but for when it was updated.
        updated: when that was.
        about: a digest of what it is about, by which others are compared with it.
        beside: ids of the articles that its page names, in their order; some may come twice.
    """

    head: str
    updated: str
    about: str
    beside: tuple[str, ...]


class Abouts:
    """Remembers what articles are about, the ones lately asked for.

    Args:
        most: how many articles.

    Attributes:
        noted: the last article of which it was asked what comes after it, and what is noted of it.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: dict[tuple[str, str], tuple[str, About]] = {}
        self.noted: tuple[str, Noted] | None = None

    def of(self, entry_ids: Collection[str], at: At) -> dict[str, tuple[str, About]]:
        """The languages of some articles, and what they are about, by id; in their order."""
        digests = articles.digests_of(at.connection, entry_ids)
        keys = [(one, digests[one]) for one in entry_ids if one in digests]
        found = {key: self._known.pop(key) for key in keys if key in self._known}
        missing = [one for one, digest in keys if (one, digest) not in found]
        if missing:
            entries = articles.entries_of(at.connection, missing)
            usual = at.settings.language
            about = _about(entries, at)
            for one, entry in entries.items():
                found[one, digests[one]] = (entry.article.language or usual, about[one])
        self._known |= found
        while len(self._known) > self._most:
            del self._known[next(iter(self._known))]
        return {key[0]: found[key] for key in keys if key in found}


def reading_on(entry_id: str, at: At, abouts: Abouts | None = None) -> ReadingOn:
    """What a reader may read after a public article.

    What is compared stands close to it in time, so that its page stays as it is while others are
    published much later.

    Args:
        entry_id: of the article; nothing follows one that is not public.
        at: the moment.
        abouts: remembers what articles are about, where many pages are made.
    """
    found = articles.heads_of(at.connection, [entry_id])
    tagged = feeds.public_in(at.connection, [entry_id], at.now).get(entry_id)
    if entry_id not in found or not tagged:
        return ReadingOn()
    entry = found[entry_id]
    place = ListPlace(entry.published, entry_id)
    before, after = _beside(EVERYTHING, place, 1, at)
    abouts = abouts or Abouts(0)
    own = abouts.of([entry_id], at)[entry_id]
    related = _related(own, place, tagged, at, abouts)
    shown = [entry_id, *before, *after, *related]
    views = dict(zip(shown, load_heads(shown, at), strict=True))
    abouts.noted = entry_id, _noted(views[entry_id], own, shown[1:])
    return ReadingOn(
        next((views[one] for one in before), None),
        next((views[one] for one in after), None),
        tuple(views[one] for one in related),
    )


def closest(about: About, others: Mapping[str, About], limit: int) -> list[str]:
    """Which articles are about the same as one, the closest first.

    Each is a set of words and tags, weighed by how rare these are among all that are compared; the
    closeness of two is the cosine of the angle between them.

    Args:
        about: what the article is about.
        others: what the others are about, by id; the first of two that are equally close comes
            first.
        limit: how many at most.
    """
    known = [about, *others.values()]
    word_weight = _weights((one.words for one in known), lambda rarity: rarity * rarity)
    # A tag that all of them have still joins them.
    tag_weight = _weights(
        (one.tags for one in known), lambda rarity: (_TAG * max(log(2), rarity)) ** 2
    )

    def length(words: Iterable[str], tags: Iterable[str]) -> float:
        # Exact, since sets have another order in each process, and all must choose the same.
        return fsum(chain(map(word_weight, words), map(tag_weight, tags)))

    own, found = length(*about), []
    for number, (entry_id, other) in enumerate(others.items()):
        tags = about.tags & other.tags
        shared = length(about.words & other.words, tags)
        closeness = shared / sqrt(own * length(*other)) if shared else 0.0
        if tags or closeness >= _ALIKE:
            found.append((-closeness, number, entry_id))
    return [entry_id for _, _, entry_id in sorted(found)[:limit]]


def _weights(
    sets: Iterable[Collection[str]], weigh: Callable[[float], float]
) -> Callable[[str], float]:
    """What each thing weighs, by how rare it is: 0 where all sets hold it."""
    found = list(sets)
    counts = Counter(chain.from_iterable(found))
    by_count = {count: weigh(log(len(found) / count)) for count in set(counts.values())}
    return {one: by_count[count] for one, count in counts.items()}.__getitem__


def _noted(head: EntryView, own: tuple[str, About], beside: Iterable[str]) -> Noted:
    language, (words, tags) = own
    return Noted(
        digest(repr(head._replace(updated=head.published))),
        head.updated.isoformat(),
        digest(language, " ".join(sorted(words)), *sorted(tags)),
        tuple(beside),
    )


def _related(
    own: tuple[str, About], place: ListPlace, tagged: Collection[str], at: At, abouts: Abouts
) -> list[str]:
    """Ids of the articles that are about the same as the one at a place, the closest first."""
    kinds = {name: FeedName.parse(name).kind for name in sorted(tagged)}
    tags = [name for name, kind in kinds.items() if kind == "tag"][:_MOST_TAGS]
    wider = [name for name, kind in kinds.items() if kind == "category"] or [EVERYTHING]
    near: dict[str, None] = {}
    for name in [*tags, *wider]:
        if name in tags or len(near) < _ENOUGH:
            near |= dict.fromkeys(one for side in _beside(name, place, _NEAR, at) for one in side)
    compared = abouts.of(list(near)[:_MOST_COMPARED], at)
    same = {one: about for one, (language, about) in compared.items() if language == own[0]}
    return closest(own[1], same, MOST_RELATED)


def _about(entries: dict[str, Entry], at: At) -> dict[str, About]:
    """What each of some articles is about, by id."""
    found = {}
    for entry_id, summaries in summaries_of(
        at.connection, entries, at.settings, at.summaries
    ).items():
        entry = entries[entry_id]
        article = entry.article
        headings = (section.heading for section in article.sections)
        text = "\n".join((article.headline, article.standfirst, *headings, *summaries))
        tags = (term.slug for term in KINDS["tag"].terms(entry, at.settings))
        found[entry_id] = About(frozenset(spaced(text).split()), frozenset(tags))
    return found


def _beside(name: str, place: ListPlace, limit: int, at: At) -> tuple[list[str], list[str]]:
    """Ids of a feed's articles just before a place, and just after it; the nearest first."""
    before = feeds.places(at.connection, name, at.now, limit, place)
    after = paging.places_after(at.connection, name, place, at.now, limit)
    return [entry_id for _, entry_id in before], [one.entry_id for one in after]
