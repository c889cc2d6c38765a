"""The sandbox for templates that are not ours: no way out of it, and an end to each page.

What a template may do is counted and not timed, so that all processes come to the same end.
https://jinja.palletsprojects.com/en/stable/sandbox/
"""

import functools
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from jinja2 import nodes, pass_context
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

STEPS = 1_000_000  # turns of loops and calls that a page may take
LARGEST = 100_000  # of a number that is given to a function
LONGEST = 16 * 1024 * 1024  # characters of a page, or of any text in it
_BITS = 1024  # of a number that is reckoned
_WIDTH = re.compile(r"%[^a-zA-Z%]*(?:\*|\d{5})|\{[^{}]*:[^{}]*(?:\d{5}|\{)")
_COUNTED, _MEASURED = "(counted)", "(measured)"  # filters; no template can write such a name


class Allowance:
    """The steps that are left to one page."""

    def __init__(self) -> None:
        self.left = STEPS

    def take(self, steps: int = 1) -> None:
        """Take steps.

        Raises:
            SecurityError: there are not as many left.
        """
        self.left -= steps
        if self.left < 0:
            raise SecurityError(f"takes more than {STEPS:,} steps; does each loop end?")


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment for templates of strangers.

    Args:
        allowance: gives what is left to the page that a context belongs to.
        options: of jinja2.Environment.
    """

    intercepted_binops = frozenset(("+", "*", "**", "%"))

    def __init__(self, allowance: Callable[[Context], Allowance], **options: Any) -> None:
        super().__init__(**options)
        self.allowance = allowance
        self.concat = joined  # type: ignore[method-assign]
        del self.globals["lipsum"]  # makes as much text as it is asked for
        del self.filters["random"]  # all processes give the same page
        self.globals["range"] = _ranges(allowance)

    def guard_filters(self) -> None:
        """Bound what filters are given and give; to be called when all are there."""
        for name, use in self.filters.items():
            self.filters[name] = _bounded(name, use)
        self.filters[_COUNTED] = pass_context(
            lambda context, values: _Counted(values, self.allowance(context))
        )
        self.filters[_MEASURED] = _measured

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Call something for a template."""
        __self.allowance(__context).take()
        bare = getattr(__obj, "__wrapped__", __obj)  # the sandbox wraps `format`
        _check(getattr(bare, "__name__", ""), getattr(bare, "__self__", None), args, kwargs)
        return _measured(super().call(__context, __obj, *args, **kwargs))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Reckon for a template."""
        sized = [one for one in (left, right) if isinstance(one, str | list | tuple)]
        if operator == "*" and sized:
            number = right if sized[0] is left else left
            if isinstance(number, int) and number * len(sized[0]) > LARGEST:
                raise SecurityError("repeats something too often")
        elif operator == "+" and sized and sum(map(len, sized)) > LONGEST:
            raise SecurityError("joins too much")
        elif operator == "**" and (abs(left) > LARGEST or abs(right) > _BITS // 16):
            raise SecurityError("reckons with a number that is too large")
        elif operator == "%" and isinstance(left, str) and _WIDTH.search(left):
            raise SecurityError("formats something too wide")
        return _measured(super().call_binop(context, operator, left, right))

    def _generate(self, source: nodes.Template, *args: Any, **kwargs: Any) -> str:
        """Generate Python, in which turns of loops are counted and joined texts measured."""
        for loop in source.find_all(nodes.For):
            loop.iter = _filtered(loop.iter, _COUNTED)
        for parent in [source, *source.find_all(nodes.Node)]:
            _measure_children(parent)
        return super()._generate(source, *args, **kwargs)


def _ranges(allowance: Callable[[Context], Allowance]) -> Callable[..., range]:
    """The function `range` of templates, whose numbers are counted."""

    @pass_context
    def made(context: Context, *bounds: int) -> range:
        numbers = range(*bounds)
        allowance(context).take(len(numbers))
        return numbers

    made.__name__ = "range"  # for messages
    return made


class _Counted:
    """What a loop goes through; each turn is counted."""

    def __init__(self, values: Any, allowance: Allowance) -> None:
        self._values = values
        self._allowance = allowance

    def __iter__(self) -> Iterator[Any]:
        for value in self._values:
            self._allowance.take()
            yield value

    def __len__(self) -> int:
        return len(self._values)


def joined(parts: Iterable[str]) -> str:
    """Texts joined.

    Raises:
        SecurityError: they are longer than a page may be.
    """
    kept, length = [], 0
    for part in parts:
        length += len(part)
        if length > LONGEST:
            raise SecurityError(f"makes more than {LONGEST:,} characters; does each loop end?")
        kept.append(part)
    return "".join(kept)


def _measured(value: Any) -> Any:
    """The value.

    Raises:
        SecurityError: it is a text, a list or a number that is larger than any page needs.
    """
    if isinstance(value, str | list | tuple | dict) and len(value) > LONGEST:
        raise SecurityError(f"makes more than {LONGEST:,} characters")
    if isinstance(value, int) and value.bit_length() > _BITS:
        raise SecurityError("reckons a number that is too large")
    return value


def _check(name: str, target: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Refuse what makes a flood of few words.

    Args:
        name: of the function.
        target: whose method it is, or what the filter is applied to.
        args, kwargs: that are given to it.
    """
    for one in (*args, *kwargs.values()):
        if isinstance(one, int) and abs(one) > LARGEST:
            raise SecurityError(f"gives {name} a number above {LARGEST:,}")
    if name in ("format", "format_map") and isinstance(target, str) and _WIDTH.search(target):
        raise SecurityError("formats something too wide")
    texts = [str(one) for one in args if isinstance(one, str)]
    replaced = name == "replace" and isinstance(target, str) and len(texts) > 1
    if replaced and str(target).count(texts[0]) * len(texts[1]) > LONGEST:
        raise SecurityError("replaces too much")
    between = [target] if isinstance(target, str) else texts[:1]
    if name == "join" and any(len(one) > LARGEST for one in between):
        raise SecurityError("joins too much")


def _bounded(name: str, use: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that refuses floods; Jinja goes on giving it what it gave it before."""
    given = 0 if getattr(use, "jinja_pass_arg", None) is None else 1

    @functools.wraps(use)
    def bounded(*args: Any, **kwargs: Any) -> Any:
        _check(name, args[given], args[given + 1 :], kwargs)
        return _measured(use(*args, **kwargs))

    return bounded


def _filtered(node: nodes.Node, name: str) -> nodes.Node:
    made = nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)
    made.environment = node.environment
    return made


def _measure_children(parent: nodes.Node) -> None:
    for field, value in parent.iter_fields():
        if isinstance(value, nodes.Concat):
            setattr(parent, field, _filtered(value, _MEASURED))
        elif isinstance(value, list):
            value[:] = [
                _filtered(one, _MEASURED) if isinstance(one, nodes.Concat) else one for one in value
            ]
