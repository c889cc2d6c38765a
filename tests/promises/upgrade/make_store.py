"""Makes articles/, store.sqlite3.gz and expected.json, as a feedsvc of commit 1d1c14c leaves them.

Run from the folder of the project, with a checkout of that commit in front of everything else:
PYTHONPATH=CHECKOUT python tests/promises/upgrade/make_store.py
"""

import gzip
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from feedsvc.newsroom import Newsroom

HERE = Path(__file__).parent
START = datetime(2026, 6, 1, 12, tzinfo=UTC)
FEEDS = ("feed", "category/world", "category/sport", "tag/weather", "author/ada", "digest/daily")
HEADER = "---\ntitle: {}\ndate: {}\n---\n"
LONG = "It rained on the town. Nobody went out.\n\n## After noon\n\nThe sun came. They went out.\n"
FILES = {
    "site.toml": 'title = "Town"\nbase_url = "https://town.example"\n'
    'id_base = "town.example,2026"\ntimezone = "Europe/Berlin"\n[feeds]\ndigest_periods = 9\n',
    "world/rain.md": "---\ntitle: Rain\ndate: 2026-05-20 09:00\ntags: [Weather, Town]\n"
    "author: Ada\ndeck: It falls.\n---\n" + LONG,
    "world/undated.md": "# Undated\n\nWords of it. %% ask the lawyer %% More words.\n",
    "world/edited.md": "---\ntitle: Edited\ndate: 2026-05-21\ntags: Weather\n---\nOld words.\n",
    "world/renamed.md": "---\ntitle: Renamed\ndate: 2026-05-22\n---\nIts words.\n",
    "world/corrected.md": "---\ntitle: Corrected\ndate: 2026-05-23\n---\nIts words.\n",
    "world/taken-back.md": "---\ntitle: Taken back\ndate: 2026-05-24\n---\nIts words.\n",
    "world/deleted.md": "---\ntitle: Deleted\ndate: 2026-05-25\n---\nIts words.\n",
    "sport/game.html": "<html><head><title>Game</title><meta name='date' content='2026-05-26'>"
    "</head><body><p>They played.</p><h2>Half</h2><p>They rested.</p></body></html>\n",
    "sport/2026-05-27-talk.txt": "A talk\n\nWords of the talk, and of the game that was played.\n",
    "sport/with-id.md": "---\ntitle: With an id\nid: urn:uuid:1225c695\n"
    "date: 2026-05-28\n---\nIts words.\n",
    "sport/embargoed.md": "---\ntitle: Embargoed\ndate: 2026-05-28\nembargo: 2026-07-01\n"
    "---\nX y.\n",
    "sport/expired.md": "---\ntitle: Expired\ndate: 2026-05-01\nexpires: 2026-05-29\n---\nX y.\n",
    "sport/draft.md": "---\ntitle: Draft\ndate: 2026-05-28\ndraft: true\n---\nX y.\n",
    # What later versions hold back or leave out.
    "README.md": "# Read me\n\nWhat this folder is for.\n",
    "_drafts/half.md": "---\ntitle: Half\ndate: 2026-05-30\n---\nHalf of it.\n",
    "sport/evergreen.md": "---\ntitle: Evergreen\nstatus: evergreen\ndate: 2026-05-30\n---\nX y.\n",
    "sport/later.md": "---\ntitle: Later\ndate: 2026-05-30\npublishDate: 2099-01-01\n---\nX y.\n",
}
EDITS = {
    "world/edited.md": FILES["world/edited.md"].replace("Old", "New"),
    "world/corrected.md": FILES["world/corrected.md"].replace(
        "---\nIts", "corrections: It was said that none fell.\n---\nIts"
    ),
    "world/taken-back.md": FILES["world/taken-back.md"].replace(
        "title", "status: withdrawn\nreason: It was not so.\ntitle"
    ),
}


def save(folder: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def told(newsroom: Newsroom, names: Sequence[str] = FEEDS) -> dict[str, object]:
    """What subscribers have of each feed: its entries by id, and its tombstones."""
    found: dict[str, object] = {}
    for name in names:
        feed = json.loads(newsroom.document(name, "json").body)
        keys = ("title", "url", "date_published", "date_modified", "tags")
        found[name] = {
            "entries": {
                item["id"]: {key: item[key] for key in keys if key in item}
                for item in feed["items"]
            },
            "deleted": feed.get("_feedsvc", {}).get("deleted", []),
        }
    return found


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        now = START
        save(folder, FILES)
        newsroom = Newsroom.open(folder, {}, lambda: now)
        newsroom.scan()
        now += timedelta(hours=1)
        save(folder, EDITS)
        (folder / "world/deleted.md").unlink()
        (folder / "world/renamed.md").rename(folder / "sport/new-name.md")
        newsroom.scan()
        now += timedelta(days=1)
        newsroom.scan()
        expected = told(newsroom)
        newsroom.close()
        state = folder / ".feedsvc"
        database = sqlite3.connect(state / "store.sqlite3")
        for table in ("documents", "fragments", "codings", "summaries"):
            database.execute(f"DELETE FROM {table}")
        database.commit()
        database.execute("PRAGMA journal_mode=DELETE")
        database.execute("VACUUM")
        database.close()
        packed = gzip.compress((state / "store.sqlite3").read_bytes(), 9, mtime=0)
        (HERE / "store.sqlite3.gz").write_bytes(packed)
        shutil.rmtree(state)
        shutil.rmtree(HERE / "articles", ignore_errors=True)
        shutil.copytree(folder, HERE / "articles")
        text = json.dumps(expected, indent=1, ensure_ascii=False)
        (HERE / "expected.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
