"""The anchors of the pages of an archive: those of updates, former ones, headings, and the theme's.

Rules: WHATWG HTML, "Scrolling to a fragment"; docs/check.md, "dead-anchor".
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cached_property
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from jinja2 import TemplateNotFound

from backfile.errors import did_you_mean
from backfile.reading.reader import shown_path

if TYPE_CHECKING:
    from pelican.generators import Generator

# The first alternative of the value that matches is the one that is stated.
_ID = re.compile(
    r"""<(?:[a-z][^<>]*?\sid|a\s[^<>]*?\bname)\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)'|([^\s"'<>]+))""",
    re.IGNORECASE,
)
# An id in a template, up to what is filled in.
_ID_IN_TEMPLATE = re.compile(r"""\sid=(?P<quote>["'])(?P<fixed>[^"'{}]+)(?P<more>\{)?""")
_OF_UPDATES = "update"
# The ids of the parts of the theme that only some stories have.
_THEN, _KEYS = ("then-and-now", "then-name"), ("key-updates",)


def fragment_of(address: str) -> str:
    """Return the id that an *address* names; empty for none, the top, or a text to be found."""
    named = unquote(unescape(address).partition("#")[2].partition(":~:")[0])
    return "" if named.lower() == "top" else named


class PageAnchors:
    """Which anchors pages have, found out for those pages alone that a link asks about."""

    def __init__(self, generator: Generator) -> None:
        """Take the templates of *generator*, whose ids any page may have."""
        self._generator = generator
        self._known: dict[str, frozenset[str]] = {}

    def missing(self, content: Any, fragment: str) -> str:
        """Return what is wrong with a link to *fragment* of the page of *content*, or nothing.

        *content* is a story or a page that was read.
        """
        anchors = self._of(content)
        is_of_theme = self._of_theme.fullmatch(fragment) and fragment not in _left_out(content)
        if fragment in anchors or is_of_theme:
            return ""
        what = "update" if fragment.startswith(_OF_UPDATES) else "anchor"
        hint = did_you_mean(fragment, anchors) or "; correct the link, or leave out what follows #"
        return f'{shown_path(content.source_path)} has no {what} "{fragment}"{hint}'

    def _of(self, content: Any) -> frozenset[str]:
        path = str(content.source_path)
        if path not in self._known:
            found = _ID.findall(content._content or "")  # noqa: SLF001
            self._known[path] = frozenset(unescape("".join(one)) for one in found)
        return self._known[path]

    @cached_property
    def _of_theme(self) -> re.Pattern[str]:
        """The ids in the templates, which any page may have but for those of parts left out."""
        environment = self._generator.env
        fixed: set[str] = set()
        for name in environment.list_templates(filter_func=_is_own):
            with suppress(TemplateNotFound, UnicodeDecodeError):  # a page with it is not built
                source, _, _ = environment.loader.get_source(environment, name)
                for found in _ID_IN_TEMPLATE.finditer(source):
                    fixed.add(re.escape(found["fixed"]) + (".*" if found["more"] else ""))
        return re.compile("|".join(sorted(fixed)) or "(?!)")


def _left_out(content: Any) -> set[str]:
    """Return the ids of the theme's parts that the page of *content* does not have."""
    document = getattr(content, "document", None)
    has_then = document is not None and document.has_then_and_now
    has_keys = document is not None and document.story.has_key_updates
    return {*(() if has_then else _THEN), *(() if has_keys else _KEYS)}


def _is_own(template: str) -> bool:
    """Tell whether a *template* is of the site's theme; Pelican's own begin with a mark."""
    return template.endswith(".html") and not template.startswith("!")
