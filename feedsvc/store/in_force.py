"""Keeps which settings are in force, so that all processes on a store answer with the same."""

from collections.abc import Mapping

from feedsvc.settings import Site, site_of
from feedsvc.store import Store, ledger
from feedsvc.store.changes import SETTINGS

_VALUES, _REFUSED = "settings-values", "settings-refused"
IN_FORCE = (SETTINGS, _VALUES)  # the names of what a store keeps of them


class InForce:
    """The settings that are in force for all processes on a store.

    Args:
        store: open.
        environ: the environment variables of this process, which go before what is kept.
    """

    def __init__(self, store: Store, environ: Mapping[str, str]) -> None:
        self._store = store
        self._environ = environ

    def site(self) -> Site | None:
        """What site.toml said when it was put in force; None: nothing was put.

        Raises:
            SettingsError: it is not right with the variables of this process.
            StoreError: the store cannot be read.
        """
        with self._store.reading() as connection:
            values = ledger.state_of(connection, _VALUES)
        return None if values is None else site_of(values, self._environ)

    def are(self, site: Site) -> bool:
        """Whether these are the settings in force.

        Raises:
            StoreError: the store cannot be read.
        """
        with self._store.reading() as connection:
            return ledger.state_of(connection, SETTINGS) == site.mark

    def put(self, site: Site) -> None:
        """Put settings in force for all processes that look at the store.

        Raises:
            StoreError: the store cannot be written.
        """
        with self._store.writing() as connection:
            ledger.set_state(connection, SETTINGS, site.mark)
            ledger.set_state(connection, _VALUES, site.values)

    def refused(self) -> str:
        """What is wrong with the site.toml that is there now; empty: nothing is known to be.

        Raises:
            StoreError: the store cannot be read.
        """
        with self._store.reading() as connection:
            return ledger.state_of(connection, _REFUSED) or ""

    def refuse(self, reason: str) -> None:
        """Note what is wrong with the site.toml that is there now; empty: nothing.

        Raises:
            StoreError: the store cannot be written.
        """
        if reason != self.refused():
            with self._store.writing() as connection:
                ledger.set_state(connection, _REFUSED, reason)
