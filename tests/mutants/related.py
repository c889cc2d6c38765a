"""Says which tests are to notice a change of a module."""

from pathlib import Path

from tests.test_architecture import TESTED_ELSEWHERE

# What holds for the whole way from a file to a document; of these, the ones that notice most.
WHOLE_WAY = ("tests/promises",)
KEENEST = ("tests/test_newsroom.py", "tests/golden", "tests/promises/test_promises.py")
KEENEST += ("tests/docs/test_tables.py",)
# Besides, what a room is tested by that is no room's own.
OF_ROOMS = {
    "sources": ("tests/hostile/test_files.py", "tests/hostile/test_tables.py"),
    "search": ("tests/web/test_search.py", "tests/hostile/test_fuzz_queries.py"),
    "feeds": (
        *("tests/web/test_deltas.py", "tests/web/test_digests.py", "tests/web/test_feeds.py"),
        *("tests/web/test_fast_path.py", "tests/web/test_private.py"),
    ),
    "render": ("tests/web/test_deltas.py",),
}
# These take a minute or more each, and look at a rule of their own.
LEFT_OUT = (
    "tests/browser/",
    "tests/promises/editorial/",
    "tests/promises/test_feed_readers.py",
    "tests/promises/test_large_entries.py",
    "tests/indexer/test_read_pool.py",
    "tests/settings/test_limits.py",
    "tests/sources/test_corpus.py",
    "tests/store/test_documents.py",
)


def mirrored(root: Path, path: str) -> list[str]:
    """The test files of a module's own.

    Args:
        root: of the project.
        path: of the module, relative to it.
    """
    module = Path(path).relative_to("feedsvc")
    folder, stem = root / "tests" / module.parent, module.stem
    files = [folder / f"test_{stem}.py", *sorted(folder.glob(f"test_{stem}_*.py"))]
    files += sorted((folder / stem).glob("test_*.py"))
    if module.as_posix() in TESTED_ELSEWHERE:
        files.append(root / TESTED_ELSEWHERE[module.as_posix()])
    return [file.relative_to(root).as_posix() for file in files if file.exists()]


def related(root: Path, path: str) -> list[str]:
    """The other test files that are likely to notice, the likeliest first.

    These are the ones that import the module, some that hold for the whole way from a file to a
    document, those of its room, and the others that hold for the whole way.

    Args:
        root, path: as for `mirrored`.
    """
    name = path.removesuffix(".py").replace("/", ".")
    room = Path(path).relative_to("feedsvc").parts[0]
    every = sorted((root / "tests").rglob("test_*.py"))
    texts = {file: file.read_text(encoding="utf-8") for file in every}
    files = [file for file, text in texts.items() if f"from {name} import" in text]
    for place in (*KEENEST, f"tests/{room}", *OF_ROOMS.get(room, ()), *WHOLE_WAY):
        files += [file for file in every if file.is_relative_to(root / place)]
    own = mirrored(root, path)
    found = dict.fromkeys(file.relative_to(root).as_posix() for file in files)
    return [one for one in found if one not in own and not one.startswith(LEFT_OUT)]
