"""From a saved file to the changed page in the browser, in milliseconds; beside Hugo's live reload.

An article is saved by a rename while a page of it is open in Chromium; the time runs from the
rename to the first frame that holds its new headline. `feedsvc preview` changes the open page where
it differs, its desk as well; `hugo server` lets its page load again. Both have as many articles
(Hugo generated ones instead of the sample), save the same one, may use all cores, and take turns.

    python bench/bench_preview.py --size small
"""

import contextlib
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import browser, corpus, figures, frame, machine, peers, publishers, servers
from bench.bench_fresh import quantile
from bench.saving import Saver

GOAL_AT = 2000
GOAL = 200.0  # ms
PAUSES = 0.6, 1.0  # seconds; a page that was loaded again must listen again
PATIENCE = 10.0  # seconds after which a save counts as missed
MOST_MISSED = 10
SAMPLE = "sample"
ARTICLE, DESK = "article", "desk"
OURS = ("feedsvc", ARTICLE)


class Looker:
    """An editor who saves an article and looks at a page of it.

    Args:
        saver: saves.
        window: shows the page.
        forgiving: a page that misses a save is loaded again, and the next save counts instead.

    Attributes:
        missed: how many saves the page did not show.
    """

    def __init__(self, saver: Saver, window: browser.Window, *, forgiving: bool = False) -> None:
        self._saver = saver
        self._window = window
        self._forgiving = forgiving
        self.missed = 0

    def save(self, pause: float) -> float:
        """Look for some seconds, save, and wait until the page shows it: the milliseconds."""
        while True:
            self._window.show()
            time.sleep(pause)
            _, headline, _ = self._saver.save()
            saved = time.time()
            try:
                return 1000 * (self._window.wait(headline, PATIENCE) - saved)
            except browser.NotShown:
                self.missed += 1
                if not self._forgiving or self.missed > MOST_MISSED:
                    raise
                self._window.reload()


Lookers = dict[tuple[str, str], Looker]  # by publisher and page


def measure(plan: frame.Plan) -> figures.Figures:
    """The sample, then the generated articles."""
    made = figures.Figures(
        bench="preview",
        title="From a saved file to the changed page in the browser",
        about="",
        tables=[figures.Table(title="Milliseconds from rename to frame", rows=[], columns=[])],
    )
    goal = figures.Goal(
        measure="file saved to changed page in the browser, p99",
        bound=GOAL,
        better="less",
        unit=" ms",
        wanted=GOAL_AT,
    )
    table = made.tables[0]
    table.columns = ["articles", "publisher", "page", "saves", "median", "p90", "p99", "max"]
    made.goals = [goal]
    saves = plan.pick(5, 40)
    try:
        with browser.chromium() as chromium:
            made.machine["browser"] = chromium.version
            for count in [0, *plan.sizes([GOAL_AT], [200])]:
                found = _one_size(chromium, count, saves, made.notes)
                if count:
                    goal.measured, goal.articles = quantile(found[OURS], 0.99), count
                for (publisher, page), took in found.items():
                    shares = [quantile(took, share) for share in (0.9, 0.99, 1)]
                    table.rows.append([f"{count:,}" if count else SAMPLE, publisher, page,
                                       len(took), statistics.median(took), *shares])  # fmt: skip
                frame.say(f"preview: {f'{count:,} articles' if count else 'the sample'} done")
    except peers.PeerMissing as error:
        goal.why = str(error)
        made.notes.append(f"Nothing was measured: {error}.")
        made.tables = []
    else:
        with contextlib.suppress(peers.PeerMissing):
            made.machine["Hugo"] = machine.tool_version([peers.program("hugo"), "version"])
    return made


def _one_size(
    chromium: browser.Chromium, count: int, saves: int, notes: list[str]
) -> dict[tuple[str, str], list[float]]:
    """Milliseconds of each publisher and page, in order; 0 articles: the sample newsroom."""
    with contextlib.ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="feedsvc-preview-")))
        articles = corpus.ensure(count) if count else peers.ROOT / "articles"
        lookers = stack.enter_context(_ours(articles, place / "feedsvc", chromium))
        try:
            same = articles if count else corpus.ensure(_articles_in(articles))
            lookers |= stack.enter_context(_hugo(same, place / "hugo", chromium))
        except peers.PeerMissing as error:
            note = f"{error}. It is left out here."
            notes += [note] if note not in notes else []
        rng = random.Random(7)

        def timed(looker: Looker) -> Callable[[], float]:
            return lambda: looker.save(rng.uniform(*PAUSES))

        contenders = {who: timed(looker) for who, looker in lookers.items()}
        frame.in_turn(2, contenders)  # not counted
        found = {who: sorted(took) for who, took in frame.in_turn(saves, contenders).items()}
        notes += [
            f"{who[0]} missed {looker.missed} saves, which are not counted: they came while its"
            " page was being loaded again."
            for who, looker in lookers.items()
            if looker.missed
        ]
        return found


def _articles_in(folder: Path) -> int:
    found = [file for file in folder.rglob("*") if file.suffix in (".txt", ".md", ".html")]
    return len([file for file in found if ".feedsvc" not in file.parts])


def _copy(articles: Path, folder: Path) -> Saver:
    """Copy articles; what saves one more there, and has saved it once."""
    skipped = shutil.ignore_patterns(".feedsvc", frame.LIVE)
    shutil.copytree(articles, folder, ignore=skipped)
    (folder / frame.LIVE).mkdir()
    saver = Saver(folder / frame.LIVE, files=1)
    saver.save()
    return saver


@contextlib.contextmanager
def _ours(articles: Path, place: Path, chromium: browser.Chromium) -> Iterator[Lookers]:
    saver = _copy(articles, place / "articles")
    port = servers.free_port()
    command = [sys.executable, "-m", "feedsvc", "preview", str(place / "articles")]
    command += ["--port", str(port)]
    with servers.Server(command, port, first="/desk", patience=300) as server:
        pages = {ARTICLE: "/articles/live-0", DESK: "/desk"}
        yield {
            ("feedsvc", name): Looker(saver, chromium.open(server.url + path))
            for name, path in pages.items()
        }


@contextlib.contextmanager
def _hugo(articles: Path, place: Path, chromium: browser.Chromium) -> Iterator[Lookers]:
    saver = _copy(articles, place / "articles")
    port = servers.free_port()
    command = publishers.hugo_server(place / "articles", place / "site", port)
    with servers.Server(command, port, first="/", patience=300) as server:
        window = chromium.open(f"{server.url}/{frame.LIVE}/live-0/")
        yield {("Hugo", ARTICLE): Looker(saver, window, forgiving=True)}


if __name__ == "__main__":
    frame.run("preview", __doc__ or "", measure)
