"""Subscribers: one keeps what it was given last, one gathers entries as feed readers do."""

from datetime import datetime
from typing import Any

from answers import Answer, ask, read


class Mirror:
    """Keeps the last body of a feed, and asks only for what it does not hold.

    Args:
        path: of the feed's document.
        merges: whether it takes what is new alone (RFC 3229).
    """

    def __init__(self, path: str, *, merges: bool) -> None:
        self.path, self.merges = path, merges
        self.held = Answer(0, {}, b"")
        self.news = self.held  # what came last: the whole, or what was new in it
        self.former: dict[bytes, str] = {}  # bodies of earlier times, and their tags
        self.left: set[str] = set()  # that a delta left out and told nothing of: in the archive

    def poll(self, client: Any, *, tag: bool, since: bool, coding: str = "") -> None:
        """Ask for the feed, or for what is new in it, with the validators that it has."""
        found = ask(
            client,
            self.path,
            If_None_Match=self.held.tag if tag else "",
            If_Modified_Since=self.held.modified if since else "",
            Accept_Encoding=coding,
            A_IM="feed" if self.merges else "",
        )
        self.news = found
        if found.status == 304:
            assert self.held.status == 200
            assert not tag or found.tag == self.held.tag
        elif found.status == 226:
            assert self.merges
            assert tag
            self._merge(client, found)
        else:
            if found.status == 200:
                self.former[found.body] = found.tag
            self.held = found

    def _merge(self, client: Any, delta: Answer) -> None:
        """A delta and what was held make the whole."""
        whole = ask(client, self.path)
        assert delta.tag.startswith(whole.tag[:-1]), "in a coding, and for one who merges"
        assert delta.tag.endswith('-im"')
        kind = self.path.rpartition(".")[2]
        before, news, now = (read(kind, one.body) for one in (self.held, delta, whole))
        assert set(now.items) - set(before.items) <= set(news.items)
        assert [one for one in now.items if one in news.items] == news.items
        assert (news.stones, news.updated) == (now.stones, now.updated)
        self.left = {one.id for one in before.items} - {one.id for one in now.items}
        self.left -= {one.id for one in news.stones}
        self.former[whole.body] = delta.tag
        self.held = Answer(200, whole.headers | {"ETag": delta.tag}, whole.body)

    def check(self, client: Any) -> None:
        """What it holds is what is given now; tags of what was given once are refused."""
        now = ask(client, self.path)
        assert (now.status, now.body) == (self.held.status, self.held.body)
        for body, tag in list(self.former.items())[-3:]:
            answer = ask(client, self.path, If_None_Match=tag)
            assert answer.status == (304 if body == now.body else now.status)


class Gatherer:
    """A feed reader: entries by id, the newer version of each, less what tombstones name.

    Args:
        kind: the format that it reads.
        now: the time of its beginning.
    """

    def __init__(self, kind: str, now: datetime) -> None:
        self.kind = kind
        self.mirror = Mirror(f"/feed.{kind}", merges=kind == "atom")
        self.polled = now
        self.held: dict[str, tuple[int, int, datetime]] = {}  # number, text, updated

    def poll(self, client: Any, now: datetime) -> None:
        """Take in what is new."""
        self.polled = now
        self.mirror.poll(client, tag=True, since=True)
        if self.mirror.news.status == 304:
            return
        feed = read(self.kind, self.mirror.news.body)
        for item in feed.items:
            if item.id not in self.held or item.updated >= self.held[item.id][2]:
                self.held[item.id] = (item.number, item.text, item.updated)
        for stone in feed.stones:
            if stone.id in self.held and self.held[stone.id][2] <= stone.when:
                del self.held[stone.id]

    def forget(self, now: datetime) -> None:
        """Begin anew, as one that was away for longer than tombstones stand."""
        self.__init__(self.kind, now)  # type: ignore[misc]
