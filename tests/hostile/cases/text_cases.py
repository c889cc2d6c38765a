"""Characters and encodings: what no XML document may hold, and what no reader should be shown."""

import unicodedata

from tests.hostile.cases.case import Case, case

NFC, NFD = "Café", unicodedata.normalize("NFD", "Café")
# The complement of Char in XML 1.0 (2.2), surrogates apart, which no UTF-8 holds.
FORBIDDEN = [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF]


def _forbidden(code: int) -> list[Case]:
    char = chr(code)
    left_out = ("illegal-characters",)
    text = f"Head{char}line\n\nFirst{char}word, {char}second word.\n"
    page = f"<h1>Head&#{code};line</h1><p title='a&#x{code:X};b'>First&#{code}word, and more.</p>"
    return [
        case(f"u{code:04x}", text, suffix="txt", warns=left_out, holds=("Headline", "Firstword")),
        case(f"ref{code:04x}", page, suffix="html", warns=left_out, holds=("Headline",)),
        case(f"mark{code:04x}", f"# Head&#{code};line\n\nFirst&#x{code:X};word.\n"),
    ]


def _encodings() -> list[Case]:
    text = "Headline\n\nA text with é, 漢字 and 🙂.\n"
    russian = "Заголовок\n\nПросто текст новости, который читают.\n"
    wide = b"\xff\xfe" + text.encode("utf-16-le")

    def refused(id: str, data: bytes, line: int = 1) -> Case:
        return case(id, data, "not-utf-8", line, suffix="txt")

    return [
        case("utf-16-le", wide, suffix="txt", holds=("Headline", "漢字", "🙂")),
        case("utf-16-be", b"\xfe\xff" + text.encode("utf-16-be"), suffix="txt", holds=("漢字",)),
        refused("utf-16-le-unmarked", text.encode("utf-16-le")),
        refused("utf-16-be-unmarked", text.encode("utf-16-be")),
        refused("utf-16-russian", russian.encode("utf-16-le")),
        refused("utf-16-odd", wide + b"\x00"),
        refused("utf-16-surrogate", wide + b"\x00\xd8\x41\x00"),
        refused("utf-32-le", b"\xff\xfe\x00\x00" + text.encode("utf-32-le")),
        refused("utf-32-be", b"\x00\x00\xfe\xff" + text.encode("utf-32-be")),
        refused("latin-1", b"Headline\n\nCaf\xe9.\n", 3),
        refused("windows-1252", b"Headline\n\n\x93Quoted\x94.\n", 3),
        refused("overlong", b"A\n\n\xc0\xaf", 3),
        refused("overlong-nul", b"A\n\n\xc0\x80", 3),
        refused("five-bytes", b"A\n\n\xf8\x88\x80\x80\x80", 3),
        refused("too-high", b"A\n\n\xf4\x90\x80\x80", 3),
        refused("cut-off", b"A\n\nText \xe2\x82", 3),
        refused("continuation", b"A\r\n\r\n\x80", 3),
        refused("high-surrogate", b"A\n\n\xed\xa0\x80", 3),
        refused("low-surrogate", b"A\n\n\xed\xbf\xbf", 3),
        refused("cesu-8", b"A\n\n\xed\xa0\xbd\xed\xb8\x80", 3),
        refused("png", b"\x89PNG\r\n\x1a\n\x00\x00"),
        case("bom-twice", b"\xef\xbb\xbf\xef\xbb\xbfHeadline\n\nText.\n", suffix="txt"),
        case("bom-alone", b"\xef\xbb\xbf", "empty-file", suffix="txt"),
        case("nothing", b"", "empty-file", suffix="txt"),
        case("blank", b" \n\t\n\r\n", "empty-file", suffix="md"),
        case("nul-alone", b"\x00" * 1000, "empty-file", suffix="txt"),
    ]


