"""What is known after any changes is what a new checker would find."""

import tracemalloc
from collections.abc import Collection
from datetime import UTC, datetime, timedelta

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from feedsvc.editor.check import Checker
from feedsvc.model.article import SITE, Article
from feedsvc.model.entry import Entry, Term
from feedsvc.settings.site import Settings

START = datetime(2026, 6, 1, tzinfo=UTC)
PATHS = ["a.md", "b.md", "world/c.md", "world/d.md"]
SLUGS = ["a", "b", "c", "d"]
TARGETS = [
    *(f"{SITE}/articles/{name}" for name in [*SLUGS, *PATHS]),
    f"{SITE}/articles/a#part",
    f"{SITE}/media/pic.png",
    f"{SITE}/category/world",
    f"{SITE}/tag/rain",
    f"{SITE}/old/one",
]
HOURS = st.integers(-3, 3)


class Files:
    """A desk with one file that comes and goes."""

    def __init__(self) -> None:
        self.files: set[str] = set()
        self.read: list[str] = []

    def source(self, path: str) -> str:
        self.read.append(path)
        return "\n".join(TARGETS).replace(SITE, "")

    def has(self, path: str) -> bool:
        return path in self.files

    def moved(self, name: str) -> str | None:
        return None


def entry(
    path: str,
    slug: str,
    *,
    links: Collection[str] = (),
    published: datetime = START,
    expires: datetime | None = None,
    draft: bool = False,
    headline: str = "",
    id: str = "",
    tags: Collection[str] = (),
    aliases: Collection[str] = (),
) -> Entry:
    content = '<h2 id="part">Part</h2>' if draft else ""
    content += "".join(f'<a href="{url}">x</a>' for url in links)
    article = Article(
        path=path,
        headline=headline or path,
        standfirst="S",
        slug=slug,
        id=id,
        date=published,
        expires=expires,
        draft=draft,
        aliases=tuple(aliases),
        content=content,
        media=("pic.png",) if any("/media/" in url for url in links) else (),
    )
    return Entry(
        id=id or f"tag:x,2026:{path}",
        slug=slug,
        published=published,
        updated=published,
        article=article,
        tags=tuple(Term(tag, tag) for tag in tags),
    )


class Changes(RuleBasedStateMachine):
    """Articles are saved and deleted, files come and go, time passes."""

    @initialize()
    def begin(self) -> None:
        self.now = START
        self.desk = Files()
        self.settings = Settings(base_url="https://news.example")
        self.entries: dict[str, Entry] = {}
        self.followed = Checker(self.settings, self.desk, lambda: self.now)

    @rule(
        path=st.sampled_from(PATHS),
        slug=st.sampled_from(SLUGS),
        links=st.lists(st.sampled_from(TARGETS), max_size=4, unique=True),
        hours=HOURS,
        lasting=st.none() | HOURS,
        draft=st.booleans(),
        headline=st.sampled_from(["One", "one ", "Two"]),
        id=st.sampled_from(["", "urn:x:1", "urn:X:1", "urn:x:2"]),
        tags=st.sampled_from([(), ("rain",)]),
        aliases=st.sampled_from([(), ("/old/one",)]),
    )
    def save(self, path: str, slug: str, hours: int, lasting: int | None, **values: object) -> None:
        others = [one for one in self.entries.values() if one.article.path != path]
        if any(one.slug == slug for one in others):
            return
        published = self.now + timedelta(hours=hours)
        expires = None if lasting is None else published + timedelta(hours=lasting)
        made = entry(path, slug, published=published, expires=expires, **values)  # type: ignore[arg-type]
        self.entries[path] = made
        self.followed.take([made])

    @rule(path=st.sampled_from(PATHS))
    def delete(self, path: str) -> None:
        self.entries.pop(path, None)
        self.followed.drop([path])

    @rule()
    def upload(self) -> None:
        self.desk.files.add("pic.png")

    @rule(hours=st.integers(1, 4))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @invariant()
    def is_what_a_new_one_finds(self) -> None:
        fresh = Checker(self.settings, self.desk, lambda: self.now)
        fresh.take(self.entries[path] for path in sorted(self.entries))
        told = self.followed.problems()
        assert told == fresh.problems()
        assert told == sorted(told, key=lambda p: (p.path, p.line, p.code, p.message))


Changes.TestCase.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)
TestChanges = Changes.TestCase


def test_a_change_has_only_what_depends_on_it_judged_anew() -> None:
    desk = Files()
    made = Checker(Settings(), desk, lambda: START)
    missing = f"{SITE}/articles/missing"
    made.take(
        entry(f"{n}.md", f"s{n}", links=[missing, f"{SITE}/articles/{n}.md"]) for n in range(200)
    )
    assert len(made.problems()) == 200
    desk.read.clear()
    made.take([entry("7.md", "s7", headline="New words")])
    assert len(made.problems()) == 199
    assert set(desk.read) <= {"7.md"}
    made.take([entry("missing.md", "missing")])
    assert made.problems() == []
    made.drop(["missing.md"])
    assert len(made.problems()) == 199


def test_the_text_that_it_takes_in_is_not_kept() -> None:
    made = Checker(Settings(), Files(), lambda: START)
    tracemalloc.start()
    try:
        for number in range(20):
            one = entry(f"{number}.md", f"s{number}")
            long = msgspec.structs.replace(one.article, content="<p>" + "word " * 20_000 + "</p>")
            made.take([msgspec.structs.replace(one, article=long)])
            del one, long
        kept, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most > 100_000 > kept
