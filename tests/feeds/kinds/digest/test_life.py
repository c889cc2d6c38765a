"""Digests over the life of a newsroom: each public article stands in its closed period alone."""

import os
import re
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import feedparser
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from feedsvc.newsroom import Newsroom
from tests.conftest import Clock

ZONE = ZoneInfo("America/St_Johns")
SITE = 'id_base = "news.example,2026"\ntimezone = "America/St_Johns"\n'
STONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
DIGESTS = tuple(
    f"{base}digest/{kind}" for base in ("", "category/world/") for kind in ("daily", "weekly")
)
TOLD = timedelta(days=30)
NAMES = st.integers(1, 6).map(lambda number: f"{number}.md")
HOURS = st.sampled_from([1, 5, 24, 24 * 7, 24 * 31])
STEPS = st.one_of(
    st.tuples(st.just("write"), NAMES, st.integers(0, 20)),
    st.tuples(st.just("edit"), NAMES, st.just(0)),
    st.tuples(st.just("edit unseen"), NAMES, st.just(0)),
    st.tuples(st.just("move"), NAMES, st.just(0)),
    st.tuples(st.just("embargo"), NAMES, HOURS),
    st.tuples(st.just("expire"), NAMES, HOURS),
    st.tuples(st.just("withdraw"), NAMES, st.just(0)),
    st.tuples(st.just("wait"), NAMES, HOURS),
    st.tuples(st.just("restart"), NAMES, st.just(0)),
    st.tuples(st.just("look"), NAMES, st.just(0)),
)


class Article(NamedTuple):
    """What a file says, how many texts it has had, and how often readers saw a difference."""

    date: datetime
    category: str = "World"
    expires: datetime | None = None
    withdrawn: bool = False
    text: int = 0
    unseen: int = 0
    changes: int = 0

    def public(self, now: datetime) -> bool:
        over = self.expires is not None and self.expires <= now
        return not self.withdrawn and self.date <= now and not over

    def file(self, name: str) -> str:
        header = [f"title: {name}", f"date: {self.date.isoformat()}", f"category: {self.category}"]
        header += [f"expires: {self.expires.isoformat()}"] if self.expires else []
        header += ["status: withdrawn"] if self.withdrawn else []
        header += [f"mood: {self.unseen}"]
        return "\n".join(["---", *header, "---", f"Text {self.text}."])


def day_of(digest: str, time: datetime) -> tuple[str, datetime]:
    """The name of a period in the plainest way, and its end."""
    first = time.astimezone(ZONE).date()
    name, length = first.isoformat(), 1
    if digest.endswith("weekly"):
        first -= timedelta(days=first.weekday())
        name, length = "{}-W{:02}".format(*first.isocalendar()), 7
    last = first + timedelta(days=length)
    return name, datetime(last.year, last.month, last.day, tzinfo=ZONE)


