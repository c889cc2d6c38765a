"""Articles of the moment, saved into a corpus as an editor's program saves them: by a rename."""

import time
from datetime import UTC, datetime
from pathlib import Path

from bench import corpus, frame


class Saver:
    """Saves articles into a live folder, over and over the same few files.

    Args:
        folder: of a corpus, see frame.live_folder.
        files: how many; the save after the last one changes the first again.
        name: with which their names begin.
    """

    def __init__(self, folder: Path, files: int = 20, name: str = "live") -> None:
        self._folder, self._name = folder, name
        self._files = files
        self._saved = 0

    def save(self) -> tuple[str, str, float]:
        """Save the next one: its path in the corpus, its headline, when its rename was done."""
        number = self._saved
        self._saved += 1
        headline = f"Saved as number {number} of this run"
        article = corpus.make_article(number)._replace(
            title=headline, date=datetime.now(UTC).replace(microsecond=0)
        )
        name = f"{self._name}-{number % self._files}.md"
        draft = self._folder / f".{name}"
        draft.write_text(corpus.markdown(article))
        draft.rename(self._folder / name)
        return f"{frame.LIVE}/{name}", headline, time.perf_counter()


def add_words(article: Path) -> float:
    """Save an article with one more sentence; returns when its rename was done."""
    draft = article.with_name(f".{article.name}")
    draft.write_text(f"{article.read_text()}\n\nThis was added at {time.time():.3f}.\n")
    draft.rename(article)
    return time.perf_counter()
