"""Makes one feed again and again in a process of its own, and prints each time as JSON.

changed: an article of the feed was saved and taken in just before
cold:    nothing of it is kept but section summaries; the site has another address each time
"""

import json
import os
import sys
import time
from pathlib import Path

from bench import frame
from bench.saving import Saver
from feedsvc.model.feed import FORMATS
from feedsvc.newsroom import Newsroom

NAME = "feed"


def main() -> None:
    """Measure the newsroom that the environment names, as many times as the argument says."""
    rounds = int(sys.argv[1])
    articles = Path(os.environ["FEEDSVC_ARTICLES"])
    told: dict[str, list[float]] = {"update": []}
    told |= {f"{kind} {form}": [] for kind in ("changed", "cold") for form in FORMATS}
    newsroom = Newsroom.open(articles, os.environ)
    with frame.live_folder(articles) as folder:
        saver = Saver(folder, files=3)
        paths = set()
        for number in range(-2, rounds):
            path, headline, _ = saver.save()
            paths.add(path)
            began = time.perf_counter()
            newsroom.index.update([path])
            took = time.perf_counter() - began
            if number >= 0:
                told["update"].append(took)
            for form in FORMATS:
                began = time.perf_counter()
                body = newsroom.document(NAME, form).body
                took = time.perf_counter() - began
                if headline.encode() not in body:
                    raise RuntimeError(f"the saved article is not in the {form} feed")
                if number >= 0:
                    told[f"changed {form}"].append(took)
    newsroom.index.update(sorted(paths))  # they are gone
    newsroom.document(NAME, "atom")  # the summaries of those that came back
    newsroom.close()
    for number in range(rounds):
        site = f"https://{time.time_ns()}-{number}.example.org"
        moved = Newsroom.open(articles, os.environ | {"FEEDSVC_BASE_URL": site})
        moved.feeds.all()  # connections are open
        for form in FORMATS:
            began = time.perf_counter()
            body = moved.document(NAME, form).body
            told[f"cold {form}"].append(time.perf_counter() - began)
            if site.encode() not in body:
                raise RuntimeError("a feed that was to be made anew was not")
        moved.close()
    print(json.dumps(told))


if __name__ == "__main__":
    main()
