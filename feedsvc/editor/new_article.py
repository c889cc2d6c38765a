"""Makes the file of a new article: a draft with front matter."""

from datetime import datetime
from pathlib import Path

from feedsvc.errors import FeedsvcError
from feedsvc.model.characters import legal, one_line
from feedsvc.model.slugs import slugify
from feedsvc.sources import create
from feedsvc.sources.frontmatter import quoted

_NAME_BYTES = 120  # of a title in a file's name; file systems take 255 for the whole of it
NEW_FORMATS = ("md", "txt", "html")
_BODY = {
    "md": "Write the first paragraph here.\n\n## A subheading\n\nAnd the next one here.\n",
    "txt": "Write the first paragraph here.\n\nA subheading\n\nAnd the next one here.\n",
    "html": "<p>Write the first paragraph here.</p>\n\n<h2>A subheading</h2>\n\n"
    "<p>And the next one here.</p>\n",
}


def begin_article(
    folder: Path, title: str, now: datetime, *, category: str = "", format: str = "md"
) -> Path:
    """Make the file of a new draft.

    Args:
        folder: the newsroom's.
        title: its headline.
        now: its date, aware, in the site's zone.
        category: the folder in it to put the file in; empty: none.
        format: one of NEW_FORMATS.

    Returns:
        where the file is.

    Raises:
        FeedsvcError: the title is empty, the file is there already or cannot be written.
    """
    title = one_line(legal(title))
    if not title:
        raise FeedsvcError("the title is empty; give the article one")
    name = f"{now.date().isoformat()}-{_short(slugify(title))}.{format}"
    path = folder / (slugify(category) if category else "") / name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            raise FeedsvcError(f"{path} is there already; choose another title")
        create(path, f"{_front_matter(title, now)}\n{_BODY[format]}".encode())
    except OSError as error:
        raise FeedsvcError(f"{path}: cannot be written: {error.strerror}") from error
    return path


def _short(slug: str) -> str:
    return slug.encode()[:_NAME_BYTES].decode(errors="ignore").rstrip("-")


def _front_matter(title: str, now: datetime) -> str:
    lines = [
        "---",
        f"title: {quoted(title)}",
        f"date: {now.isoformat(timespec='seconds')}",
        'standfirst: ""',
        "tags: []",
        "draft: true  # take this line out to publish",
        "---",
    ]
    return "\n".join(lines) + "\n"
