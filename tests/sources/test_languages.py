"""Which language a path names."""

import pytest

from feedsvc.sources.languages import language_of, tag_of


@pytest.mark.parametrize(
    ("folders", "stem", "languages", "expected"),
    [
        ([], "ferry.de", [], ([], "ferry", "de")),
        (["harbour"], "index.pt-br", [], (["harbour"], "index", "pt-BR")),
        (["harbour"], "index.cs", [], (["harbour"], "index", "cs")),
        ([], "program.cs", [], ([], "program.cs", "")),
        ([], "program.cs", ["cs"], ([], "program", "cs")),
        ([], "socket.io", [], ([], "socket.io", "")),
        ([], "node.js", [], ([], "node.js", "")),
        ([], "x.v2", [], ([], "x.v2", "")),
        ([], ".de", [], ([], ".de", "")),
        (["de", "world"], "a", [], (["de", "world"], "a", "")),
        (["de", "world"], "a", ["de", "en"], (["world"], "a", "de")),
        (["content", "pt_br", "world"], "a", ["pt-BR"], (["content", "world"], "a", "pt-BR")),
        (["it", "de"], "a", ["de"], (["it"], "a", "de")),
        (["de"], "a.fr", ["de", "fr"], ([], "a", "fr")),
        (["i18n", "de", "docusaurus-plugin-content-blog", "sea"], "a", [], (["sea"], "a", "de")),
        (["i18n", "notes"], "a", [], (["i18n", "notes"], "a", "")),
    ],
)
def test_paths(
    folders: list[str],
    stem: str,
    languages: list[str],
    expected: tuple[list[str], str, str],
) -> None:
    found = language_of(folders, stem, languages)
    assert (list(found.folders), found.stem, found.language) == expected


@pytest.mark.parametrize(
    ("name", "tag"),
    [("de", "de"), ("zh-hans", "zh-Hans"), ("zh_Hant_TW", "zh-Hant-TW"), ("es-419", "es-419"),
     ("xx", ""), ("deutsch", ""), ("de-", ""), ("", "")],
)  # fmt: skip
def test_tags(name: str, tag: str) -> None:
    assert tag_of(name) == tag
