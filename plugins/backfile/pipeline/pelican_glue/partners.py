"""The generator that reads the partners' records, as Pelican reads pages."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from blinker import NamedSignal
from jinja2 import FileSystemLoader
from pelican.generators import Generator

from backfile.outputs.listings import partners
from backfile.outputs.listings.partners import PartnerPage
from backfile.outputs.search import forms
from backfile.partners.credit import credit_text
from backfile.reading.log_capture import unreadable_content
from backfile.reading.site import site_of
from backfile.text.addresses import encoded

if TYPE_CHECKING:
    from backfile.partners.registry import Partner

_TEMPLATES = [Path(one).parent / "templates" for one in (partners.__file__, forms.__file__)]


class OurGenerator(Generator):
    """A generator whose theme has templates for partners' pages, if only ours, and the search."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Last, so that a theme's own partner.html and partners.html win.
        self.env.loader.loaders.append(FileSystemLoader(_TEMPLATES))


class PartnersGenerator(OurGenerator):
    """Reads the partners' pages from the registry, after the articles are known."""

    def generate_context(self) -> None:
        """Read the records' bodies and gather each partner's stories, newest first."""
        self.partners: list[PartnerPage] = []
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
            page.credit = credit_text(partner, site.settings.lang)
            # Formatted once, since every story that names the partner links to it twice.
            page.override_url, page.override_save_as = encoded(page.url), page.save_as
            page.articles = stories[partner.slug]
            self.partners.append(page)
            self.add_source_path(page)
            self.add_static_links(page)
        self._update_context(("partners",))

    def _read(self, partner: Partner) -> PartnerPage:
        record_read = NamedSignal("backfile_partner_record")
        record_read.connect(_free_the_names)
        page: PartnerPage = self.readers.read_file(
            base_path=self.path,
            path=partner.source,
            content_class=PartnerPage,
            context=self.context,
            context_signal=record_read,
            context_sender=self,
        )
        return page


def _free_the_names(_sender: PartnersGenerator, metadata: dict[str, Any]) -> None:
    """Keep a record's URL from being taken for the page's own address."""
    metadata.pop("url", None)
