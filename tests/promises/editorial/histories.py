"""What feeds tell of the past, beside what the rules allow: archives, and digests."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

import answers
from answers import ATOM, CONTENT, COPY, STONE, ask, stories
from article import EVERYTHING, LONG_AGO, Article
from expected import TOLD, Expected
from lxml import etree

ZONE = ZoneInfo("Asia/Kathmandu")  # a quarter past the hour is midnight of UTC
KINDS = ("atom", "rss", "json")
DIGESTS = ("daily", "weekly")


class Told(NamedTuple):
    """An entry of a digest: its period, its articles as number and text, and its times."""

    period: str
    articles: list[tuple[int, int]]
    published: datetime
    updated: datetime


class Held(NamedTuple):
    """A period of a digest when it was last looked at: its articles, and their entry's time."""

    articles: tuple[tuple[str, int], ...]
    updated: datetime


class DocumentCache:
    """What a digest showed.

    Args:
        feed: that it digests.
        kind: daily or weekly.
        now: the time of the first look.
    """

    def __init__(self, feed: str, kind: str, now: datetime) -> None:
        self.feed, self.kind = feed, kind
        self.looked = now
        self.retracted = 0  # how many articles had been, at the last look
        self.held: dict[str, Held] = {}
        self.untold: dict[str, Held] = {}  # of which nobody was told that they are empty
        self.empty: dict[str, datetime] = {}
        self.ever: set[str] = set()
        # By path: what it depended on, the answer, and when it was given.
        self.answers: dict[str, tuple[object, answers.Answer, datetime]] = {}