def _signs() -> list[Case]:
    cdata = "<![CDATA[ x ]]> and ]]> and ]]&gt;"
    opened = "\u202e\u202d\u202a\u2066"
    return [
        case("cdata-txt", f"A ]]> B\n\n{cdata}\n\nMore {cdata} here.\n", suffix="txt"),
        case("cdata-md", f"# A ]]> B\n\n{cdata}\n\n## ]]> C\n\nText.\n", holds=("A ]]&gt; B",)),
        case("cdata-html", f"<h1>A ]]&gt; B</h1>{cdata}<h2>]]></h2><p>Text.", suffix="html"),
        case("entities", "# A\n\n&foo; &#xD800; &#1114112; &#99999999999999999999; &lt;b&gt;\n"),
        case("doctype", "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><h1>A</h1>&x;",
             suffix="html", lacks=("root:",)),
        case("override", "# \u202eenilno swen\u202c\n\n\u202etxet\n\n## \u2067Isolated\n\nText.\n"),
        case("override-open", f"# News {opened}x\n\nText \u202e here.\n",
             holds=(f"News {opened}x\u2069\u202c\u202c\u202c\n",)),
        case("zero-width", "# \u200bA\u200d\u2060\ufeff B\n\nTe\u00adxt.\n"),
        case("nonchars", "# A\ufdd0\U0001ffff\U0010ffff\n\nText \ufdd1.\n"),
        case("c1", "# A\x80\x85\x9f B\n\nText\x85more.\n"),
        case("separators", "Headline\u2028goes on\n\nText\u2029more\u2028text.\n", suffix="txt"),
        case("combining", "# A" + "\u0301" * 50_000 + "\n\nText.\n"),
        case("cr-alone", "Headline\r\rText.\r\rMore text.\r", suffix="txt", holds=("More text",)),
        case("twins", f"# {NFC}\n\n## {NFC}\n\nOne.\n\n## {NFD}\n\nTwo.\n", holds=("One", "Two")),
        case("twin-tags", f"---\ntitle: T\ntags: [{NFC}, {NFD}]\n---\nText.\n"),
        case("astral", "# 🙂🏳️‍🌈\n\n" + "🙂" * 1000 + "\n\n## 🙂\n\nText.\n"),
        case("markup-in-headline", "A <script>alert(1)</script> & <b>\n\nText <i>x</i> &amp;.\n",
             suffix="txt", holds=("&amp;",), lacks=("<script>",)),
        case("formula", "=cmd|' /C calc'!A0\n\n@SUM(1)\n", suffix="txt"),
    ]  # fmt: skip


CASES: list[Case] = [
    *[row for code in FORBIDDEN for row in _forbidden(code)],
    *_encodings(),
    *_signs(),
]

# Each is as much as a file may hold, or nearly; they get a newsroom of their own.
LARGE: list[Case] = [
    case("paragraph", "# A\n\n" + "A sentence of words. " * 250_000, holds=("A sentence",)),
    case("paragraph-txt", "A\n\n" + "A sentence of words. " * 250_000, suffix="txt"),
    case("word", "# A\n\n" + "w" * 5_000_000),
    case("ampersands", "# A\n\n" + "&" * 2_000_000),
    case("no-break-spaces", "<h1>A</h1>" + "x\u00a0" * 1_000_000, suffix="html"),
    case("headline", "x" * 5_000_000, suffix="txt", warns=("long-headline",)),
    case("sections", "# A\n\n" + "## B\n\nC.\n\n" * 1_000_000, "too-large"),
    case("sections-txt", "A\n\n" + "B\n\nC d.\n\n" * 1_000_000, "too-large", suffix="txt"),
    case("sections-html", "<h1>A</h1>" + "<h2>B</h2>" * 1_000_000, "too-large", suffix="html"),
    case("sections-few", "# A\n\n" + "## B\n\nC.\n\n" * 6_000, "too-large"),
    case("lines", "# A\n\n" + "b\n" * 2_000_000),
    case("blank-lines", "# A\n\n" + "\n" * 5_000_000 + "Text.\n", holds=("Text",)),
    case("spaces", "# A\n\n" + "x" + " " * 5_000_000 + "y\n"),
    case("bytes", b"# A\n\n" + b"x" * (16 * 1024 * 1024), "too-large"),
]
