"""A reader's day on the wire: 48 polls of /feed.atom, 20 new articles at seeded times.

All bytes of the answers are counted, heads and bodies, of a running feedsvc whose folder new
articles are saved into between the polls; each poll waits until what was saved is served, not for
the clock. The plain reader sends neither validators nor Accept-Encoding. The others send the tag
they were last given, and take gzip, or Brotli; the last one also says "A-IM: feed" (RFC 3229), and
is sent new entries alone, since `feeds.deltas` is true.

    python bench/bench_bytes.py --size small
"""

import contextlib
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import client, figures, frame, machine, servers
from bench.saving import Saver

POLLS, ARTICLES = 48, 20
PLAIN, BEST, DELTAS = "plain", "br and 304", "br, 304 and A-IM"
READERS = {
    PLAIN: {},
    "gzip and 304": {"Accept-Encoding": "gzip"},
    BEST: {"Accept-Encoding": "br"},
    DELTAS: {"Accept-Encoding": "br", "A-IM": "feed"},
}
ALLOWED = {PLAIN: {200}, DELTAS: {200, 226, 304}}
PATIENCE = 120.0  # seconds; the indexer looks at the whole folder at its start


class Reader:
    """One subscriber over a day, and what was sent to it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.tag = ""
        self.statuses: dict[int, int] = {}
        self.codings: set[str] = set()
        self.heads = self.bodies = 0

    def poll(self, port: int) -> client.Answer:
        """Ask as this reader does, over a new connection."""
        headers = dict(READERS[self.name])
        if self.tag and self.name != PLAIN:
            headers["If-None-Match"] = self.tag
        answer = client.get(port, servers.FIRST, headers)
        if answer.status not in ALLOWED.get(self.name, {200, 304}):
            raise RuntimeError(f"{self.name}: answered with {answer.status}")
        self.tag = answer.tag
        self.statuses[answer.status] = self.statuses.get(answer.status, 0) + 1
        if answer.status != 304:
            self.codings.add(answer.headers.get("content-encoding", "none"))
        self.heads += answer.head_bytes
        self.bodies += answer.body_bytes
        return answer


def measure(plan: frame.Plan) -> figures.Figures:
    """Live through the day."""
    (count,) = plan.sizes([10_000])[:1]
    articles, store = frame.newsroom(count, changes=True)
    rng = random.Random(20)
    due = sorted(rng.uniform(0, POLLS - 1) for _ in range(ARTICLES))
    readers = [Reader(name) for name in READERS]
    server_core, load_core = machine.cores()
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(frame.live_folder(articles))
        stack.enter_context(servers.Indexer(articles, store, load_core))
        server = stack.enter_context(
            servers.ours(articles, store, server_core, FEEDSVC_FEEDS_DELTAS="true")
        )
        saver = Saver(folder, files=ARTICLES)
        for number in range(POLLS):
            while due and due[0] <= number:
                due.pop(0)
                _publish(saver, server.port)
            for reader in readers:
                answer = reader.poll(server.port)
                if reader.name == PLAIN and number == POLLS - 1:
                    last = answer.text()
    if sum("Saved as number" in line for line in last.split("<entry>")) != ARTICLES:
        raise RuntimeError("not every saved article is in the last feed")
    return _figures(readers, count)


def _publish(saver: Saver, port: int) -> None:
    """Save an article and wait until it is served."""
    before = client.get(port, servers.FIRST).tag
    path, headline, _ = saver.save()
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        answer = client.get(port, servers.FIRST, {"If-None-Match": before})
        if answer.status == 200 and headline in answer.text():
            return
        time.sleep(0.005)
    raise RuntimeError(f"a saved file was not served within {PATIENCE:.0f} s: {path}")


def _figures(readers: list[Reader], count: int) -> figures.Figures:
    whole = {reader.name: reader.heads + reader.bodies for reader in readers}
    plain = next(reader for reader in readers if reader.name == PLAIN)
    rows: list[list[figures.Cell]] = [
        [
            reader.name,
            whole[reader.name],
            reader.bodies,
            *(reader.statuses.get(status, 0) for status in (200, 226, 304)),
            ", ".join(sorted(reader.codings)),
            whole[PLAIN] / whole[reader.name],
            plain.bodies / reader.bodies,
        ]
        for reader in readers
    ]
    best = next(reader for reader in readers if reader.name == BEST)
    notes = []
    if best.codings != {"br"}:
        notes.append("feedsvc sent no Brotli here, so that reader had the whole bytes at each 200.")
    delta = next(reader for reader in readers if reader.name == DELTAS)
    if not delta.statuses.get(226):
        notes.append("no 226 was given: that reader is as the one before it.")
    whole_feeds = best.statuses.get(200, 0)
    notes.append(
        f"{ARTICLES} articles fall into {whole_feeds - 1} of the {POLLS} polls beside the first, so"
        f" with whole feeds the bytes can fall {POLLS / whole_feeds:.1f} times, times what the"
        " coding saves."
    )
    return figures.Figures(
        bench="bytes",
        title="Bytes of a reader's day",
        about="",
        goals=[
            figures.Goal(
                measure="plain 200s of a reader's day, beside br and 304: times the bytes",
                bound=100, better="more", unit="x", measured=whole[PLAIN] / whole[BEST],
                why="" if best.codings == {"br"} else "without Brotli so far",
            ),
            figures.Goal(
                measure="the same beside br, 304 and deltas (A-IM: feed)",
                bound=100, better="more", unit="x", measured=whole[PLAIN] / whole[DELTAS],
            ),
        ],
        tables=[
            figures.Table(
                title=f"{POLLS} polls, {ARTICLES} new articles, archive of {count:,}",
                columns=["reader", "bytes", "of them bodies", "200", "226", "304", "coding",
                         "plain is", "bodies alone"],
                rows=rows,
            )
        ],
        notes=notes,
    )  # fmt: skip


if __name__ == "__main__":
    frame.run("bytes", __doc__ or "", measure)
