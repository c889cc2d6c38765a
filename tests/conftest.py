"""What the tests share: newsrooms made of a few files, a clock that they set, real corpora."""

import json
import os
import signal
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import hypothesis
import pytest

from feedsvc.newsroom import Newsroom
from tests.compiling import compile_once
from tests.preparing import prepare_by_heart

pytest_plugins = ["tests.databases"]
compile_once()
prepare_by_heart()

# No deadlines: a test never asserts a time. CI looks at the same examples each time; a developer's
# machine goes on looking for new ones.
hypothesis.settings.register_profile("default", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "default")

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


# Whoever starts the tests in the background may have SIGINT ignored, and so would all servers that
# the tests start and end.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write tests/golden/documents anew")


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self, start: str = "2026-06-01T12:00:00+00:00") -> None:
        self.time = datetime.fromisoformat(start).astimezone(UTC)

    def __call__(self) -> datetime:
        return self.time

    def forward(self, **step: float) -> None:
        self.time += timedelta(**step)


class Desk:
    """A newsroom in a folder of its own, as an editor and a subscriber meet it."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.folder = folder
        self.clock = clock
        self.environ: dict[str, str] = {}
        folder.mkdir(parents=True, exist_ok=True)
        self.settings(base_url="https://news.example", id_base="news.example,2026")

    def write(self, path: str, text: str | bytes) -> Path:
        """Save a file of the newsroom."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return file

    def settings(self, **values: str | int | bool) -> None:
        """Write site.toml anew."""
        lines = [f"{key} = {json.dumps(value)}\n" for key, value in values.items()]
        self.write("site.toml", "".join(lines))

    def open(self, *, scan: bool = True, accept_deletions: bool = False) -> Newsroom:
        """The newsroom, as a process that just started has it."""
        newsroom = Newsroom.open(self.folder, self.environ, self.clock)
        if scan:
            newsroom.scan(accept_deletions=accept_deletions)
        return newsroom


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock, desk_store: str) -> Desk:
    found = Desk(tmp_path / "articles", clock)
    if desk_store:
        found.environ["FEEDSVC_STORE"] = desk_store
    return found


@pytest.fixture(scope="module")
def still_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The newsroom of all tests of a module that only read; its files and its time stay."""
    return Desk(tmp_path_factory.mktemp("still") / "articles", Clock())


@pytest.fixture
def desks(tmp_path: Path) -> Callable[[str], Desk]:
    """Further newsrooms by name, each with a folder and a clock of its own."""
    return lambda name: Desk(tmp_path / name, Clock())


@pytest.fixture(scope="session")
def seed() -> Path:
    """A real plain-text article without a header."""
    file = SHARED / "seeds" / "000_e7cc25376205238f.txt"
    if not file.exists():
        pytest.skip("the seed article is kept beside the project, and is not here")
    return file


@pytest.fixture(scope="session")
def digitalgov() -> Path:
    """2,084 real Markdown articles of another publisher."""
    folder = SHARED / "corpora" / "digitalgov"
    if not folder.exists():
        pytest.skip("the digitalgov corpus is kept beside the project, and is not here")
    return folder
