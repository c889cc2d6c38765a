"""What tests of settings share."""

from collections.abc import Callable
from pathlib import Path

import pytest

from feedsvc.settings import Settings, load_settings


@pytest.fixture
def site(tmp_path: Path) -> Callable[..., Settings]:
    """Writes a site.toml and loads it."""

    def load(text: str | bytes, **environ: str) -> Settings:
        (tmp_path / "site.toml").write_bytes(text.encode() if isinstance(text, str) else text)
        return load_settings(tmp_path, environ)

    return load
