"""The command `feedsvc init`, by which a folder becomes a newsroom."""

import os
import shlex
import sys
from pathlib import Path
from typing import TypeVar

import click
import msgspec

from feedsvc.cli import console
from feedsvc.cli.options import plain_errors
from feedsvc.editor.init import (
    Answers,
    Offer,
    Plan,
    Seen,
    look_at,
    make_newsroom,
    offer,
    plan,
    site_address,
)
from feedsvc.errors import FeedsvcError
from feedsvc.model.characters import printable
from feedsvc.model.clock import system_clock

T = TypeVar("T")
_DOMAIN = "Domain, such as news.example.org (ids of entries begin with it, for ever)"
_NO_DOMAIN = (
    "the domain is missing: give --domain, such as --domain news.example.org; the ids of entries"
    " begin with it, for ever. An address of example.org in another publisher's settings counts as"
    " none: it is that of a template"
)


def _new_folder() -> Path:
    return Path(os.environ.get("FEEDSVC_ARTICLES") or ".")


class _Given(msgspec.Struct, frozen=True):
    """What the options say; None: nothing."""

    title: str | None
    domain: str | None
    language: str | None
    timezone: str | None
    opt_in: bool | None


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=_new_folder)
@click.option("--title", help="The newsroom's name.")
@click.option("--domain", help="A domain of yours, or the site's address; ids begin with it.")
@click.option("--language", help="Of articles that do not say theirs, such as en or pt-BR.")
@click.option("--timezone", help="Of dates without an offset, such as Europe/Berlin.")
@click.option(
    "--opt-in/--no-opt-in",
    default=None,
    help="Publish only articles that say `publish: true`; or all but drafts.",
)
@click.option("--json", "as_json", is_flag=True, help="Ask nothing; tell programs what was done.")
@plain_errors
def init(folder: Path, as_json: bool, **options: str | bool | None) -> None:
    """Make FOLDER a newsroom; left out, it is the one that you stand in.

    A new one gets a site.toml and an article to write over. One with articles gets a site.toml
    that fits them: of Jekyll, Hugo, Zola, Eleventy, Pelican, Nikola, Hexo, Obsidian and others the
    layout is known, and the title and address are read from their own configuration. On a
    terminal, what no option says is asked for. No file is ever overwritten.

    \b
    Example:
      feedsvc init articles
      feedsvc init articles --title "Harbour News" --domain news.example.org
    """
    given = msgspec.convert(options, _Given)
    if str(folder).startswith("-"):  # no command would take its name for a folder's
        folder = folder.absolute()
    if given.domain is not None:
        site_address(given.domain)  # what is wrong is told before anything is asked
    seen = look_at(folder, os.environ)
    said = _said(seen)
    if said and not as_json:
        click.echo(printable(said))
    asks = not as_json and all(one is not None and one.isatty() for one in (sys.stdin, sys.stdout))
    answers = _asked(given, offer(seen)) if asks else _settled(given, offer(seen))
    made = plan(seen, answers, system_clock())
    newsroom = folder / seen.place
    written = make_newsroom(newsroom, made)
    command = f"feedsvc preview {shlex.quote(str(newsroom))}"
    if as_json:
        console.show_json(_told(seen, newsroom, made, written, command))
    else:
        for path in written:
            click.echo(f"wrote {printable(str(path))}")
        if made.settings.opt_in:
            click.echo("Only articles that say `publish: true` are published (opt_in).")
        click.echo(f"Look at it: {printable(command)}")


def _said(seen: Seen) -> str:
    """Whose layout the folder has, and by which sign that is known; empty for a new folder."""
    if seen.layout is None:
        return "It holds articles; whose layout it is, nothing tells." if seen.has_articles else ""
    said = f"It looks like {seen.layout.publisher.name}, by {seen.layout.sign}."
    if seen.place:
        said += f" Its articles are in {seen.place}, so the newsroom is there."
    return said


def _or(given: T | None, offered: T) -> T:
    return offered if given is None else given


def _settled(given: _Given, offered: Offer) -> Answers:
    """The answers where nobody can be asked.

    Raises:
        FeedsvcError: one is missing that only the owner knows; the text names the option.
    """
    domain = _or(given.domain, offered.domain)
    if not domain:
        raise FeedsvcError(_NO_DOMAIN)
    return Answers(
        title=_or(given.title, offered.title),
        domain=domain,
        language=_or(given.language, offered.language),
        timezone=_or(given.timezone, offered.timezone),
        opt_in=_or(given.opt_in, offered.opt_in),
    )


def _asked(given: _Given, offered: Offer) -> Answers:
    """The answers of who sits at the terminal, to what no option says."""
    title, domain, opt_in = given.title, given.domain, given.opt_in
    if title is None:
        title = click.prompt("Title", default=offered.title or None)
    if domain is None:
        known = offered.domain or None
        domain = click.prompt(_DOMAIN, default=known, value_proc=_checked_domain)
    if opt_in is None and offered.opt_in is not None:
        asked = "Publish only notes that say `publish: true`?"
        opt_in = click.confirm(asked, default=offered.opt_in)
    rest = _Given(title, domain, given.language, given.timezone, opt_in)
    return _settled(rest, offered)


def _checked_domain(typed: str) -> str:
    try:
        site_address(typed)
    except FeedsvcError as error:
        raise click.BadParameter(printable(str(error))) from error  # click asks again
    return typed


def _told(
    seen: Seen, newsroom: Path, made: Plan, written: list[Path], command: str
) -> dict[str, object]:
    """What was done, for programs."""
    layout = seen.layout
    return {
        "folder": str(newsroom),
        "layout": {"name": layout.publisher.name, "sign": layout.sign} if layout else None,
        "written": [str(path) for path in written],
        "settings": made.settings,
        "next": command,
    }
