"""A newsroom of any size, made from a seed: each article depends on the seed and its number alone.

    python bench/corpus.py --articles 100000

Articles have 8 sections and about 540 words, a category (the folder), 3 of 200 tags, one of 40
desks as author. The first thousand of a million are the thousand. Made ones are kept, and used
again, in bench/.cache or the folder that BENCH_CACHE names.
"""

import argparse
import json
import os
import random
import shutil
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.prose import PLACES, QUALITIES, STEMS, VERBS, make_sentence

VERSION = 1  # raised whenever the same seed gives other articles
SEED = 1
SECTIONS = 8
FOLDER = 1000  # files of one folder
SENTENCES = 60  # ready ones of each topic; an article fills their gaps in its own way
BEGIN = datetime(2006, 1, 1, tzinfo=UTC)
STEP = timedelta(minutes=10)  # the millionth article is of 2025
CATEGORIES = ["world", "politics", "business", "science", "health", "culture", "sport", "weather"]
TAGS = [*STEMS[:100], *(f"{QUALITIES[i % 30]} {STEMS[i]}" for i in range(100))]
DESKS = [f"{stem.title()} desk" for stem in STEMS[:40]]
SITE = """\
title = "A newsroom made to measure"
base_url = "https://news.example.org"
id_base = "news.example.org,2026"
"""


class Article(NamedTuple):
    """What is written of one article, before it is put into a format."""

    category: str
    path: str
    title: str
    standfirst: str
    date: datetime
    tags: list[str]
    author: str
    text: str


@cache
def _topics(seed: int) -> list[list[str]]:
    """Ready sentences of each tag; @ stands for a place, # for a number."""
    rng = random.Random(seed)
    found = []
    for tag in TAGS:
        words = [*tag.split(), *rng.sample(STEMS, 5), "@"]
        ready = [make_sentence(rng, words, 16) for _ in range(SENTENCES)]
        found.append([f"{one[:-1]} since week #." for one in ready])
    return found


def make_article(number: int, seed: int = SEED) -> Article:
    """The article of a number, 0 to 999,999; the higher, the newer."""
    rng = random.Random(f"{seed} {number}")
    chosen = rng.sample(range(len(TAGS)), 3)
    topics = _topics(seed)
    place = rng.choice(PLACES)
    category = CATEGORIES[number % len(CATEGORIES)]
    stem = TAGS[chosen[0]].replace(" ", "-")
    folder = number // (FOLDER * len(CATEGORIES)) + 1
    parts = []
    for section in range(SECTIONS):
        if section:
            parts.append(f"## {rng.choice(QUALITIES).title()} {rng.choice(STEMS)} in {place}")
        picked = rng.sample(topics[chosen[section % 3]], rng.choice((3, 3, 4)))
        text = " ".join(picked).replace("@", place)
        pieces = text.split("#")
        numbers = [str(rng.randrange(2, 5000)) for _ in pieces[1:]]
        filled = [piece for pair in zip(pieces, numbers, strict=False) for piece in pair]
        parts.append("".join([*filled, pieces[-1]]))
    return Article(
        category,
        f"{category}/{folder:04}/{stem}-{number}.md",
        f"{rng.choice(QUALITIES).title()} {TAGS[chosen[0]]} {rng.choice(VERBS)} in {place}",
        f"What the {rng.choice(STEMS)} means for the {rng.choice(STEMS)} of {place}",
        BEGIN + STEP * number + timedelta(seconds=rng.randrange(500)),
        [TAGS[one] for one in chosen],
        rng.choice(DESKS),
        "\n\n".join(parts),
    )


def markdown(article: Article) -> str:
    """With YAML front matter, which feedsvc and Hugo read."""
    return (
        f'---\ntitle: "{article.title}"\ndescription: "{article.standfirst}"\n'
        f"date: {article.date:%Y-%m-%dT%H:%M:%SZ}\n"
        f'tags: [{", ".join(article.tags)}]\nauthors: ["{article.author}"]\n---\n\n'
        f"{article.text}\n"
    )


