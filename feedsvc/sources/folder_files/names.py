"""Tells by their names which files say something for articles below their folder, or beside them.

https://gohugo.io/content-management/front-matter/#cascade,
https://www.11ty.dev/docs/data-template-dir/, https://jekyllrb.com/docs/configuration/front-matter-defaults/,
https://getnikola.com/handbook.html#metadata-formats
"""

import posixpath
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

from feedsvc.sources.languages import language_of

SECTION_PAGE = "_index"
JEKYLL = frozenset({"_config.yml", "_config.yaml", "_config.toml"})
SCRIPTS = (".11tydata.js", ".11tydata.mjs", ".11tydata.cjs")
DATA = (*SCRIPTS, ".11tydata.json", ".json")  # of Eleventy, those that count most first
# What Hugo takes for content, beside what feedsvc reads.
_PAGES = frozenset(
    {".md", ".markdown", ".mdx", ".html", ".htm", ".txt", ".rst", ".org", ".ad", ".adoc"}
    | {".asciidoc", ".pandoc", ".pdc"}
)
METADATA = ".meta"  # the suffix of Nikola, in place of the article's
ENDINGS = (METADATA, *DATA)  # of those whose names do not begin with an underscore
_PACKAGES = "node_modules/"


class Reach(NamedTuple):
    """The articles for which a file says something.

    Attributes:
        folders: all below these.
        stems: those at these paths, without their suffixes.
    """

    folders: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()


def is_folder_file(path: str) -> bool:
    """Whether a file may say something for other files, by its name.

    Args:
        path: POSIX, NFC, relative to the newsroom's folder.
    """
    name = path.rpartition("/")[2]
    if name.startswith("_"):
        stem, suffix = posixpath.splitext(name)
        page = stem.casefold().split(".")[0] == SECTION_PAGE and suffix.lower() in _PAGES
        return page or name in JEKYLL
    return name.endswith(ENDINGS) and not name.startswith(".") and _PACKAGES not in path


def is_other_data(path: str) -> bool:
    """Whether a file of data may as well have nothing to do with articles, by its name.

    What is wrong with it is told of the articles for which it counts, if there are any.
    """
    folder, _, name = path.rpartition("/")
    stem = name.removesuffix(".json")
    return stem != name and not stem.endswith(".11tydata") and stem != folder.rpartition("/")[2]


def reach_of(path: str, root: str) -> Reach:
    """The articles for which a file says something.

    Args:
        path: for which is_folder_file is true.
        root: the name of the newsroom's folder.
    """
    folder, _, name = path.rpartition("/")
    if name.startswith("_"):
        return Reach((folder,))
    if name.endswith(METADATA):
        return Reach(stems=(path.removesuffix(METADATA),))
    stem = _without(name)
    named = folder.rpartition("/")[2] or root
    return Reach((folder,) if stem == named else (), (posixpath.join(folder, stem),))


def files_for(
    path: str, names_in: Callable[[str], Collection[str]], root: str, languages: Collection[str]
) -> Iterator[str]:
    """Yield the files that may say something for an article, the nearest to it first.

    Args:
        path: of the article.
        names_in: gives the names of such files in a folder.
        root: the name of the newsroom's folder.
        languages: tags of the newsroom's languages.
    """
    folder, _, name = path.rpartition("/")
    stem = posixpath.splitext(name)[0]
    language = language_of((), stem, languages).language
    wanted = [stem]
    while True:
        if names := names_in(folder):
            wanted.append(folder.rpartition("/")[2] or root)
            found = [stem + suffix for stem in dict.fromkeys(wanted) for suffix in DATA]
            found += _pages(names, language, languages)
            for one in (*found, *sorted(JEKYLL)):
                if one in names:
                    yield posixpath.join(folder, one)
        if not folder:
            return
        folder, wanted = folder.rpartition("/")[0], []


def likely_names(folder: str, stem: str, tags: Iterable[str]) -> Iterator[str]:
    """Yield the names that such files mostly have in a folder.

    Args:
        folder: its own name.
        stem: the name of an article in it, without its suffix; empty: no article's.
        tags: of languages, as in names of files.
    """
    for suffix in sorted(_PAGES):
        yield SECTION_PAGE + suffix
        yield from (f"{SECTION_PAGE}.{tag}{suffix}" for tag in tags)
    yield from sorted(JEKYLL)
    yield from (folder + suffix for suffix in DATA)
    yield from (stem + suffix for suffix in ENDINGS if stem)


def _pages(names: Iterable[str], language: str, languages: Collection[str]) -> list[str]:
    """The pages of a folder that count for articles in a language; empty: in none that is named.

    Where there is none in this language, all count that name none, else all.
    """
    found: dict[str, list[str]] = {}
    for name in sorted(names):
        if name.startswith("_") and name not in JEKYLL:
            tag = language_of((), posixpath.splitext(name)[0], languages).language
            found.setdefault(tag, []).append(name)
    if language in found:
        return found[language]
    return found.get("") or [one for some in found.values() for one in some]


def _without(name: str) -> str:
    """The name of a file of data without its suffix."""
    return name[: -len(next(suffix for suffix in DATA if name.endswith(suffix)))]
