"""Reads the newsroom's settings from site.toml and FEEDSVC_ variables, and checks them."""

import copy
import difflib
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_type_hints
from urllib.parse import urlsplit

import msgspec

from feedsvc.errors import SettingsError
from feedsvc.model.hashing import digest
from feedsvc.settings.categories import CategorySettings
from feedsvc.settings.hooks import HookSettings
from feedsvc.settings.limits import LimitSettings
from feedsvc.settings.machines import MachinesSettings
from feedsvc.settings.media import MediaSettings
from feedsvc.settings.partners import PartnerSettings
from feedsvc.settings.podcast import PodcastSettings
from feedsvc.settings.readers import ReadersSettings, ServeSettings
from feedsvc.settings.searches import SearchSettings
from feedsvc.settings.site import FILE_NAME, FeedSettings, Settings, check_settings
from feedsvc.settings.theme import ThemeSettings
from feedsvc.settings.toml_faults import key_line, toml_fault, with_line
from feedsvc.settings.websub import WebsubSettings

KEPT_STORE = "FEEDSVC_KEPT_STORE"  # the store's URL, for processes that a service starts later
SERVED_AT = "FEEDSVC_SERVED_AT"  # where a service listens: base_url where nothing else names one
_LOCAL = ("127.0.0.1", "::1", "localhost")


class Site(msgspec.Struct, frozen=True):
    """What site.toml says.

    Attributes:
        settings: that come of it and of the variables, checked.
        values: of the file alone, as JSON, without `store`, which may hold a password.
        text: of the file; empty where the values are from elsewhere.
    """

    settings: Settings
    values: str
    text: str = ""

    @property
    def mark(self) -> str:
        """A digest of the values."""
        return digest(self.values)

    def line(self, key: str) -> int:
        """The line of the file on which a key is set; 0 where none is."""
        return key_line(self.text, key)


def load_settings(folder: Path, environ: Mapping[str, str]) -> Settings:
    """The settings of `read_site`."""
    return read_site(folder, environ).settings


def read_site(folder: Path, environ: Mapping[str, str]) -> Site:
    """Read site.toml. A FEEDSVC_ variable overrides its key.

    Args:
        folder: the newsroom's folder; without a site.toml in it the defaults are used.
        environ: such as os.environ; FEEDSVC_BASE_URL sets base_url, FEEDSVC_FEEDS_ENTRIES
            sets entries in [feeds].

    Raises:
        SettingsError: the file cannot be read or is not TOML, a key is unknown, or a value has
            the wrong type or is out of range.
    """
    path = folder / FILE_NAME
    text = ""
    try:
        text = path.read_text("utf-8-sig")
        found = tomllib.loads(text)
    except FileNotFoundError:
        found = {}
    except tomllib.TOMLDecodeError as error:
        reason, line = toml_fault(text, error)
        raise SettingsError(f"{path}:{line}: {reason}") from error
    except (ValueError, OSError) as error:  # not UTF-8, not TOML, or a number that is too long
        raise SettingsError(f"{path}: {error}") from error
    except RecursionError:
        raise SettingsError(f"{path}: values are nested too deep; flatten them") from None
    try:
        _refuse_unknown(found, Settings, "", path)
        _refuse_misspelt(environ)
        settings = _with_variables(copy.deepcopy(found), str(path), environ)
    except SettingsError as error:
        raise SettingsError(with_line(str(error), str(path), text)) from error
    kept = {key: value for key, value in found.items() if key != "store"}
    return Site(settings, msgspec.json.encode(kept, order="sorted").decode(), text)


def site_of(values: str, environ: Mapping[str, str], store: str = "") -> Site:
    """What site.toml said when its values were kept; variables go before them now.

    Args:
        values: Site.values.
        environ: as for `read_site`.
        store: the setting, which the values lack.

    Raises:
        SettingsError: this version of feedsvc, or these variables, do not go with the values.
    """
    try:
        found = msgspec.json.decode(values, type=dict[str, Any])
    except msgspec.MsgspecError as error:
        raise SettingsError(f"the settings in force cannot be read: {error}") from error
    if store:
        found["store"] = store
    return Site(_with_variables(found, "the settings in force", environ), values)


