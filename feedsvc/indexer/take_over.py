"""Lets one process at a time follow the folder; one that lost its turn waits for the next."""

import logging
from collections.abc import Callable

from feedsvc.errors import FeedsvcError, StoreAway
from feedsvc.indexer.log import IndexerLog
from feedsvc.store.locks import StoreLock

AGAIN = 0.5  # seconds until the store is tried again, after it was away


def follow_in_turn(
    lock: StoreLock,
    ended: Callable[[], bool],
    pause: Callable[[float], object],
    journal: IndexerLog,
    follow: Callable[[], None],
) -> None:
    """Wait for the lock and follow the folder under it, again and again until ended.

    Args:
        lock: of who follows the folder.
        ended: whether this process is to end.
        pause: waits the given number of seconds.
        journal: the log.
        follow: follows the folder from its beginning; returns when it is ended, or when the lock
            was lost.

    Raises:
        FeedsvcError: the lock was lost for good, or the folder cannot be followed.
    """

    def waiting() -> None:
        journal.say("another feedsvc is indexing this newsroom; waiting to take over")

    while not ended():
        try:
            with lock.held(ended, waiting) as held:
                if not held:
                    return
                journal.over("store", "the store can be reached again")
                follow()
                if ended():
                    return
                if not lock.comes_back:
                    raise FeedsvcError("the indexer's lock was lost; start it again")
                journal.say("another feedsvc follows the folder by now", logging.WARNING)
        except StoreAway as error:
            journal.once("store", f"{error}; trying again", logging.ERROR)
            pause(AGAIN)
