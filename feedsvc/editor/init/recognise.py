"""Says whose layout a folder has, where its articles stand, and what tells so. Pure."""

import json
import posixpath
import re
from collections.abc import Iterator, Sequence

import msgspec

from feedsvc.editor.init.configuration import Configuration, read_configuration
from feedsvc.editor.init.folder_view import FolderView
from feedsvc.editor.init.publishers import (
    PUBLISHERS,
    TEMPLATE_FOLDERS,
    TRACES,
    Publisher,
    matches,
)


class Layout(msgspec.Struct, frozen=True):
    """Whose layout a folder has.

    Attributes:
        publisher: its publisher.
        sign: what it is known by, in words.
        place: the folder in which the articles stand, relative to the one that was looked at;
            empty: that one.
        configuration: what the publisher's own says.
    """

    publisher: Publisher
    sign: str
    place: str = ""
    configuration: Configuration = Configuration()


def recognise(view: FolderView, above: Sequence[tuple[str, FolderView]] = ()) -> Layout | None:
    """Whose layout a folder has; None: nobody's that is known.

    A configuration goes before the one of a folder above, both before a vault that others publish,
    and all of them before traces in the files.

    Args:
        view: of the folder.
        above: the folders above it, the nearest first, each with the folder's path from there.
    """
    own = list(_by_signs(view))
    higher = [
        msgspec.structs.replace(layout, sign=f"{_up(inner)}{layout.sign}", place="")
        for inner, around in above
        for layout in _by_signs(around)
        if layout.publisher.marks_notes or inner in _places(layout)
    ]
    found = sorted([*own, *higher], key=lambda layout: layout.publisher.marks_notes)
    return found[0] if found else _by_traces(view)


def excluded(layout: Layout, view: FolderView) -> tuple[str, ...]:
    """Patterns of what the publisher does not publish as an article, for `exclude` in site.toml.

    Args:
        layout: of the folder.
        view: of the folder that was looked at, in which layout.place is.
    """
    within = f"{layout.place}/" if layout.place else ""
    inner = [path[len(within) :] for path in view.articles(layout.place)]
    stems = {path: posixpath.splitext(path)[0].removesuffix("/index") for path in inner}
    pages = [f"/{_literal(path)}" for path in inner if stems[path] in layout.publisher.pages]
    notes = _of_vault(view, inner) if layout.publisher.marks_notes else []
    found = (*layout.publisher.exclude, *layout.configuration.exclude, *pages, *notes)
    return tuple(dict.fromkeys(found))


def _by_signs(view: FolderView) -> Iterator[Layout]:
    for publisher in PUBLISHERS:
        for sign in publisher.signs:
            if (
                not view.has(sign.path)
                or (sign.beside and not view.has(sign.beside))
                or (sign.says and not re.search(sign.says, view.texts.get(sign.path, "")))
            ):
                continue
            files = [path for path in (sign.path, *publisher.configurations) if path in view.texts]
            said = [read_configuration(one, view.texts[one], publisher.keys) for one in files]
            configuration = _together(said)
            place = configuration.folder or _place(publisher, view)
            yield Layout(publisher, sign.path, place, configuration)
            break


def _together(said: Sequence[Configuration]) -> Configuration:
    """What several files say: of each setting, the first that says it."""
    if not said:
        return Configuration()
    names = Configuration.__struct_fields__
    values = {
        name: next(filter(None, (getattr(one, name) for one in said)), None) for name in names
    }
    return Configuration(**{name: value for name, value in values.items() if value})


def _place(publisher: Publisher, view: FolderView) -> str:
    there = [one for one in publisher.places if not one or view.has(f"{one}/")]
    full = (one for one in there if next(view.articles(one), None) is not None)
    return next(full, there[0] if there else publisher.places[0])


def _places(layout: Layout) -> tuple[str, ...]:
    folder = layout.configuration.folder
    return (folder,) if folder else layout.publisher.places


def _up(inner: str) -> str:
    return "../" * (inner.count("/") + 1)


def _by_traces(view: FolderView) -> Layout | None:
    for trace in TRACES:
        for path in view.paths:
            if not re.fullmatch(trace.path, path):
                continue
            if not trace.text:
                return Layout(trace.publisher, path)
            if part := matches(trace.text, view.texts.get(path, "")):
                return Layout(trace.publisher, f"`{part}` in {path}")
    return None


def _of_vault(view: FolderView, inner: Sequence[str]) -> list[str]:
    """Patterns of what is no note in a vault: templates, and drawings that are kept as notes."""
    folders = [one for one in ("Templates", "templates") if view.has(f"{one}/")]
    for path, key in TEMPLATE_FOLDERS:
        try:
            found = json.loads(view.texts.get(path, "{}")).get(key)
        except (ValueError, AttributeError, RecursionError):
            continue
        if isinstance(found, str) and found.strip("/ ") and found.isprintable():
            folders.append(found.strip("/ "))
    patterns = [f"/{_literal(one)}/" for one in dict.fromkeys(folders)]
    drawn = any(path.endswith(".excalidraw.md") for path in inner)
    return [*patterns, *(["*.excalidraw.md"] if drawn else [])]


def _literal(path: str) -> str:
    """A path as a pattern of .gitignore that means it alone."""
    return re.sub(r"([\\*?\[])", r"\\\1", path)
