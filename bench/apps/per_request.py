"""A feed as a short Flask view makes it: read 50 files, hand them to feedgen, each time."""

import os
from pathlib import Path

import cmarkgfm
import yaml
from feedgen.feed import FeedGenerator
from flask import Flask, Response

ENTRIES = 50


def app() -> Flask:
    """An application with one feed, of the files in the folder that BENCH_FILES names."""
    folder = Path(os.environ["BENCH_FILES"])
    made = Flask(__name__)

    @made.get("/feed.atom")
    def feed() -> Response:
        generator = FeedGenerator()
        generator.id("tag:news.example.org,2026:feed")
        generator.title("A newsroom made to measure")
        generator.link(href="https://news.example.org/", rel="alternate")
        for file in sorted(folder.iterdir())[:ENTRIES]:
            _, header, text = file.read_text().split("---\n", 2)
            told = yaml.load(header, yaml.CSafeLoader)
            entry = generator.add_entry(order="append")
            entry.id(f"tag:news.example.org,2026:{file.stem}")
            entry.title(told["title"])
            entry.link(href=f"https://news.example.org/{file.stem}")
            entry.published(told["date"])
            entry.updated(told["date"])
            entry.summary(told["description"])
            for tag in told["tags"]:
                entry.category(term=tag)
            for author in told["authors"]:
                entry.author(name=author)
            entry.content(cmarkgfm.github_flavored_markdown_to_html(text), type="html")
        return Response(generator.atom_str(), content_type="application/atom+xml; charset=utf-8")

    return made
