"""What small files say, whole: the article, its HTML and sections, and every problem.

`make golden` writes it anew. The files are short, and most stand close to where a rule begins to
hold; a line of code that reads otherwise than before shows in one of them.
"""

from functools import cache
from typing import Any

import pytest

from tests.golden import cases


@cache
def written(name: str) -> list[dict[str, Any]]:
    return cases.cases_in(cases.FOLDER / name)


@pytest.mark.parametrize(
    ("name", "number"),
    [(file.name, n) for file in cases.files() for n in range(len(written(file.name)))],
)
def test_a_file_is_read_as_before(name: str, number: int, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("golden") and number == 0:
        cases.write(cases.FOLDER / name, written(name))
        written.cache_clear()
    case = written(name)[number]
    assert cases.with_reading(case) == case, "if this change is meant: make golden, read the diff"
