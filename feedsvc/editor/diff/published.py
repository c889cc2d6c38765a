"""Opens what is published of a folder, read-only."""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from feedsvc.errors import StoreError
from feedsvc.settings import Settings
from feedsvc.store import Store, has_ledger, locate, sqlite_path
from feedsvc.store.engine import is_prepared


@contextmanager
def published_store(
    folder: Path, environ: Mapping[str, str], settings: Settings
) -> Iterator[Store | None]:
    """The store that `serve` and `index` write, open read-only; None where nothing is published.

    Args:
        folder: of the articles.
        environ: environment variables.
        settings: name the store, if the environment does not.

    Raises:
        StoreError: it cannot be read as it is.
    """
    url = locate(folder, settings.store, environ)
    path = sqlite_path(url)
    if path is not None and not path.exists():
        yield None
        return
    with closing(Store.open(url, read_only=True)) as store:
        with store.reading() as connection:
            there = has_ledger(connection)
            if there and not is_prepared(connection):
                advice = "run feedsvc index first"
                raise StoreError(f"the store is of another version of feedsvc; {advice}")
        yield store if there else None
