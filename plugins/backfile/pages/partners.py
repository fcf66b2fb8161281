"""The partners' pages: one for each record, and the list of all."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from blinker import NamedSignal
from jinja2 import FileSystemLoader
from pelican.contents import Content
from pelican.generators import Generator

from backfile.addresses import encoded
from backfile.partners.credit import credit_text
from backfile.partners.registry import STATUSES, Partner
from backfile.reading.pelican_log import unreadable_content
from backfile.reading.site import site_of

if TYPE_CHECKING:
    from pelican.writers import Writer

TEMPLATES = Path(__file__).parent / "templates"
_record_read = NamedSignal("backfile_partner_record")


class PartnerPage(Content):
    """A partner's page: its record, its history as content, its stories."""

    default_template = "partner"
    mandatory_properties = ("title",)
    allowed_statuses = STATUSES
    default_status = "active"

    partner: Partner
    articles: list[Any]
    credit: str

    def _expand_settings(self, key: str, klass: str | None = None) -> str:
        return str(super()._expand_settings(key, klass or "backfile_partner"))


class PartnersGenerator(Generator):
    """Makes the partners' pages from the registry, after the articles are known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partners: list[PartnerPage] = []
        # Last, so that a theme's own partner.html and partners.html win.
        self.env.loader.loaders.append(FileSystemLoader(TEMPLATES))

    def generate_context(self) -> None:
        """Read the records' bodies and gather each partner's stories, newest first."""
        stories = defaultdict(list)
        for article in self.context["articles"]:
            if article.partner:
                stories[article.partner.slug].append(article)
        site = site_of(self.settings)
        for partner in site.registry:
            try:
                page = self._read(partner)
            except (ValueError, LookupError, TypeError, OSError) as error:
                path = str(Path(self.path, partner.source))
                site.faults.append(unreadable_content(path, error))
                continue
            page.slug, page.partner = partner.slug, partner
            page.credit = credit_text(partner)
            # Formatted once, since every story that names the partner links to it twice.
            page.override_url, page.override_save_as = encoded(page.url), page.save_as
            page.articles = stories[partner.slug]
            self.partners.append(page)
            self.add_source_path(page)
            self.add_static_links(page)
        self._update_context(("partners",))

    def _read(self, partner: Partner) -> PartnerPage:
        page: PartnerPage = self.readers.read_file(
            base_path=self.path,
            path=partner.source,
            content_class=PartnerPage,
            context=self.context,
            context_signal=_record_read,
            context_sender=self,
        )
        return page

    def generate_output(self, writer: Writer) -> None:
        """Write a page for each partner and the list of partners."""
        for page in self.partners:
            writer.write_file(
                page.save_as,
                self.get_template(page.template),
                self.context,
                partner=page,
                articles=page.articles,
                relative_urls=self.settings["RELATIVE_URLS"],
                url=page.url,
            )
        if self.partners and self.settings["BACKFILE_PARTNERS_SAVE_AS"]:
            writer.write_file(
                self.settings["BACKFILE_PARTNERS_SAVE_AS"],
                self.get_template("partners"),
                self.context,
                relative_urls=self.settings["RELATIVE_URLS"],
                url=self.settings["BACKFILE_PARTNERS_URL"],
            )


@_record_read.connect
def _free_the_names(_sender: PartnersGenerator, metadata: dict[str, Any]) -> None:
    """Keep a record's URL from being taken for the page's own address."""
    metadata.pop("url", None)
