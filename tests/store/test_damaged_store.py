"""A store whose bytes were changed by a disk or a program: advice, never a traceback."""

import random
import re
from typing import Any

import pytest

from tests.cli.commands import GOOD, run

PAGE = 8192
COMMANDS = ("index", "check", "diff", "key list", "feed feed", "store check")


def schema(data: bytearray, dice: random.Random) -> None:
    """Letters of the tables' definitions that are no UTF-8."""
    for found in re.finditer(rb"CREATE TABLE", bytes(data)):
        for at in dice.sample(range(found.start(), found.start() + 60), 5):
            data[at] = dice.randrange(128, 256)


def pages(data: bytearray, dice: random.Random) -> None:
    for _ in range(3):
        at = dice.randrange(len(data) // PAGE) * PAGE
        data[at : at + PAGE] = dice.randbytes(PAGE)


def values(data: bytearray, dice: random.Random) -> None:
    for _ in range(400):
        data[dice.randrange(PAGE, len(data))] = dice.randrange(256)


def cut(data: bytearray, dice: random.Random) -> None:
    del data[dice.randrange(1, len(data)) :]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("damage", [schema, pages, values, cut])
def test_every_command_says_what_to_do(desk: Any, damage: Any, seed: int) -> None:
    for number in range(9):
        desk.write(f"{number}.md", GOOD.replace("Rain", f"Rain {number}"))
    assert run("index", desk.folder).exit_code == 0
    assert run("feed", "feed", desk.folder).exit_code == 0
    store = desk.folder / ".feedsvc/store.sqlite3"
    data = bytearray(store.read_bytes())
    damage(data, random.Random(seed))
    refused = 0
    for command in COMMANDS:
        for file in store.parent.iterdir():
            file.unlink()
        store.write_bytes(data)
        desk.write("0.md", GOOD.replace("Rain", f"Rain {command}"))
        result = run(*command.split(), desk.folder)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        if result.exit_code == 2:
            refused += 1
            assert "put a backup in its place" in result.stderr, result.stderr
    assert refused or damage is values
