"""Pelican has the files made that it knows nothing of."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.outputs.artifacts import Artifact, write
from backfile.pipeline import order
from backfile.pipeline.pelican_glue.ending import ending_pelican
from backfile.pipeline.pelican_glue.partners import OurGenerator
from backfile.reading.site import site_of
from backfile.render.theme import has_template

if TYPE_CHECKING:
    from pelican.writers import Writer

    from backfile.outputs.artifacts import PageFile


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

    @ending_pelican()
    def generate_output(self, writer: Writer) -> None:
        """Write the files of the site that Pelican has not."""
        for one in order.site_files(site_of(self.settings), self.context, self.gathered):
            if isinstance(one, Artifact):
                write(one, Path(self.output_path))
            else:
                self._write_page(one, writer)
        self.gathered.listings.catalogue.keep()

    def _write_page(self, page: PageFile, writer: Writer) -> None:
        writer.write_file(
            page.path,
            self.get_template(page.template),
            self.context,
            relative_urls=self.settings["RELATIVE_URLS"],
            url=page.url,
            **page.names,
        )
