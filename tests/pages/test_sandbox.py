"""Templates of strangers come to an end, and have no way out."""

import pytest
from jinja2 import DictLoader, StrictUndefined
from jinja2.exceptions import SecurityError

from feedsvc.pages.rendering import OPTIONS, PageContext, Rendering, equip, rendering_of
from feedsvc.pages.sandbox import LONGEST, Sandbox
from feedsvc.settings import Settings

FLOODS = [
    "{% for i in range(10**9) %}x{% endfor %}",
    "{% for i in range(0, -10**30) %}x{% endfor %}",
    "{% for i in range(9999) %}{% for j in range(9999) %}{% endfor %}{% endfor %}",
    "{% for i in range(9999) %}{% for j in many %}{% set x = j %}{% endfor %}{% endfor %}",
    "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(40) }}",
    "{% for i in range(9999) %}{{ long }}{% endfor %}",
    "{% set x %}{% for i in range(9999) %}{{ long }}{% endfor %}{% endset %}",
    "{% set n = namespace(x='aa') %}{% for i in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
    "{% set n = namespace(x='aa') %}{% for i in range(60) %}{% set n.x = n.x + n.x %}{% endfor %}",
    "{% set n = namespace(x=[1]) %}{% for i in range(60) %}{% set n.x = n.x + n.x %}{% endfor %}",
    "{% set n = namespace(x=3) %}{% for i in range(60) %}{% set n.x = n.x * n.x %}{% endfor %}",
    "{{ 'x' * 10**9 }}",
    "{{ 10**9 * 'x' }}",
    "{{ [1] * 10**9 }}",
    "{{ 10 ** 1000 ** 1 }}",
    "{{ '%0999999999d' % 1 }}",
    "{{ '%*d' % (99, 1) }}",
    "{{ '%0999999999d' | format(1) }}",
    "{{ '{:>999999999}'.format(1) }}",
    "{{ '{:>{}}'.format(1, 9) }}",
    "{{ 'x'.ljust(10**9) }}",
    "{{ 'x' | center(10**9) }}",
    "{{ 'x' | indent(width=10**9) }}",
    "{{ long | replace('x', long) }}",
    "{{ long.replace('x', long) }}",
    "{{ range(1000) | join(long) }}",
    "{{ long.join(many) }}",
]
ESCAPES = [
    "{{ ''.__class__.__mro__ }}",
    "{{ '' | attr('__class__') }}",
    "{{ ''['__class__'] }}",
    "{{ many | map(attribute='__class__') | first }}",
    "{{ '{0.__class__}'.format(1) }}",
    "{{ self._TemplateReference__context }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ range.__globals__ }}",
    "{% set _ = many.append(1) %}",
]


def rendered(text: str) -> str:
    made = Sandbox(
        lambda context: rendering_of(context).allowance,
        loader=DictLoader({"page": text, "other": "{{ 'x'.upper() }}"}),
        undefined=StrictUndefined,
        **OPTIONS,
    )
    equip(made)
    made.guard_filters()
    assert made.context_class is PageContext
    values = {"many": ["x"] * 1000, "long": "x" * 100_001}
    return Rendering(Settings()).text(made.get_template("page"), values)


@pytest.mark.parametrize("text", FLOODS)
def test_a_flood_is_stopped_before_it_takes_memory(text: str) -> None:
    with pytest.raises(SecurityError):
        rendered(text)


@pytest.mark.parametrize("text", ESCAPES)
def test_there_is_no_way_out(text: str) -> None:
    with pytest.raises(SecurityError):
        rendered(text)


def test_what_pages_do_is_allowed() -> None:
    text = (
        "{% for one in many[:3] if one %}{{ loop.index }}/{{ loop.length }}"
        "{{ '' if loop.last else ',' }}{% endfor %} {{ 2 * 3 }} {{ '%s-%03d' % ('a', 7) }}"
        " {{ 'a' ~ 1 ~ 'b' }} {{ '{:,}'.format(1000) }} {{ [1] + [2] }}"
        " {{ 'ab' | replace('a', 'c') }}"
        " {{ ['a', 'b'] | join(', ') }} {{ 7 % 4 }} {{ '-' * 3 }} {{ 'x' | center(3) }}"
    )
    assert rendered(text) == "1/3,2/3,3/3 6 a-007 a1b 1,000 [1, 2] cb a, b 3 ---  x "


def test_what_is_escaped_stays_escaped() -> None:
    assert rendered("{{ '<' ~ '>' }}{{ '<%s>' % 'a' }}") == "&lt;&gt;&lt;a&gt;"


def test_a_large_page_is_a_page() -> None:
    assert len(rendered("{% for i in range(150) %}{{ long }}{% endfor %}")) > LONGEST * 0.8


@pytest.mark.parametrize("name", ["lipsum(1)", "[1] | random"])
def test_what_makes_text_of_nothing_or_differs_is_not_there(name: str) -> None:
    with pytest.raises(Exception, match=r"lipsum|random"):
        rendered(f"{{{{ {name} }}}}")


def test_an_import_without_the_page_has_no_steps_to_take() -> None:
    with pytest.raises(SecurityError, match="with context"):
        rendered("{% import 'other' as o %}{{ o }}")
    assert rendered("{% import 'other' as o with context %}{{ o }}") == "X"
