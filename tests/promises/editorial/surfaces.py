"""Every answer beside what the rules allow it to hold."""

import posixpath
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple
from urllib.parse import quote

import answers
from answers import Answer, Item, ask, stories
from article import EVERYTHING, Article
from expected import Expected

KINDS = ("atom", "rss", "json")
FRONT = 20  # entries of the front page
EARLY = datetime(1970, 1, 1, tzinfo=UTC)


class Holder(NamedTuple):
    """Who has a key, and what for."""

    token: str
    drafts: bool
    board: bool


class Surfaces:
    """Looks at the answers of a newsroom.

    Args:
        expected: what they may hold.
    """

    def __init__(self, expected: Expected) -> None:
        self.expected = expected
        self.site = ""  # its address now
        self.keys: list[Holder] = []
        self.slugs: dict[str, Article] = {}  # all ever given
        self.media: set[str] = set()  # all ever named
        # By path: what it depended on, the answer, when it was given, and what had happened.
        self._before: dict[str, tuple[object, Answer, datetime, int]] = {}
        self._feeds: dict[str, tuple[object, datetime]] = {}  # entries of a feed, its `updated`
        self._searches: dict[str, tuple[object, str]] = {}  # what one finds, the tag

    def move(self, site: str) -> None:
        """The newsroom has another address; other bytes have been served when it comes back."""
        if site != self.site:
            self._before.clear()
        self.site = site

    def numbers(self) -> set[int]:
        """The articles that readers may see."""
        return {one.said.number for one in self.expected.public()}

    def feed(self, client: Any, name: str, kind: str) -> None:
        """A feed holds what belongs to it, in its order, with its times, and tells of the rest."""
        path = f"/{quote(name)}.{kind}"
        answer = ask(client, path)
        if name not in self.expected.opened:
            assert answer.status == 404, path
            return
        assert answer.status == 200, (path, answer.status)
        of = (self.site, self.expected.of_feed(name))
        self._same_or_later(path, of, answer, self.expected.happened[name])
        found = answers.read(kind, answer.body)
        entries = self.expected.entries_of(name)
        told = self.expected.told(name)
        assert [one.id for one in found.items] == [one.id for one in entries], path
        for item, article in zip(found.items, entries, strict=True):
            self._entry(item, article)
        if kind != "rss":
            stones = [(one.id, one.when, one.reason) for one in told]
            assert sorted(found.stones) == sorted(stones), (path, found.stones, stones)
            times = [one.when for one in found.stones]
            assert times == sorted(times, reverse=True), path
        latest = [item.updated for item in found.items] + [one.when for one in told]
        assert found.updated >= max(latest, default=found.updated), path
        assert found.updated <= self.expected.now
        entries_then, updated_then = self._feeds.get(path, ((), found.updated))
        # What a feed without entries says is no entry's time, so an older one may come after it.
        stayed = {one.id for one in entries_then}
        if entries_then == found.items or (stayed and stayed <= {one.id for one in found.items}):
            assert found.updated >= updated_then, path
        self._feeds[path] = (found.items, found.updated)

    def _entry(self, item: Item, article: Article) -> None:
        said = article.said
        assert (item.number, item.text) == (said.number, said.text)
        assert item.published == article.published
        assert article.published <= item.updated
        assert item.updated <= self.expected.changed, "that is when somebody looked"
        assert item.updated >= article.floor, "it changed for readers, or came back, later"
        assert article.exact in (None, item.updated), "it changed for readers then"
        changes, updated = article.seen or (-1, item.updated)
        assert item.updated >= updated
        if changes == article.changes:
            assert item.updated == updated, "nothing changed for readers"
        foreseen = article.foreseen or (-1, item.updated)
        if foreseen[0] == article.changes:
            assert item.updated == foreseen[1], "the holder of a key saw another date"
        article.seen = (article.changes, item.updated)
        self._slug(item.slug, article)

    def _slug(self, slug: str, article: Article) -> None:
        """An article keeps its name until it wants another, and none is given twice."""
        if article.wanted == article.asked:
            assert slug == article.slugs[-1]
        article.asked = article.wanted
        if slug != article.wanted:
            assert slug.startswith(f"{article.wanted}-")
            others = [one for one in self.expected.articles.values() if one is not article]
            had = article.wanted in self.slugs or any(article.wanted in o.wishes for o in others)
            assert had, "a number tells of an article that nobody has seen"
        if slug not in article.slugs:
            assert slug not in self.slugs, "it was another's"
        else:
            article.slugs.remove(slug)
        article.slugs.append(slug)
        self.slugs[slug] = article

    def _same_or_later(self, path: str, of: object, answer: Answer, happened: int) -> None:
        """Bytes and validators move when what is shown does, and only then.

        What came and left again while nobody looked may have moved Last-Modified: `happened` tells.
        """
        now = self.expected.now
        if path in self._before:
            then, old, given, happened_then = self._before[path]
            assert _time(answer.modified) >= _time(old.modified), path
            if then == of:
                assert answer.body == old.body, path
            if answer.body == old.body:
                assert answer.tag == old.tag, path
                # An answer never names a time to come: of two changes within a second, the other
                # is told later.
                same = answer.modified == old.modified or _time(old.modified) == given
                assert same or happened != happened_then, path
            else:
                assert answer.tag != old.tag, path
        self._before[path] = (of, answer, now, happened)

    def keyed(self, client: Any, holder: Holder, kind: str) -> None:
        """The holder of a key sees what it is for, marked, under the ids of the public entries."""
        expected, place = self.expected, f"/private/{holder.token}"
        every = expected.keyed(drafts=holder.drafts, board=holder.board)
        answer = self._private(client, f"{place}/feed.{kind}")
        found = answers.read(kind, answer.body, self._marks(every), f"{self.site}{place}")
        assert [item.id for item in found.items] == [one.id for one in every[: expected.entries]]
        for item, article in zip(found.items, every, strict=False):
            assert (item.number, item.text) == (article.said.number, article.said.text)
            assert item.published == article.published
            changes, updated = article.foreseen or (-1, item.updated)
            assert changes != article.changes or item.updated == updated, "nothing changed"
            article.foreseen = (article.changes, item.updated)
        only = [one for one in every if one.shut] if holder.board and expected.private else None
        path = f"{place}/category/board.{kind}"
        if only is None:
            assert ask(client, path).status == 404
            return
        found = answers.read(
            kind, self._private(client, path).body, self._marks(only), f"{self.site}{place}"
        )
        assert [item.id for item in found.items] == [one.id for one in only[: expected.entries]]

    def _marks(self, every: list[Article]) -> dict[int, str]:
        """What stands in front of headlines."""
        now = self.expected.now
        return {
            one.said.number: "[Draft] "
            if one.said.draft
            else "[Embargoed] " * (one.published > now)
            for one in every
        }

    def _private(self, client: Any, path: str) -> Answer:
        answer = ask(client, path)
        assert answer.status == 200, path
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert ask(client, path, If_None_Match=answer.tag).status == 304
        return answer

    def _keyed_pages(self, client: Any, holder: Holder) -> None:
        """Pages and files of a key's holder."""
        expected, place = self.expected, f"/private/{holder.token}"
        every = expected.keyed(drafts=holder.drafts, board=holder.board)
        public = expected.public()
        front = self._private(client, f"{place}/")
        assert stories(front.body) == {one.said.number for one in every[: expected.entries]}
        for article in expected.articles.values():
            if not article.present:
                continue
            answer = ask(client, f"{place}/articles/{quote(article.path)}")
            seen = article in every or article in public
            # Of a file that is not shown nothing is told, not even that its path is taken.
            name = posixpath.basename(posixpath.splitext(article.path)[0])
            named = [one for one in (*every, *public) if name in one.slugs]
            # Nobody may have seen whether one that wanted that name got it.
            perhaps = [one for one in (*every, *public) if name in (one.wanted, *one.wishes)]
            assert answer.status in ((302,) if seen or named else (404, 302)), article.path
            if not seen and answer.status == 302:
                page = ask(client, answer.headers["Location"].removeprefix(self.site))
                told = [{one.said.number} for one in (*named, *perhaps)]
                assert stories(page.body) in told, article.path
            if article in every:
                url = answer.headers["Location"]
                assert url.startswith(f"{self.site}{place}/articles/")
                page = self._private(client, url.removeprefix(self.site))
                assert stories(page.body) == {article.said.number}
        files = {one.media for one in [*every, *public] if one.media}
        for path in {one.media for one in expected.articles.values() if one.media}:
            answer = ask(client, f"{place}/media/{quote(path)}")
            assert answer.status == (200 if path in files else 404), path

    def search(self, client: Any, query: str, wanted: list[Article]) -> None:
        """A search finds these, and nothing else."""
        path = f"/search.json?q={quote(query)}"
        answer = ask(client, path)
        assert answer.status == 200, path
        found = answers.read("json", answer.body)
        assert [one.id for one in found.items] == [one.id for one in wanted], path
        told = (self.site, tuple(one.shown for one in wanted))
        if path in self._searches and self._searches[path][0] == told:
            assert answer.tag == self._searches[path][1], path
        assert not answer.modified
        self._searches[path] = (told, answer.tag)

    def everything(self, client: Any) -> None:
        """All there is to look at."""
        for name in self.all_feeds():
            for kind in KINDS:
                self.feed(client, name, kind)
            self._parts(client, name)
        for holder in self.keys:
            for kind in KINDS:
                self.keyed(client, holder, kind)
            self._keyed_pages(client, holder)
        self._articles(client)
        self._find(client)
        self._front(client)
        self._listings(client)
        self._media(client)

    def all_feeds(self) -> list[str]:
        """Every feed that an article ever named, public or not."""
        named = {name for one in self.expected.articles.values() for name in one.feeds}
        return sorted({EVERYTHING} | named)

    def _page(self, client: Any, path: str, **headers: str) -> Answer:
        answer = ask(client, path, **headers)
        assert answer.status == 200, (path, answer.status)
        assert stories(answer.body) <= self.numbers(), path
        of = (self.site, self.expected.everything())
        self._same_or_later(f"{path} {headers}", of, answer, self.expected.happened.total())
        return answer

    def _parts(self, client: Any, name: str) -> None:
        if name not in self.expected.opened:
            assert ask(client, f"/{name}").status == 404
            return
        newest = {one.said.number for one in self.expected.entries_of(name)}
        page = self._page(client, f"/{quote(name)}.atom", Sec_Fetch_Dest="document")
        assert stories(page.body) == newest
        if name != EVERYTHING:
            page = self._page(client, f"/{quote(name)}")
            # A correction lifts an older article into its feeds, and into no list of the newest.
            standing = [one.said.number for one in self.expected.standing(name)]
            listed = stories(page.body)
            assert set(standing[: self.expected.entries]) <= listed <= set(standing)

    def _find(self, client: Any) -> None:
        """Each article is found by what it alone says, while it is public."""
        public = self.expected.public()
        for article in self.expected.articles.values():
            query = f'"Story {article.said.number}" "copy {article.said.number}"'
            wanted = [one for one in public if one.said.number == article.said.number]
            self.search(client, query, wanted)

    def _front(self, client: Any) -> None:
        expected, page = self.expected, self._page(client, "/")
        assert answers.counts(page.body) == {
            name: len(expected.standing(name)) for name in expected.listed() - {EVERYTHING}
        }
        newest = {one.said.number for one in expected.public()[:FRONT]}
        assert newest <= stories(page.body)

    def _listings(self, client: Any) -> None:
        expected = self.expected
        found = answers.locations(self._page(client, "/sitemap.xml").body)
        pages = {f"{self.site}/articles/{one.slugs[-1]}" for one in expected.public()}
        pages |= {f"{self.site}/{n}" for n in expected.listed() if n.startswith("category/")}
        assert sorted(found) == sorted({f"{self.site}/"} | pages)
        digests = {
            f"{name}/digest/{kind}".removeprefix("feed/")
            for name in expected.listed()
            for kind in ("daily", "weekly")
            if name == EVERYTHING or name.startswith("category/")
        }
        outlines = answers.outlines(self._page(client, "/feeds.opml").body)
        assert outlines == expected.listed() | digests

    def _articles(self, client: Any) -> None:
        now, public = self.expected.now, self.numbers()
        for article in self.expected.public():
            answer = ask(client, f"/articles/{quote(article.path)}")
            assert answer.status == 301, article.path
            slug = answers.slug_of(answer.headers["Location"])
            self._slug(slug, article)
            page = self._page(client, f"/articles/{quote(slug)}")
            assert {article.said.number} <= stories(page.body) <= public  # it leads on to others
            assert f"Copy {article.said.number}.{article.said.text} " in page.text
            for text, _ in article.said.corrections:
                assert text in page.text
        for article in self.expected.articles.values():
            own = not article.said.slug and article.id.endswith(f":{article.path}")
            unseen = own and not article.public(now) and article.wanted not in self.slugs
            for slug in [*article.slugs, article.wanted] if unseen else article.slugs:
                self._page_of(client, slug)

    def _page_of(self, client: Any, slug: str) -> None:
        """What a name leads to that some article has, or had."""
        answer, every = ask(client, f"/articles/{quote(slug)}"), self.expected.articles.values()
        having = [one for one in every if slug in (*one.slugs, one.wanted)]
        # Who got the name goes before who only wanted it.
        seen = sorted((o for o in having if o.was_public), key=lambda o: slug in o.slugs)
        if public := [one for one in having if slug in one.slugs and one.public(self.expected.now)]:
            last = public[0].slugs[-1]
            assert answer.status == (200 if slug == last else 301), slug
            assert slug == last or answers.slug_of(answer.headers["Location"]) == last
        elif own := [o.slugs[-1] for o in self.expected.public() if o.answers_to_its_file(slug)]:
            assert answer.status == 301, slug
            assert answers.slug_of(answer.headers["Location"]) in own
        elif seen and seen[-1].left == "told":
            assert answer.status == 410, slug
            reasons = [one.reason for one in self.expected.deletions if one.id == seen[-1].id]
            assert reasons[-1] in answer.text
        else:  # unseen: nobody looked while another article may have had the name
            unseen = any(slug in one.wishes and one.left == "told" for one in every)
            assert answer.status == 404 or (unseen and answer.status == 410), slug
        assert answer.status == 200 or stories(answer.body) <= self.numbers()

    def _media(self, client: Any) -> None:
        public = {one.media for one in self.expected.public()}
        self.media |= {one.media for one in self.expected.articles.values()} - {""}
        for path in self.media:
            answer = ask(client, f"/media/{quote(path)}")
            assert answer.status == (200 if path in public else 404), path


def _time(text: str) -> datetime:
    return parsedate_to_datetime(text) if text else EARLY
