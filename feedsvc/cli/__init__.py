"""The command line: wires settings, newsroom and servers; decides nothing itself."""

import sys
from importlib import import_module

import click

from feedsvc import __version__

_SILENT = ("serve", "preview", "index")  # commands that tell what they do in a log
# Each command's module, the name that it has there, and the first line of its help. A command is
# imported when it is asked for: to import them all takes longer than most of them take.
_COMMANDS = {
    "init": (
        "init.init",
        "Make FOLDER a newsroom; left out, it is the one that you stand in.",
    ),
    "import": (
        "importing.import_",
        "Make articles of what another publisher exported.",
    ),
    "preview": (
        "editing.preview",
        "Show the newsroom on this machine, drafts and embargoed articles included.",
    ),
    "serve": (
        "publishing.serve",
        "Publish: answer feed readers, and follow the folder as files are saved.",
    ),
    "build": (
        "build.build",
        "Keep the site as files in OUT, for a web server, an object store or a host of pages.",
    ),
    "index": (
        "publishing.index",
        "Bring the store up to the folder; names every file that cannot be published.",
    ),
    "status": (
        "status.status",
        "Tell how a newsroom is: what is published, who follows the folder, what comes next.",
    ),
    "feed": (
        "publishing.feed",
        "Print one document: NAME is feed, category/NAME, tag/NAME, author/NAME or search/NAME.",
    ),
    "check": (
        "editing.check",
        "Tell problems as file:line: severity: code: message; keeps and publishes nothing.",
    ),
    "diff": (
        "editing.diff",
        "Tell what subscribers would see if the folder were published as it is; publishes nothing.",
    ),
    "new": (
        "editing.new",
        "Begin an article: a draft with today's date and the title.",
    ),
    "id": (
        "editing.id_group",
        "Keep the ids of entries in the articles' own files.",
    ),
    "key": (
        "keys.key_group",
        "Private feeds: of drafts and embargoed articles, or of private categories.",
    ),
    "push": (
        "push.push_group",
        "Send subscribers what changes, and see how that goes (WebSub).",
    ),
    "readers": (
        "readers.readers",
        "Tell who polls the feeds: how often, with which programs, for how many subscribers.",
    ),
    "store": (
        "stores.store_group",
        "The store: what feedsvc remembers of a newsroom, such as ids, dates and keys.",
    ),
    "completion": (
        "completion.completion",
        "Print what makes a shell complete the commands and options of feedsvc.",
    ),
}


class ListedCommand(click.Command):
    """A command as the list of commands shows it.

    Args:
        name: of the command.
        place: its module in this package, and the name that it has there.
        told: the first line of its help.
    """

    def __init__(self, name: str, place: str, told: str) -> None:
        super().__init__(name, help=told)
        self._place = place

    def load(self) -> click.Command:
        """The command itself."""
        module, _, name = self._place.partition(".")
        found: click.Command = getattr(import_module(f"{__name__}.{module}"), name)
        return found


class _Group(click.Group):
    """Commands in the order in which a newcomer needs them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is asked for, and what it is given."""
        name, found, rest = super().resolve_command(ctx, args)
        return name, found.load() if isinstance(found, ListedCommand) else found, rest


@click.group(
    cls=_Group,
    commands=[ListedCommand(name, *told) for name, told in _COMMANDS.items()],
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="feedsvc")
@click.pass_context
def main(context: click.Context) -> None:
    """A folder of articles becomes Atom, RSS and JSON feeds.

    ARTICLES is the newsroom's folder; its site.toml holds the settings. Left out, it is what
    FEEDSVC_ARTICLES names, else the folder you stand in where that has a site.toml, else articles.
    """
    if sys.stdout is None and context.invoked_subcommand not in _SILENT:
        raise click.UsageError("standard output is closed, so what is asked for cannot be shown")
