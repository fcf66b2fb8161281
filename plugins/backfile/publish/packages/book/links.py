"""Where a link of a page leads in a book: into the book, or to the page on the Web."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from backfile.publish.packages.book.published_story import data_of
from backfile.publish.packages.book.xhtml import xml_id
from backfile.text.addresses import quoted
from backfile.text.web_addresses import safe_link

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from backfile.publish.packages.packaged_site import PackagedSite
    from backfile.publish.packages.site_links import SiteLinks


@dataclass(frozen=True)
class BookLinks:
    """The links of a book. `chapters` are its files, by the paths of the stories' pages."""

    site: PackagedSite
    links: SiteLinks
    chapters: Mapping[str, str]
    _anchors: dict[str, frozenset[str]] = field(default_factory=dict)

    def of(self, href: str, page: str, ids: Collection[str]) -> str:
        """Return where *href* on the story's *page* leads, empty for a link that is left out.

        *ids* are those of the chapter that is made of the page. A page of the site that is not in
        the book is linked on the Web, if the site is there.
        """
        target = self.links.target(href, page)
        if target is not None and target.path in self.chapters:
            anchor = xml_id(target.fragment) if target.fragment else ""
            if target.path == page:
                return f"#{anchor}" if anchor in ids else ""
            is_known = anchor and anchor in self._anchors_of(target.path)
            return self.chapters[target.path] + (f"#{anchor}" if is_known else "")
        if self.links.is_on_site(href, page):
            return self.online(urljoin(f"{self.site.address}/{quoted(page)}", href))
        return safe_link(href)

    def online(self, address: str) -> str:
        """Return the full *address* of a page of the site, empty if the site has none."""
        is_full = self.site.address.startswith(("http://", "https://"))
        return safe_link(urljoin(f"{self.site.address}/", address)) if is_full else ""

    def _anchors_of(self, page: str) -> frozenset[str]:
        """Return the ids of the updates of the story with the *page*."""
        if page not in self._anchors:
            updates = data_of(page, self.site.folder)["updates"]
            self._anchors[page] = frozenset(xml_id(update["anchor"]) for update in updates)
        return self._anchors[page]
