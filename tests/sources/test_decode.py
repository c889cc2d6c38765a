import pytest
from reading import UTC, article, reading

from feedsvc.errors import UnreadableArticle
from feedsvc.sources import read
from feedsvc.sources.decode import decode
from feedsvc.sources.source import Findings


@pytest.mark.parametrize(
    "data",
    [
        "Zäh\n\nText.".encode(),
        "\ufeffZäh\n\nText.".encode(),
        "\ufeffZäh\n\nText.".encode("utf-16-le"),
        "\ufeffZäh\n\nText.".encode("utf-16-be"),
        "Zäh\r\n\r\nText.\r\n".encode(),
        "Zäh\r\rText.\r".encode(),
    ],
)
def test_encodings_and_line_ends(data: bytes) -> None:
    found = read("a.txt", data, zone=UTC)
    assert found.problems == ()
    assert found.article is not None
    assert (found.article.headline, found.article.content) == ("Zäh", "<p>Text.</p>")


@pytest.mark.parametrize(
    ("data", "line", "says"),
    [
        (b"one\r\ntwo\rthree \xe4\n", 3, "byte 16"),
        (b"\xef\xbb\xbfone\n\xff", 2, "byte 8"),
        (b"\xff\xfea\x00b", 1, "UTF-16"),
    ],
)
def test_other_encodings_are_errors(data: bytes, line: int, says: str) -> None:
    (problem,) = read("a.txt", data, zone=UTC).problems
    assert (problem.line, problem.code) == (line, "not-utf-8")
    assert says in problem.message
    assert "save the file as UTF-8" in problem.message


@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\xef\xbb\xbf", b"\x00\x01"])
def test_empty_files_are_errors(data: bytes) -> None:
    found = read("a.md", data, zone=UTC)
    assert found.article is None
    assert "empty-file" in [p.code for p in found.problems]


def test_large_files_are_errors() -> None:
    with pytest.raises(UnreadableArticle, match="larger than") as error:
        decode(b"x" * 11, Findings("a.txt"), 10)
    assert error.value.code == "too-large"
    assert decode(b"x" * 10, Findings("a.txt"), 10) == "x" * 10


def test_illegal_characters_are_left_out_with_a_warning() -> None:
    found = reading("a.txt", "Head\x0bline\n\na\x01b\x00c\ufffe")
    (problem,) = found.problems
    assert (problem.line, problem.severity, problem.code) == (1, "warning", "illegal-characters")
    assert "4 control characters" in problem.message
    assert "U+000B" in problem.message
    assert found.article is not None
    assert (found.article.headline, found.article.content) == ("Headline", "<p>abc</p>")


@pytest.mark.parametrize("suffix", ["md", "html"])
def test_references_to_illegal_characters_are_left_out(suffix: str) -> None:
    text = "<h1>T</h1>\n<p>a&#1;b&#x0B;c&#0d;e&#&#2;1;f &amp;#1; &#233;</p>"
    found = reading(f"a.{suffix}", text)
    assert [(p.severity, p.code) for p in found.problems] == [("warning", "illegal-characters")]
    assert found.article is not None
    assert found.article.content == "<p>abcd;ef &amp;#1; é</p>"


def test_references_in_code_are_shown() -> None:
    assert "<code>&amp;#1;</code>" in article("a.md", "# T\n\n`&#1;`").content


@pytest.mark.parametrize(
    "data", [b"A\x00 title\n\nText.", b"A\x00\x00\n\nText.", b"A\n\nText \x00"]
)
def test_a_few_nuls_are_no_other_encoding(data: bytes) -> None:
    found = read("a.txt", data, zone=UTC)
    assert found.article is not None
    assert "illegal-characters" in [problem.code for problem in found.problems]
