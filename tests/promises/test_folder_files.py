"""What a file of a folder holds back stays away, leaves and comes back with that file."""

import json
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest

from tests.promises.desk import Desk

NEWS = "---\ntitle: {0}\ndate: 2026-02-03\n{1}---\nAbout the ferry.\n"
CASCADE = "---\ntitle: Posts\ncascade:\n  {}\n---\n"
POSTS = "posts/_index.md"
# A file, and what it says to hold all of `posts` back.
HELD = [
    (POSTS, CASCADE.format("draft: true")),
    (POSTS, CASCADE.format("publishDate: 2099-01-01")),
    (POSTS, CASCADE.format("expiryDate: 2026-03-01")),
    (POSTS, CASCADE.format("headless: true")),
    (POSTS, CASCADE.format("params: {hidden: true}")),
    (POSTS, CASCADE.format("- build: {list: never}")),
    (POSTS, CASCADE.format("- {_target: {path: '{/posts,/posts/**}', kind: page}, draft: true}")),
    (POSTS, "+++\n[[cascade]]\n[cascade._build]\nrender = 'never'\n+++\n"),
    (POSTS, '{"cascade": {"draft": true}}'),
    (POSTS, "+++\ntitle = 'Posts'\ndraft = true\n+++\n"),
    ("_index.md", CASCADE.format("- {target: {path: /posts/**}, draft: true}")),
    ("posts/_index.html", CASCADE.format("draft: true")),
    ("posts/posts.json", '{"tags": ["a"], "draft": true}'),
    ("posts/posts.11tydata.json", '{"permalink": false}'),
    ("posts/posts.11tydata.json", '{"eleventyExcludeFromCollections": true}'),
    ("posts/posts.11tydata.json", '{"eleventyComputed": {"permalink": "false"}}'),
    ("posts/posts.11tydata.js", "// all\nexport default {\n\tdraft: true,\n};\n"),
    ("_config.yml", "defaults:\n- scope: {path: posts}\n  values: {published: false}\n"),
    ("_config.yml", "defaults:\n- scope: {path: 'po*', type: pages}\n  values: {draft: true}\n"),
    ("posts/harbour.json", '{"draft": true}'),
    ("posts/harbour.11tydata.cjs", "module.exports.permalink = false;"),
]
BROKEN = [
    (POSTS, CASCADE.format("draft: maybe")),
    (POSTS, CASCADE.format("drfat: true")),
    (POSTS, "---\ncascde: {draft: true}\n---\n"),
    (POSTS, "---\ncascade: {draft: true\n---\n"),
    (POSTS, "---\ncascade: true\n---\n"),
    (POSTS, "---\ncascade: {draft: false}\ncascade: {draft: true}\n---\n"),
    (POSTS, "+++\ndrfat = true\n+++\n"),
    ("posts/posts.json", '{"draft": true,}'),
    ("posts/posts.11tydata.json", '{"publishDate": "soon"}'),
    ("posts/posts.11tydata.js", "export default { draft: process.env.ALL };"),
    ("posts/posts.11tydata.js", "export default { permalink(one) { return one.x && false } };"),
    ("_config.yml", "defaults:\n  - {scope: {path: posts}, values: {published: no one}}\n"),
]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "site").mkdir()
    made = Desk(tmp_path / "site")
    made.write("posts/harbour.md", NEWS.format("Harbour", ""))
    made.write("pier.md", NEWS.format("Pier", ""))
    return made


@pytest.mark.parametrize(("path", "text"), HELD)
def test_an_article_below_is_held_back(desk: Desk, path: str, text: str) -> None:
    desk.save(path, text)
    assert desk.titles() == ["Pier"]
    assert "Harbour" not in desk.everything()
    told = [p for p in desk.newsroom.problems.all() if p.path == "posts/harbour.md"]
    assert [p.code for p in told if p.code != "draft"] == ["folder-file"]
    assert f" {path}:" in told[-1].message


@pytest.mark.parametrize(("path", "text"), HELD + BROKEN)
def test_what_was_public_follows_at_once(desk: Desk, path: str, text: str) -> None:
    desk.newsroom.scan()
    before, entry = desk.items(), desk.get("/articles/harbour")
    desk.write(path, text)
    desk.newsroom.index.update([path])
    # Where the file cannot be read and names nothing that holds back, the last version stays.
    if (path.endswith(".js") and (path, text) in BROKEN) or "cascade: true" in text:
        assert desk.items() == before
    else:
        assert desk.titles() == (["Pier"] if path != "_config.yml" or (path, text) in HELD else [])
        assert "Harbour" not in desk.everything()
        assert desk.client.get("/articles/harbour").status_code == 404
    assert "deleted-entry" not in desk.get("/feed.atom")
    desk.newsroom.scan()
    (desk.folder / path).unlink()
    desk.newsroom.index.update([path])
    assert desk.items() == before
    assert desk.get("/articles/harbour") == entry


