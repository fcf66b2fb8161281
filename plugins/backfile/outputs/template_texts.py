"""What the pages of a template are made of, as its text tells: other templates, and names."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jinja2 import TemplateNotFound, nodes
from jinja2.meta import find_referenced_templates

from backfile.outputs.keys import NoDigestError, digest, digest_of_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment


@dataclass(frozen=True, slots=True)
class TemplateText:
    """A template with all that it includes, imports or extends.

    `digest` is that of all their texts. `names` are those that any of them asks for, its own
    variables among them; `names_elsewhere` those that templates ask for which are not ours.
    `is_ours` tells that there are none of those.
    """

    digest: str
    names: frozenset[str]
    names_elsewhere: frozenset[str]
    is_ours: bool


@dataclass(frozen=True, slots=True)
class _Parsed:
    names: frozenset[str]
    leads_to: tuple[str | None, ...]


class TemplateTexts:
    """The templates of one build, each parsed once; `is_ours` gets a template's name and text.

    *told* is what an earlier build of the same program has told of the same texts.
    """

    def __init__(self, is_ours: Callable[[str, str], bool], told: str = "") -> None:
        self._is_ours = is_ours
        self._parsed = {
            key: _Parsed(frozenset(names), tuple(leads_to))
            for key, (names, leads_to) in json.loads(told or "{}").items()
        }
        self._read: dict[tuple[int, str], str | None] = {}

    def read(self, env: Environment, name: str) -> TemplateText:
        """Return the template *name* of *env* with all that it leads to.

        Where it makes up the name of one as it goes, it may lead to any. Raises NoDigestError for
        a template that is in no file.
        """
        texts: dict[str, str] = {}
        self._gather(env, name, texts)
        if not texts:
            raise NoDigestError(f"the text of the template {name} cannot be read")
        asked = {one: self._parse(env, text).names for one, text in texts.items()}
        elsewhere = [asked[one] for one, text in texts.items() if not self._is_ours(one, text)]
        names, names_elsewhere = frozenset().union(*asked.values()), frozenset().union(*elsewhere)
        return TemplateText(digest(texts), names, names_elsewhere, not elsewhere)

    def _gather(self, env: Environment, name: str, texts: dict[str, str]) -> None:
        text = self._text(env, name)
        if name in texts or text is None:
            return
        texts[name] = text
        for one in self._parse(env, text).leads_to:
            for other in [one] if one else env.list_templates():
                self._gather(env, other, texts)

    def _text(self, env: Environment, name: str) -> str | None:
        """Return the text of a template, None where there is none: one may be named in vain."""
        key = id(env), name
        if key not in self._read:
            self._read[key] = None
            with suppress(TemplateNotFound):
                self._read[key] = env.loader.get_source(env, name)[0] if env.loader else None
        return self._read[key]

    def as_told(self) -> str:
        """Return what the templates ask for and lead to, as JSON, for the next build."""
        told = {key: (sorted(one.names), one.leads_to) for key, one in self._parsed.items()}
        return json.dumps(told)

    def _parse(self, env: Environment, text: str) -> _Parsed:
        key = digest_of_bytes(text.encode())
        if key not in self._parsed:
            tree = env.parse(text)
            names = frozenset(one.name for one in tree.find_all(nodes.Name) if one.ctx == "load")
            self._parsed[key] = _Parsed(names, tuple(find_referenced_templates(tree)))
        return self._parsed[key]
