"""An article's file is opened in the program that the editor uses."""

from pathlib import Path

import pytest

from feedsvc.errors import FeedsvcError
from feedsvc.web.preview.program import VSCODE, Program, program_of

FILE = Path("/news/a b#1%.md")


def test_vscode_is_opened_by_an_address() -> None:
    assert program_of("vscode", {}) == VSCODE
    assert VSCODE.address(FILE, 7) == "vscode://file/news/a%20b%231%25.md:7"
    with pytest.raises(FeedsvcError, match="--editor visual"):
        VSCODE.start(FILE)


def test_visual_is_started_with_the_file_and_without_a_shell() -> None:
    program = program_of("visual", {"VISUAL": "gvim --remote '-a b'"})
    started: list[list[str]] = []
    program.start(FILE, lambda command: started.append(list(command)))
    assert started == [["gvim", "--remote", "-a b", "/news/a b#1%.md"]]
    assert program.address(FILE, 7) == ""


@pytest.mark.parametrize("environ", [{}, {"VISUAL": " "}, {"VISUAL": "'open"}])
def test_a_visual_that_names_none_is_told(environ: dict[str, str]) -> None:
    with pytest.raises(FeedsvcError, match="VISUAL"):
        program_of("visual", environ)


def test_a_program_that_is_not_there_is_told() -> None:
    with pytest.raises(FeedsvcError, match="no-such-program cannot be started"):
        Program(command=("no-such-program",)).start(FILE)
