"""How often a saved file asks PostgreSQL: each statement is a way to the server and back."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

MOST = 60  # statements of a saved file, with the locks that an indexer holds
STORY = """---
title: Story {0}
date: 2026-05-0{0}
category: World
tags: [rain, wind]
authors: [Ann]
---

It rains {1}. Much.

## More

The text again.
"""


@contextmanager
def counted() -> Iterator[list[str]]:
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield said
    event.remove(Engine, "before_cursor_execute", note)


def test_a_saved_file_takes_few_statements(desk: Any, database: str) -> None:
    desk.environ["FEEDSVC_STORE"] = database
    for number in range(1, 8):
        desk.write(f"world/{number}.md", STORY.format(number, number))
    newsroom = desk.open()
    newsroom.document("feed", "atom")
    follows, writes = newsroom.lock("indexer"), newsroom.lock("writing")
    with follows.held() as alone:
        assert alone
        for text in ("more", "most"):  # what is found out once is known the second time
            desk.write("world/3.md", STORY.format(3, text))
            with counted() as said, writes.held() as held:
                assert held
                newsroom.index.update(["world/3.md"])
    assert f"It rains {text}." in newsroom.document("feed", "atom").body.decode()
    newsroom.close()
    assert 10 < len(said) <= MOST, "\n".join(said)
