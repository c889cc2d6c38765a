"""The benches' parts that decide what figures mean: the corpus, and the report. No times here."""

import hashlib
import importlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from feedsvc.newsroom import Newsroom

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> "Bench":
    monkeypatch.syspath_prepend(str(ROOT))
    monkeypatch.setenv("BENCH_CACHE", str(tmp_path / "cache"))
    return Bench()


class Bench:
    """The modules of bench/, which is not installed."""

    def __getattr__(self, name: str) -> ModuleType:
        return importlib.import_module(f"bench.{name}")


def written(root: Path) -> dict[str, bytes]:
    return {str(file.relative_to(root)): file.read_bytes() for file in root.rglob("*.md")}


def test_the_same_seed_gives_the_same_corpus(bench: Bench) -> None:
    made = [bench.corpus.markdown(bench.corpus.make_article(number)) for number in range(100)]
    assert made == [bench.corpus.markdown(bench.corpus.make_article(n)) for n in range(100)]
    assert hashlib.sha256("".join(made).encode()).hexdigest()[:16] == "ba0c012353680bf7"
    assert made[0] != bench.corpus.markdown(bench.corpus.make_article(0, seed=2))


def test_its_first_articles_do_not_depend_on_how_many_there_are(
    bench: Bench, tmp_path: Path
) -> None:
    bench.corpus.write(tmp_path / "few", 20)
    bench.corpus.write(tmp_path / "more", 60)
    few, more = written(tmp_path / "few"), written(tmp_path / "more")
    assert (len(few), len(more)) == (20, 60)
    assert few.items() <= more.items()
    assert len(set(more.values())) == 60


def test_all_of_a_million_have_a_place_of_their_own(bench: Bench) -> None:
    last = bench.corpus.make_article(999_999)
    assert last.path.startswith("weather/0125/")
    assert last.date.year == 2025
    folders = [bench.corpus.make_article(number).path[:-4] for number in range(7990, 8010)]
    assert {path.split("/")[1] for path in folders} == {"0001", "0002"}


def test_feedsvc_reads_it_without_problems(bench: Bench) -> None:
    root = bench.corpus.ensure(40)
    assert bench.corpus.ensure(40) == root  # made once
    newsroom = Newsroom.open(root, {"FEEDSVC_STORE": str(root.parent / "store")})
    scanned = newsroom.scan()
    assert (scanned.published, newsroom.problems.all()) == (40, [])
    entries = newsroom.feeds.entries("feed", 50)
    assert len(entries) == 40
    assert all(len(entry.sections) == bench.corpus.SECTIONS for entry in entries)
    assert all(section.summary for entry in entries for section in entry.sections)
    names = [one.feed.name for one in newsroom.feeds.all()]
    assert {f"category/{name}" for name in bench.corpus.CATEGORIES} <= set(names)
    newsroom.close()


def goal(bench: Bench, measured: float | None, **more: object) -> str:
    values = {"measure": "speed", "bound": 3, "better": "more", "unit": "x"} | more
    made = bench.figures.Goal(measured=measured, **values)
    return str(bench.figures.goal_row(made)[3])


def test_a_goal_is_reached_or_not_by_its_figure_alone(bench: Bench) -> None:
    assert goal(bench, 3.0) == "yes"
    assert goal(bench, 2.99) == "**no**"
    assert goal(bench, 2.99, better="less") == "yes"
    assert goal(bench, 3.01, better="less") == "**no**"
    assert goal(bench, None, why="no such peer") == "not measured: no such peer"
    other = goal(bench, 4.0, wanted=1_000_000, articles=1000)
    assert other == "yes, but at 1,000 articles, not 1,000,000"


def test_the_report_says_what_was_found(bench: Bench, tmp_path: Path) -> None:
    figures = bench.figures
    made = figures.Figures(
        bench="scan",
        title="First scan",
        about="How it was measured.",
        size="full",
        made="2026-06-01",
        machine={"cores": "2"},
        goals=[
            figures.Goal(measure="fast", bound=3, better="more", unit="x", measured=4.25),
            figures.Goal(measure="small", bound=120, better="less", unit=" MB", measured=150),
        ],
        tables=[figures.Table(title="Rates", columns=["who", "a|s"], rows=[["a|b", 1234.5]])],
        curves=[figures.Curve(name="scan", title="Cost", unit="ms", series={"a": [(1000, 2.5)]})],
        notes=["A note."],
    )
    file = made.save(tmp_path)
    assert figures.load(file) == made
    text = bench.report.compose(bench.report.read(tmp_path), {"scan": "plots/scan.svg"})
    assert "| fast | at least 3x | 4.25x | yes |" in text
    assert "| small | at most 120 MB | 150 MB | **no** |" in text
    assert "| a\\|b | 1,234 |" in text
    assert "](plots/scan.svg)" in text
    assert "- A note." in text
    assert "| cores | 2 |" in text
    assert "trial" not in text
    made.size = "small"
    assert "trial" in bench.report.compose([made])


