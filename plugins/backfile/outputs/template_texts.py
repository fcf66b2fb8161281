"""What the pages of a template are made of, as its text tells: other templates, and names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jinja2 import nodes
from jinja2.meta import find_referenced_templates

from backfile.outputs.keys import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jinja2 import Environment


@dataclass(frozen=True, slots=True)
class TemplateText:
    """A template with all that it includes, imports or extends.

    `digest` is that of all their texts. `names` are those that any of them asks for, its own
    variables among them; `names_elsewhere` those that templates ask for which are not ours.
    """

    digest: str
    names: frozenset[str]
    names_elsewhere: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Parsed:
    names: frozenset[str]
    leads_to: tuple[str | None, ...]


class TemplateTexts:
    """The templates of one build, each parsed once; `is_ours` gets a template's name and text."""

    def __init__(self, is_ours: Callable[[str, str], bool]) -> None:
        self._is_ours = is_ours
        self._parsed: dict[str, _Parsed] = {}

    def read(self, env: Environment, name: str) -> TemplateText:
        """Return the template *name* of *env* with all that it leads to.

        Where it makes up the name of one as it goes, it may lead to any.
        """
        texts: dict[str, str] = {}
        self._gather(env, name, texts)
        asked = {one: self._parse(env, text).names for one, text in texts.items()}
        elsewhere = (asked[one] for one, text in texts.items() if not self._is_ours(one, text))
        return TemplateText(
            digest(texts), frozenset().union(*asked.values()), frozenset().union(*elsewhere)
        )

    def _gather(self, env: Environment, name: str, texts: dict[str, str]) -> None:
        if name in texts or env.loader is None:
            return
        texts[name] = env.loader.get_source(env, name)[0]
        for one in self._parse(env, texts[name]).leads_to:
            for other in _found(env, [one] if one else env.list_templates()):
                self._gather(env, other, texts)

    def _parse(self, env: Environment, text: str) -> _Parsed:
        if text not in self._parsed:
            tree = env.parse(text)
            names = frozenset(one.name for one in tree.find_all(nodes.Name) if one.ctx == "load")
            self._parsed[text] = _Parsed(names, tuple(find_referenced_templates(tree)))
        return self._parsed[text]


def _found(env: Environment, names: list[str]) -> Iterator[str]:
    """Go through those of *names* that there are: a template may name one that is missing."""
    there = set(env.list_templates())
    return (name for name in names if name in there or name.startswith("!"))
