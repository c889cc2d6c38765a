"""Where a key is put into a header: in each form, where an editor would look for it."""

import codecs

import pytest

from tests.editor.stamp.stamping import ID, MOMENT, stamped


class TestWhereItStands:
    @pytest.mark.parametrize(
        ("path", "before", "after"),
        [
            (
                "a.md",
                "---\ntitle: Rain\ndate: 2026-05-01\n---\nWet.\n",
                f"---\ntitle: Rain\ndate: 2026-05-01\nid: {ID}\n---\nWet.\n",
            ),
            (
                "a.md",
                "---\ntitle: Rain\n---\nWet.\n",
                f"---\ntitle: Rain\nid: {ID}\ndate: {MOMENT}\n---\nWet.\n",
            ),
            (
                "2026-05-01-a.md",
                "---\ntitle: Rain\n...\nWet.\n",
                f"---\ntitle: Rain\nid: {ID}\ndate: 2026-05-01T00:00:00+02:00\n...\nWet.\n",
            ),
            (
                "a.md",
                "---\n  title: Rain\n  tags:\n    - a\n---\nWet.\n",
                f"---\n  title: Rain\n  tags:\n    - a\n  id: {ID}\n  date: {MOMENT}\n---\nWet.\n",
            ),
            (
                "a.md",
                "---\ntitle: Rain\nsummary: |+\n  Wet.\n\n---\nWet.\n",
                f"---\ntitle: Rain\nsummary: |+\n  Wet.\n\nid: {ID}\ndate: {MOMENT}\n---\nWet.\n",
            ),
            (
                "a.md",
                "---\n{title: Rain, tags: [wet]}\n---\nWet.\n",
                f'---\n{{"id": "{ID}", "date": "{MOMENT}", title: Rain, tags: [wet]}}\n---\nWet.\n',
            ),
            (
                "a.md",
                "---\n# Nothing yet.\n---\n# Rain\n",
                f"---\n# Nothing yet.\nid: {ID}\ndate: {MOMENT}\n---\n# Rain\n",
            ),
            ("a.md", "---\n---\n# Rain\n", f"---\nid: {ID}\ndate: {MOMENT}\n---\n# Rain\n"),
            (
                "a.md",
                '+++\ntitle = "Rain"\n\n# Of the theme\n[extra]\nid = "no"\n+++\nWet.\n',
                f'+++\ntitle = "Rain"\nid = "{ID}"\ndate = {MOMENT}\n\n# Of the theme\n'
                '[extra]\nid = "no"\n+++\nWet.\n',
            ),
            (
                "a.md",
                '+++\ntags = [\n["wet"],\n]\ntitle = "Rain"\n+++\nWet.\n',
                f'+++\nid = "{ID}"\ndate = {MOMENT}\ntags = [\n["wet"],\n]\ntitle = "Rain"\n+++\n'
                "Wet.\n",
            ),
            (
                "a.txt",
                "Title: Rain\nTags: wet,\n  cold\n\nWet.\n",
                f"Title: Rain\nTags: wet,\n  cold\nId: {ID}\nDate: {MOMENT}\n\nWet.\n",
            ),
            ("a.md", "title: Rain", f"title: Rain\nid: {ID}\ndate: {MOMENT}"),
            (
                "a.md",
                "title: Rain\n---\nWet.\n",
                f"title: Rain\nid: {ID}\ndate: {MOMENT}\n---\nWet.\n",
            ),
            (
                "a.html",
                "<!--\n.. title: Rain\n-->\n<p>Wet.</p>\n",
                f"<!--\n.. title: Rain\n.. id: {ID}\n.. date: {MOMENT}\n-->\n<p>Wet.</p>\n",
            ),
            (
                "a.txt",
                "Rain\n\nIt is wet.\n\nWhere\n\nIn the north.",
                f"Id: {ID}\nDate: {MOMENT}\n\nRain\n\nIt is wet.\n\nWhere\n\nIn the north.",
            ),
            (
                "a.md",
                "\n\n# Rain\n\n    code\n",
                f"---\nid: {ID}\ndate: {MOMENT}\n---\n\n\n# Rain\n\n    code\n",
            ),
            (
                "a.html",
                "<!doctype html><title>Rain</title><meta name=date content=2026-05-01><p>Wet.",
                f"---\nid: {ID}\n---\n"
                "<!doctype html><title>Rain</title><meta name=date content=2026-05-01><p>Wet.",
            ),
            (
                "a.md",
                "\n \n---\t\r\ntitle: Rain\r\n--- \r\nWet.\n",
                f"\n \n---\t\r\ntitle: Rain\r\nid: {ID}\r\ndate: {MOMENT}\r\n--- \r\nWet.\n",
            ),
            ("a.txt", "Rain\r\rWet.", f"Id: {ID}\rDate: {MOMENT}\r\rRain\r\rWet."),
            (
                "a.md",
                "-\x00--\ntitle: Rain\x07\n---\nWet.\n",
                f"-\x00--\ntitle: Rain\x07\nid: {ID}\ndate: {MOMENT}\n---\nWet.\n",
            ),
        ],
    )
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be"])
    def test_forms_line_ends_and_encodings(
        self, path: str, before: str, after: str, encoding: str
    ) -> None:
        def data(text: str) -> bytes:
            mark = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
            return mark.get(encoding, b"") + text.encode(encoding)

        assert stamped(path, data(before)) == data(after)

    @pytest.mark.parametrize(
        ("path", "before", "after"),
        [
            (
                "a.md",
                "---\nid:  # for ever\ntitle: Rain\ndate: ''\n---\n",
                f"---\nid: {ID}  # for ever\ntitle: Rain\ndate: '{MOMENT}'\n---\n",
            ),
            ("a.md", '---\nID: ""  # x\ntitle: T\ndate: 2026-05-01\n---\n', f'ID: "{ID}"  # x'),
            (
                "a.md",
                "---\n'id' : ~\ntitle: T\npubDate:\n---\n",
                f"'id' : {ID}\ntitle: T\npubDate: ",
            ),
            ("a.md", "---\ntitle: T\nid: null\ndate: 2026-05-01\n---\n", f"\nid: {ID}\ndate"),
            ("a.md", "+++\nid = ''\ntitle = 'T'\n+++\n", f"id = '{ID}'\ntitle = 'T'\ndate = 2026"),
            ("a.md", '+++\n"id"= "" # x\ntitle = "T"\n+++\n', f'"id"= "{ID}" # x'),
            ("a.md", "<!--\n.. title: T\n.. date: \n-->\nx", f".. date: {MOMENT} \n"),
            (
                "a.txt",
                "Id:\nTitle: T\nDate: \n\nWet.\n",
                f"Id: {ID}\nTitle: T\nDate: {MOMENT} \n\n",
            ),
        ],
    )
    def test_an_empty_value_is_filled_in(self, path: str, before: str, after: str) -> None:
        assert after in stamped(path, before.encode()).decode()

    @pytest.mark.parametrize(
        "header", ["&root\ntitle: T", "!!map\ntitle: T", "? title\n: T", "a: &a T\ntitle: *a"]
    )
    def test_odd_yaml_has_room(self, header: str) -> None:
        found = stamped("a.md", f"---\n{header}\n---\nWet.\n".encode()).decode()
        assert found == f"---\n{header}\nid: {ID}\ndate: {MOMENT}\n---\nWet.\n"
