"""A real newsroom with its editors, its time and its subscribers, beside the model of it."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from article import Article
from expected import TOLD, Expected
from histories import ZONE, Histories
from programs import look_as_programs
from saved import FOLDERS, TAGS, Version, picture, picture_path
from subscribers import Gatherer, Mirror
from surfaces import KINDS, Holder, Surfaces

from feedsvc.web import create_app

ID_BASE = "news.example,2026"
SITES = ("https://news.example", "https://example.org")
OTHERS = (
    "category/world",
    "category/board",
    "category/sport",
    "tag/wet",
    "tag/cold",
    "author/weather-desk",
)
PARTS = [(name, kind) for kind in KINDS for name in OTHERS]
MIRRORED = ("feed.atom", "feed.rss", "feed.json", "category/world.atom", "tag/wet.json")
MERGED = ("feed.atom", "feed.rss", "tag/wet.json")  # by those who take what is new alone


@dataclass
class Saved:
    """A change of the folder that the newsroom has not looked at."""

    paths: tuple[str, ...]
    apply: Callable[[], None]
    gone: bool = False


class Life:
    """What happens to one newsroom.

    Args:
        desk: its folder and its clock.
        entries: of a feed.
        many: articles that it has from the beginning.
    """

    def __init__(self, desk: Any, entries: int, many: int = 0) -> None:
        self.desk = desk
        self.entries = entries
        self.files: dict[str, Version] = {}
        self.bin: dict[str, Version] = {}  # deleted files
        self.left: list[str] = []  # paths from which files were moved
        self.waiting: list[Saved] = []
        self.count = self.numbers = self.saves = self.looks = 0
        self.away = 0  # looks that nobody takes, while time passes
        self.expected = Expected(ID_BASE, entries, desk.clock())
        self.surfaces = Surfaces(self.expected)
        self.histories = Histories(self.expected)
        self.mirrors = [Mirror(f"/{path}", merges=path in MERGED) for path in MIRRORED]
        self.gatherers = [Gatherer("atom", desk.clock()), Gatherer("json", desk.clock())]
        for number in range(many):
            said = Version(self.next_number(), tags=TAGS[number % 3 :])
            self.save(self.free_path(FOLDERS[number % 3], "md", reuse=False), said, "later")
        self.move_site(SITES[0])
        for name, drafts, board in (("d", True, False), ("b", False, True), ("db", True, True)):
            made = self.indexer.keys.add(name, drafts=drafts, categories=["board"] * board)
            self.surfaces.keys.append(Holder(made.token, drafts, board))

    # The processes.

    def move_site(self, site: str) -> None:
        """Give the newsroom an address; everything starts again."""
        self.surfaces.move(site)
        self.histories.site = site
        self.desk.write(
            "site.toml",
            f'base_url = "{site}"\nid_base = "{ID_BASE}"\ntimezone = "{ZONE.key}"\n'
            f"[feeds]\ndeltas = true\nentries = {self.entries}\n"
            "archive_entries = 3\ndigest_periods = 100\n"
            '[partners.flipboard]\ncategory = "world"\n'
            + ("[categories.board]\nprivate = true\n" if self.expected.private else ""),
        )
        self.restart()

    def make_board(self, *, private: bool) -> None:
        """Make the category Board private, or public; everything starts again."""
        broken = [path for path, said in self.files.items() if said.broken]
        waiting = [path for one in self.waiting for path in one.paths]
        if private != self.expected.private and not waiting:
            self.expected.make_board(private=private, broken=broken)
            self.move_site(self.surfaces.site)

    def restart(self, *, scan: bool = True) -> None:
        """Stop everything and start it again."""
        self.close()
        self.indexer, self.worker = self.desk.open(scan=False), self.desk.open(scan=False)
        self.clients = [create_app(one).test_client() for one in (self.indexer, self.worker)]
        if scan:
            self.look_at_folder("scan")

    def close(self) -> None:
        """Stop everything."""
        if hasattr(self, "indexer"):
            self.indexer.close()
            self.worker.close()

    def look_at_folder(self, how: str) -> None:
        """Bring the newsroom up to the folder, and the model up to the newsroom."""
        work, self.waiting = self.waiting, []
        there = self.expected.there
        gone = sum(1 for one in work if one.gone and one.paths[0] in there)
        # So many are believed only where it is said (docs/running.md).
        accept = gone > 1 and (gone == len(there) or (gone > 3 and gone * 4 >= len(there)))
        paths = [path for one in work for path in one.paths]
        if how == "scan" or accept:
            self.indexer.scan(accept_deletions=accept)
        elif how == "files":
            self.indexer.index.update(paths[::-1])
        else:
            self.indexer.index.update({path.rpartition("/")[0] or path for path in paths})
        for one in work:
            one.apply()

    # The folder.

    def now(self) -> datetime:
        """The time."""
        found: datetime = self.desk.clock()
        return found

    def at(self, step: timedelta | None) -> datetime | None:
        """The time so far from now."""
        return None if step is None else self.now() + step

    def pick(self, which: int, wanted: Callable[[str], bool] = lambda path: True) -> str:
        """The path of an article's file that the newsroom has looked at; empty: there is none."""
        waiting = {path for one in self.waiting for path in one.paths}
        found = [path for path in self.files if path not in waiting and wanted(path)]
        return found[which % len(found)] if found else ""

    def article(self, path: str) -> Article | None:
        """The article that is published from a file, or that is held back."""
        return self.expected.there.get(path)

    def next_number(self) -> int:
        """The number of a new article."""
        self.numbers += 1
        return self.numbers

    def free_path(self, folder: str, suffix: str, *, reuse: bool) -> str:
        """A path for a new file: one that had another before, or one that never had any."""
        if reuse and (old := [path for path in self.left if path.endswith(suffix)]):
            self.left.remove(old[0])
            return old[0]
        self.count += 1
        name = f"f{self.count}.{suffix}"
        return f"{folder}/{name}" if folder else name

    def save(self, path: str, said: Version, how: str) -> None:
        """Save a file."""
        self._put(path, said)
        self._then(how, Saved((path,), lambda: self.expected.take(path, said)))

    def move(self, path: str, to: str, said: Version, how: str) -> None:
        """Move a file, and save it."""
        (self.desk.folder / path).unlink()
        del self.files[path]
        self._put(to, said)

        def apply() -> None:
            self.expected.take(to, said, was=path)
            self.left.append(path)

        self._then(how, Saved((path, to), apply))

    def delete(self, path: str, how: str) -> None:
        """Delete a file."""
        (self.desk.folder / path).unlink()
        said = self.files.pop(path)

        def apply() -> None:
            self.expected.remove(path)
            self.bin[path] = said

        self._then(how, Saved((path,), apply, gone=True))

    def delete_some(self, which: int, number: int, how: str) -> None:
        """Delete some files that the newsroom has looked at, all at once."""
        paths = [self.pick(which + more, self.there_for_readers) for more in range(number)]
        for path in dict.fromkeys(filter(None, paths)):
            self.delete(path, "later")
        if how != "later":
            self.look_at_folder(how)

    def there_for_readers(self, path: str) -> bool:
        """Whether readers see the article of a file."""
        article = self.article(path)
        return article is not None and article.public(self.now())

    def give_id(self, path: str, how: str) -> None:
        """Write an id of its own into a file, another one than it has."""
        said = self.files[path]
        self.count += 1
        self.save(path, replace(said, id=f"urn:x-story:{said.number}:{self.count}"), how)

    def bring_back(self, which: int, how: str, *, elsewhere: bool, edited: bool) -> None:
        """Save a deleted file again; elsewhere only its own id tells that it is the same."""
        if not self.bin:
            return
        path = list(self.bin)[which % len(self.bin)]
        said = self.bin.pop(path)
        folder = path.rpartition("/")[0]
        to = self.free_path(folder, said.suffix, reuse=False) if elsewhere and said.id else path
        self.save(to, replace(said, text=said.text + edited), how)

    def _put(self, path: str, said: Version) -> None:
        file = self.desk.write(path, said.file())
        self.saves += 1
        # Never twice the same, as on a real disk.
        time = int(self.now().timestamp()) * 10**9 + self.saves * 1000
        os.utime(file, ns=(time, time))
        if said.picture:
            self.desk.write(picture_path(path, said.number), picture())
        self.files[path] = said

    def _then(self, how: str, saved: Saved) -> None:
        self.waiting.append(saved)
        if how != "later":
            self.look_at_folder(how)

    # Time and subscribers.

    def forward(self, step: timedelta) -> None:
        """Time passes; feed readers look in before tombstones have stood long enough."""
        then = self.now() + step
        for reader in self.gatherers:
            if then - reader.polled >= TOLD:
                self.gather(reader)
        self.desk.clock.time = then
        self.expected.advance(then)
        for reader in self.gatherers:
            if step >= TOLD:
                reader.forget(then)

    def forward_to_due(self, which: int, after: timedelta) -> None:
        """Time passes until a little before or after something is due."""
        times = [time for one in self.expected.next_times() if (time := one + after) > self.now()]
        if times:
            self.forward(times[which % len(times)] - self.now())

    def poll(self, which: int, *, tag: bool, since: bool, coding: str) -> None:
        """A subscriber, and each that merges, asks, and then has what another is given."""
        picked = self.mirrors[which % len(self.mirrors)]
        for mirror in self.mirrors:
            if mirror is picked or mirror.merges:
                mirror.poll(self.client(), tag=tag, since=since, coding=coding)
                name = mirror.path.strip("/").rpartition(".")[0]
                assert mirror.left <= {one.id for one in self.expected.standing(name)}
                mirror.left = set()
                mirror.check(self.client())

    def gather(self, reader: Gatherer) -> None:
        """A feed reader asks, and then holds no article twice, and none that was withdrawn."""
        reader.poll(self.client(), self.now())
        articles = {one.said.number: one for one in self.expected.articles.values()}
        public = {one.said.number for one in self.expected.public()}
        held = {number: text for number, text, _ in reader.held.values()}
        assert len(held) == len(reader.held), "it shows an article twice"
        kept = held.keys() - public
        assert all(articles[number].left == "expired" for number in kept), kept
        if len(public) <= self.entries:
            assert public <= held.keys()
        for one in self.expected.entries_of("feed"):
            assert held[one.said.number] == one.said.text

    def client(self) -> Any:
        """The indexer's process and the worker's take turns."""
        self.looks += 1
        return self.clients[self.looks % 2]

    def glance(self) -> None:
        """Look at the feed of everything, and at one other, unless everybody is away."""
        if self.away:
            self.away -= 1
            return
        for kind in KINDS:
            self.surfaces.feed(self.client(), "feed", kind)
        self.surfaces.feed(self.client(), *PARTS[self.looks % len(PARTS)])
        self.histories.one(self.client(), self.looks // 5, ["feed", *OTHERS])
        self.surfaces.keyed(
            self.client(), self.surfaces.keys[self.looks % 3], KINDS[self.looks % 2]
        )
        newest = self.expected.public()[: self.entries]
        self.surfaces.search(self.client(), "copy stands OR nothing", newest)

    def look_at_everything(self, client: Any) -> None:
        """Look at every answer there is."""
        self.surfaces.everything(client)
        look_as_programs(self.expected, self.surfaces.site, client)
        self.histories.everything(client, self.surfaces.all_feeds())

    def end(self) -> None:
        """Everything is published, and everybody looks."""
        self.look_at_folder("scan")
        for client in self.clients:
            self.look_at_everything(client)
        for which in range(len(self.mirrors)):
            self.poll(which, tag=True, since=True, coding="")
        for reader in self.gatherers:
            self.gather(reader)
