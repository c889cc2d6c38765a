"""The least that a WSGI application can do: one answer, ready before the first request."""

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

StartResponse = Callable[[str, list[tuple[str, str]]], Any]


def app() -> Callable[[dict[str, Any], StartResponse], Iterable[bytes]]:
    """An application that gives the answer of the file that BENCH_ANSWER names."""
    file = Path(os.environ["BENCH_ANSWER"])
    told = json.loads(file.read_text())
    status: str = told["status"]
    headers = [(name, value) for name, value in told["headers"]]
    body = [file.with_suffix(".body").read_bytes()]

    def answer(_: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        start_response(status, headers)
        return body

    return answer


def app_with_imports() -> Callable[[dict[str, Any], StartResponse], Iterable[bytes]]:
    """The same in a process that has imported all that feedsvc's service imports."""
    import feedsvc.web  # noqa: F401

    return app()
