"""How often articles are rendered."""

from collections import Counter
from typing import Any

import pytest

from feedsvc.feeds import build


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> Counter:
    """How often each article was rendered, by format and headline."""
    found: Counter = Counter()
    render = build.render_view

    def count(view: Any, where: str, format: Any) -> bytes:
        found[format, view.headline] += 1
        return bytes(render(view, where, format))

    monkeypatch.setattr(build, "render_view", count)
    return found
