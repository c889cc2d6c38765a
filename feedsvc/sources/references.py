"""Tells which article or file a reference of another publisher names, by its words alone. Pure.

References are paths from a root (Hugo's `ref`, Zola's `@/`, Pelican's `{filename}`), names of posts
(Jekyll's `post_url`), or titles of notes (`[[wikilinks]]`). Whether there is such an article is
known only when somebody follows the link.
"""

import posixpath
import re

from feedsvc.model.slugs import slugify
from feedsvc.sources.path_rules import undated

# Folders from which publishers count, below the folder of the whole site.
_ROOTS = frozenset({"content", "source"})
_SUFFIXES = (".md", ".markdown", ".html", ".htm", ".txt", ".rst", ".mdx")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{2,4})?")
# Hugo's pages of taxonomies, and what is called so here.
_LABELS = {
    **dict.fromkeys(("tag", "tags", "topic", "topics", "keywords"), "tag"),
    **dict.fromkeys(("author", "authors"), "author"),
    **dict.fromkeys(("category", "categories"), "category"),
}
_HEADING = re.compile(r"[#?]")


def root_of(path: str) -> str:
    """How the publisher's root is written as seen from an article: `../../`, or `../content/`.

    Args:
        path: of the article's file; POSIX, relative to the newsroom's folder.
    """
    folders = path.split("/")[:-1]
    below = next((at + 1 for at, name in enumerate(folders) if name in _ROOTS), 0)
    return "../" * (len(folders) - below)


def page_of(name: str, path: str) -> str:
    """The page of an article by the name of its file, as seen from another article.

    Args:
        name: such as `2024-05-01-first`, `news/2024-05-01-first.md` or `Mooring lines`.
        path: of the other article's file.
    """
    name, mark, anchor = _parts(name)
    if not name.strip("/ "):
        return mark + anchor
    return "../" * path.count("/") + slug_of(name) + mark + anchor


def place_of(name: str, path: str, language: str = "") -> str:
    """The place of an article by its path from the publisher's root, or from the other article.

    Args:
        name: such as `/posts/first.md`, `first` or `#heading`.
        path: of the other article's file.
        language: that is asked for; empty: that of the other article's file, where its name says.
    """
    name, mark, anchor = _parts(name)
    if not name.strip("/ "):
        return mark + anchor
    own = posixpath.splitext(posixpath.splitext(path)[0])[1][1:]
    language = language or (own if _LANGUAGE.fullmatch(own) else "")
    stem, suffix = posixpath.splitext(name)
    if suffix not in _SUFFIXES:
        stem, suffix = name.rstrip("/"), ""
    kind, _, label = stem.removesuffix("/_index").strip("/").partition("/")
    if kind in _LABELS and label and "/" not in label and name.startswith("/"):
        return f"{{{_LABELS[kind]}}}{label}"  # as Pelican writes it
    if language and not stem.endswith(f".{language}"):
        stem, suffix = f"{stem}.{language}", suffix or ".md"
    rooted = root_of(path) + stem.lstrip("/") if name.startswith("/") else stem
    return rooted + suffix + mark + anchor


def paths_of(name: str) -> tuple[str, ...]:
    """The files that a reference may mean beside the one of that very name, the likeliest first.

    Args:
        name: a path without a suffix, or with that of a language: `posts/first`, `first.de`.
    """
    bare, suffix = posixpath.splitext(name.rstrip("/"))
    stem = bare if suffix in _SUFFIXES else name.rstrip("/")
    plain, language = posixpath.splitext(stem)
    stems = [stem]
    if _LANGUAGE.fullmatch(language[1:]):
        stems.append(plain)
    found = []
    for one in stems:
        found += [one + end for end in _SUFFIXES]
        folder, language = posixpath.splitext(one)
        found += [f"{folder}/index{language}{end}" for end in (".md", ".html")]
    return tuple(path for path in dict.fromkeys(found) if path != name)


def slug_of(name: str) -> str:
    """The slug that an article has by the name of its file: that of `a/2024-05-01-b.md` is `b`."""
    *folders, last = name.strip("/").split("/")
    stem, suffix = posixpath.splitext(last)
    stem = stem if suffix.lower() in _SUFFIXES else last
    if stem in ("index", "_index") and folders:
        stem = folders[-1]
    return slugify(undated(stem))


def _parts(reference: str) -> tuple[str, str, str]:
    """A reference without what follows it, the sign before that, and it: heading or query."""
    found = _HEADING.search(reference)
    if found is None:
        return reference, "", ""
    return reference[: found.start()], found[0], reference[found.end() :]