class Histories:
    """Looks at archives and digests.

    Args:
        expected: what they may hold.
    """

    def __init__(self, expected: Expected) -> None:
        self.expected = expected
        self.site = ""
        self.id_base = expected.id_base
        self._memories: dict[str, DocumentCache] = {}

    # Archives.

    def walk(self, client: Any, name: str, kind: str) -> None:
        """Who follows the links back meets all that is published, and nothing else."""
        if name not in self.expected.opened:
            for path in (f"/{quote(name)}/archive/1.{kind}", f"/{quote(name)}.{kind}"):
                assert ask(client, path).status == 404, path
            return
        standing = {one.id: one for one in self.expected.standing(name)}
        shown, *archives = self._documents(client, name, kind)
        archived = [item for items in archives for item in items]
        ids = [item.id for item in archived]
        assert len(ids) == len(set(ids)), "an entry stands in two archives"
        assert {item.id for item in shown} | set(ids) == standing.keys(), (name, kind)
        for item in [*shown, *archived]:
            said = standing[item.id].said
            assert (item.number, item.text) == (said.number, said.text)

    def _documents(self, client: Any, name: str, kind: str) -> Iterator[list[answers.Item]]:
        path, met = f"/{quote(name)}.{kind}", set()
        while path:
            assert path not in met, "the archives lead in a circle"
            met.add(path)
            answer = ask(client, path)
            assert answer.status == 200, path
            yield answers.read(kind, answer.body).items
            path = urlsplit(_previous(kind, answer.body)).path

    # Digests.

    def digest(self, client: Any, feed: str, kind: str) -> None:
        """A digest holds the closed periods, and each moves when one of its articles does."""
        name = f"digest/{kind}" if feed == EVERYTHING else f"{feed}/digest/{kind}"
        if feed not in self.expected.opened:
            for end in (".atom", ".json", ""):
                assert ask(client, f"/{quote(name)}{end}").status == 404, name
            return
        memory = self._memories.setdefault(name, DocumentCache(feed, kind, self.expected.now))
        periods = self._periods(feed, kind)
        named = bool(self.expected.standing(feed))
        found = [self._read(client, name, one, memory, periods, named=named) for one in KINDS]
        assert found[0][0] == found[1][0] == found[2][0], name
        assert found[0][1] == found[2][1], name
        entries, stones, updated = found[0]
        assert {one.period: one.articles for one in entries} == {
            period: [(one.said.number, one.said.text) for one in standing]
            for period, standing in periods.items()
        }, name
        assert [one.period for one in entries] == sorted(periods, reverse=True)
        for one in entries:
            self._entry(one, memory, periods[one.period])
        self._stones(stones, memory, periods)
        latest = [one.updated for one in entries] + list(stones.values())
        assert updated >= max(latest, default=updated)
        memory.looked, memory.retracted = self.expected.now, len(self.expected.deletions)
        self._pages(client, name, memory, periods)

    def _periods(self, feed: str, kind: str) -> dict[str, list[Article]]:
        """The closed periods, newest first, with their articles, newest first."""
        found: dict[str, list[Article]] = {}
        for article in self.expected.standing(feed):
            period, end = _period(kind, article.published)
            if end <= self.expected.now:
                found.setdefault(period, []).append(article)
        return found

    def _read(
        self,
        client: Any,
        name: str,
        format: str,
        memory: DocumentCache,
        periods: dict[str, list[Article]],
        *,
        named: bool,
    ) -> tuple[list[Told], dict[str, datetime], datetime]:
        """Read a digest; `named`: somebody stands in its feed, so it has the feed's name."""
        path = f"/{quote(name)}.{format}"
        answer = ask(client, path)
        assert answer.status == 200, path
        assert stories(answer.body) == {a.said.number for p in periods.values() for a in p}, path
        now = self.expected.now
        recent = {p: when for p, when in memory.empty.items() if now - when < TOLD}
        of = (
            self.site,
            named,
            {p: [one.shown for one in every] for p, every in periods.items()},
            recent,
            # One of those that nobody was told of may be told of by now.
            sum(1 for one in self.expected.deletions if one.late or memory.untold),
        )
        then, old, given = memory.answers.get(path, (None, answer, now))
        assert _time(answer.modified) >= _time(old.modified), path
        if then == of:
            assert (answer.body, answer.tag) == (old.body, old.tag), path
            # An answer never names a time to come.
            assert answer.modified == old.modified or _time(old.modified) == given, path
            assert ask(client, path, If_None_Match=old.tag).status == 304
        # What left since the last look is told of now, which `of` does not know yet.
        leaving = memory.held.keys() - periods.keys()
        memory.answers[path] = (None if leaving else of, answer, now)
        start = f"tag:{self.id_base}:{quote(name)}/"
        return _digest(format, answer.body, start)

    def _entry(self, one: Told, memory: DocumentCache, articles: list[Article]) -> None:
        end = _period(memory.kind, articles[0].published)[1]
        assert one.published == end <= one.updated
        assert one.updated <= max(end, self.expected.changed), "that is when somebody looked"
        now = tuple((article.id, article.changes) for article in articles)
        then = memory.held.get(one.period) or memory.untold.pop(one.period, None)
        lately = self.expected.deletions[memory.retracted :]
        if then is not None and then.articles == now and not any(d.late for d in lately):
            assert one.updated == then.updated, "none of its articles changed"
        before = then.updated if then else memory.empty.pop(one.period, None)
        if before is not None and (then is None or then.articles != now):
            assert one.updated >= before
            # Of two changes within a second, the other is told later.
            moved = one.updated > before or before >= memory.looked
            untold = then and self._untold({*then.articles} ^ {*now}, memory.looked)
            assert moved or untold, "one of its articles changed"
        memory.held[one.period] = Held(now, one.updated)
        memory.ever.add(one.period)

    def _untold(self, changed: set[tuple[str, int]], since: datetime) -> bool:
        """Whether all came or left because of errors in files, of which nothing is told."""
        return all(self.expected.articles[one].hushed >= since for one, _ in changed)

    def _stones(
        self, stones: dict[str, datetime], memory: DocumentCache, periods: dict[str, list[Article]]
    ) -> None:
        now = self.expected.now
        for period in (memory.held.keys() | memory.untold.keys()) - periods.keys():
            since = memory.looked if period in memory.held else LONG_AGO
            left = memory.held.pop(period, None) or memory.untold.pop(period)
            told = self._told(period, left, memory, since)
            if period in stones or (told and now - memory.looked < TOLD):
                assert told is not False, "no editor has said that they are to leave"
                assert left.updated <= stones[period] <= now, "its last article left"
                memory.empty[period] = stones[period]
            elif not told:
                memory.untold[period] = left
        assert stones == {p: when for p, when in memory.empty.items() if now - when < TOLD}

    def _told(self, period: str, left: Held, memory: DocumentCache, since: datetime) -> bool | None:
        """Whether readers are told that a period lost all that stood in it; None: they may be.

        They are where one was retracted. They are not where errors in files hold all back.
        """
        articles = self.expected.articles

        def is_here(article: Article) -> bool:
            its = _period(memory.kind, article.published)[0]
            return memory.feed in article.feeds and its == period

        lately = self.expected.deletions[memory.retracted :]
        retracted = {one.id for one in lately if memory.feed in one.feeds}
        stood = [articles[one] for one, _ in left.articles]
        if any(one.id in retracted for one in stood):
            return True
        if all(one.faulty and is_here(one) for one in stood):
            return None if any(is_here(articles[one]) for one in retracted) else False
        hushed = [
            one for one in articles.values() if one.hushed >= since and one.hushed != LONG_AGO
        ]
        return None if any(one in stood or is_here(one) for one in hushed) else True

    def _pages(
        self, client: Any, name: str, memory: DocumentCache, periods: dict[str, list[Article]]
    ) -> None:
        every = {one.said.number for standing in periods.values() for one in standing}
        page = ask(client, f"/{quote(name)}.atom", Sec_Fetch_Dest="document")
        assert stories(page.body) == every
        listed = ask(client, f"/{quote(name)}").text
        public = {one.said.number for one in self.expected.public()}
        for period in memory.ever:
            path = f"/{quote(name)}/{period}"
            page = ask(client, path)
            assert page.status == (200 if period in periods else 404), path
            assert (f'{path}"' in listed) == (period in periods), path
            if period in periods:
                numbers = {one.said.number for one in periods[period]}
                assert stories(page.body) == numbers, path
            else:
                assert stories(page.body) <= public, path  # it offers the latest
        running = _period(name.rpartition("/")[2], self.expected.now)[0]
        assert ask(client, f"/{quote(name)}/{running}").status == 404

    # All of it.

    def one(self, client: Any, look: int, feeds: list[str]) -> None:
        """One archive or digest, another one at each look."""
        feed = feeds[look % len(feeds)]
        if look % 2:
            self.walk(client, feed, KINDS[look % 3])
        elif feed == EVERYTHING or feed.startswith("category/"):
            self.digest(client, feed, DIGESTS[look // 2 % 2])

    def everything(self, client: Any, feeds: list[str]) -> None:
        """All there is to look at."""
        for feed in feeds:
            for kind in KINDS:
                self.walk(client, feed, kind)
            if feed == EVERYTHING or feed.startswith("category/"):
                for kind in DIGESTS:
                    self.digest(client, feed, kind)
            else:
                assert ask(client, f"/{quote(feed)}/digest/daily.atom").status == 404


def _period(kind: str, time: datetime) -> tuple[str, datetime]:
    """The name and the end of the day or week in which a time lies."""
    first = time.astimezone(ZONE).date()
    name, days = first.isoformat(), 1
    if kind == "weekly":
        year, week, weekday = first.isocalendar()
        name, days = f"{year}-W{week:02}", 8 - weekday
    last = first + timedelta(days=days)
    return name, datetime(last.year, last.month, last.day, tzinfo=ZONE).astimezone(UTC)


def _previous(kind: str, body: bytes) -> str:
    """Where a document says that older entries are; empty: there are none."""
    if kind == "json":
        return str(json.loads(body).get("next_url", ""))
    links = etree.fromstring(body).iter(f"{ATOM}link")
    return next((one.get("href") for one in links if one.get("rel") == "prev-archive"), "")


def _digest(
    format: str, body: bytes, start: str
) -> tuple[list[Told], dict[str, datetime], datetime]:
    """The entries of a digest, the periods that it says are empty, and its time."""

    def told(entry_id: str, content: str, published: str, updated: str) -> Told:
        assert entry_id.startswith(start), entry_id
        articles = [(int(number), int(text)) for number, text in COPY.findall(content)]
        return Told(entry_id.removeprefix(start), articles, _time(published), _time(updated))

    if format == "json":
        feed = json.loads(body)
        keys = ("id", "content_html", "date_published", "date_modified")
        entries = [told(*(one[key] for key in keys)) for one in feed["items"]]
        for item, entry in zip(feed["items"], entries, strict=True):
            assert len(item["_feedsvc"]["articles"]) == len(entry.articles)
        more = feed["_feedsvc"]
        stones = {one["id"]: _time(one["when"]) for one in more.get("deleted", [])}
        updated = _time(more["updated"])
    else:
        root = etree.fromstring(body)
        parts = (f"{ATOM}id", f"{ATOM}content", f"{ATOM}published", f"{ATOM}updated")
        if format == "rss":
            parts = ("guid", CONTENT, "pubDate", f"{ATOM}updated")
        every = root.iter("item" if format == "rss" else f"{ATOM}entry")
        entries = [told(*(one.findtext(part) for part in parts)) for one in every]
        found = root.iter(f"{STONE}deleted-entry")
        stones = {one.get("ref"): _time(one.get("when")) for one in found}
        said = root.findtext("channel/lastBuildDate" if format == "rss" else f"{ATOM}updated")
        updated = _time(said)
    return entries, {one.removeprefix(start): when for one, when in stones.items()}, updated


def _time(text: str) -> datetime:
    """A time of a feed, as RFC 3339 or, in RSS, RFC 822 has it."""
    found = datetime.fromisoformat(text) if text[:4].isdigit() else parsedate_to_datetime(text)
    return found.astimezone(UTC)