def test_machines_that_differ_are_told_apart(bench: Bench) -> None:
    def of(name: str, commit: str) -> object:
        return bench.figures.Figures(bench=name, title=name, about="", machine={"feedsvc": commit})

    text = bench.report.compose([of("polls", "1 (aaa)"), of("scan", "1 (bbb)")])
    assert "| feedsvc | 1 (aaa) (polls) |" in text
    assert "| feedsvc | 1 (bbb) (scan) |" in text


def test_wrong_answers_are_no_figures(bench: Bench) -> None:
    said = (
        "  Latency Distribution\n     50%    1.50ms\n     99%   80.00us\nRequests/sec:   1234.50\n"
    )
    assert bench.load.read(said) == (1234.5, 1.5, 0.08)
    with pytest.raises(bench.load.WrongAnswers, match="Non-2xx"):
        bench.load.read(said + "  Non-2xx or 3xx responses: 3\n")
    with pytest.raises(bench.load.WrongAnswers, match="Socket errors"):
        bench.load.read(said + "  Socket errors: connect 0, read 0, write 0, timeout 3\n")


def test_the_largest_of_a_hundred_but_one_is_its_p99(bench: Bench) -> None:
    values = [float(number) for number in range(1, 101)]
    assert bench.bench_fresh.quantile(values, 0.99) == 99
    assert bench.bench_fresh.quantile(values, 0.5) == 50
    assert bench.bench_fresh.quantile([5.0], 0.99) == 5


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere 127.16.0.1 is no address of it")
@pytest.mark.parametrize("secure", [False, True])
def test_subscribers_count_what_they_take(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, secure: bool
) -> None:
    from feedsvc.push import Request, Transfers, allowed

    if secure and shutil.which("openssl") is None:
        pytest.skip("there is no openssl")
    if secure:
        trusted = bench.subscribers.make_certificates(tmp_path, 150)
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    transfers = Transfers(allowed(allow_private=True), total=1.0)
    with bench.subscribers.Subscribers(None, tmp_path if secure else None) as there:
        for number in (0, 99, 100, 149):
            hangs = number == 99
            url = bench.subscribers.callback_of(number, there.port, secure=secure, hangs=hangs)
            transfers.add(Request(number, url, (), b"x" * 100_000))
        answers = []
        while len(answers) < 4:
            answers += transfers.turn(1.0)
        taken = there.taken()
    transfers.close()
    assert {one.key: one.status for one in answers} == {0: 204, 99: 0, 100: 204, 149: 204}
    assert (taken["answered"], taken["unanswered"]) == (3, 1)
    assert 0 < taken["first"] <= taken["last"]


def test_without_a_browser_the_preview_is_left_out(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "bench" / "bench_preview.py"), "--json"]
    nowhere = {"PATH": "", "BENCH_CACHE": str(tmp_path), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path)}
    done = subprocess.run(
        command, env=os.environ | nowhere, capture_output=True, text=True, check=True
    )
    found = json.loads(done.stdout)
    assert found["tables"] == []
    assert "make browser" in found["goals"][0]["why"]
    assert "make browser" in found["notes"][0]


@pytest.mark.parametrize(
    "name",
    [
        "polls",
        "files",
        "idle",
        "threads",
        "push",
        "fresh",
        "preview",
        "scan",
        "restart",
        "scale",
        "bytes",
        "summary",
    ],
)
def test_each_bench_can_be_run_alone(bench: Bench, name: str) -> None:
    module = getattr(bench, f"bench_{name}")
    assert f"python bench/bench_{name}.py --size small" in module.__doc__
    assert callable(module.measure)
    assert name in bench.__main__.BENCHES
    assert name in bench.report.ORDER
