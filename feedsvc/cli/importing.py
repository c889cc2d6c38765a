"""The command `feedsvc import`, by which a newsroom moves in."""

import shlex
import sys
from pathlib import Path

import click

from feedsvc.cli import console
from feedsvc.cli.options import ARTICLES, plain_errors
from feedsvc.importers import KINDS, Import, Notes, Source, fetch
from feedsvc.model.characters import printable
from feedsvc.settings import FILE_NAME

# What the table says, by the names of counts.
_ROWS = (
    ("posts", "posts, of which"),
    ("new", "are new"),
    ("updated", "changed in the source, and so here"),
    ("unchanged", "are unchanged"),
    ("older", "are older than what is here, and stay away"),
    ("edited", "are here already and were edited, so they stay as they are"),
    ("drafts", "are drafts"),
    ("password", "had a password, and are drafts"),
    ("withdrawn", "are withdrawn"),
    ("duplicates", "had the id of another, and got a suffix"),
    ("media", "media files brought here"),
    ("media_missing", "media files missing"),
)


@click.command(name="import")
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.argument("source")
@ARTICLES
@click.option("--dry-run", is_flag=True, help="Tell what would be done, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Tell programs what was done.")
@click.option(
    "--uploads",
    type=click.Path(path_type=Path),
    help="The folder of the old site's media (wp-content/uploads), from which they are copied.",
)
@click.option("--fetch-media", is_flag=True, help="Fetch media from the network.")
@plain_errors
def import_(
    kind: str,
    source: str,
    articles: Path,
    dry_run: bool,
    as_json: bool,
    uploads: Path | None,
    fetch_media: bool,
) -> None:
    """Make articles of what another publisher exported.

    KIND is the kind of the export: wxr is WordPress's, ghost is Ghost's, ninjs and nitf are those
    of agencies, feed is a feed of Atom, RSS or JSON Feed with its archive. SOURCE is the file, a
    folder of such files, or the address of a feed. Ids, dates, authors and old addresses stay. Run
    it again whenever the source has changed: articles that you edited stay as they are.
    docs/importing.md tells more.

    \b
    Example:
      feedsvc import wxr export.xml articles --uploads wp-content/uploads
      feedsvc import feed https://old.example/feed.atom articles --dry-run
    """
    what = Source(kind, source, uploads, fetch if fetch_media else None)
    moving = Import(what, articles, dry_run=dry_run)
    with console.progress("Reading the source") as watch:
        moving.survey(watch)
    with console.progress("Posts") as watch:
        moving.run(watch)
    notes = moving.notes
    if as_json:
        console.show_json(_told(notes, dry_run=dry_run))
    else:
        _show(notes, articles, dry_run=dry_run)
    sys.exit(1 if any(one.severity == "error" for one in notes.problems) else 0)


def _told(notes: Notes, *, dry_run: bool) -> dict[str, object]:
    """What was done, for programs."""
    return {
        "dry_run": dry_run,
        **{name: notes.counts[name] for name, _ in _ROWS},
        "left_out": dict(sorted(notes.left_out.items())),
        "redirects": notes.feeds,
        "problems": notes.problems,
        "problems_untold": notes.untold(),
    }


def _show(notes: Notes, articles: Path, *, dry_run: bool) -> None:
    """Print what was done, for people."""
    console.show_problems(notes.problems)
    for code, more in notes.untold().items():
        click.echo(f"and {more:,} more of {code}")
    rows = [(f"{notes.counts[name]:,}", label) for name, label in _ROWS if notes.counts[name]]
    rows += [(f"{count:,}", f"left out: {name}") for name, count in notes.left_out.items() if count]
    console.show_table(("", ""), rows or [("0", "posts")])
    if not dry_run and not (articles / FILE_NAME).exists():
        command = f"feedsvc init {shlex.quote(str(articles))}"
        click.echo(f"The folder is no newsroom yet: {printable(command)}")
    if dry_run:
        click.echo("Nothing was written (--dry-run).")
    if notes.feeds:
        click.echo(
            "\nThese lines of site.toml lead subscribers of the old feeds here:\n\n[redirects]"
        )
        for old, new in notes.feeds.items():
            click.echo(printable(f'"{old}" = "{new}"'))
