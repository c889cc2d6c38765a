"""How long `feedsvc import wxr` takes, and how much memory, for an export made from a seed.

    python -m bench.moving_in --posts 10000
    python -m bench.moving_in --megabytes 2000

The export and the articles stand in a folder that is removed at the end. The import runs in a
process of its own: once into an empty folder, then again, when nothing has changed.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench import peers, prose

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Old news</title><link>https://old.example</link><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_blog_url>https://old.example</wp:base_blog_url>
<wp:author><wp:author_login>jane</wp:author_login>
<wp:author_display_name>Jane Doe</wp:author_display_name></wp:author>
"""
_COMMENT = """<wp:comment><wp:comment_id>{0}</wp:comment_id><wp:comment_author>A reader
</wp:comment_author><wp:comment_content><![CDATA[{1}]]></wp:comment_content></wp:comment>
"""
_META = (
    "<wp:postmeta><wp:meta_key>{}</wp:meta_key><wp:meta_value><![CDATA[{}]]></wp:meta_value>"
    "</wp:postmeta>\n"
)


def export(posts: int, bytes_each: int) -> Iterator[str]:
    """The parts of an export with so many posts and as many pictures, each post of about a size."""
    chance = random.Random(25)
    words = prose.GLUE + prose.STEMS + prose.PLACES
    paragraphs = [" ".join(chance.choices(words, k=60)) + "." for _ in range(500)]
    yield _HEAD
    for number in range(1, posts + 1):
        picture = 10_000_000 + number
        chosen = chance.choices(paragraphs, k=max(bytes_each // 450, 1))
        text = "\n\n".join(chosen)
        day = f"{2001 + number % 24}-{1 + number % 12:02}-{1 + number % 28:02}"
        name = f"{chance.choice(prose.STEMS)}-{number}"
        yield (
            f"<item><title>News of {name}</title>"
            f"<link>https://old.example/{day[:4]}/{name}/</link><dc:creator>jane</dc:creator>"
            f'<guid isPermaLink="false">https://old.example/?p={number}</guid>'
            f'<content:encoded><![CDATA[{text}\n\n[gallery ids="{picture}"]]]></content:encoded>'
            f"<wp:post_id>{number}</wp:post_id><wp:post_date_gmt>{day} 09:30:00</wp:post_date_gmt>"
            f"<wp:post_name>{name}</wp:post_name><wp:status>publish</wp:status>"
            "<wp:post_type>post</wp:post_type>"
            f'<category domain="category" nicename="world"><![CDATA[World]]></category>'
            f'<category domain="post_tag" nicename="t{number % 50}">Tag {number % 50}</category>'
            + _META.format("_thumbnail_id", picture)
            + "".join(_META.format(f"_plugin_{key}", "a:0:{}") for key in range(8))
            + "".join(_COMMENT.format(key, chosen[0][:200]) for key in range(3))
            + "</item>\n<item><title>A picture</title><wp:post_type>attachment</wp:post_type>"
            f"<wp:attachment_url>https://old.example/wp-content/uploads/{day[:4]}/{name}.jpg"
            f"</wp:attachment_url><wp:post_id>{picture}</wp:post_id>"
            f"<wp:post_parent>{number}</wp:post_parent>"
            + _META.format("_wp_attachment_image_alt", "What it shows")
            + "</item>\n"
        )
    yield "</channel></rss>\n"


def measured(source: Path, articles: Path) -> str:
    """Import once; returns seconds, memory and load of the machine as a line."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "feedsvc", "import", "wxr", source, articles, "--json"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=peers.ROOT,
        check=True,
    )
    took = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    worked = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    most = used.ru_maxrss / 1024
    load = os.getloadavg()[0]
    return f"{took:.1f} s, {worked:.1f} s of a core, at most {most:.0f} MB; load {load:.1f}"


def main() -> None:
    """Make the export, import it twice, print what was measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--megabytes", type=int, help="of the export; else posts of 4 kB")
    options = parser.parse_args()
    each = 4_000 if options.megabytes is None else options.megabytes * 1_000_000 // options.posts
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "export.xml"
        with open(source, "w", encoding="utf-8") as file:
            file.writelines(export(options.posts, each))
        print(f"{options.posts:,} posts, {source.stat().st_size / 1e6:,.0f} MB")
        for name in ("into an empty folder", "again"):
            print(f"{name}: {measured(source, Path(folder) / 'articles')}")


if __name__ == "__main__":
    main()
