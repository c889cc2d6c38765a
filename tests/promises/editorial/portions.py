"""Portions of three: some dozens of articles then take many transactions, as thousands do."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from feedsvc.indexer import folder_diff, hide_private, index
from feedsvc.store import missing
from feedsvc.store.bulk import chunks

SIZES = ((folder_diff, "PIECE"), (hide_private, "CHUNK"), (index, "BATCH"), (missing, "CHUNK"))


@contextmanager
def few_in_a_transaction() -> Iterator[None]:
    """What is done in portions of hundreds is done in portions of three meanwhile."""
    with ExitStack() as patches:
        for module, name in SIZES:
            patches.enter_context(patch.object(module, name, 3))
        patches.enter_context(patch.object(chunks, "__defaults__", (3,)))
        yield
