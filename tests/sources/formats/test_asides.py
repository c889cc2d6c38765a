from feedsvc.sources.formats.asides import (
    CLOSING,
    opening,
    quote_opening,
    with_quotes,
    written_out,
)


def test_an_aside_is_a_block_of_its_own() -> None:
    text = f"a {opening('T')}b{CLOSING} c"
    assert written_out(text) == "a\n<aside>\n\n<strong>T</strong>\n\nb\n\n</aside>\n\nc"


def test_it_stays_in_its_list_and_quote() -> None:
    assert written_out(f"> - {opening('')}b") == "> - <aside>\n>\n>   b"


def test_in_a_table_it_is_bold() -> None:
    assert written_out(f"| {opening('T')}b{CLOSING} | c |") == "| <strong>T</strong> b | c |"


def test_a_quote_becomes_one_and_those_around_it_stay() -> None:
    inner = f"<blockquote>\n<p>{quote_opening('T')}</p>\n</blockquote>"
    assert with_quotes(f"<blockquote>\n{inner}\n</blockquote>") == (
        "<blockquote>\n<aside>\n<p><strong>T</strong></p>\n</aside>\n</blockquote>"
    )


def test_a_mark_that_begins_no_quote_goes() -> None:
    assert with_quotes(f"<p>{quote_opening('T')}</p></blockquote>") == (
        "<p><strong>T</strong></p></blockquote>"
    )


def test_a_quote_without_a_title_has_none() -> None:
    html = f"<blockquote>\n<p>{quote_opening('')}</p>\n<p>a</p>\n</blockquote>"
    assert with_quotes(html) == "<aside>\n<p>a</p>\n</aside>"
