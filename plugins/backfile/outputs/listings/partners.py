"""The partners' pages: one for each record, and the list of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pelican.contents import Content

from backfile.outputs.artifacts import PageFile
from backfile.outputs.pages import lists
from backfile.partners.registry import STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backfile.config.settings import Settings
    from backfile.partners.registry import Partner


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


def partner_pages(context: Any, settings: Settings) -> Iterator[PageFile]:
    """Go through the page of each partner, and the list of all; *context* is that of any page."""
    partners: Sequence[PartnerPage] = context["partners"]
    for page in partners:
        names = {"partner": page, "articles": page.articles}
        shown = lists.partner(page, context, page.save_as)
        yield PageFile(page.save_as, page.url, page.template, shown, names)
    if partners:
        place, shown = settings.partners_page, lists.partners(context)
        yield PageFile(place.save_as, place.url, "partners", shown)
