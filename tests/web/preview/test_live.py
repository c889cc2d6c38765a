"""Open pages are told of changes."""

import json
from collections.abc import Callable
from typing import Any

from feedsvc.editor.desk import Desk
from feedsvc.web.preview import create_preview
from tests.web.preview.conftest import PUBLISHED


def test_events_tell_of_a_version_that_the_page_does_not_show(
    desk: Any, preview: Callable[[], Desk]
) -> None:
    desk.write("world/rain.md", PUBLISHED)
    found = preview()
    client = create_preview(found).test_client()
    desk.write("world/rain.md", PUBLISHED.replace("Wet it", "Very wet it"))
    found.take(found.newsroom.index.update(["world/rain.md"]))
    with client.get("/desk/events?since=0", buffered=False) as answer:
        assert answer.content_type == "text/event-stream; charset=utf-8"
        stream = iter(answer.response)
        assert next(stream) == b"retry: 300\n\n"
        number, data = next(stream).decode().strip().split("\n")
        told = json.loads(data.removeprefix("data: "))
        assert number == f"id: {told['version']}"
        assert told["paths"] == ["world/rain.md"]
        assert told["said"]
