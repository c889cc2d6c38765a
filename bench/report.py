"""bench/RESULTS.md and its pictures, made of what the benches have saved.

python bench/report.py --size full
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import figures, frame
from bench.figures import Cell, Figures

ORDER = [
    "polls",
    "files",
    "build",
    "idle",
    "threads",
    "counting",
    "postgresql",
    "push",
    "fresh",
    "preview",
    "scan",
    "restart",
    "scale",
    "bytes",
    "summary",
]
BEGIN = """\
# feedsvc beside its peers

Made by `make bench`; the figures are of one machine, so trust the ratios. Articles are made from a
seed: 8 sections, about 540 words. Unless a part says otherwise, the server has one core and the
load another, ours and theirs take turns in one run, and the median of the rounds is shown.
"""


def read(folder: Path) -> list[Figures]:
    """All figures of a folder, in the report's order."""
    found = [figures.load(file) for file in sorted(folder.glob("*.json"))]
    known = {name: number for number, name in enumerate(ORDER)}
    return sorted(found, key=lambda one: (known.get(one.bench, len(ORDER)), one.bench))


def compose(found: list[Figures], pictures: dict[str, str] | None = None) -> str:
    """The report's text.

    Args:
        found: what the benches have saved.
        pictures: paths of pictures by the name of their curve.
    """
    parts = [BEGIN]
    if any(one.size == "small" for one in found):
        parts.append("**These are figures of the small size: a trial, not the published ones.**\n")
    goals: list[list[Cell]] = [figures.goal_row(goal) for one in found for goal in one.goals]
    if goals:
        columns = ["measure", "goal", "measured", "reached"]
        parts += ["## Goals\n", _table(columns, goals)]
    for one in found:
        parts += [f"## {one.title}\n", _about(one)]
        for table in one.tables:
            parts += [f"### {table.title}\n", _table(table.columns, table.rows)]
        shown = [curve for curve in one.curves if pictures and curve.name in pictures]
        for curve in shown:
            parts.append(f"![{curve.title}, against articles in the archive]"
                         f"({(pictures or {})[curve.name]})\n")  # fmt: skip
        if one.notes:
            parts.append("".join(f"- {note}\n" for note in one.notes))
    parts.append(_machines(found))
    return "\n".join(parts)


def _about(one: Figures) -> str:
    return f"{one.about} *({one.made}, {one.seconds:,.0f} s: `make bench ONLY={one.bench}`)*\n"


def _table(columns: list[str], rows: list[list[Cell]]) -> str:
    lines = [f"| {' | '.join(columns)} |"]
    lines.append("| --- |" + " ---: |" * (len(columns) - 1))
    for row in rows:
        cells = (figures.show_number(cell).replace("|", "\\|") for cell in row)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _machines(found: list[Figures]) -> str:
    """One table; a figure that was made with something else names it a second time."""
    seen: dict[str, dict[str, list[str]]] = {}
    for one in found:
        for key, value in one.machine.items():
            seen.setdefault(key, {}).setdefault(value, []).append(one.bench)
    rows: list[list[Cell]] = []
    for key, values in seen.items():
        for value, benches in values.items():
            where = f" ({', '.join(benches)})" if len(values) > 1 else ""
            rows.append([key, value + where])
    text = _table(["", ""], rows).replace("---:", "---")
    return f"## The machine\n\n{text}"


def write(size: str = "full") -> Path:
    """Make the report of a size anew, with its pictures where they can be drawn."""
    place = frame.place_of(size)
    found = read(place / "results")
    pictures: dict[str, str] = {}
    try:
        from bench import plots
    except ImportError as error:
        frame.say(f"no pictures: {error}")
    else:
        for one in found:
            for curve in one.curves:
                pictures[curve.name] = f"plots/{plots.draw(curve, place / 'plots').name}"
    file = place / "RESULTS.md"
    file.write_text(compose(found, pictures))
    return file


def main() -> None:
    """Read the arguments, write, say where."""
    parser = argparse.ArgumentParser(
        description=(__doc__ or "").partition("\n\n")[0],
        epilog="Example: python bench/report.py --size small",
    )
    parser.add_argument("--size", choices=["small", "full"], default="full")
    print(write(parser.parse_args().size))


if __name__ == "__main__":
    main()