@pytest.mark.parametrize(("path", "text"), BROKEN)
def test_what_cannot_be_read_holds_back(desk: Desk, path: str, text: str) -> None:
    desk.save(path, text)
    assert desk.titles() == (["Pier"] if path.startswith("posts") else [])
    told = desk.newsroom.problems.all()
    assert [(p.severity, p.code) for p in told if p.path == path and p.severity != "info"] == [
        ("error", "folder-file")
    ]
    (one,) = [p for p in told if p.path == "posts/harbour.md"]
    assert (one.severity, one.code) == ("error", "folder-file")
    assert f"{path}:" in one.message


def test_the_excluded_says_nothing(desk: Desk) -> None:
    desk.write("site.toml", 'exclude = ["*.11tydata.js"]\n')
    desk = Desk(desk.folder)
    desk.save("posts/posts.11tydata.js", "export default { draft: process.env.ALL };")
    assert desk.titles() == ["Harbour", "Pier"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (POSTS, CASCADE.format("draft: true")),
        ("posts/posts.json", '{"draft": true}'),
        ("_config.yml", "defaults:\n- values: {draft: true}\n"),
    ],
)
def test_its_own_key_wins(desk: Desk, path: str, text: str) -> None:
    desk.write("posts/own.md", NEWS.format("Own", "draft: false\n"))
    desk.save(path, text)
    assert "Own" in desk.titles()
    assert "Harbour" not in desk.titles()


def test_zola_builds_nothing_of_a_drafted_section(desk: Desk) -> None:
    desk.write("posts/own.md", NEWS.format("Own", "draft: false\n"))
    desk.save(POSTS, "+++\ndraft = true\n+++\n")
    assert desk.titles() == ["Pier"]
    desk.save(POSTS, "+++\nrender = false\n+++\n")
    assert desk.titles() == ["Harbour", "Own", "Pier"]


def test_a_draft_of_hugo_is_the_page_alone(desk: Desk) -> None:
    desk.save(POSTS, "---\nlayout: list\ndraft: true\n---\n")
    assert desk.titles() == ["Harbour", "Pier"]


def test_the_nearest_counts(desk: Desk) -> None:
    desk.write("posts/old/quay.md", NEWS.format("Quay", ""))
    desk.write("posts/old/_index.md", CASCADE.format("draft: false"))
    desk.save(POSTS, CASCADE.format("draft: true"))
    assert desk.titles() == ["Pier", "Quay"]
    (desk.folder / "posts/old/_index.md").unlink()
    desk.newsroom.index.update(["posts/old/_index.md"])
    assert desk.titles() == ["Pier"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (POSTS, "---\ntitle: Posts\n---\nAll about a draft.\n"),
        (POSTS, CASCADE.format("author: Desk")),
        (POSTS, CASCADE.format("- {_target: {environment: staging}, draft: true}")),
        (POSTS, CASCADE.format("- {_target: {kind: section}, draft: true}")),
        (POSTS, CASCADE.format("- {_target: {path: /posts/old/**}, draft: true}")),
        ("other/_index.md", CASCADE.format("draft: true")),
        ("posts/other.json", '{"draft": true}'),
        ("posts/posts.json", '[{"draft": true}]'),
        ("posts/posts.json", '{"status": "ok", "password": "x"}'),
        ("posts/posts.11tydata.js", "export default { permalink: '/{{ page.fileSlug }}/' };"),
        ("posts/posts.11tydata.js", "module.exports = { tags: ['draft'], /* draft: true */ };"),
        ("posts/posts.11tydata.js", "export default { permalink: ({page}) => page.url };"),
        ("_config.yml", "title: Drafts\ndefaults:\n- values: {layout: post}\n"),
        ("_config.yml", "defaults:\n- scope: {type: posts}\n  values: {published: false}\n"),
    ],
)
def test_what_holds_nothing_back_changes_nothing(desk: Desk, path: str, text: str) -> None:
    desk.newsroom.scan()
    before = desk.get("/feed.atom")
    desk.write(path, text)
    desk.newsroom.index.update([path])
    assert desk.get("/feed.atom") == before
    desk.newsroom.scan()
    assert desk.get("/feed.atom") == before
    assert not [one for one in desk.told() if one[0] != path]


