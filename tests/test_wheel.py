"""What others install: the wheel alone, in an empty environment, with no checkout near."""

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PYTHONS = ("3.11", "3.12", "3.13")
FERRY = "Ferry sails again\n\nThe crossing is open.\n\nThe hull was lengthened by four metres.\n"


def command(*arguments: object, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command without this project's environment; it must succeed."""
    done = subprocess.run(
        list(map(str, arguments)),
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder)} | _registries(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def _registries() -> dict[str, str]:
    """Where pip is told to look, on machines that reach registries in another way."""
    named = ("PIP_", "SSL_", "REQUESTS_", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
    return {name: value for name, value in os.environ.items() if name.upper().startswith(named)}


def pythons(version: str) -> Iterator[Path]:
    """The interpreters of a version that are there."""
    if sys.version_info[:2] == tuple(map(int, version.split("."))):
        yield Path(sys.base_prefix) / "bin" / f"python{version}"
    managed = Path.home() / ".pyenv" / "versions"
    yield from sorted(managed.glob(f"{version}.*/bin/python{version}"))
    if found := shutil.which(f"python{version}"):
        yield Path(found)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as `make wheel` does."""
    place = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-d", str(place)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    assert len(list(place.glob("feedsvc-*.tar.gz"))) == 1
    return next(place.glob("feedsvc-*.whl"))


def test_the_wheel_holds_the_package_alone(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"feedsvc"}
    assert "feedsvc/py.typed" in names
    assert "feedsvc/pages/templates/home.html" in names


@pytest.mark.parametrize("version", PYTHONS)
def test_pip_installs_a_command_that_works(wheel: Path, tmp_path: Path, version: str) -> None:
    python = next((one for one in pythons(version) if one.exists()), None)
    if python is None:
        pytest.skip(f"there is no Python {version}")
    command(python, "-m", "venv", tmp_path / "venv", folder=tmp_path)
    pip = (tmp_path / "venv/bin/pip", "--quiet", "--disable-pip-version-check")
    command(*pip, "install", "--no-compile", wheel, folder=tmp_path)
    feedsvc = tmp_path / "venv/bin/feedsvc"
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles/ferry.txt").write_text(FERRY)
    (tmp_path / "articles/timetable.rst").write_text("A timetable\n===========\n\nIt is new.\n")
    assert (
        "<title>Ferry sails again</title>"
        in command(feedsvc, "feed", "feed", "--format", "rss", folder=tmp_path).stdout
    )
    checked = command(feedsvc, "check", folder=tmp_path).stdout
    assert "pip install 'feedsvc[rst]'" in checked
    assert str(ROOT) not in checked
