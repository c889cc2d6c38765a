"""Curves as SVG: the same figures give the same bytes."""

import sys
from pathlib import Path

from bench import peers
from bench.figures import Curve

sys.path.extend(peers.packages())

import matplotlib

matplotlib.use("svg")

from matplotlib import pyplot, ticker

STYLE = {
    "svg.hashsalt": "feedsvc",
    "svg.fonttype": "path",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#666666",
    "axes.grid": True,
    "grid.color": "#e4e4e4",
    "lines.linewidth": 2,
    "lines.markersize": 5,
    "figure.facecolor": "white",
}
COLOURS = ["#0b6e4f", "#c2571a", "#3b5ba9", "#7a3e9d"]
MARKERS = ["o", "s", "^", "D"]


def draw(curve: Curve, folder: Path) -> Path:
    """Draw a curve into a file of its name, and say which."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{curve.name}.svg"
    with matplotlib.rc_context(STYLE):
        figure, axes = pyplot.subplots(figsize=(6.4, 3.6), layout="constrained")
        for number, (name, points) in enumerate(curve.series.items()):
            x, y = zip(*sorted(points), strict=True) if points else ((), ())
            kind = number % len(COLOURS)
            axes.plot(x, y, label=name, color=COLOURS[kind], marker=MARKERS[kind])
        axes.set_xscale("log")
        if curve.log:
            axes.set_yscale("log")
        else:
            top = max((y for points in curve.series.values() for _, y in points), default=1)
            axes.set_ylim(0, top * 1.1)
        axes.xaxis.set_major_formatter(ticker.FuncFormatter(lambda value, _: f"{value:,.0f}"))
        axes.yaxis.set_major_formatter(ticker.FuncFormatter(lambda value, _: f"{value:,g}"))
        axes.set_xlabel("articles in the archive")
        axes.set_ylabel(curve.unit)
        axes.set_title(curve.title, loc="left", fontsize=11)
        if len(curve.series) > 1:
            axes.legend(frameon=False)
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
        pyplot.close(figure)
    return file
