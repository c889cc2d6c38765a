"""Writes a file that is not there yet."""

from pathlib import Path


def write_new(path: Path, text: str) -> None:
    """Make a file with a text; where it cannot be written whole, there is none.

    Raises:
        FileExistsError: there is one of that name.
        OSError: it cannot be written.
    """
    with open(path, "x", encoding="utf-8", newline="\n") as file:
        try:
            file.write(text)
            file.flush()
        except OSError:
            path.unlink(missing_ok=True)
            raise
