"""Pelican has the files made that it knows nothing of, and those left alone that are current."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican.utils import sanitised_join
from pelican.writers import Writer

from backfile.outputs.artifacts import Artifact
from backfile.pipeline import order
from backfile.pipeline.build_files import files_of
from backfile.pipeline.last_build import last_build_of
from backfile.pipeline.pelican_glue.ending import ending_pelican
from backfile.pipeline.pelican_glue.partners import OurGenerator
from backfile.pipeline.pelican_glue.revising import fill_lists
from backfile.pipeline.pelican_glue.sharing import share
from backfile.pipeline.watching import watch_of
from backfile.reading.site import site_of
from backfile.render.theme import has_template

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jinja2 import Template

    from backfile.outputs.artifacts import PageFile


class KeyedWriter(Writer):
    """Pelican's writer, which makes no page that the site before has with the same key.

    `written` are the pages that are in the output, `overridden` those of them that stay.
    """

    @property
    def written(self) -> set[str]:
        """Return the files of the pages."""
        paths: set[str] = self._written_files
        return paths

    @property
    def overridden(self) -> set[str]:
        """Return the files of those that no other page may take the place of."""
        paths: set[str] = self._overridden_files
        return paths

    def write_file(  # noqa: PLR0913, PLR0917 (as Pelican calls it)
        self,
        name: str,
        template: Template,
        context: dict[str, Any],
        relative_urls: bool = False,  # noqa: FBT001, FBT002 (the same)
        paginated: dict[str, Any] | None = None,
        template_name: str | None = None,
        override_output: bool = False,  # noqa: FBT001, FBT002 (the same)
        url: str | None = None,
        **names: Any,
    ) -> None:
        """Write the page *name*, or take it over; one that is cut into several has no key."""
        key, is_known, files = "", False, files_of(self.settings)
        if name and self._is_there(name):
            # Pelican keeps the page that may override; the key of one is not that of the other.
            files.made.pop(name, None)
        elif name and not self._is_cut(template_name):
            key = files.page_key(name, template, context, names)
            is_sure = files.pages.are_sure(template, context)
            if is_sure and self._take_over(name, key, override=override_output):
                return
            is_known = bool(key) and is_sure
        if name and not is_known:
            files.unsure.add(name)
        super().write_file(
            name,
            template,
            context,
            relative_urls=relative_urls,
            paginated=paginated,
            template_name=template_name,
            override_output=override_output,
            url=url,
            **names,
        )
        files.note(name, key, Path(self.output_path))

    def _is_there(self, name: str) -> bool:
        return sanitised_join(self.output_path, name) in self.written

    def _take_over(self, name: str, key: str, *, override: bool) -> bool:
        taken = files_of(self.settings).take_over(name, key, Path(self.output_path))
        path = sanitised_join(self.output_path, name)
        if taken:
            self.written.add(path)
        if taken and override:
            self.overridden.add(path)
        return taken

    def _is_cut(self, template_name: str | None) -> bool:
        lists = self.settings["PAGINATED_TEMPLATES"]
        return template_name in lists and bool(
            lists[template_name] or self.settings["DEFAULT_PAGINATION"]
        )


class SiteGenerator(OurGenerator):
    """Has `backfile.pipeline.order` gather what pages show, and writes the files that it lists.

    It is one generator, so that the order is in our hands: Pelican runs generators of plugins in
    the order in which their signals are answered. It runs when stories, pages and partners are
    read, and once their pages are written; static files follow.
    """

    @ending_pelican()
    def generate_context(self) -> None:
        """Give the templates what pages show of others."""
        site = site_of(self.settings)
        self.gathered = order.gather(site, self.context, partial(has_template, self))
        self.context.update(order.names_for_templates(site, self.gathered))
        if site.scope:
            fill_lists(self.context, self.gathered.listings.catalogue)

    @ending_pelican()
    def generate_output(self, writer: KeyedWriter) -> None:
        """Write the files of the site that Pelican has not."""
        site = site_of(self.settings)
        if site.scope:
            self._write(order.revised_files(site, self.context, self.gathered), writer)
            may_go = set(order.files_that_may_go(site, self.gathered, last_build_of(self.settings)))
            files = files_of(self.settings)
            stay = {one for story in files.stories for one in story.files}
            files.removed |= may_go - stay - files.made.keys() | {*site.gone}
            site.caches.add(self.gathered.listings.catalogue)
        else:
            self._write_parts(writer)
            self.gathered.listings.catalogue.keep()

    def _write_parts(self, writer: KeyedWriter) -> None:
        """Write the parts of the site, by several processes where they are large."""
        site = site_of(self.settings)
        parts = list(order.site_parts(site, self.context, self.gathered))

        def write(number: int) -> str:
            self._write(parts[number], writer)
            return site.index  # only one of the parts knows it

        watch = watch_of(self.settings)
        for number, done in share(write, range(len(parts)), self.settings, writer):
            watch("other files", number + 1, len(parts))
            if done is None:
                write(number)
            else:
                site.index = site.index or done.result

    def _write(self, files: Iterable[Artifact | PageFile], writer: KeyedWriter) -> None:
        for one in files:
            if isinstance(one, Artifact):
                files_of(self.settings).write(one, Path(self.output_path))
            else:
                self._write_page(one, writer)

    def _write_page(self, page: PageFile, writer: KeyedWriter) -> None:
        files_of(self.settings).made_of[page.path] = page.made_of
        writer.write_file(
            page.path,
            self.get_template(page.template),
            self.context,
            relative_urls=self.settings["RELATIVE_URLS"],
            url=page.url,
            **page.names,
        )
