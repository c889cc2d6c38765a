"""A newsroom of ten articles in two folders, and how its folder differs from its store."""

import os

from feedsvc.indexer.folder_diff import Difference
from feedsvc.newsroom import Newsroom

TEXT = "Title: {0}\nDate: 2026-05-01\n\nThe text of {0}.\n"


def age(desk) -> None:
    then = desk.clock.time.timestamp() - 60
    for file in desk.folder.rglob("*.txt"):
        if file.stat().st_mtime != then:  # setting it changes the state of the file
            os.utime(file, (then, then))


def write(desk, *paths: str) -> None:
    for path in paths:
        desk.write(path, TEXT.format(path))
    age(desk)


def differences(newsroom: Newsroom) -> list[Difference]:
    return [one for piece in newsroom.index.survey() for one in piece]


def titles(newsroom: Newsroom) -> set[str]:
    return {view.headline for view in newsroom.feeds.entries("feed", 99)}


def open_ten(desk) -> Newsroom:
    """The newsroom, taken in."""
    write(desk, *(f"{'world' if n % 2 else 'arts'}/{n}.txt" for n in range(10)))
    return desk.open()
