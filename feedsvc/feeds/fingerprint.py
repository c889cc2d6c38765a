"""Hashes the settings and versions that documents are made with, and tells what they change."""

from typing import Any

import msgspec

from feedsvc.model.hashing import digest
from feedsvc.render import RENDERER_VERSION
from feedsvc.settings import DEFAULTS, SearchSettings, Settings
from feedsvc.store import Connection, Store, ledger
from feedsvc.summary import SUMMARIZER_VERSION, thai

_SHOWN = "shown"  # the name of the state that keeps what documents are made with
# These settings change single articles, which are reported one by one, or no document at all.
_NOT_SHOWN = {"id_base", "ignore_expiry", "redirects", "searches", "store", "timezone"}
# They say which files are articles, and what they are; who sends media; how pages look; what is
# counted of polls, whom the service trusts, and who is told of changes. The documents of
# podcasts and partners have digests of their own (kinds.podcast, kinds.partner).
_OF_NO_DOCUMENT = (
    *("favicon", "opt_in", "exclude", "include", "languages", "media", "theme"),
    *("readers", "serve", "hooks", "websub", "podcast", "partners"),
)
_HUBS = "websub.hub"
# Documents that were made before there were these settings are as their defaults make them.
_NEWER = {
    "feeds": ("lead_image", "poll_minutes", "before", "after", "elements"),
    "machines": ("license", "usage"),
}
_DEFAULTS = msgspec.to_builtins(Settings())
_PARTED = ("feeds", "categories", "limits")  # tables whose keys are compared one by one
_UNKNOWN = (
    "It is not known which settings the feeds were made with, so what settings change is not told;"
    " the next feedsvc index or serve keeps them."
)


class _Shown(msgspec.Struct, frozen=True):
    """What documents are made with.

    Attributes:
        settings: by key.
        versions: of renderer and summarizer.
        thai: what finds sentences in Thai (summary.thai.library).
    """

    settings: dict[str, Any]
    versions: str
    thai: str = ""


def keep_shown(store: Store, settings: Settings) -> None:
    """Keep what documents are made with from now on, so that `remade` can tell what changes.

    Raises:
        StoreError: the store cannot be written.
    """
    now = msgspec.json.encode(_shown(settings), order="sorted").decode()
    with store.reading() as connection:
        same = ledger.state_of(connection, _SHOWN) == now
    if not same:
        with store.writing() as connection:
            ledger.set_state(connection, _SHOWN, now)


def remade(connection: Connection, settings: Settings) -> list[str]:
    """What new settings change in all published documents, whatever articles say.

    Args:
        connection: to the store from which the documents are published.
        settings: the new settings. Where they have no base_url, that of the documents stays.

    Returns:
        sentences for the editor; none where nothing changes.
    """
    id_base = ledger.id_base_of(connection, settings)
    said = []
    if settings.id_base and settings.id_base != id_base:
        said.append("The ids of all feeds change with id_base: readers may take them for new ones.")
    kept = ledger.state_of(connection, _SHOWN)
    if kept is None:
        return [*said, _UNKNOWN]
    was, now = msgspec.json.decode(kept, type=_Shown), _shown(settings)
    keys = _changed(was.settings, now.settings)
    if not settings.base_url and "base_url" in keys:
        keys.remove("base_url")
    why = [f"with the settings ({', '.join(keys)})"] if keys else []
    why += ["with this version of feedsvc"] if was.versions != now.versions else []
    why += ["with what finds sentences in Thai"] if was.thai != now.thai else []
    if why:
        how = " and ".join(why)
        said.append(f"Every feed is made anew {how}; readers mark no entry as changed for that.")
    if "feeds.entries" in keys:
        said.append(_longer(was.settings["feeds.entries"], now.settings["feeds.entries"]))
    return said


def _longer(was: int, now: int) -> str:
    many = f"{now:,} entries" if now > 1 else "1 entry"
    older = "; readers may take the older ones for new" if now > was else ""
    return f"Feeds show at most {many} instead of {was:,}{older}."


def _shown(settings: Settings) -> _Shown:
    versions = f"{RENDERER_VERSION}.{SUMMARIZER_VERSION}"
    return _Shown(_by_key(settings), versions, thai.library())


def _by_key(settings: Settings) -> dict[str, Any]:
    """The settings that documents depend on, by the keys that people write in site.toml."""
    plain = _plain(settings) | {"base_url": settings.site}
    plain["limits"] = settings.limits.shown
    found = {k: v for k, v in plain.items() if k not in _NOT_SHOWN and k not in _PARTED}
    for table in _PARTED:
        found |= {f"{table}.{key}": value for key, value in plain[table].items()}
    return found


def _plain(settings: Settings) -> dict[str, Any]:
    """The settings as plain values, without those that change answers but no document."""
    plain: dict[str, Any] = msgspec.to_builtins(settings)
    del plain["feeds"]["deltas"]
    for key in _OF_NO_DOCUMENT:
        del plain[key]
    for table, keys in _NEWER.items():
        for key in keys:
            if plain[table][key] == _DEFAULTS[table][key]:
                del plain[table][key]
        if not plain[table]:
            del plain[table]
    for category in plain["categories"].values():
        del category["podcast"]
    # Documents that announce no hub are those of before there were hubs.
    return plain | ({_HUBS: list(settings.hubs)} if settings.hubs else {})


def _changed(was: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """The keys whose values differ, in the order of Settings; keys of tables come last."""
    return [key for key in {**now, **was} if was.get(key) != now.get(key)]


def site_fingerprint(settings: Settings, id_base: str) -> str:
    """A digest of all that the bytes of any document depend on besides articles and time."""
    shown = msgspec.structs.replace(settings, store="", redirects={}, searches={}, limits=DEFAULTS)
    return digest(
        msgspec.json.encode(_plain(shown), order="sorted")
        + msgspec.json.encode(settings.limits.shown),
        id_base,
        f"{RENDERER_VERSION}.{SUMMARIZER_VERSION}",
        *filter(None, [thai.library()]),
    )


def search_fingerprint(search: SearchSettings, fingerprint: str) -> str:
    """A digest of all that the bytes of a named search depend on besides articles and time.

    Args:
        search: what site.toml says of it.
        fingerprint: site_fingerprint.
    """
    return digest(fingerprint, search.query, search.title, search.description)
