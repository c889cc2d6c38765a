"""Keeps the labels of categories, tags and authors: which slug each got, for ever."""

from collections.abc import Collection, Container, Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, bindparam, or_, select

from feedsvc.model.article import Article
from feedsvc.model.entry import Term
from feedsvc.model.slugs import label_key, plain_slug, slugify, unused
from feedsvc.store import authors
from feedsvc.store.bulk import among, insert_rows, rows_among
from feedsvc.store.schema import labels

# Built once: building a statement costs more than running it.
_OF_KIND = labels.c.kind == bindparam("of")
_LABEL = select(labels.c.slug, labels.c.label).where(
    _OF_KIND, labels.c.label_key == bindparam("key")
)
_LABELS = select(labels).where(_OF_KIND, among(labels.c.label_key))
_TAKEN = select(labels.c.slug).where(_OF_KIND, among(labels.c.slug))


class Labels:
    """The labels of categories, tags and authors, each with its slug for ever.

    Args:
        connection: in a writing transaction.
        kept: what earlier transactions looked up; all of them must have been committed.
        private: slugs of private categories. However a label is written that would have such a
            slug, it means that category.
    """

    def __init__(
        self,
        connection: Connection,
        kept: dict[tuple[str, str], Term] | None = None,
        private: Container[str] = (),
    ) -> None:
        self._connection = connection
        self._kept = {} if kept is None else kept
        self._private = private
        self._asked: set[tuple[str, str]] = set()  # of which is known whether they are kept
        self._slugs: dict[tuple[str, str], bool] = {}  # whether a slug is taken
        self._new: list[tuple[str, str, str, str]] | None = None  # None: each is kept at once

    @contextmanager
    def together(self, read: Iterable[Article]) -> Iterator[None]:
        """Look many labels up at once, and keep new ones together when the block ends.

        Within it, the table lacks the new ones; `term` and `are_authors` know them.

        Args:
            read: articles whose labels are likely to be asked for.
        """
        named: list[tuple[str, str]] = []
        for article in read:
            named += [("category", article.category)] if article.category else []
            named += [("tag", tag) for tag in article.tags]
            named += [("author", author.name) for author in article.authors]
        by_kind: dict[str, dict[str, str]] = {}
        for kind, label in named:
            key = label_key(label)
            if (kind, key) not in self._kept and not self._means_private(kind, label):
                by_kind.setdefault(kind, {}).setdefault(key, label)
        for kind, found in by_kind.items():
            self._look_up(kind, found)
        self._new = []
        try:
            yield
            if self._new:
                self._keep_new(self._new)
        finally:
            self._new = None

    def _look_up(self, kind: str, found: dict[str, str]) -> None:
        for _, key, slug, label in rows_among(self._connection, _LABELS, found, of=kind):
            self._kept[kind, key] = Term(slug, label)
        self._asked |= {(kind, key) for key in found}
        slugs = {slugify(label) for key, label in found.items() if (kind, key) not in self._kept}
        taken = {slug for (slug,) in rows_among(self._connection, _TAKEN, slugs, of=kind)}
        self._slugs |= {(kind, slug): slug in taken for slug in slugs}

    def term(self, kind: str, label: str) -> Term:
        """The label with its slug; labels with the same key (slugs.label_key) share one."""
        key = label_key(label)
        if (kind, key) not in self._kept:
            if self._means_private(kind, label):
                found = self._keep_private(key, label)
            else:
                found = self._found(kind, key) or self._give(kind, key, label)
            self._kept[kind, key] = found
        return Term(self._kept[kind, key].slug, label)

    def are_authors(self, keys: Collection[str]) -> bool:
        """Whether articles name, or named, an author by each of some keys (slugs.label_key)."""
        others = [key for key in keys if ("author", key) not in self._kept]
        return not others or authors.are_known(self._connection, others)

    def _means_private(self, kind: str, label: str) -> bool:
        may_be = kind == "category" and bool(self._private)
        return may_be and plain_slug(label) in self._private

    def _found(self, kind: str, key: str) -> Term | None:
        if (kind, key) in self._asked:
            return None
        row = self._connection.execute(_LABEL, {"of": kind, "key": key}).one_or_none()
        return Term(*row) if row else None

    def _keep_private(self, key: str, label: str) -> Term:
        if self._new:
            self._keep_new(self._new)
        slug = plain_slug(label)
        same = or_(labels.c.label_key == key, labels.c.slug == slug)
        known = select(labels.c.slug).where(labels.c.kind == "category", same)
        if self._connection.execute(known).first() is None:
            insert_rows(self._connection, labels, [("category", key, slug, label)])
            self._slugs["category", slug] = True
        return Term(slug, label)

    def _give(self, kind: str, key: str, label: str) -> Term:
        slug = unused(slugify(label), _TakenSlugs(self, kind))
        self._slugs[kind, slug] = True
        row = (kind, key, slug, label)
        if self._new is None:
            insert_rows(self._connection, labels, [row])
        else:
            self._new.append(row)
        return Term(slug, label)

    def _keep_new(self, new: list[tuple[str, str, str, str]]) -> None:
        insert_rows(self._connection, labels, new)
        self._new = []

    def is_taken(self, kind: str, slug: str) -> bool:
        """Whether a slug of a kind was ever given."""
        if (kind, slug) not in self._slugs:
            found = self._connection.execute(_TAKEN, {"of": kind, "some": [slug]}).first()
            self._slugs[kind, slug] = found is not None
        return self._slugs[kind, slug]


class _TakenSlugs:
    def __init__(self, known: Labels, kind: str) -> None:
        self._known = known
        self._kind = kind

    def __contains__(self, slug: object) -> bool:
        return self._known.is_taken(self._kind, str(slug))