def test_a_page_in_a_language_counts_for_that_language(desk: Desk) -> None:
    desk.write("posts/harbour.de.md", NEWS.format("Hafen", ""))
    desk.save("posts/_index.de.md", CASCADE.format("draft: true"))
    desk.save(POSTS, "---\ntitle: Posts\n---\n")
    assert desk.titles() == ["Harbour", "Pier"]


def test_files_of_data_may_bear_the_name_of_the_newsrooms_own_folder(desk: Desk) -> None:
    desk.save("site.json", '{"draft": true}')
    assert desk.titles() == []


def test_after_a_crash_the_articles_follow_all_the_same(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.newsroom.scan()
    desk.write(POSTS, CASCADE.format("draft: true"))

    def crash(*_: object) -> None:
        raise MemoryError

    with monkeypatch.context() as broken:
        broken.setattr("feedsvc.indexer.index.IndexTransaction.take", crash)
        with pytest.raises(MemoryError):
            desk.newsroom.index.update([POSTS])
    desk.newsroom.scan()
    assert desk.titles() == ["Pier"]


def test_the_body_of_a_page_has_no_article_read_again(desk: Desk) -> None:
    desk.save(POSTS, CASCADE.format("author: Desk"))
    desk.write(POSTS, CASCADE.format("author: Desk") + "More.\n")
    assert desk.newsroom.index.update([POSTS]).read == 1


def test_data_is_never_served(desk: Desk) -> None:
    desk.write("posts/posts.11tydata.json", json.dumps({"secret": 1}))
    desk.save("posts/link.md", NEWS.format("Link", "") + "[data](posts.11tydata.json)\n")
    assert desk.client.get("/media/posts/posts.11tydata.json").status_code == 404


@pytest.mark.parametrize("many", [0, 500])
@pytest.mark.parametrize(("path", "text"), [HELD[0], HELD[12], HELD[19]])
def test_it_counts_at_once_where_the_folder_is_not_listed_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, many: int, path: str, text: str
) -> None:
    monkeypatch.setattr("feedsvc.indexer.files_around._MANY", many)
    desk.newsroom.scan()
    for saved in ("first", "again"):
        desk.write("posts/harbour.md", NEWS.format("Harbour", "") + saved)
        desk.newsroom.index.update(["posts/harbour.md"])
    before = desk.titles()
    desk.write(path, text)  # nobody was told of it yet
    desk.write("posts/harbour.md", NEWS.format("Harbour", "") + "secret")
    desk.newsroom.index.update(["posts/harbour.md"])
    assert (before, desk.titles()) == (["Harbour", "Pier"], ["Pier"])
    (desk.folder / path).unlink()
    desk.write("posts/harbour.md", NEWS.format("Harbour", "") + "no secret")
    desk.newsroom.index.update(["posts/harbour.md"])
    assert desk.titles() == before


def test_a_slow_article_follows_too(desk: Desk) -> None:
    """It is read aside, with its header from beside it and with what it inherits."""
    desk.write("posts/long.md", "word *and* `x`\n\n" * 9000)
    desk.write("posts/long.meta", "---\ntitle: Long\n---\n")
    desk.newsroom.scan()
    assert "Long" in desk.titles()
    told = Event()
    with closing(desk.newsroom.index.aside(told.set)) as aside:
        for text, public in (
            (CASCADE.format("draft: true"), False),
            ("---\ntitle: P\n---\n", True),
        ):
            desk.write(POSTS, text)
            paths = [POSTS]
            while paths:
                told.clear()
                report = desk.newsroom.index.update(paths, aside=aside)
                if report.later:
                    assert told.wait(60)
                paths = aside.done()
            assert ("Long" in desk.titles()) is public


@pytest.mark.parametrize("text", ["{ // none\n'draft': 1 }", "[" * 99 + "draft", "\0\0\0draft"])
def test_data_of_other_kinds_is_no_problem(desk: Desk, text: str) -> None:
    desk.write("package.json", text)
    desk.save("posts/chart.json", text)
    assert desk.titles() == ["Harbour", "Pier"]
    assert desk.told() == []
    desk.save("posts/chart.md", NEWS.format("Chart", ""))
    assert "Chart" not in desk.titles()
    assert desk.told() == [("posts/chart.md", 1, "error", "folder-file")]
