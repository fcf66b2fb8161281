"""Templates that are compiled when a page is made of them: a revision makes few pages."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateNotFound
from pelican.generators import PelicanTemplateNotFound

if TYPE_CHECKING:
    from jinja2 import Environment, Template
    from pelican.generators import Generator


class LateTemplate:
    """The template *name* of *environment*, as Pelican's writer and our keys ask for it."""

    def __init__(self, environment: Environment, name: str) -> None:
        self.environment, self.name = environment, name

    def render(self, *args: Any, **names: Any) -> str:
        """Return the page that the template makes of *names*."""
        return self._compiled.render(*args, **names)

    @cached_property
    def _compiled(self) -> Template:
        return self.environment.get_template(self.name)


def compile_late(generator: Generator) -> None:
    """Let the templates of *generator* be compiled when they are used."""
    found: dict[str, LateTemplate] = {}

    def get_template(name: str) -> LateTemplate:
        if name not in found:
            found[name] = LateTemplate(generator.env, _file_of(name, generator))
        return found[name]

    generator.get_template = get_template


def _file_of(name: str, generator: Generator) -> str:
    """Return the file of the template *name*. Raises PelicanTemplateNotFound."""
    for ending in generator.settings["TEMPLATE_EXTENSIONS"]:
        try:
            generator.env.loader.get_source(generator.env, name + ending)
        except TemplateNotFound:
            continue
        return str(name + ending)
    raise PelicanTemplateNotFound(f"[templates] unable to load {name}")
