"""The interface as the code has it: commands with their options, and settings."""

from collections.abc import Iterator

import click
import msgspec

from feedsvc.cli import ListedCommand, main
from feedsvc.settings import CategorySettings, FeedSettings, MachinesSettings, Settings
from feedsvc.settings.hooks import HookSettings
from feedsvc.settings.media import MediaSettings
from feedsvc.settings.partners import PartnerSettings
from feedsvc.settings.podcast import PodcastSettings
from feedsvc.settings.readers import ReadersSettings, ServeSettings
from feedsvc.settings.searches import SearchSettings
from feedsvc.settings.theme import ThemeSettings
from feedsvc.settings.websub import WebsubSettings


def commands() -> dict[str, set[str]]:
    """Each command that does something, by all its words, and its options."""
    return {
        name: {
            option
            for parameter in command.params
            if not getattr(parameter, "hidden", False)
            for option in parameter.opts
            if option.startswith("--")
        }
        for name, command in _every_command(main)
    }


def _every_command(group: click.Group, within: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, listed in group.commands.items():
        command = listed.load() if isinstance(listed, ListedCommand) else listed
        if isinstance(command, click.Group):
            yield from _every_command(command, f"{within}{name} ")
        else:
            yield f"{within}{name}", command


def settings_of(shape: type[msgspec.Struct] = Settings, within: str = "") -> dict[str, object]:
    """Each key of site.toml but those of limits, and its default."""
    found: dict[str, object] = {}
    for field in msgspec.structs.fields(shape):
        key = within + field.name
        if field.name == "feeds":
            found |= settings_of(FeedSettings, "feeds.")
        elif field.name == "categories":
            found |= settings_of(CategorySettings, "categories.NAME.")
        elif field.name == "media":
            found |= settings_of(MediaSettings, "media.")
        elif field.name == "theme":
            found |= settings_of(ThemeSettings, "theme.")
        elif field.name == "readers":
            found |= settings_of(ReadersSettings, "readers.")
        elif field.name == "serve":
            found |= settings_of(ServeSettings, "serve.")
        elif field.name == "hooks":
            found |= settings_of(HookSettings, "hooks.")
        elif field.name == "websub":
            found |= settings_of(WebsubSettings, "websub.")
        elif field.name == "partners":
            found |= settings_of(PartnerSettings, "partners.NAME.")
        elif field.name == "podcast" and within:
            found[key] = {}  # it has the keys of the site's
        elif field.name == "podcast":
            found |= settings_of(PodcastSettings, "podcast.")
        elif field.name == "machines":
            found |= settings_of(MachinesSettings, "machines.")
        elif field.name == "limits":
            continue  # in a table of their own
        elif field.name == "searches":
            found |= settings_of(SearchSettings, "searches.NAME.")
        else:
            made = {} if field.default_factory is msgspec.NODEFAULT else field.default_factory()
            found[key] = made if field.default is msgspec.NODEFAULT else field.default
    return found
