"""What may hold an article back is never ignored: what is not understood is not published."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feedsvc.editor.diff import compare_published
from tests.promises.desk import Desk

LATER = datetime(2026, 11, 28, 13, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def headed(front: str, body: str = "Nobody may know.") -> str:
    return f"---\ntitle: Secret\n{front}\n---\n{body}"


HELD = [
    ("embrago: 2099-01-01", "misspelt-key"),
    ("embargoo: 2099-01-01", "misspelt-key"),
    ("Embrgo: 2026-01-01", "misspelt-key"),
    ("drfat: true", "misspelt-key"),
    ("drafts: yes", "misspelt-key"),
    ("publised: false", "misspelt-key"),
    ("pubish: no", "misspelt-key"),
    ("expire: 2026-01-01", "misspelt-key"),
    ("expirydte: 2026-01-01", "misspelt-key"),
    ("publish_dat: 2099-01-01", "misspelt-key"),
    ("publishDat: 2099-01-01", "misspelt-key"),
    ("staus: draft", "misspelt-key"),
    ("stauts: pending", "misspelt-key"),
    ("dtae: 2099-01-01", "misspelt-key"),
    ("stats: draft", "misspelt-key"),
    ("data: 2099-01-01", "misspelt-key"),
    ("publisher: false", "misspelt-key"),
    ("status: evergreen", "status"),
    ("status: [draft, private]", "wrong-type"),
    ("draft: maybe", "draft"),
    ("draft: 2099-01-01", "draft"),
    ("draft: {really: true}", "wrong-type"),
    ("published: soon", "draft"),
    ("publish: when ready", "draft"),
    ("embargo: [2099-01-01, 2099-02-01]", "wrong-type"),
    ("embargo: next year", "date-incomplete"),
    ("draft: false\nDraft: true", "duplicate-key"),
    ("publish: false\nPublish: true", "duplicate-key"),
]


@pytest.mark.parametrize(("front", "code"), HELD)
def test_what_is_not_understood_is_not_published(desk: Desk, front: str, code: str) -> None:
    line = 3 + front.count("\n")
    desk.save("secret.md", headed(front))
    assert desk.titles() == []
    assert desk.told() == [("secret.md", line, "error", code)]
    assert "Secret" not in desk.everything()


@pytest.mark.parametrize("front", [front for front, _ in HELD])
def test_what_was_public_leaves_untold_and_comes_back(desk: Desk, front: str) -> None:
    desk.save("secret.md", headed("date: 2026-02-03", "About the ferry."))
    before = desk.items()
    page = str(before[0]["url"]).removeprefix("http://127.0.0.1:8000")
    desk.now = LATER
    desk.save("secret.md", headed(f"date: 2026-02-03\n{front}", "About the ferry."))
    assert desk.titles() == []
    assert "Secret" not in desk.everything()
    assert "deleted-entry" not in desk.get("/feed.atom")
    assert desk.client.get(page).status_code == 404
    desk.newsroom.scan()
    assert desk.titles() == []
    desk.save("secret.md", headed("date: 2026-02-03", "About the ferry."))
    assert desk.items() == before


@pytest.mark.parametrize(
    ("front", "code"),
    [
        ("titel: Other", "misspelt-key"),
        ("dtae: 2026-01-01", "misspelt-key"),
        ("drafty: a little", "misspelt-key"),
        ("embargos: none", "misspelt-key"),
    ],
)
def test_other_keys_near_known_ones_are_told(desk: Desk, front: str, code: str) -> None:
    desk.save("secret.md", headed(front))
    assert desk.titles() == ["Secret"]
    assert desk.told() == [("secret.md", 3, "warning", code)]


@pytest.mark.parametrize(
    "front", ["publisher: Ann", "data: 2026-01-01", "stats: many", "layout: post", "tag: x"]
)
def test_keys_of_other_publishers_are_known(desk: Desk, front: str) -> None:
    desk.save("secret.md", headed(front))
    assert (desk.titles(), desk.told()) == (["Secret"], [])


@pytest.mark.parametrize(
    "status",
    ["private", "pending", "scheduled", "unlisted", "skip", "hidden", "future", "Auto-Draft"],
)
def test_each_status_of_what_is_not_public_is_a_draft(desk: Desk, status: str) -> None:
    desk.save("secret.md", headed(f"status: {status}"))
    assert (desk.titles(), desk.told()) == ([], [("secret.md", 3, "info", "status")])


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.md", headed("publish: false")),
        ("a.md", '{ "title": "Secret", "draft": true }\n\nNobody may know.'),
        ("a.md", '{\n  "title": "Secret",\n  "publishDate": "2099-06-01"\n}\nNobody may know.'),
        ("a.md", '---json\n{"title": "Secret", "draft": true}\n---\nNobody.'),
        ("a.md", '---toml\ntitle = "Secret"\ndraft = true\n---\nNobody.'),
        ("a.md", "--- yaml\ntitle: Secret\ndraft: true\n---\nNobody."),
        ("a.txt", '{"title": "Secret", "status": "private"}\nNobody may know.'),
        ("a.html", '{"title": "Secret", "draft": true}\n<p>Nobody may know.</p>'),
        ("a.html", '<meta name="status" content="draft"><h1>Secret</h1><p>Nobody.</p>'),
        ("a.html", '<meta name="Draft" content="true"><h1>Secret</h1><p>Nobody.</p>'),
        ("a.html", '<meta name="embargo" content="2099-01-01"><h1>Secret</h1>'),
        ("a.html", '<meta property="article:expiration_time" content="2026-01-01"><h1>Secret</h1>'),
        ("a.html", '<title>Secret</title>\n<meta name="drfat" content="true"><h1>Secret</h1>'),
        ("a.html", '<meta name="status" content="evergreen"><h1>Secret</h1>'),
        ("_drafts/a.md", "# Secret\n\nNobody."),
        ("world/_drafts/2026/a.md", headed("draft: false")),
        ("_Drafts/a.md", "# Secret\n\nNobody."),
        ("world/_DRAFT/a.txt", "Secret\n\nNobody."),
        ("a.txt", "Embrago: 2099-01-01\nTitle: Secret\n\nNobody may know."),
        ("a.txt", "Drfat: true\n\nSecret\n\nNobody may know."),
        ("a.txt", "Publish: false\nTitle: Secret\n\nNobody may know."),
        ("a.md", headed("base: &b\n  draft: true\n<<: *b")),
        ("a.md", headed("<<: {embargo: 2099-01-01}")),
        ("a.md", headed("<<: [{note: x}, {status: draft}]")),
        ("a.md", "--- # front matter\ntitle: Secret\ndraft: true\n---\nNobody.\n\n# Secret"),
        ("a.md", "--- {title: Secret, draft: true}\n--- # end\n# Secret"),
        ("a.md", '---json {"title": "Secret", "draft": true}\n---\n# Secret'),
        ("a.md", "---toml # x\ndraft = true\n---\n# Secret"),
        ("a.md", "%YAML 1.2\n---\ndraft: true\n---\n# Secret"),
        ("a.md", "<!-- a note -->\n---\ndraft: true\n---\n# Secret"),
        ("a.html", "<!-- a note -->\n---\ndraft: true\n---\n<h1>Secret</h1>"),
        ("a.md", "---\ndra\u200bft: true\n---\n# Secret"),
        # second headers
        ("a.md", "---\n---\n---\ntitle: Secret\ndraft: true\n---\n# Secret"),
        ("a.md", "---\n---\ndraft: true\n\n# Secret"),
        ("a.md", headed("x: y\n---\ndraft: true")),
        ("a.md", headed("x: y\n--- # second\ndraft: true")),
        ("a.md", headed("x: y\n---\n\n+++\ndraft = true\n+++")),
        ("a.md", headed("x: y\n---\n***\ndraft: true\n***")),
        ("a.md", headed("x: y\n---\n<!-- x -->\n---\ndraft: true\n---\n")),
        # openings that look like headers of kinds that are not read
        ("a.md", "----\ntitle: Secret\ndraft: true\n----\nNobody."),
        ("a.md", "\u2014\ntitle: Secret\ndraft: true\n\u2014\nNobody."),
        ("a.md", "---js\n{\n  title: 'Secret',\n  draft: true\n}\n---\n# Secret\n"),
        ("a.md", "+++yaml\ntitle: Secret\ndraft: true\n+++\n# Secret"),
        ("a.md", ';;;\n"title": "Secret",\n"published": false\n;;;\n# Secret\n'),
        ("a.md", "{ title: 'Secret', draft: true }\n\n# Secret\n"),
        ("a.md", "<!--\n.. title: Secret\n.. status: draft\n-->\n# Secret\n"),
        ("a.md", ".. title: Secret\n.. status: private\n\n# Secret\n"),
        ("a.md", "<!-- draft: true -->\n# Secret\n"),
        ("a.md", "#+TITLE: Secret\n#+DRAFT: true\n\n# Secret\n"),
        ("a.txt", ":title: Secret\n:status: draft\n\nNobody."),
        ("a.txt", "Layout: post\nTitle: Secret\nDraft: true\n\nNobody."),
        ("a.html", "title: Secret\ndraft: true\n\n<h1>Secret</h1>"),
        ("a.html", "<!--\ntitle: Secret\nstatus: draft\n-->\n<h1>Secret</h1>"),
    ],
)
def test_every_kind_of_header_holds_back(desk: Desk, path: str, text: str) -> None:
    desk.save(path, text)
    assert desk.titles() == []
    assert "Secret" not in desk.everything()
    assert "Nobody" not in desk.everything()


@pytest.mark.parametrize(
    ("path", "text", "title"),
    [
        ("a.txt", "Kharkiv: the port\n\nIt is open.", "Kharkiv: the port"),
        ("a.txt", "Statue: it stands again\n\nIt is of bronze.", "Statue: it stands again"),
        ("a.md", "***\n\n# Rule\n\nText.", "Rule"),
        ("a.md", "```yaml\ndraft: true\n```\n\n# Code\n", "Code"),
        ("a.md", "{{< figure >}}\n\n# Mark\n", "Mark"),
        ("a.md", "{: .lead}\n# List\n", "List"),
        ("a.md", "<!-- Author: Ann, for the ferry -->\n# Comment\n", "Comment"),
        ("a.html", '<meta name="expires" content="0"><h1>Cache</h1>', "Cache"),
        ("a.html", '<meta name="viewport" content="true"><h1>View</h1>', "View"),
        ("a.md", "<!-- a note -->\n---\n\n# Rule\n\nText.", "Rule"),
        ("a.md", headed("x: y", "---\n\nText.\n\n---"), "Secret"),
        ("a.md", headed("x: y", "Status: what is new\n---\nText."), "Secret"),
        ("a.md", "# Ferry\nStatus: it is late, says the port.\n", "Ferry"),
    ],
)
def test_what_only_looks_alike_is_published(desk: Desk, path: str, text: str, title: str) -> None:
    desk.save(path, text)
    assert desk.titles() == [title]


def test_it_is_published_at_the_later_of_publish_date_and_embargo(desk: Desk) -> None:
    desk.write("talk.md", "---\ntitle: Talk\ndate: 2099-07-01\npublishDate: 2026-02-03\n---\nText.")
    desk.write("merger.md", headed("date: 2026-02-03\npublishDate: 2099-06-01T09:00:00Z"))
    desk.write("more.md", headed("publishDate: 2026-02-03\nembargo: 2099-06-01"))
    desk.write("two.md", headed("publishDate: 2026-02-03\npubDate: 2099-06-01"))
    desk.write("gone.md", headed("expires: 2099-01-01\nexpirydate: 2026-01-01"))
    desk.save("both.md", headed("date: 2026-02-03\npublished: 2099-06-01"))
    assert [(i["title"], i["date_published"]) for i in desk.items()] == [
        ("Talk", "2026-02-03T00:00:00+00:00")
    ]


Break = Callable[[str], str | bytes]
BROKEN: list[tuple[str, Break]] = [
    ("not valid", lambda front: f"---\ntitle: Ferry: sails\n{front}---\nAbout the ferry."),
    ("no end", lambda front: f"---\ntitle: Ferry sails\n{front}About the ferry."),
    ("a bad date", lambda front: f"---\ntitle: F\ndate: 03/04/2026\n{front}---\nText."),
    ("no headline", lambda front: f"---\n{front}---\n"),
    ("no text in UTF-8", lambda front: f"---\n{front}---\n# F\n".encode() + b"\xff"),
    ("too large", lambda front: f"---\n{front}---\n# F\n{'x' * 2_000_000}"),
]


@pytest.mark.parametrize("broken", [how for _, how in BROKEN], ids=[name for name, _ in BROKEN])
def test_a_file_that_cannot_be_read_keeps_its_last_good_version(
    tmp_path: Path, broken: Break
) -> None:
    desk = Desk(tmp_path, FEEDSVC_LIMITS_ARTICLE_MEGABYTES="1")
    good = "---\ntitle: Ferry sails\ndraft: false\ndate: 2026-02-03\n---\nAbout the ferry."
    desk.save("ferry.md", good)
    before = desk.items()
    desk.now = LATER
    desk.save("ferry.md", broken("draft: false\n"))
    assert desk.items() == before
    desk.save("ferry.md", broken("draft: false\nnote: yes\n"))
    assert desk.items() == before
    # A line that names a key that holds back is another: nobody may see it.
    for front in ("draft: true\n", "draft: false\nembrago: 2099-01-01\n", '"status": draft\n'):
        desk.save("ferry.md", broken(front))
        assert desk.titles() == []
        assert "deleted-entry" not in desk.get("/feed.atom")
        desk.save("ferry.md", good)
        assert desk.items() == before


def test_while_it_is_held_back_no_other_file_takes_its_id(desk: Desk) -> None:
    desk.write("ferry.md", "---\nid: urn:x:1\ntitle: Ferry\ndate: 2026-02-03\n---\nText.")
    desk.save("old.md", "---\nid: urn:x:1\ntitle: Stale\ndate: 2026-02-03\n---\nText.")
    assert desk.titles() == ["Ferry"]
    desk.save("ferry.md", "---\nid: urn:x:1\ntitle: Ferry\ndrfat: true\n---\nText.")
    desk.newsroom.scan()
    assert desk.titles() == []


def test_where_articles_opt_in_all_others_are_drafts(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text("opt_in = true\n")
    desk = Desk(tmp_path)
    desk.write("in.md", "---\ntitle: In\npublish: true\n---\nText.")
    desk.write("in.html", '<meta name="publish" content="true"><h1>In HTML</h1><p>Text.')
    desk.write("dated.md", "---\ntitle: Dated\npublish: 2026-01-01\n---\nText.")
    desk.write("true.md", "---\ntitle: Other\npublished: true\ndraft: false\n---\nText.")
    desk.save("out.md", "# Out\n\nText.")
    assert desk.titles() == ["In", "In HTML"]


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("a.md", "# A\n\n<<<<<<< HEAD\nYes.\n=======\nNo.\n>>>>>>> feature/x\n", 3),
        ("a.md", "---\n<<<<<<< HEAD\ndraft: true\n=======\ntitle: A\n>>>>>>> x\n---\nText.", 2),
        ("a.txt", "A\n\nYes.\n=======\nNo.\n>>>>>>> feature/x\n", 6),
        ("a.html", "<h1>A</h1>\n<<<<<<< HEAD\n<p>Yes\n||||||| base\n=======\n>>>>>>> x\n", 2),
        ("a.md", "# A\r\n\r\n<<<<<<<\r\nYes.\r\n=======\r\nNo.\r\n>>>>>>> x\r\n", 3),
    ],
)
def test_marks_of_a_conflict_are_an_error(desk: Desk, path: str, text: str, line: int) -> None:
    desk.save(path, text)
    assert desk.titles() == []
    assert desk.told() == [(path, line, "error", "conflict-marks")]


@pytest.mark.parametrize(
    "text",
    [
        "# A\n\n```\n<<<<<<< HEAD\nYes.\n=======\nNo.\n>>>>>>> x\n```\n",
        "# A\n\n    <<<<<<< HEAD\n    >>>>>>> x\n",
        "A\n=======\n\nText, underlined.\n",
        "# A\n\n>>>>>>> quoted by seven\n",
        "# A\n\nIt is <<<<<<< here >>>>>>> in a line.\n",
    ],
)
def test_what_only_looks_like_such_marks_is_none(desk: Desk, text: str) -> None:
    desk.save("a.md", text)
    assert desk.titles() == ["A"]


def test_diff_tells_what_an_error_would_hold_back(desk: Desk) -> None:
    desk.save("ferry.md", headed("date: 2026-02-03", "About the ferry."))
    desk.write("ferry.md", headed("date: 2026-02-03\ndrfat: true", "About the ferry."))
    found = compare_published(desk.folder, {}, lambda _: nullcontext(lambda *_: None))
    assert [(change.kind, change.path, change.why) for change in found.changes] == [
        ("gone", "ferry.md", "faulty")
    ]
    assert "“Secret” is held back by an error in its file." in found.said[0]


def test_a_file_that_is_refused_for_its_id_holds_back_all_the_same(desk: Desk) -> None:
    desk.write("a.md", "---\nid: urn:x:1\ntitle: First\n---\nText.")
    desk.save("b.md", "---\ntitle: Second\n---\nText.")
    assert desk.titles() == ["First", "Second"]
    desk.save("b.md", "---\nid: urn:x:1\ntitle: Second\n---\nText.")
    assert desk.titles() == ["First", "Second"]
    desk.save("b.md", "---\nid: urn:x:1\ntitle: Second\ndraft: true\n---\nText.")
    assert desk.titles() == ["First"]


@pytest.mark.parametrize("label", ["Board.", "board\u200b", "{name: Board}", "[[board]]"])
def test_no_other_label_makes_a_private_category_public(tmp_path: Path, label: str) -> None:
    (tmp_path / "site.toml").write_text("[categories.board]\nprivate = true\n")
    desk = Desk(tmp_path)
    desk.write("a.md", headed(f"category: {label}"))
    desk.write("b.md", headed("category: board"))
    desk.save("c.md", headed(f"category: {label}"))
    assert desk.titles() == []
