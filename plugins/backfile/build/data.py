"""The archive as data, for researchers: each story as JSON, all of them as tables.

What there is, and what is promised of it: docs/data.md.
"""

from __future__ import annotations

import re
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican.generators import Generator

from backfile.build.data_tables import (
    PACKAGE,
    STORIES,
    UPDATES,
    Sources,
    Table,
    columns_of,
    described,
    story_row,
    update_rows,
)
from backfile.files import write_whole, writing_whole
from backfile.pages.cards import plain
from backfile.pages.record import record_of
from backfile.pages.story_json import (
    SCHEMA,
    as_json,
    data_url,
    encoded,
    read_schema,
    schema,
)
from backfile.pages.theme import has_template
from backfile.reading.site import site_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pelican.writers import Writer

FOLDER = "data"  # of the tables, below SITEURL
_NOT_IN_NAMES = re.compile("[^a-z0-9]+")


class DataGenerator(Generator):
    """Writes the data of the published stories, and the page that leads to them."""

    def generate_context(self) -> None:
        """Give the templates `data_url`, a function, and `data_page`, the address of that page.

        `data_page` is empty where the theme has no template for it.
        """
        self.context["data_url"] = data_url
        self.context["data_page"] = (
            self.settings["BACKFILE_DATA_URL"] if has_template(self, "data") else ""
        )

    def generate_output(self, writer: Writer) -> None:
        """Write all data in one pass over the stories, by date, then by address."""
        listed = sorted(site_of(self.settings).published, key=lambda one: one.card.place)
        package = self._write_stories(listed)
        output = Path(self.output_path)
        write_whole(output / FOLDER / PACKAGE, encoded(package))
        write_whole(output / SCHEMA, encoded(schema(self._siteurl)))
        if self.context["data_page"]:
            writer.write_file(
                self.settings["BACKFILE_DATA_SAVE_AS"],
                self.get_template("data"),
                self.context,
                data_package=package,
                data_folder=FOLDER,
                data_schema=SCHEMA,
                relative_urls=self.settings["RELATIVE_URLS"],
                url=self.settings["BACKFILE_DATA_URL"],
            )

    def _write_stories(self, articles: Iterable[Any]) -> dict[str, Any]:
        """Write the tables, and each story's file; return what describes the tables."""
        output, sources = Path(self.output_path), Sources()
        package = read_schema(PACKAGE)
        with ExitStack() as stack:
            tables = {
                name: Table(
                    stack.enter_context(writing_whole(output / FOLDER / name)),
                    columns_of(package, name),
                )
                for name in (STORIES, UPDATES)
            }
            for article in articles:
                record = record_of(article)
                data = as_json(record, self._siteurl)
                write_whole(output / data_url(record), encoded(data))
                tables[STORIES].add(story_row(data))
                for row in update_rows(data):
                    tables[UPDATES].add(row)
                sources.add(record.partner)
        return described(package, tables, sources, self._site())

    @property
    def _siteurl(self) -> str:
        return str(self.settings["SITEURL"]).rstrip("/")

    def _site(self) -> dict[str, str]:
        title = plain(self.settings["SITENAME"])
        name = _NOT_IN_NAMES.sub("-", title.lower()).strip("-") or "archive"
        site = {"name": name, "title": title}
        return site | (
            {"homepage": f"{self._siteurl}/"} if self._siteurl.startswith("http") else {}
        )
