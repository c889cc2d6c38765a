"""A newsroom's own templates over the built-in ones, in a sandbox, tried before they count."""

import difflib
from collections.abc import Iterator, MutableMapping
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, Template, Undefined, meta
from jinja2.exceptions import TemplateError, TemplateNotFound, TemplateSyntaxError

from feedsvc.feeds import Document
from feedsvc.model.problem import Problem
from feedsvc.pages.rendering import OPTIONS, TEMPLATES, Rendering, equip, rendering_of
from feedsvc.pages.samples import SAMPLE_SETTINGS, sample_of
from feedsvc.pages.sandbox import Sandbox
from feedsvc.pages.theme_files import PICTURES, ThemeFiles
from feedsvc.pages.variables import OURS, PAGES, PARTS

BUILT_IN = "feedsvc/"  # begins the names of built-in templates that are meant whatever a theme has
_LONGEST = 300  # characters of what is told of an error


class ThemeFault(Exception):
    """A template of a theme cannot be rendered.

    Attributes:
        problem: where and why.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class Theme:
    """What a newsroom's own files make of its pages.

    Each template is tried with a page of samples. One that fails does not count: then the page is
    the built-in one, in all processes alike.

    Args:
        place: of the theme's folder in the newsroom's, POSIX.
        files: that were read of it.

    Attributes:
        style: CSS to follow ours.
        mark: a digest of the files.
        pictures: by name, to be served.
        problems: what is wrong with the files.
    """

    def __init__(self, place: str, files: ThemeFiles) -> None:
        self.style, self.mark = files.style, files.mark
        self.pictures = {
            name: Document(data, PICTURES[name[name.rindex(".") :].lower()], None)
            for name, data in files.pictures.items()
        }
        self._place = place
        self._templates = {n: t for n, t in files.templates.items() if _may_override(n)}
        self._loader = _Loader(place, self._templates)
        self._pages: frozenset[str] = frozenset()
        found = [*files.problems, *self._misplaced(files), *self._unknown(), *self._try()]
        self.problems: tuple[Problem, ...] = tuple(dict.fromkeys(found))

    def shows(self, template: str) -> bool:
        """Whether a page is made with the theme's templates."""
        return template in self._pages

    def render(self, template: str, rendering: Rendering, values: dict[str, Any]) -> str:
        """A page.

        Args:
            template: for which `shows` is true.
            rendering, values: of the page.

        Raises:
            ThemeFault: the page cannot be made so.
        """
        try:
            return rendering.text(self._loader.built_in.get_template(template), values)
        except Exception as error:  # whatever a template of strangers raises
            raise ThemeFault(self._problem(error, template)) from error

    def _try(self) -> Iterator[Problem]:
        """Render each page with samples, and keep those that are right; yields what is wrong."""
        right = set()
        for page in PAGES if self._templates else ():
            try:
                self.render(page, Rendering(SAMPLE_SETTINGS), sample_of(page))
            except ThemeFault as fault:
                yield fault.problem
            else:
                right.add(page)
        self._pages = frozenset(right)

    def _unknown(self) -> Iterator[Problem]:
        """Yield what is wrong with templates on whatever page: their syntax, their names."""
        named: set[str | None] = set()
        for name, text in self._templates.items():
            try:
                tree = self._loader.built_in.parse(text, name)
            except TemplateSyntaxError as error:
                yield self._problem(error, name)
                return
            named.update(meta.find_referenced_templates(tree))
        for name in self._templates:
            if None in named or name in named or name in PAGES or name in PARTS:
                continue
            near = difflib.get_close_matches(name, (*PAGES, *PARTS), 1, 0.7)
            hint = f"; did you mean {near[0]}?" if near else ""
            told = f"no page has this template, and no other one names it{hint}"
            yield Problem(f"{self._place}/{name}", 1, "error", "theme", told)

    def _misplaced(self, files: ThemeFiles) -> Iterator[Problem]:
        for name in files.templates:
            if not _may_override(name):
                told = "this template cannot be overridden; give yours another name"
                yield Problem(f"{self._place}/{name}", 1, "error", "theme", told)

    def _problem(self, error: Exception, template: str) -> Problem:
        name, line = _origin(error, self._templates) or (template, 1)
        path = f"{self._place}/{name}" if name in self._templates else self._place
        return Problem(path, line, "error", "theme", _told(error))


class _Loader(BaseLoader):
    """Finds a theme's templates, else the built-in ones.

    Those of a theme are strict: a name that they are not given is an error, and not empty.

    Args:
        place: of the theme.
        templates: of the theme, by name.
    """

    def __init__(self, place: str, templates: dict[str, str]) -> None:
        self._place = place
        self._templates = templates
        self.built_in = self._environment(Undefined)
        self._strict = self._environment(StrictUndefined)

    def _environment(self, undefined: type[Undefined]) -> Sandbox:
        made = Sandbox(
            lambda context: rendering_of(context).allowance,
            loader=self,
            undefined=undefined,
            **OPTIONS,
        )
        equip(made)
        made.guard_filters()
        return made

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        """A template by its name; whichever names it, it is strict or not by its origin."""
        globals = environment.make_globals(globals)  # those of both environments are the same
        if name in self._templates:
            text, where, environment = self._templates[name], f"{self._place}/{name}", self._strict
        else:
            where = name.removeprefix(BUILT_IN)
            if where not in _built_in_names():
                raise TemplateNotFound(name)
            text, environment = (TEMPLATES / where).read_text("utf-8"), self.built_in
        code = environment.compile(text, name, where)
        return environment.template_class.from_code(environment, code, globals, None)


def _built_in_names() -> tuple[str, ...]:
    return (*PAGES, *PARTS, *OURS)


def _may_override(name: str) -> bool:
    return name not in OURS and not name.startswith((BUILT_IN, "desk/", "private/"))


def _origin(error: BaseException, templates: dict[str, str]) -> tuple[str, int] | None:
    """Name and line of the theme's template in which an error arose."""
    if isinstance(error, TemplateSyntaxError):
        return (error.name or "", error.lineno)
    found, trace = None, error.__traceback__
    while trace is not None:
        template = trace.tb_frame.f_globals.get("__jinja_template__")
        if template is not None and template.name in templates:
            found = (template.name, template.get_corresponding_lineno(trace.tb_lineno))
        trace = trace.tb_next
    return found


def _told(error: Exception) -> str:
    """What an error says, in one line."""
    if isinstance(error, TemplateNotFound):
        said = f"there is no template {error.name}"
    elif isinstance(error, TemplateError):
        said = error.message or type(error).__name__
    elif isinstance(error, RecursionError):
        said = "calls itself without an end"
    else:
        said = f"{type(error).__name__}: {error}"
    return " ".join(said.split())[:_LONGEST]
