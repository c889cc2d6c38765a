"""Commands for the keys of private feeds: key add, key list, key revoke."""

import os
from contextlib import closing
from pathlib import Path

import click

from feedsvc.cli import console
from feedsvc.cli.options import ARTICLES, plain_errors
from feedsvc.feeds import private_url
from feedsvc.model.feed import EVERYTHING, FORMATS, part_name
from feedsvc.model.key import Key
from feedsvc.newsroom import Newsroom


@click.group(name="key")
def key_group() -> None:
    """Private feeds: of drafts and embargoed articles, or of private categories.

    Whoever has the address that a key makes can read them; nobody else can.

    \b
    Example:
      feedsvc key add "Night desk" articles --drafts
    """


@key_group.command()
@click.argument("name")
@ARTICLES
@click.option("--drafts", is_flag=True, help="Show drafts and embargoed articles.")
@click.option("--category", "categories", multiple=True, help="Show this private category.")
@click.option("--json", "as_json", is_flag=True, help="Print the addresses for programs.")
@plain_errors
def add(
    name: str, articles: Path, drafts: bool, categories: tuple[str, ...], as_json: bool
) -> None:
    """Make a key, and print the addresses of its feeds: they are shown this once.

    NAME is by which you know it later. It counts at once, also while a server runs. Drafts of a
    private category are shown by a key for both.

    \b
    Example:
      feedsvc key add "Night desk" articles --drafts
      feedsvc key add "Board" articles --category board-notes
    """
    with closing(Newsroom.open(articles, os.environ)) as newsroom:
        made = newsroom.keys.add(name, drafts=drafts, categories=categories)
        settings = newsroom.settings
    place = private_url(settings.site, made.token)
    names = (EVERYTHING, *(part_name("category", slug) for slug in made.key.categories))
    feeds = {name: {format: f"{place}/{name}.{format}" for format in FORMATS} for name in names}
    if as_json:
        console.show_json(_told(made.key) | {"page": f"{place}/", "feeds": feeds})
    else:
        for addresses in feeds.values() if drafts or len(feeds) > 2 else [feeds[EVERYTHING]]:
            for address in addresses.values():
                console.show_line(address)
        console.show_line(f"{place}/")
        said = "The last one is a page that says how to subscribe. Keep these: they are not shown"
        click.echo(f"{said} again.", err=True)
    if not settings.base_url:
        click.echo(
            "base_url is not set, so these lead to this machine; set it in site.toml before you"
            " give them to others",
            err=True,
        )


@key_group.command(name="list")
@ARTICLES
@click.option("--json", "as_json", is_flag=True, help="Print the keys for programs.")
@plain_errors
def list_(articles: Path, as_json: bool) -> None:
    """Tell which keys are in force, for what, since when, and on which day each was last used.

    \b
    Example:
      feedsvc key list articles
    """
    with closing(Newsroom.open(articles, os.environ)) as newsroom:
        found, settings = newsroom.keys.all(), newsroom.settings
    if as_json:
        console.show_json({"keys": [_told(key) for key in found]})
        return
    if not found:
        click.echo("No key is in force; feedsvc key add makes one.", err=True)
        return
    rows = []
    for key in found:
        open_now = {slug: slug in settings.private_categories for slug in key.categories}
        what = ["drafts"] * key.drafts
        what += [slug if kept else f"{slug} (not private)" for slug, kept in open_now.items()]
        made = f"{key.made.astimezone(settings.zone):%Y-%m-%d}"
        used = f"{key.used:%Y-%m-%d}" if key.used else "never"
        rows.append((key.name, ", ".join(what), made, used))
    console.show_table(("name", "for", "made", "last used"), rows)


@key_group.command()
@click.argument("name")
@ARTICLES
@plain_errors
def revoke(name: str, articles: Path) -> None:
    """Take a key out of force, for ever: its addresses lead nowhere from the next request on.

    \b
    Example:
      feedsvc key revoke "Night desk" articles
    """
    with closing(Newsroom.open(articles, os.environ)) as newsroom:
        key = newsroom.keys.revoke(name)
    click.echo(f"{key.name!r} opens nothing any more.", err=True)


def _told(key: Key) -> dict[str, object]:
    """A key as values for programs; its token is not among them."""
    return {
        "name": key.name,
        "drafts": key.drafts,
        "categories": list(key.categories),
        "made": key.made.isoformat(),
        "used": f"{key.used:%Y-%m-%d}" if key.used else None,
    }
