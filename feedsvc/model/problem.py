"""What an editor should know of a file: where, how bad, and what to do."""

from typing import Literal

import msgspec

Severity = Literal["error", "warning", "info"]


class Problem(msgspec.Struct, frozen=True, order=True):
    """Something that an editor should know of one file.

    Attributes:
        path: the file, POSIX, relative to the newsroom's folder.
        line: from 1.
        severity: error (not published as it stands), warning, or info.
        code: a short name for the kind of problem, such as `date-incomplete`.
        message: what is wrong and what to do.
    """

    path: str
    line: int
    severity: Severity
    code: str
    message: str
