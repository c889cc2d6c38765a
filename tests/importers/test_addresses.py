"""Addresses in HTML that become others."""

import pytest

from feedsvc.importers.addresses import with_addresses


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ('<a href="/x">', '<a href="NEW/x">'),
        ("<a class='y'\nhref = '/x'>", "<a class='y'\nhref = \"NEW/x\">"),
        ("<img src=/x alt=y>", '<img src="NEW/x" alt=y>'),
        ('<video src="/a" poster="/b">', '<video src="NEW/a" poster="NEW/b">'),
        ('<img srcset="/a 1x, /b 300w">', '<img srcset="NEW/a 1x, NEW/b 300w">'),
        ('<a href="/x?a=1&amp;b=2">', '<a href="NEW/x?a=1&amp;b=2">'),
        ('<a href="other">', '<a href="other">'),
        ('text href="/x" &lt;a href="/x"&gt;', 'text href="/x" &lt;a href="/x"&gt;'),
        ("<a title=\"a href='/x'\">", "<a title=\"a href='/x'\">"),
        ('<a data-src="/x">', '<a data-src="/x">'),
        ('<a href="/x', '<a href="/x'),
    ],
)
def test_only_addresses_change(text: str, made: str) -> None:
    def change(url: str) -> str:
        return f"NEW{url}" if url.startswith("/") else url

    assert with_addresses(text, change) == made