def pelican_markdown(article: Article) -> str:
    """With the header lines that Pelican reads."""
    return (
        f"Title: {article.title}\nSummary: {article.standfirst}\n"
        f"Date: {article.date:%Y-%m-%d %H:%M:%S}\nCategory: {article.category}\n"
        f"Tags: {', '.join(article.tags)}\nAuthor: {article.author}\n\n{article.text}\n"
    )


FLAVOURS = {"markdown": markdown, "pelican": pelican_markdown}


def _write_some(root: str, first: int, last: int, seed: int, flavour: str) -> int:
    """Write the articles of a range of numbers."""
    made: set[str] = set()
    for number in range(first, last):
        article = make_article(number, seed)
        path = os.path.join(root, article.path)
        folder = os.path.dirname(path)
        if folder not in made:
            os.makedirs(folder, exist_ok=True)
            made.add(folder)
        with open(path, "wb") as file:
            file.write(FLAVOURS[flavour](article).encode())
    return last - first


def write(root: Path, count: int, seed: int = SEED, flavour: str = "markdown") -> None:
    """Write a corpus into a folder, on all cores, with a line of progress on a terminal."""
    root.mkdir(parents=True, exist_ok=True)
    if flavour == "markdown":
        (root / "site.toml").write_text(SITE)
    step = FOLDER * len(CATEGORIES)
    if count <= 100:
        _write_some(str(root), 0, count, seed, flavour)
        return
    step = min(step, -(-count // (os.cpu_count() or 1)))
    done, began = 0, time.perf_counter()
    with ProcessPoolExecutor() as pool:
        jobs = [
            pool.submit(_write_some, str(root), first, min(first + step, count), seed, flavour)
            for first in range(0, count, step)
        ]
        for job in jobs:
            done += job.result()
            _tell(f"\r{done:,} of {count:,} articles written")
    _tell(f"\r{count:,} articles written in {time.perf_counter() - began:.0f} s\n")


def _tell(text: str) -> None:
    if sys.stderr.isatty() or text.endswith("\n"):
        sys.stderr.write(text)
        sys.stderr.flush()


def cache_folder() -> Path:
    """Where made things are kept between runs; git does not see it."""
    named = os.environ.get("BENCH_CACHE")
    folder = Path(named) if named else Path(__file__).resolve().parent / ".cache"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".gitignore").write_text("*\n")
    return folder


def ensure(count: int, seed: int = SEED, flavour: str = "markdown") -> Path:
    """The folder of a corpus, made where it is not there or not complete."""
    root = cache_folder() / "corpora" / f"{flavour}-{seed}-{count}"
    marker = root.with_suffix(".json")
    wanted = {"version": VERSION, "seed": seed, "articles": count, "flavour": flavour}
    if marker.exists() and json.loads(marker.read_text()) == wanted and root.is_dir():
        return root
    marker.unlink(missing_ok=True)
    shutil.rmtree(root, ignore_errors=True)
    write(root, count, seed, flavour)
    marker.write_text(json.dumps(wanted))
    return root


def main() -> None:
    """Read the arguments, make the corpus, say where it is."""
    parser = argparse.ArgumentParser(
        description=(__doc__ or "").partition("\n\n")[0],
        epilog="Example: python bench/corpus.py --articles 100000",
    )
    parser.add_argument("--articles", type=int, default=1000, metavar="N", help="default: 1000")
    parser.add_argument("--seed", type=int, default=SEED, help=f"default: {SEED}")
    parser.add_argument("--flavour", choices=FLAVOURS, default="markdown")
    options = parser.parse_args()
    if not 1 <= options.articles <= 1_000_000:
        parser.error("--articles must be 1 to 1,000,000")
    print(ensure(options.articles, options.seed, options.flavour))


if __name__ == "__main__":
    main()
