"""Names formats that people keep articles in and that are not read, once each, with what to do."""

import posixpath
from collections.abc import Collection
from pathlib import Path

from feedsvc.model.problem import Problem
from feedsvc.settings import Settings
from feedsvc.sources import SUFFIXES, Folder, left_out

_PANDOC = "make Markdown of each, for instance by `pandoc {name}{suffix} -o {name}.md`"
_SAVE_AS = "save each as HTML or plain text in the program that made it"
_TO_MD = "it is Markdown under another name: rename each, for instance to {name}.md"
# Suffixes by what to do.
_ADVICE = {
    _PANDOC: ".docx .odt .rtf .org .textile .tex .mediawiki .wiki .creole .ipynb .dbk .t2t .djot",
    _SAVE_AS: ".doc .pages .wpd .wps .gdoc .rtfd .sxw",
    "rename each, for instance to {name}.md, for it is Markdown": ".mkd .mkdn .mdwn .mdown .mdtxt"
    " .mdtext",
    "make HTML of each, for instance by `asciidoctor {name}{suffix}`": ".adoc .asciidoc",
    "make Markdown of each, for instance by `quarto render {name}{suffix} --to gfm`": ".qmd .rmd",
    "rename each, for instance to {name}.html": ".xhtml .xht",
    "rename each, for instance to {name}.txt": ".text",
}
_BY_SUFFIX = {suffix: advice for advice, suffixes in _ADVICE.items() for suffix in suffixes.split()}


def is_unread(path: str) -> bool:
    """Whether a path's suffix is that of a format of articles that is not read."""
    suffix = posixpath.splitext(path)[1].lower()
    return suffix in _BY_SUFFIX and suffix not in SUFFIXES


def unread_formats(root: Path, settings: Settings, named: Collection[str]) -> list[Problem]:
    """A problem for each format of articles in a folder that is not read, at its first file.

    Args:
        root: the newsroom's folder.
        settings: say which files are no articles, and how deep folders may be nested.
        named: paths of files that articles name, so that they are media.

    Raises:
        FolderMissing: it is not there.
    """
    found: dict[str, list[str]] = {}
    for path, _ in Folder(root, is_unread, settings.limits).files("", []):
        if path not in named and left_out(path, settings) is None:
            found.setdefault(posixpath.splitext(path)[1].lower(), []).append(path)
    return [_problem(suffix, paths) for suffix, paths in found.items()]


def _problem(suffix: str, paths: list[str]) -> Problem:
    first = paths[0]
    name = posixpath.splitext(posixpath.basename(first))[0]
    files = "this file is" if len(paths) == 1 else f"{len(paths):,} files are"
    advice = _BY_SUFFIX[suffix].format(name=name, suffix=suffix)
    message = f"{suffix} is no format that is read here, so {files} left out; {advice}"
    return Problem(first, 1, "warning", "unknown-format", message)
