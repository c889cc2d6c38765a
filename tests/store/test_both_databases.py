"""The same newsroom gives the same answers, byte for byte, from SQLite and from PostgreSQL."""

import shutil
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from urllib.parse import quote

import pytest

from feedsvc.errors import NoSuchFeed
from feedsvc.model.feed import FORMATS, archive_name
from feedsvc.newsroom import Newsroom
from feedsvc.web import create_app
from tests.conftest import ROOT, Clock
from tests.databases import ICU
from tests.store.cluster import Cluster

SOME = 100  # articles of the corpus
LARGEST = 12  # feeds
SEARCHES = [
    *(
        "data",
        "the",
        "content -design",
        "api OR apis",
        '"plain language"',
        '"one of the" 2015',
        "-a",
    ),
    *(
        "tag:accessibility data",
        "category:news OR author:nobody -web",
        "東京",
        "rain (café OR 日本)",
    ),
    " OR ".join(f'"of the {number}"' for number in range(50)),
    "".join(f"(a OR -(b{number} " for number in range(9)) + "the" + "))" * 9,
    *("'; DROP TABLE articles", "x" * 1001, "(" * 21, '"the', "the " * 51),
]
SITE = """
base_url = "https://news.example"
id_base = "news.example,2026"
ignore_expiry = true
[feeds]
entries = 20
archive_entries = 10
"""


def answers(newsroom: Newsroom) -> Iterator[tuple[str, bytes]]:
    """Documents of the largest feeds and of their archives, pages and searches, by address."""
    found = [one for one in newsroom.feeds.all() if not one.feed.name.startswith("search/")]
    found.sort(key=lambda one: (-one.entries, one.feed.name))
    largest = [one.feed.name for one in found[:LARGEST]]
    for feed in largest:
        for format in FORMATS:
            yield f"{feed}.{format}", newsroom.document(feed, format).body
            for number in count(1):
                try:
                    found = newsroom.document(archive_name(feed, number), format)
                except NoSuchFeed:
                    break
                yield f"{feed}/{number}.{format}", found.body
    client = create_app(newsroom).test_client()
    paths = ["/", "/page/1", "/feeds", "/opensearch.xml", "/sitemap.xml", "/opml"]
    paths += [f"/{feed}" for feed in largest]
    for query in SEARCHES:
        asked = [f"/search{end}?q={quote(query)}" for end in ("", *(f".{one}" for one in FORMATS))]
        paths += [*asked, f"{asked[0]}&page=2"]
    for path in paths:
        answer = client.get(path)
        assert answer.status_code < 500, path
        yield path, answer.data


def life(folder: Path, store: str) -> list[dict[str, bytes]]:
    """The answers of a newsroom when it begins, and after some of its files have changed."""
    clock = Clock("2026-12-15T12:00:00+00:00")  # all articles of both are published
    newsroom = Newsroom.open(folder, {"FEEDSVC_STORE": store}, clock)
    newsroom.scan()
    found = [dict(answers(newsroom))]
    clock.forward(hours=1)
    files = sorted(file for file in folder.rglob("*.md") if "/_" not in str(file))
    first, second, third = files[-3:]
    text = first.read_text(encoding="utf-8")
    first.write_text(f"{text}\nOne more sentence.\n", encoding="utf-8")
    second.unlink()
    third.rename(third.with_name(f"moved-{third.name}"))
    newsroom.scan(accept_deletions=True)
    found.append(dict(answers(newsroom)))
    newsroom.close()
    return found


@pytest.fixture(scope="session")
def some_of_digitalgov(digitalgov: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A newsroom with some of the articles of the corpus."""
    folder = tmp_path_factory.mktemp("some")
    every = sorted(digitalgov.rglob("*.md"))
    for file in every[:: len(every) // SOME]:
        place = folder / file.relative_to(digitalgov)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, place)
    (folder / "site.toml").write_text(SITE)
    return folder


@pytest.fixture
def stores(cluster: Cluster, tmp_path: Path) -> Iterator[list[str]]:
    """New stores: in SQLite, in PostgreSQL, and in PostgreSQL sorting as Germans do."""
    made = [cluster.make(), cluster.make(options=f"TEMPLATE template0 {ICU}")]
    yield [str(tmp_path / "state"), *map(cluster.url, made)]
    for name in made:
        cluster.drop(name)


def test_the_sample_newsroom_gives_the_same_answers(stores: list[str], tmp_path: Path) -> None:
    compare(ROOT / "articles", tmp_path, stores)


def test_articles_by_others_give_the_same_answers(
    some_of_digitalgov: Path, stores: list[str], tmp_path: Path
) -> None:
    sqlite, _, sorted_otherwise = stores
    compare(some_of_digitalgov, tmp_path, [sqlite, sorted_otherwise])


def compare(articles: Path, room: Path, stores: Sequence[str]) -> None:
    """Lead the same newsroom from each of the stores."""
    lives = []
    for number, store in enumerate(stores):
        folder = room / str(number) / "articles"
        shutil.copytree(articles, folder, ignore=shutil.ignore_patterns(".feedsvc"))
        lives.append(life(folder, store))
    sqlite, *others = lives
    begun, changed = sqlite
    assert len(begun) >= LARGEST * len(FORMATS)
    assert begun != changed
    assert len(begun["/search.json?q=the"]) > 2 * len(begun["/search.json?q=%E6%9D%B1%E4%BA%AC"])
    for other in others:
        for ours, theirs in zip(sqlite, other, strict=True):
            assert theirs.keys() == ours.keys()
            assert [name for name in ours if ours[name] != theirs[name]] == []
