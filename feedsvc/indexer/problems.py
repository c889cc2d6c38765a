"""Gives what an editor should know: problems of files, of site.toml, of private categories."""

from collections.abc import Callable, Collection

from feedsvc.model.problem import Problem
from feedsvc.settings import FILE_NAME, Settings
from feedsvc.store import Store, articles, ledger


def keep_name_problems(store: Store, found: list[Problem]) -> None:
    """Keep the problems of file names and folders, in place of those before."""
    with store.reading() as connection:
        same = articles.name_problems(connection) == found
    if not same:
        with store.writing() as connection:
            articles.put_name_problems(connection, found)


class Problems:
    """The problems that the store keeps of files, and those of the settings.

    Args:
        settings: checked.
        store: open.
        of_keys: gives the problems of private categories.
    """

    def __init__(
        self, settings: Settings, store: Store, of_keys: Callable[[], list[Problem]]
    ) -> None:
        self._settings = settings
        self._store = store
        self._of_keys = of_keys

    def all(self) -> list[Problem]:
        """What an editor should know, by file and line; site.toml first."""
        with self._store.reading() as connection:
            found = articles.all_problems(connection)
        return self._of_site() + self._of_keys() + found

    def at(self, paths: Collection[str]) -> list[Problem]:
        """What an editor should know of some files."""
        with self._store.reading() as connection:
            return articles.problems_at(connection, paths)

    def count(self) -> dict[str, int]:
        """How many problems files have, by severity."""
        with self._store.reading() as connection:
            return articles.count_problems(connection)

    def _of_site(self) -> list[Problem]:
        if self._settings.id_base:
            return []
        with self._store.reading() as connection:
            used = ledger.id_base_of(connection, self._settings)
        if used.startswith(("127.0.0.1,", "localhost,")):
            advice = 'set it to a domain of yours and a date, such as "example.org,2026", before'
            advice += " anybody subscribes: the ids of feeds change with it"
        else:
            advice = f'set it to "{used}", so that ids outlive a lost store'
        message = f'id_base is not set, and ids are made with "{used}"; {advice}'
        return [Problem(FILE_NAME, 1, "warning", "id-base", message)]
