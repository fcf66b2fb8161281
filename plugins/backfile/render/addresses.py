"""Addresses in pages: `{{ path|encoded }}` for templates, and links to files of any name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pelican.contents import Static

from backfile.text.addresses import encoded, quoted

if TYPE_CHECKING:
    from pelican.generators import Generator, StaticGenerator


class EncodedStatic(Static):
    """A static file whose address is its path percent-encoded, also beside a story."""

    as_it_is = False

    def get_url_setting(self, key: str) -> str:
        """Return the file's place, or its address, encoded."""
        value = str(super().get_url_setting(key))
        return quoted(value) if key == "url" and not self.as_it_is else value

    def _expand_settings(self, key: str, klass: str | None = None) -> str:
        return str(super()._expand_settings(key, klass or "static"))

    def attach_to(self, content: Any) -> None:
        """Go beside *content*, as Pelican does, which compares the path with the address."""
        self.as_it_is = True
        super().attach_to(content)
        self.as_it_is = False


def encode_addresses(generator: StaticGenerator) -> None:
    """Let files that need it have encoded addresses (static_generator_finalized).

    Pelican offers no other way: a file goes beside a story only when its links are resolved.
    """
    for static in generator.staticfiles:
        path = static.get_relative_source_path()
        if quoted(path) != path and not hasattr(static, "override_url"):
            static.__class__ = EncodedStatic


def connect(generator: Generator) -> None:
    """Give the templates of *generator* the filter `encoded` (generator_init)."""
    generator.env.filters["encoded"] = encoded
