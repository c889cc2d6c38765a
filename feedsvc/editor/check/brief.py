"""Chooses what `check` tells unless all is asked for: what is worth an editor's time. Pure."""

from collections.abc import Iterable

from msgspec.structs import replace

from feedsvc.model.problem import Problem

# True of most articles of most sites, and nothing that readers would stumble over.
ONLY_WITH_ALL = frozenset({"no-standfirst", "undated", "skipped-level", "long-summary"})
SHOWN = 3  # files in which the same is told; where more have it, one stands for them
_ONCE = frozenset({"unknown-format"})  # told of one file, however few there are
# Notes that say the same of a file, whatever else stands in them.
_BY_CODE = frozenset({"long-title", "no-text", "left-out", "section-page", "draft", "reference"})


def worth_telling(problems: Iterable[Problem]) -> list[Problem]:
    """The problems without those that are told only with `--all`, in the same order."""
    return [problem for problem in problems if problem.code not in ONLY_WITH_ALL]


def in_brief(problems: list[Problem]) -> list[Problem]:
    """The problems with one for all that are the same in more than SHOWN files, in their order.

    They are the same where their words are. Errors are all told, but for those of one file that
    holds others back.
    """
    again: dict[tuple[str, ...], dict[str, Problem]] = {}
    for problem in problems:
        again.setdefault(_sameness(problem), {}).setdefault(problem.path, problem)
    told = []
    for problem in problems:
        files = again[_sameness(problem)]
        most = 1 if problem.code in _ONCE else SHOWN
        own = problem.severity == "error" and problem.code != "folder-file"
        if own or len(files) <= most:
            told.append(problem)
        elif problem is next(iter(files.values())):
            others = f"; the same in {len(files) - 1:,} other files, which --all names"
            told.append(replace(problem, message=problem.message + others))
    return told


def _sameness(problem: Problem) -> tuple[str, ...]:
    words = "" if problem.code in _BY_CODE else problem.message
    return (problem.severity, problem.code, words)
