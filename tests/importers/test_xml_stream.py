"""XML as a stream: what is in it, and what is refused."""

import io
import tracemalloc

import pytest

from feedsvc.errors import ImportRefused
from feedsvc.importers import xml_stream
from feedsvc.importers.xml_stream import Found, elements


def read(data: bytes | str) -> list[Found]:
    data = data.encode() if isinstance(data, str) else data
    stream = io.BytesIO(data)
    return list(elements(stream, "a.xml", depth=lambda root, given: 1, skip={"skip"}))


def test_elements_with_their_lines() -> None:
    found = read('<r>\n<a x="1">one<b/>two</a>\n\n<a/>\n</r>')
    assert [(one.element.tag, one.line) for one in found] == [("a", 2), ("a", 4)]
    assert found[0].element.get("x") == "1"
    assert [found[0].element.text, found[0].element[0].tail] == ["one", "two"]


def test_what_is_not_wanted_is_counted() -> None:
    (found,) = read("<r><a><skip><b/>text</skip><skip/><c/></a></r>")
    assert [one.tag for one in found.element] == ["c"]
    assert found.skipped == {"skip": 2}
    assert found.element.text is None


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2", "2.0"])
def test_names_do_not_depend_on_prefixes(version: str) -> None:
    (found,) = read(f'<r xmlns:q="http://wordpress.org/export/{version}/"><q:a/></r>')
    assert found.element.tag == "wp:a"


def test_references_of_html_are_read_without_a_declaration() -> None:
    (found,) = read("<r><a>1&nbsp;&euro;</a></r>")
    assert found.element.text == "1\xa0€"


def test_characters_that_xml_forbids_do_no_harm() -> None:
    (found,) = read(b"<r><a>o\x0bne\x00\x1f</a></r>")
    assert found.element.text == "one"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1252", "iso-8859-15"])
def test_encodings(encoding: str) -> None:
    (found,) = read(f'<?xml version="1.0" encoding="{encoding}"?><r><a>é</a></r>'.encode(encoding))
    assert found.element.text == "é"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b'<!DOCTYPE r [<!ENTITY a "x">]>\n<r><a>&a;</a></r>', "a.xml:1: it declares an entity"),
        (
            b'<!DOCTYPE r [\n<!ENTITY a SYSTEM "file:///etc/passwd">]><r>&a;</r>',
            "a.xml:2: it declares an entity",
        ),
        (
            b'<!DOCTYPE r [<!ENTITY % a SYSTEM "http://127.0.0.1/"> %a;]><r/>',
            "a.xml:1: it declares an entity",
        ),
        (b"<r>\n<a>&unknown;</a></r>", "a.xml:2: nothing says what &unknown; stands for"),
        (b"<r>\n" + b"<a>" * 300, "a.xml:2: elements are nested more than 200 deep"),
        (b"<r>\n<a></b></r>", r"a.xml:2: this is no well-formed XML \(mismatched tag\)"),
        (b"<r>\n<a>\xff</a></r>", "a.xml:2: this is no well-formed XML"),
        (b"<r><a>", "a.xml:1: this is no well-formed XML"),
        (b"<r><a><" + b"b" * 2000 + b"/></a></r>", "too long"),
        (b'<?xml version="1.0" encoding="klingon"?><r/>', "save it as UTF-8"),
        (b"plain text", "a.xml:1: this is no well-formed XML"),
    ],
)
def test_what_is_refused(data: bytes, told: str) -> None:
    with pytest.raises(ImportRefused, match=told):
        read(data)


def test_sizes_have_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_stream, "MOST_BYTES", 1_000_000)
    monkeypatch.setattr(xml_stream, "MOST_ELEMENTS", 1_000)
    long = b"x" * 3_000_000
    for data in (
        b"<r>\n<a>" + long + b"</a></r>",
        b'<r>\n<a x="' + long + b'"/></r>',
        b"<r>\n<a>" + b"<b/>" * 2_000 + b"</a></r>",
        b"<r>\n<!--" + long + b"--></r>",
    ):
        with pytest.raises(ImportRefused, match=r"a\.xml:2: "):
            read(data)
    read(b"<r>" + b"<a/>" * 2_000 + b"</r>")


def test_a_document_far_larger_than_a_post_takes_little_memory() -> None:
    class Endless(io.RawIOBase):
        """60 MB of posts."""

        left = 60_000

        def read(self, size: int = -1) -> bytes:
            self.left -= 64
            part = b"<a>" + b"x" * 1000 + b"</a>"
            return (
                (b"<r>" if self.left == 60_000 - 64 else b"") + part * 64 if self.left > 0 else b""
            )

    stream = Endless()
    tracemalloc.start()
    with pytest.raises(ImportRefused):  # it has no end
        for _ in elements(stream, "a.xml", depth=lambda root, given: 1):  # type: ignore[arg-type]
            pass
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert stream.left <= 0
    assert most < 8_000_000
