"""Adds to the settings the languages that a newsroom's folders show, and remembers them."""

import msgspec

from feedsvc.settings import Settings
from feedsvc.sources import Folder, languages_of
from feedsvc.store import Store, ledger

_STATE = "languages"


def with_languages(store: Store, folder: Folder, settings: Settings, *, look: bool) -> Settings:
    """The settings with the newsroom's languages, unless they name some.

    A language that was once found stays one: a category must not come back as its folder's name
    because a translation is gone.

    Args:
        store: remembers what was found.
        folder: where articles are.
        settings: as site.toml has them.
        look: whether to look at the folder; otherwise what was found before counts.
    """
    if settings.languages:
        return settings
    with store.reading() as connection:
        kept = (ledger.state_of(connection, _STATE) or "").split()
    found = sorted({*kept, *languages_of(folder)}) if look else kept
    if found != kept:
        with store.writing() as connection:
            ledger.set_state(connection, _STATE, " ".join(found))
    return msgspec.structs.replace(settings, languages=found)