def as_log_line(error: SettingsError) -> str:
    """An error of site.toml as `site.toml:LINE: error: …`."""
    told = str(error)
    found = re.match(rf"(?:.*[/\\])?({re.escape(FILE_NAME)}(?::\d+)?(?: or [A-Z_, ]+)?): ", told)
    return f"{found[1]}: error: {told[found.end() :]}" if found else f"{FILE_NAME}: error: {told}"


def names_store(folder: Path) -> bool:
    """Whether a site.toml that cannot be read as such seems to say where the store is."""
    try:
        text = (folder / FILE_NAME).read_text("utf-8-sig", errors="replace")
    except OSError:
        return False
    return bool(re.search(r"""^\s*["']?store["']?\s*=""", text, re.MULTILINE))


def _with_variables(found: dict[str, Any], path: str, environ: Mapping[str, str]) -> Settings:
    """The settings of a file, and of variables, which go before it."""
    set_there = [name for name in _VARIABLES if environ.get(name)]
    for name in set_there:
        target = found
        *tables, last = _VARIABLES[name].split(".")
        for table in tables:
            target = target.setdefault(table, {})
        if isinstance(target, dict):  # otherwise check_settings refuses what is no table
            value = environ[name]
            target[last] = _several(value) if _VARIABLES[name] in _LISTS else value
    origin = f"{path} or {', '.join(set_there)}" if set_there else path
    settings = check_settings(found, origin)
    if settings.base_url or not environ.get(SERVED_AT):
        return settings
    if urlsplit(environ[SERVED_AT]).hostname not in _LOCAL:
        raise SettingsError(
            f"{path}: base_url: is missing; {environ[SERVED_AT]} is open to others, who need the"
            " site's address"
        )
    return msgspec.structs.replace(settings, base_url=environ[SERVED_AT])


def _refuse_unknown(
    found: Mapping[str, Any], shape: type[msgspec.Struct], within: str, path: Path
) -> None:
    known = shape.__struct_fields__
    types = get_type_hints(shape)
    for key, value in found.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, 1, 0.5)
            hint = f"; did you mean {within}{near[0]}?" if near else f"; known: {', '.join(known)}"
            raise SettingsError(f"{path}: {within}{key} is not a setting{hint}")
        if key in _BY_NAME and isinstance(value, dict):
            for name, table in value.items():
                if isinstance(table, dict):
                    _refuse_unknown(table, _BY_NAME[key], f"{key}.{name}.", path)
        elif isinstance(value, dict) and isinstance(types[key], type(msgspec.Struct)):
            _refuse_unknown(value, types[key], f"{within}{key}.", path)


_BY_NAME: dict[str, type[msgspec.Struct]] = {
    "categories": CategorySettings,
    "searches": SearchSettings,
    "partners": PartnerSettings,
}
_TABLES = {
    "feeds": FeedSettings,
    "limits": LimitSettings,
    "media": MediaSettings,
    "theme": ThemeSettings,
    "readers": ReadersSettings,
    "serve": ServeSettings,
    "hooks": HookSettings,
    "websub": WebsubSettings,
    "podcast": PodcastSettings,
    "machines": MachinesSettings,
}
_VARIABLES = {
    f"FEEDSVC_{key.upper()}": key
    for key in Settings.__struct_fields__
    if key not in (*_TABLES, *_BY_NAME, "exclude", "include", "redirects")
} | {
    f"FEEDSVC_{table.upper()}_{key.upper()}": f"{table}.{key}"
    for table, shape in _TABLES.items()
    for key in shape.__struct_fields__
    if key != "elements"
}
_LISTS = ("serve.trusted_proxies",)  # written with commas in a variable
_OTHER_VARIABLES = ("FEEDSVC_ARTICLES", KEPT_STORE, SERVED_AT)


def _several(text: str) -> list[str]:
    return [one for one in re.split(r"[\s,]+", text) if one]


def _refuse_misspelt(environ: Mapping[str, str]) -> None:
    known = [*_VARIABLES, *_OTHER_VARIABLES]
    for name in environ:
        if name.startswith("FEEDSVC_") and name not in known:
            near = difflib.get_close_matches(name, known, 1, 0.85)
            if near:  # a variable with any other name may belong to another program
                raise SettingsError(f"{name} is not a setting; did you mean {near[0]}?")