class Life:
    """A newsroom beside what is known of its files; the clocks of its zone change on 1 November."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = Clock("2026-10-28T12:00:00+00:00")
        self.saved = 0
        self.articles: dict[str, Article] = {}
        self.seen: dict[str, dict[str, tuple[Any, datetime]]] = {name: {} for name in DIGESTS}
        self.looked = dict.fromkeys(DIGESTS, self.clock.time)
        self.gone: dict[str, dict[str, datetime]] = {name: {} for name in DIGESTS}
        (folder / "site.toml").write_text(SITE)
        self.newsroom = Newsroom.open(folder, {}, self.clock)
        self.newsroom.scan()

    def save(self, name: str, **changes: Any) -> None:
        now = self.clock.time
        before = self.articles.get(name, Article(now))
        said = before._replace(**changes)
        seen = {"text", "category", "date", "withdrawn"}
        if any(getattr(before, key) != getattr(said, key) for key in seen):
            said = said._replace(changes=said.changes + 1)
        self.articles[name] = said
        file = self.folder / name
        file.write_text(said.file(name))
        self.saved += 1
        os.utime(file, (self.saved, self.saved))
        self.newsroom.index.update([name])

    def do(self, what: str, name: str, number: int) -> None:
        # Of two changes within a second, the other is told later.
        self.clock.forward(seconds=1)
        now, said = self.clock.time, self.articles.get(name)
        if what == "write":
            self.save(name, date=now - timedelta(hours=7 * number), withdrawn=False, expires=None)
        elif what == "wait":
            self.clock.forward(hours=number)
        elif what == "restart":
            self.newsroom.close()
            self.newsroom = Newsroom.open(self.folder, {}, self.clock)
        elif what == "look":
            self.look()
        elif said is None:
            return
        elif what == "edit":
            self.save(name, text=said.text + 1)
        elif what == "edit unseen":
            self.save(name, unseen=said.unseen + 1)
        elif what == "move":
            self.save(name, category="Arts" if said.category == "World" else "World")
        elif what == "embargo":
            self.save(name, date=now + timedelta(hours=number), expires=None)
        elif what == "expire":
            self.save(name, expires=now + timedelta(hours=number))
        elif what == "withdraw":
            self.save(name, withdrawn=True)

    def expected(self, digest: str) -> dict[str, list[tuple[str, int, int]]]:
        """The closed periods by name: which articles in which version stand in them."""
        now = self.clock.time
        found: dict[str, list[tuple[str, int, int]]] = {}
        for name, said in sorted(self.articles.items(), key=lambda one: (one[1].date, one[0])):
            period, end = day_of(digest, said.date)
            belongs = said.category == "World" or not digest.startswith("category")
            if said.public(now) and belongs and end <= now:
                found.setdefault(period, []).insert(0, (name, said.text, said.changes))
        return dict(sorted(found.items(), reverse=True))

    def look(self) -> None:
        for digest in DIGESTS:
            expected, seen, gone = self.expected(digest), self.seen[digest], self.gone[digest]
            if digest.startswith("category") and not seen and not expected:
                continue  # perhaps nobody was to know of the category yet
            body = self.newsroom.document(digest, "atom").body
            feed = feedparser.parse(body)
            shown = {one.id.rpartition("/")[2]: one for one in feed.entries}
            found = {
                period: [
                    (name, int(text))
                    for name, text in re.findall(
                        r"<h2><a [^>]*>([^<]*)</a></h2><ul><li>Text (\d+)", one.content[0].value
                    )
                ]
                for period, one in shown.items()
            }
            assert found == {p: [one[:2] for one in every] for p, every in expected.items()}
            assert list(found) == list(expected)
            for period, one in shown.items():
                updated, end = datetime.fromisoformat(one.updated), _time(one.published_parsed)
                assert end <= updated <= self.clock.time
                assert end == day_of(digest, end - timedelta(seconds=1))[1]
                what, when = seen.get(period, (None, end - timedelta(seconds=1)))
                if what == expected[period]:
                    assert updated == when, "nothing of it changed for readers"
                else:
                    assert updated > when, "something of it changed for readers"
                assert updated > gone.pop(period, updated - timedelta(seconds=1))
                seen[period] = (expected[period], updated)
            told = {
                one.get("ref").rpartition("/")[2]: datetime.fromisoformat(one.get("when"))
                for one in etree.fromstring(body).iter(STONE)
            }
            for period in seen.keys() - expected.keys():
                _, when = seen.pop(period)
                if period in told or self.clock.time - self.looked[digest] < TOLD:
                    assert when < told[period] <= self.clock.time
                    gone[period] = told[period]
            self.looked[digest] = self.clock.time
            recent = {one: when for one, when in gone.items() if self.clock.time - when < TOLD}
            assert told == recent
            times = [datetime.fromisoformat(one.updated) for one in feed.entries]
            assert all(
                datetime.fromisoformat(feed.feed.updated) >= time
                for time in (*times, *told.values())
            )


def _time(parsed: Any) -> datetime:
    return datetime.fromisoformat("{}-{:02}-{:02}T{:02}:{:02}:{:02}+00:00".format(*parsed[:6]))


@settings(max_examples=int(os.environ.get("DIGEST_EXAMPLES", "20")))
@given(st.lists(STEPS, min_size=15, max_size=50))
def test_each_article_stands_in_its_closed_period(steps: list[tuple[str, str, int]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        life = Life(Path(place))
        for step in steps:
            life.do(*step)
        life.clock.forward(seconds=1)
        life.look()
        life.newsroom.close()
