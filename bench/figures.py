"""What a bench has found: goals, tables, curves; kept as JSON, shown as a table."""

import json
from pathlib import Path
from typing import Any, Literal

import msgspec

Cell = float | str | None


class Goal(msgspec.Struct, kw_only=True):
    """A promise with a number, and what was measured of it.

    Attributes:
        measure: what is counted.
        bound: what it shall be.
        better: whether more is better, or less.
        unit: of both, such as " ms" or "x".
        measured: None where it could not be measured; `why` says the reason.
        wanted, articles: the archive's size that the goal speaks of, and that measured; 0: any.
    """

    measure: str
    bound: float
    better: Literal["more", "less"]
    unit: str = ""
    measured: float | None = None
    why: str = ""
    wanted: int = 0
    articles: int = 0

    def verdict(self) -> str:
        """Reached or not; said to be provisional where the size is not the goal's."""
        if self.measured is None:
            return f"not measured: {self.why}" if self.why else "not measured"
        more = self.better == "more"
        reached = self.measured >= self.bound if more else self.measured <= self.bound
        word = "yes" if reached else "**no**"
        if self.wanted and self.articles != self.wanted:
            return f"{word}, but at {self.articles:,} articles, not {self.wanted:,}"
        return f"{word} ({self.why})" if self.why else word


class Table(msgspec.Struct, kw_only=True):
    """Figures side by side; the first column names the row."""

    title: str
    columns: list[str]
    rows: list[list[Cell]]


class Curve(msgspec.Struct, kw_only=True):
    """A cost against the size of the archive.

    Attributes:
        name: of the picture's file.
        title, unit: what is drawn, and the unit of the upright axis.
        series: by name, pairs of articles and cost.
        log: whether the upright axis is logarithmic as well.
    """

    name: str
    title: str
    unit: str
    series: dict[str, list[tuple[float, float]]]
    log: bool = False


class Figures(msgspec.Struct, kw_only=True):
    """All that one bench has found in one run.

    Attributes:
        bench, title, about: its name, a heading, how it was measured.
        size: small or full.
        made: when, as a day.
        seconds: how long it took.
        machine: what it ran on.
    """

    bench: str
    title: str
    about: str
    size: str = ""
    made: str = ""
    seconds: float = 0.0
    machine: dict[str, str] = {}
    goals: list[Goal] = []
    tables: list[Table] = []
    curves: list[Curve] = []
    notes: list[str] = []

    def save(self, folder: Path) -> Path:
        """Write them where the report finds them."""
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{self.bench}.json"
        file.write_text(self.json() + "\n")
        return file

    def json(self) -> str:
        """As JSON."""
        return json.dumps(msgspec.to_builtins(self), indent=1)


def load(file: Path) -> Figures:
    """Figures that were saved."""
    return msgspec.json.decode(file.read_bytes(), type=Figures)


def show_number(value: Cell) -> str:
    """A number with as many digits as matter, or the text that it is."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    size = abs(value)
    if value == int(value) and size < 1e15:
        return f"{int(value):,}"
    digits = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3
    return f"{value:,.{digits}f}"


def show(figures: Figures) -> None:
    """Print them for a person."""
    from rich.console import Console
    from rich.table import Table as Grid

    console = Console()
    for table in figures.tables:
        _print(console, Grid(title=table.title, title_justify="left"), table.columns, table.rows)
    if figures.goals:
        rows: list[list[Cell]] = [goal_row(goal) for goal in figures.goals]
        grid = Grid(title="Goals", title_justify="left")
        _print(console, grid, ["measure", "goal", "measured", "reached"], rows)
    for note in figures.notes:
        console.print(f"- {note}", markup=False, highlight=False)


def goal_row(goal: Goal) -> list[Cell]:
    """Measure, goal, measured, reached."""
    sign = "at least" if goal.better == "more" else "at most"
    measured = "–" if goal.measured is None else f"{show_number(goal.measured)}{goal.unit}"
    return [goal.measure, f"{sign} {show_number(goal.bound)}{goal.unit}", measured, goal.verdict()]


def _print(console: Any, grid: Any, columns: list[str], rows: list[list[Cell]]) -> None:
    for number, column in enumerate(columns):
        grid.add_column(column, justify="right" if number else "left")
    for row in rows:
        grid.add_row(*(show_number(cell) for cell in row))
    console.print(grid)
