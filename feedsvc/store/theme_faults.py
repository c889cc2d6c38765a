"""Keeps what is wrong with a theme, so that of many processes one tells it and all know it."""

import msgspec

from feedsvc.store import Store, ledger

_KEY = "theme-faults"
_MOST = 50  # that are kept of one theme


class _Told(msgspec.Struct, frozen=True):
    mark: str
    lines: list[str]


class ThemeFaults:
    """The faults of the theme that is there now.

    Args:
        store: open.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, mark: str) -> list[str]:
        """The faults that were told of a theme.

        Args:
            mark: a digest of its files.

        Raises:
            StoreError: the store cannot be read.
        """
        told = self._told()
        return told.lines if told is not None and told.mark == mark else []

    def any(self) -> bool:
        """Whether the theme that faults were last told of has some.

        Raises:
            StoreError: the store cannot be read.
        """
        told = self._told()
        return told is not None and bool(told.lines)

    def tell(self, mark: str, lines: list[str]) -> list[str]:
        """Note faults of a theme; returns those that no process told before.

        Args:
            mark: a digest of its files.
            lines: one for each fault.

        Raises:
            StoreError: the store cannot be written.
        """
        known = self.of(mark)
        new = [line for line in lines if line not in known][: max(0, _MOST - len(known))]
        if new:
            self._put(_Told(mark, known + new))
        return new

    def forget(self) -> bool:
        """Note that the theme has no faults; whether there were some.

        Raises:
            StoreError: the store cannot be written.
        """
        there = self.any()
        if there:
            self._put(_Told("", []))
        return there

    def _told(self) -> _Told | None:
        with self._store.reading() as connection:
            kept = ledger.state_of(connection, _KEY)
        return None if kept is None else msgspec.json.decode(kept, type=_Told)

    def _put(self, told: _Told) -> None:
        with self._store.writing() as connection:
            ledger.set_state(connection, _KEY, msgspec.json.encode(told).decode())
