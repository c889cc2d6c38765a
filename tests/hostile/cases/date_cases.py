"""Dates that are no dates, or more than one: never guessed, always named with their line."""

from tests.hostile.cases.case import Case, case

INCOMPLETE = [
    *("2024", "2024-06", "June 2024", "1 June", "12:30", "Monday", "tomorrow", "soon", "now"),
    *("1/2", "2024-W23", "2024-W23-6", "2024-152", "1717200000.5", "-1", "1e9"),
    *("---", "T12:00", "2024 06", "٢٠٢٤", "true", "null-ish", "June", "06-01"),
    *("2024-06-01 to 2024-06-02", "<b>2024</b>", "{{ date }}", "🙂"),
]
IMPOSSIBLE = [
    *("2024-02-30", "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-10", "2024-06-00"),
    *("2024-06-31", "2024-06-01 25:00", "2024-06-01 24:01", "2024-06-01 12:60"),
    *("2024-06-01T12:00:61Z", "2024-06-01T12:00+25:00", "2024-06-01T12:00+14:60"),
    *("0000-01-01", "0001-01-02", "0999-12-31", "9999-12-31", "9999-12-31T23:59:59-23:59"),
    *("20240631", "20241301T000000Z", "31 June 2024", "30 February 2024"),
]
AMBIGUOUS = ["03/04/2024", "3.4.2024", "03-04-2024", "4/3/2024 10:00", "03 04 2024"]
UNKNOWN_ZONES = [
    *("2024-06-01 12:00 XST", "2024-06-01 12:00 BST", "2024-06-01 12:00 IST"),
    *("2024-06-01 12:00 UTC+2", "2024-06-01 12:00 GMT-5"),
    *("1 June 2024 12:00 AST", "Sat, 01 Jun 2024 12:00:00 AST"),
]
NO_DATES = [  # either code will do: what matters is that none is guessed
    *("1717200000", "0", "2024-06-01T", "2024-06-01, 2024-06-02", "1 June 2024 12:00 CST6CDT"),
    *("99999-01-01", "-2024-06-01", "+2024-06-01", "2024-6-1-1", "2024/06-01", "1" * 64),
    *("2024-06-01T12:00:00Z+02:00", "2024-06-01 12:00 +99:99", "2024-06-01" + "0" * 50),
    *("20240601" * 8, "2024-06-01 " * 5, "1.2.3.4", "0x7E8-06-01", "2024-06-01T12", "nan", "inf"),
    *("2024-06-01T99:99:99Z", "00000000", "9" * 8, "2024\u201006\u201001", "2024-06-01\u200b"),
]
GOOD = [  # odd, but each names one instant
    *("2016-12-31T23:59:60Z", "2024-06-01T12:00:00.1234567890Z", "20240601T1200Z", "2024-2-29"),
    *("Sat, 01 Jun 2024 12:00:00 EST", "2024-06-01T12:00:00-00:00", "1000-01-01", "9998-12-31"),
    *("June 1, 2024 2:30 pm", "2024-06-01T12:00:00,5Z", "2024-06-01 00:00:00 +14:00"),
]
GAPS = ["2024-03-31 02:30", "2024-03-31T02:00:00", "31 March 2024 02:59:59"]
OVERLAPS = ["2024-10-27 02:30", "2024-10-27T02:00:00", "2024-10-27T02:30:00+01:00"]


def _dated(id: str, date: str, code: str = "", key: str = "date") -> Case:
    written = f'"{date}"' if date[:1] in "{-0<" or ": " in date or "," in date else date
    return case(id, f"---\ntitle: T\n{key}: {written}\n---\nText.\n", code, 3)


def _toml(id: str, date: str, code: str = "", line: int = 3) -> Case:
    return case(id, f"+++\ntitle = 'T'\ndate = {date}\n+++\nText.\n", code, line)


CASES: list[Case] = [
    *(_dated(f"incomplete-{n}", d, "date-incomplete") for n, d in enumerate(INCOMPLETE)),
    *(_dated(f"impossible-{n}", d, "date-impossible") for n, d in enumerate(IMPOSSIBLE)),
    *(_dated(f"ambiguous-{n}", d, "date-ambiguous") for n, d in enumerate(AMBIGUOUS)),
    *(_dated(f"zone-{n}", d, "date-unknown-zone") for n, d in enumerate(UNKNOWN_ZONES)),
    *(_dated(f"no-date-{n}", d, "date-") for n, d in enumerate(NO_DATES)),
    *(_dated(f"gap-{n}", d, "date-impossible") for n, d in enumerate(GAPS)),
    *(_dated(f"good-{n}", d) for n, d in enumerate([*GOOD, *OVERLAPS])),
    *(
        _dated(f"key-{key}", "2024-02-30", "date-impossible", key)
        for key in ("embargo", "expires", "updated", "pubDate", "lastmod", "published")
    ),
    _dated("digits", "1" * 10_000, "date-incomplete"),
    _dated("digits-after", "2024-06-01" + "0" * 10_000, "date-incomplete"),
    _dated("spaces", "2024-06-01" + " " * 10_000 + "12:00"),
    _toml("toml-digits", "1" * 10_000, "front-matter"),
    _toml("toml-hexadecimal", "0x" + "f" * 10_000, "front-matter"),
    _toml("toml-date", "2024-02-30", "front-matter"),
    _toml("toml-year", "0000-01-01", "front-matter"),
    _toml("toml-time", "12:00:00", "date-incomplete"),
    _toml("toml-offset", "2024-06-01T12:00:00+99:00", "front-matter"),
    _toml("toml-list", "[2024-06-01, 2024-06-02]", ""),
    case("mapping", "---\ntitle: T\ndate: {year: 2024}\n---\nText.\n", warns=("wrong-type",)),
    case("timestamp", "---\ntitle: T\ndate: !!timestamp 2024-06-01\n---\nText.\n"),
    case(
        "correction",
        "---\ntitle: T\ncorrection:\n  - time: 2024-02-30\n    text: wrong\n---\nText.\n",
        "date-impossible",
        3,
    ),
    Case("name", "2024-13-45-name.md", b"# T\n\nText.\n", warns=("date-in-name",)),
    Case("name-year", "0000-01-01-name.md", b"# T\n\nText.\n", warns=("date-in-name",)),
    Case("name-digits", f"{'9' * 200}-01-01.md", b"# T\n\nText.\n"),
]
