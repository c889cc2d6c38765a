"""Keeps the interface of this version, so that tests of later ones find what is missing.

python -m tests.promises.stays
"""

import json
import tempfile
from pathlib import Path

import feedsvc
from tests.promises.stays.interface import interface_of

with tempfile.TemporaryDirectory() as place:
    now = interface_of(Path(place))
file = Path(__file__).with_name(f"{feedsvc.__version__}.json")
file.write_text(json.dumps(now, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
