"""A newsroom in which anything may happen: saves, deletions, withdrawals, settings, time."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

CATEGORIES = ("World", "Sport", "Desk")
TAGS = ("wet", "cold", "dry", "news", "Cold", "DRY")  # some are the same one
AUTHORS = ("Ann", "Bo")
WORDS = [
    "rain",
    "snow",
    "hail",
    "storm",
    "ferry",
    "bridge",
    "harbour",
    "mayor",
    "budget",
    "match",
    "goal",
    "train",
]
SETTINGS = (
    "",
    'title = "Other"\n',
    '[redirects]\n"old/place" = "/articles/none"\n"page/1" = "/archive"\n',
    "[categories.empty]\ntitle = 'Nothing yet'\n",
    "[categories.desk]\nprivate = true\n",
    "[searches.wet]\nquery = 'rain'\n",
)


class RandomSite:
    """Changes a desk at random.

    Args:
        desk: of the newsroom; its clock goes on.
        seed: decides what happens.
        begin: how many articles there are at first.
    """

    def __init__(self, desk: Any, seed: int, begin: int) -> None:
        self.desk, self.random = desk, random.Random(seed)
        self.number = 0
        self.paths: dict[str, dict[str, str]] = {}
        self.set_up("")
        for _ in range(begin):
            self.add()

    def set_up(self, more: str) -> None:
        self.desk.write(
            "site.toml",
            'base_url = "https://news.example"\nid_base = "news.example,2026"\n'
            + (more if not more.startswith("[") else "")
            + "[feeds]\nentries = 10\narchive_entries = 10\n"
            + (more if more.startswith("[") else ""),
        )

    def step(self) -> str:
        """Let one thing happen; returns what."""
        some: list[tuple[int, Callable[[], object]]] = [
            (4, self.add), (4, self.edit), (2, self.delete), (2, self.withdraw), (2, self.rename),
            (1, self.settings), (3, self.wait), (1, self.media), (1, self.touch),
        ]  # fmt: skip
        weights, actions = zip(*some, strict=True)
        action = self.random.choices(actions, weights)[0]
        action()
        return action.__name__

    def add(self) -> None:
        self.number += 1
        folder = self.random.choice(("", "world/", "notes/deep/"))
        keys = {"title": self._title(), "category": self.random.choice(CATEGORIES)}
        keys["date"] = self._time(-40 * 24, 48)
        keys["tags"] = f"[{', '.join(self.random.sample(TAGS, self.random.randint(0, 3)))}]"
        keys["author"] = self.random.choice(AUTHORS)
        if self.random.random() < 0.15:
            del keys["category"]
        if self.random.random() < 0.15:
            keys["expires"] = self._time(-24, 24 * 9)
        if self.random.random() < 0.15:
            keys["aliases"] = f"[/old/{self.random.randint(1, 5)}]"
        if self.random.random() < 0.1:
            keys["draft"] = "true"
        if self.random.random() < 0.1:
            keys["language"] = "de"
        if self.random.random() < 0.2:
            keys["image"] = f"picture{self.random.randint(1, 3)}.png"
        self._save(f"{folder}story-{self.number}.md", keys)

    def edit(self) -> None:
        path = self._some()
        keys = dict(self.paths[path])
        change = self.random.randint(0, 5)
        if change == 0:
            keys["title"] = self._title()
        elif change == 1:
            keys["date"] = self._time(-40 * 24, 48)
        elif change == 2:
            keys["tags"] = f"[{', '.join(self.random.sample(TAGS, 2))}]"
        elif change == 3:
            keys["category"] = self.random.choice(CATEGORIES)
        elif change == 4:
            keys["correction"] = f"It was {self.random.randint(1, 9)}."
        self._save(path, keys)

    def delete(self) -> None:
        path = self._some()
        (self.desk.folder / path).unlink()
        del self.paths[path]

    def withdraw(self) -> None:
        path = self._some()
        keys = dict(self.paths[path])
        if keys.pop("status", None) is None:
            keys |= {"status": "withdrawn", "reason": f"Wrong {self.random.randint(1, 9)} times."}
        self._save(path, keys)

    def rename(self) -> None:
        path = self._some()
        other = f"moved/{self.random.randint(1, 99)}-{path.rpartition('/')[2]}"
        (self.desk.folder / "moved").mkdir(exist_ok=True)
        (self.desk.folder / path).rename(self.desk.folder / other)
        self.paths[other] = self.paths.pop(path)

    def settings(self) -> None:
        self.set_up(self.random.choice(SETTINGS))

    def wait(self) -> None:
        hours = self.random.choice((0.02, 1, 5, 26, 80, 400))
        self.desk.clock.time += timedelta(hours=hours)

    def media(self) -> None:
        size = self.random.randint(1, 50)
        name = f"picture{self.random.randint(1, 3)}.png"
        file = self.desk.folder / self.random.choice(("", "world/")) / name
        if file.exists() and self.random.random() < 0.3:
            file.unlink()
        else:
            self.desk.write(file.relative_to(self.desk.folder).as_posix(), b"\x89PNG" + bytes(size))

    def touch(self) -> None:
        path = self._some()
        self._save(path, self.paths[path], text=None)

    def _some(self) -> str:
        if not self.paths:
            self.add()
        return self.random.choice(sorted(self.paths))

    def _title(self) -> str:
        return " ".join(self.random.sample(WORDS, 3)).title()

    def _time(self, first: int, last: int) -> str:
        hours = self.random.uniform(first, last)
        moment = self.desk.clock.time + timedelta(hours=hours)
        return moment.replace(microsecond=0).isoformat()

    def _save(self, path: str, keys: dict[str, str], text: str | None = "") -> None:
        self.paths[path] = keys
        if text is None:
            (self.desk.folder / path).touch()
            return
        words = " ".join(self.random.choices(WORDS, k=12)).capitalize()
        lines = "".join(f"{key}: {value}\n" for key, value in keys.items())
        other = self.random.choice(sorted(self.paths))
        self.desk.write(path, f"---\n{lines}---\n{words}.\n\n[There](/{other}) it is.\n")
