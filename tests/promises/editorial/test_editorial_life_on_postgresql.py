"""The same promises where the newsroom keeps its state in PostgreSQL."""

import os
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from test_editorial_life import EditorialLife


def test_subscribers_have_exactly_what_is_published(
    desks: Callable[[str], Any], new_database: Callable[[str], str]
) -> None:
    def on_postgresql(name: str) -> Any:
        desk = desks(name)
        desk.environ["FEEDSVC_STORE"] = new_database("icu")
        return desk

    run_state_machine_as_test(
        lambda: EditorialLife(on_postgresql),
        settings=settings(
            max_examples=int(os.environ.get("EDITORIAL_EXAMPLES", "12")) // 6,
            stateful_step_count=30,
            suppress_health_check=list(HealthCheck),
        ),
    )
