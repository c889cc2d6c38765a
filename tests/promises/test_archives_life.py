"""Archives over the life of a newsroom: whatever happens, a walk meets every public article."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import feedparser
from hypothesis import given, settings
from hypothesis import strategies as st

from feedsvc.newsroom import Newsroom
from tests.conftest import Clock

SITE = 'id_base = "news.example,2026"\n[feeds]\nentries = 2\narchive_entries = 3\n'
NAMES = st.integers(1, 9).map(lambda number: f"{number}.md")
STEPS = st.one_of(
    st.tuples(st.just("write"), NAMES, st.integers(1, 28)),
    st.tuples(st.just("embargo"), NAMES, st.integers(1, 9)),
    st.tuples(st.just("correct"), NAMES, st.just(0)),
    st.tuples(st.just("withdraw"), NAMES, st.just(0)),
    st.tuples(st.just("delete"), NAMES, st.just(0)),
    st.tuples(st.just("wait"), NAMES, st.integers(1, 40)),
    st.tuples(st.just("restart"), NAMES, st.just(0)),
    st.tuples(st.just("poll"), NAMES, st.just(0)),
)


class Life:
    """A newsroom, and what is known of its files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = Clock()
        self.saved = 0
        self.from_when: dict[str, float] = {}  # when each article is public, by name
        (folder / "site.toml").write_text(SITE)
        self.newsroom = Newsroom.open(folder, {}, self.clock)
        self.newsroom.scan()
        self.closed: dict[str, str] = {}  # the archive in which an article stands

    def save(self, name: str, header: str) -> None:
        file = self.folder / name
        file.write_text(f"---\ntitle: {name}\n{header}---\nText {self.saved}.\n")
        self.saved += 1
        os.utime(file, (self.saved, self.saved))
        self.newsroom.index.update([name])

    def do(self, what: str, name: str, number: int) -> None:
        now = self.clock.time.timestamp()
        if what == "write":
            old = f"2026-05-{number:02}"  # moves in from elsewhere, or is written just now
            self.save(name, f"date: {old if number < 15 else self.clock.time.isoformat()}\n")
            self.from_when[name] = 0
        elif what == "embargo":
            lift = self.clock.time.timestamp() + number * 86400
            when = self.clock.time.fromtimestamp(lift, self.clock.time.tzinfo)
            self.save(name, f"date: 2026-05-01\nembargo: {when.isoformat()}\n")
            self.from_when[name] = lift
        elif what == "correct" and self.from_when.get(name, now + 1) <= now:
            self.save(name, f"date: 2026-05-01\ncorrection: Mended {self.saved}.\n")
        elif what == "withdraw" and name in self.from_when:
            self.save(name, "status: withdrawn\n")
            self.from_when.pop(name, None)
        elif what == "delete" and (self.folder / name).exists():
            (self.folder / name).unlink()
            self.newsroom.scan(accept_deletions=True)
            self.from_when.pop(name, None)
        elif what == "wait":
            self.clock.forward(days=number)
        elif what == "restart":
            self.newsroom.close()
            self.newsroom = Newsroom.open(self.folder, {}, self.clock)
        elif what == "poll":
            self.check()

    def walk(self) -> Iterator[tuple[str, list[str]]]:
        name = "feed"
        while name:
            found = feedparser.parse(self.newsroom.document(name, "atom").body)
            yield name, [entry.title for entry in found.entries]
            links = (link.href for link in found.feed.links if link.rel == "prev-archive")
            older = next(links, "")
            name = older.removeprefix("http://127.0.0.1:8000/").removesuffix(".atom")

    def check(self) -> None:
        now = self.clock.time.timestamp()
        public = {name for name, when in self.from_when.items() if when <= now}
        pages = dict(self.walk())
        met = [title for titles in pages.values() for title in titles]
        assert set(met) == public
        shown, archives = pages.pop("feed"), pages
        archived = [(title, name) for name, titles in archives.items() for title in titles]
        # Nothing stands in two archives; the feed repeats at most what was corrected or moved up.
        assert len(archived) == len(dict(archived))
        assert len(shown) == len(set(shown))
        for title, name in archived[len(pages[next(iter(pages))]) :] if pages else ():
            assert self.closed.setdefault(title, name) == name  # a closed range stays


@settings(max_examples=40)
@given(st.lists(STEPS, min_size=15, max_size=50))
def test_a_walk_meets_every_public_article(steps: list[tuple[str, str, int]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        life = Life(Path(place))
        for step in steps:
            life.do(*step)
        life.check()
        life.newsroom.close()
