"""What readers see of Sphinx's roles: words, code, and links to what is published elsewhere."""

import time

import pytest

from feedsvc.model.article import PAGE
from tests.sources.formats.rst.test_directives import read

RFC = "https://www.rfc-editor.org/rfc/rfc"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (":rfc:`Atom <4287>`", f'<a href="{RFC}4287">Atom</a>'),
        (":rfc:`x <9110#section-8.8.3>`", f'<a href="{RFC}9110#section-8.8.3">x</a>'),
        (":rfc:`4287`", f'<a href="{RFC}4287">RFC 4287</a>'),
        (":pep:`notes <678>`", '<a href="https://peps.python.org/pep-0678">notes</a>'),
        (":PEP:`8`", '<a href="https://peps.python.org/pep-0008">PEP 8</a>'),
        (
            ":cve:`2026-1234`",
            '<a href="https://www.cve.org/CVERecord?id=CVE-2026-1234">CVE-2026-1234</a>',
        ),
        (":rfc:`the old one`", "<span>the old one</span>"),
        (":rfc:`<b>`", "<span>&lt;b&gt;</span>"),
    ],
)
def test_what_has_a_number_leads_to_where_it_is_published(text: str, html: str) -> None:
    assert read(text) == (f"<p>{html}</p>", ())


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (":class:`~harbour.Ferry`", "<code>Ferry</code>"),
        (":meth:`.Ferry.sail`", "<code>Ferry.sail()</code>"),
        (":py:func:`sail()`", "<code>sail()</code>"),
        (":func:`how to sail <harbour.sail>`", "<code>how to sail</code>"),
        (":file:`boats/{name}.txt`", "<code>boats/name.txt</code>"),
        (":issue:`5`", "<span>5</span>"),
        (":harbour_user:`na387`", "<span>na387</span>"),
        (":pr-boats:`12` :bdg-link:`x <y>`", "<span>12</span> <span>x</span>"),
        (":template:`a/b.html`", "<span>a/b.html</span>"),
    ],
)
def test_other_roles_are_their_words(text: str, html: str) -> None:
    assert read(text) == (f"<p>{html}</p>", ())


def test_a_label_of_the_same_text_is_linked_by_the_title_there() -> None:
    content, problems = read(
        "See :ref:`pier`, :ref:`it <pier>`, :ref:`far`.\n\n"
        ".. _pier:\n\nThe *long* pier\n---------------\n\nIt."
    )
    at = f'<a href="{PAGE}#the-long-pier">'
    assert f"See {at}The long pier</a>, {at}it</a>, <span>far</span>." in content
    assert '<h2 id="the-long-pier">' in content
    assert problems == ()


@pytest.mark.parametrize("role", ["func", "rfc", "file", "ref"])
@pytest.mark.usefixtures("uncollected")
def test_a_long_role_takes_linear_time(role: str) -> None:
    def seconds(text: str) -> float:
        begun = time.process_time()
        read(f":{role}:`{text}`")
        return time.process_time() - begun

    for part in ("a.", "<", "{", "1", "a_"):
        assert seconds(part * 8_000 + "!") < 2
