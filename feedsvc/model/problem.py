"""A problem that an editor is told of: its file and line, its severity, and what to do."""

from typing import Literal

import msgspec

Severity = Literal["error", "warning", "info"]


class Problem(msgspec.Struct, frozen=True, order=True):
    """A problem in one file.

    Attributes:
        path: of the file; POSIX, relative to the newsroom's folder.
        line: of the file, from 1.
        severity: error (the file is not published as it is), warning, or info.
        code: a short name for the kind of problem, such as `date-incomplete`.
        message: what is wrong and what to do.
    """

    path: str
    line: int
    severity: Severity
    code: str
    message: str
