"""The command line: wires settings, newsroom and servers; decides nothing itself."""

import sys

import click

from feedsvc import __version__
from feedsvc.cli.build import build
from feedsvc.cli.completion import completion
from feedsvc.cli.editing import check, diff, id_group, new, preview
from feedsvc.cli.importing import import_
from feedsvc.cli.init import init
from feedsvc.cli.keys import key_group
from feedsvc.cli.publishing import feed, index, serve
from feedsvc.cli.push import push_group
from feedsvc.cli.readers import readers
from feedsvc.cli.status import status
from feedsvc.cli.stores import store_group

_SILENT = ("serve", "preview", "index")  # commands that tell what they do in a log


class _Group(click.Group):
    """Commands in the order in which a newcomer needs them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="feedsvc")
@click.pass_context
def main(context: click.Context) -> None:
    """A folder of articles becomes Atom, RSS and JSON feeds.

    ARTICLES is the newsroom's folder; its site.toml holds the settings. Left out, it is what
    FEEDSVC_ARTICLES names, else the folder you stand in where that has a site.toml, else articles.
    """
    if sys.stdout is None and context.invoked_subcommand not in _SILENT:
        raise click.UsageError("standard output is closed, so what is asked for cannot be shown")


for command in (
    init,
    import_,
    preview,
    serve,
    build,
    index,
    status,
    feed,
    check,
    diff,
    new,
    id_group,
    key_group,
    push_group,
    readers,
    store_group,
):
    main.add_command(command)
main.add_command(completion)
