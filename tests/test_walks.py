"""The walks of docs/architecture.md: through how many functions, and through which rooms, they go.

Functions are counted, not calls: each is something to read for whoever follows a walk. Of what
Python gives no name to (comprehensions, lambdas), some versions make functions and others do not,
so it is left out.
"""

import gc
import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import feedsvc
from feedsvc.newsroom import Newsroom
from feedsvc.web import create_app

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PACKAGE = Path(feedsvc.__file__).parent
MOST_OF_A_SAVED_FILE = 251  # functions; lower it when the walk becomes shorter
MOST_OF_A_POLL = 6  # functions, where the answer is in memory
STORY = """---
title: Story {0}
date: 2026-05-0{0}
tags: [rain, wind]
authors: [Ann]
---

It rains {1}. Much.

## More

The text of [it](https://example.com/) again.
"""


class Function(NamedTuple):
    """A function of feedsvc.

    Attributes:
        file: relative to the package.
        name: qualified.
    """

    file: str
    name: str


def passed(walk: Callable[[], object]) -> set[Function]:
    """The functions of feedsvc that run while something is done in this thread."""
    found: set[Function] = set()

    def note(frame: FrameType, event: str, _: Any) -> None:
        code = frame.f_code
        file = Path(code.co_filename)
        named = not code.co_qualname.rpartition(".")[2].startswith("<")
        if event == "call" and named and file.is_relative_to(PACKAGE):
            found.add(Function(file.relative_to(PACKAGE).as_posix(), code.co_qualname))

    before = sys.getprofile()
    gc.collect()  # what other tests left closes its files when it is collected
    gc.disable()
    sys.setprofile(note)
    try:
        walk()
    finally:
        sys.setprofile(before)
        gc.enable()
    return found


def rooms(functions: set[Function]) -> set[str]:
    """The rooms in which functions stand."""
    return {function.file.partition("/")[0] for function in functions}


def told(walk: str) -> set[str]:
    """The rooms that the page names in a walk."""
    part = PAGE.split(f"\n### {walk}\n")[1].split("\n### ")[0].split("\n## ")[0]
    return set(re.findall(r"`feedsvc/(\w+(?:\.py)?)[/`]", part))


def saved_file(desk: Any) -> set[Function]:
    """What runs from the moment at which an edited file has held still until it is published."""
    for number in range(1, 6):
        desk.write(f"world/{number}.md", STORY.format(number, number))
    newsroom = desk.open()
    # What is remembered from the first update on is remembered in a process that runs for long.
    for text in ("more", "most"):
        desk.write("world/3.md", STORY.format(3, text))
        functions = passed(lambda: newsroom.index.update(["world/3.md"]))
        assert f"It rains {text}." in newsroom.document("feed", "atom").body.decode()
    return functions


def test_a_saved_file_passes_few_functions(desk: Any) -> None:
    functions = saved_file(desk)
    listed = "\n".join(f"{file}: {name}" for file, name in sorted(functions))
    assert len(functions) <= MOST_OF_A_SAVED_FILE, listed


def test_a_saved_file_passes_the_rooms_that_the_page_names(desk: Any) -> None:
    assert rooms(saved_file(desk)) == told("A saved file")


def ask(app: Any, path: str, **headers: str) -> list[str]:
    """Poll a feed (PEP 3333); the status that it answers with."""
    found: list[str] = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "SERVER_NAME": "x", "SERVER_PORT": "80"}
    environ |= {"wsgi.url_scheme": "http"}
    environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    b"".join(app(environ, lambda status, headers: found.append(status)))
    return found


def test_a_poll_from_memory_passes_few_functions(desk: Any) -> None:
    desk.write("rain.md", STORY.format(1, "much"))
    desk.open()
    # Between two looks at the store, of which there is one in a few milliseconds.
    newsroom = Newsroom.open(desk.folder, desk.environ, desk.clock, glance=3600)
    app = create_app(newsroom).wsgi_app
    tag = newsroom.document("feed", "atom").tag()
    for _ in range(2):
        polled = [ask(app, "/feed.atom", if_none_match=tag), ask(app, "/feed.atom")]
    assert polled == [["304 NOT MODIFIED"], ["200 OK"]]
    functions = passed(lambda: ask(app, "/feed.atom", if_none_match=tag))
    assert len(functions) <= MOST_OF_A_POLL, functions
    assert rooms(functions) <= told("A poll of `/feed.atom`")


def test_a_poll_that_makes_a_document_passes_the_rooms_that_the_page_names(desk: Any) -> None:
    desk.write("rain.md", STORY.format(1, "much"))
    app = create_app(desk.open()).wsgi_app
    functions = passed(lambda: ask(app, "/feed.atom"))
    assert rooms(functions) == told("A poll of `/feed.atom`")
