"""Makes, lists and revokes the keys of a newsroom's private feeds."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import NamedTuple

from feedsvc.errors import KeyRefused
from feedsvc.model.characters import one_line
from feedsvc.model.key import Key
from feedsvc.model.problem import Problem
from feedsvc.model.slugs import slugify
from feedsvc.model.token import new_token, token_digest
from feedsvc.settings import FILE_NAME, Settings
from feedsvc.store import Connection, Store, keys

LONGEST_NAME = 100  # characters


class Made(NamedTuple):
    """A new key with its token, which cannot be looked up later."""

    key: Key
    token: str


class KeyRing:
    """Keeps the keys. A change counts from the next request on, whichever process answers it.

    Args:
        settings: say which categories are private.
        store: open.
        now: gives the time.
        make: makes a token.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        now: Callable[[], datetime],
        make: Callable[[], str] = new_token,
    ) -> None:
        self._settings = settings
        self._store = store
        self._now = now
        self._make = make

    def add(self, name: str, *, drafts: bool = False, categories: Collection[str] = ()) -> Made:
        """Make a new key and put it in force.

        Args:
            name: by which editors know it, at most LONGEST_NAME characters.
            drafts: whether it shows what is not public yet.
            categories: the private ones that it shows, by label or slug.

        Raises:
            KeyRefused: the text says what to do.
            StoreError: the key cannot be kept.
        """
        name = one_line(name)
        if not name or len(name) > LONGEST_NAME or not name.isprintable():
            raise KeyRefused(f"a key needs a name of 1 to {LONGEST_NAME} printable characters")
        if not drafts and not categories:
            raise KeyRefused(
                "say what the key is for: --drafts, --category NAME for a private category, or both"
            )
        token = self._make()
        with self._store.writing() as connection:
            known = set(keys.known_categories(connection))
            slugs = tuple(dict.fromkeys(self._private(one, known) for one in categories))
            if _named(connection, name):
                raise KeyRefused(
                    f"a key called {name!r} is in force already; choose another name, or revoke"
                    " that one first"
                )
            key = Key(
                name=name,
                digest=token_digest(token),
                drafts=drafts,
                categories=slugs,
                made=self._now(),
            )
            keys.put_key(connection, key)
        return Made(key, token)

    def _private(self, category: str, known: Collection[str]) -> str:
        """The slug of a private category."""
        slug, private = slugify(category), sorted(self._settings.private_categories)
        if slug in private:
            return slug
        if slug in known or slug in self._settings.categories:
            raise KeyRefused(
                f"the category {slug!r} is not private, so nobody needs a key for it; to make it"
                f" so, write private = true under [categories.{slug}] in {FILE_NAME}"
            )
        there = f"private are: {', '.join(private)}" if private else "no category is private"
        raise KeyRefused(f"there is no category {slug!r}; {there}")

    def all(self) -> list[Key]:
        """The keys that are in force, by name."""
        with self._store.reading() as connection:
            return keys.all_keys(connection)

    def revoke(self, name: str) -> Key:
        """Take a key out of force for ever, and return it.

        Raises:
            KeyRefused: there is no key of that name.
            StoreError: the key stays in force.
        """
        name = one_line(name)
        with self._store.writing() as connection:
            key = _named(connection, name)
            if key is None:
                raise KeyRefused(
                    f"no key is called {name!r}; feedsvc key list shows those in force"
                )
            keys.drop_key(connection, name)
        return key

    def problems(self) -> list[Problem]:
        """A note for each private category that no article names: its name may be misspelled."""
        with self._store.reading() as connection:
            known = keys.known_categories(connection)
        return [
            Problem(
                FILE_NAME,
                1,
                "info",
                "private-category",
                f"[categories.{slug}] is private, but no article names that category; if another"
                " is meant, mend the name, for that one is public",
            )
            for slug in sorted(self._settings.private_categories - set(known))
        ]


def _named(connection: Connection, name: str) -> Key | None:
    return next((key for key in keys.all_keys(connection) if key.name == name), None)
