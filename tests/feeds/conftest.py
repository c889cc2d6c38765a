"""How often articles are rendered."""

from collections import Counter
from typing import Any

import pytest

from feedsvc.feeds import build


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> Counter:
    """How often each article was rendered, by format and headline."""
    found: Counter = Counter()
    render = build.render_fragment

    def count(entry: Any, summaries: Any, settings: Any, format: str) -> bytes:
        found[format, entry.article.headline] += 1
        return bytes(render(entry, summaries, settings, format))

    monkeypatch.setattr(build, "render_fragment", count)
    return found
