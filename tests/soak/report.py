"""What a soak did and found, for people and for programs."""

import json
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

_TAIL = 12  # actions that are told of a finding
_MOST = 50  # findings that are kept; the others are counted


@dataclass(frozen=True)
class Finding:
    """Something that a subscriber should not have seen.

    Attributes:
        what: was seen.
        at: seconds since the start.
        after: what was done last before it.
    """

    what: str
    at: float
    after: list[str]


@dataclass
class Report:
    """What was done and found since the start.

    Args:
        seed: of the dice.
        show: is given each line of progress.
    """

    seed: int
    show: Callable[[str], None]
    actions: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    found: int = 0
    quiets: int = 0
    waited: float = 0.0  # the longest time, in seconds, until all that was saved was seen

    def __post_init__(self) -> None:
        self._start = time.monotonic()
        self._tail: deque[str] = deque(maxlen=_TAIL)
        self._guard = threading.Lock()
        self._told: set[str] = set()

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self._start

    def did(self, kind: str, what: str) -> None:
        """Note an action."""
        with self._guard:
            self.actions[kind] += 1
            self._tail.append(f"{self.elapsed:8.2f} s  {what}")

    def note(self, what: str) -> None:
        """Note what is no action, but may lead to a finding."""
        with self._guard:
            self._tail.append(f"{self.elapsed:8.2f} s  {what}")

    def find(self, what: str, where: str = "") -> None:
        """Note a finding; the same one again, wherever it is, is only counted."""
        with self._guard:
            self.found += 1
            if what in self._told or len(self.findings) >= _MOST:
                return
            self._told.add(what)
            told = f"{where}: {what}" if where else what
            finding = Finding(told, round(self.elapsed, 2), list(self._tail))
            self.findings.append(finding)
        self.show(f"FINDING after {finding.at:.1f} s (seed {self.seed}): {finding.what}")
        if len(self.findings) == 1:  # the others are told at the end
            self.show("\n".join(f"    {line}" for line in finding.after))

    def progress(self, polls: Counter[str]) -> str:
        """A line on how it goes."""
        done = sum(self.actions.values())
        return (
            f"{self.elapsed:6.0f} s  {done} actions, {self.quiets} times quiet,"
            f" {sum(polls.values())} polls, {self.found} findings"
        )

    def table(self, polls: Counter[str]) -> str:
        """What was done and found."""
        lines = [self.progress(polls), f"seed {self.seed}", ""]
        for title, counted in (("actions", self.actions), ("polls", polls)):
            lines += [f"  {name:<20} {count:>7}" for name, count in sorted(counted.items())]
            lines += [f"  {title + ', all':<20} {sum(counted.values()):>7}", ""]
        lines.append(f"  longest wait until all was seen: {self.waited:.1f} s")
        for finding in self.findings:
            lines += ["", f"FINDING after {finding.at:.1f} s: {finding.what}"]
            lines += [f"    {line}" for line in finding.after]
        return "\n".join(lines)

    def as_json(self, polls: Counter[str]) -> str:
        """The same for programs."""
        return json.dumps(
            {
                "seed": self.seed,
                "seconds": round(self.elapsed, 1),
                "actions": dict(self.actions),
                "polls": dict(polls),
                "times_quiet": self.quiets,
                "longest_wait": round(self.waited, 1),
                "found": self.found,
                "findings": [asdict(one) for one in self.findings],
            }
        )
