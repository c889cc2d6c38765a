"""The commands `feedsvc push …`: for who runs a hub."""

import click

from feedsvc.cli.push_run import run


@click.group(name="push")
def push_group() -> None:
    """Send subscribers what changes, and see how that goes (WebSub).

    \b
    Example:
      feedsvc push run articles
    """


push_group.add_command(run)
