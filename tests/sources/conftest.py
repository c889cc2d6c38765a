"""Makes reading.py importable however the tests are collected; lets tests measure alone."""

import gc
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def uncollected() -> Iterator[None]:
    """No garbage is collected: what other tests left takes longer than what is measured here."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()
