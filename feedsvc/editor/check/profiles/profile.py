"""What a partner demands: rules, each with its source, and what they judge. Pure."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

from feedsvc.model.article import Enclosure
from feedsvc.model.entry import Entry
from feedsvc.model.feed import Feed
from feedsvc.model.problem import Severity
from feedsvc.render import EntryView
from feedsvc.settings import PodcastSettings, Settings


class Story(NamedTuple):
    """An entry that the partner has.

    Attributes:
        entry: with its text.
        view: as it stands in the partner's feed.
    """

    entry: Entry
    view: EntryView


class PartnerFeed(NamedTuple):
    """The feed that a partner has.

    Attributes:
        feed: its definition.
        settings: the newsroom's.
        now: the time.
        size: bytes of its RSS.
        stories: its entries, the newest first.
        others: entries that it leaves out, because they are in another language.
        podcast: what site.toml says of it; None: it is no podcast.
        table: the table of site.toml that tells of the podcast, such as `podcast`.
        artwork: the podcast's picture, with pixels where it is a file of ours, 0 where that cannot
            be read; None: there is none.
    """

    feed: Feed
    settings: Settings
    now: datetime
    size: int
    stories: tuple[Story, ...]
    others: tuple[Story, ...] = ()
    podcast: PodcastSettings | None = None
    table: str = ""
    artwork: Enclosure | None = None


class Fault(NamedTuple):
    """Where a rule is broken.

    Attributes:
        key: of site.toml, or what a key of the story's header means (SourceLines.key).
        message: what is wrong and what to do.
        story: whose header; None: it is said of the feed.
    """

    key: str
    message: str
    story: Story | None = None


class Rule(NamedTuple):
    """A rule of a partner.

    Attributes:
        code: its name.
        severity: error where the partner refuses what breaks it, warning where it advises.
        source: the address of the page where the partner says so.
        broken: yields where a feed breaks it.
    """

    code: str
    severity: Severity
    source: str
    broken: Callable[[PartnerFeed], Iterator[Fault]]


class Profile(NamedTuple):
    """A partner and its rules.

    Attributes:
        name: as people write it after --for.
        rules: in the order of docs/partners.md.
    """

    name: str
    rules: tuple[Rule, ...] = ()
