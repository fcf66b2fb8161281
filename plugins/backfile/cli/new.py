"""`invoke new TITLE`: the skeleton of a story, to be filled in."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican.contents import Article
from pelican.urlwrappers import Category
from pelican.utils import slugify

from backfile.build.site import say, site_settings
from backfile.cli.importing import now_in, parse_moment, parse_zone
from backfile.errors import UsageError
from backfile.files import write_atomically
from backfile.legacy.archive import short_slug
from backfile.legacy.markdown import escape_html
from backfile.partners.registry import PartnerError
from backfile.reading.reader import shown_path
from backfile.reading.site import load_partners
from backfile.settings import read_settings

if TYPE_CHECKING:
    from datetime import date


def new_story(title: str, *, conf: str, content: str, **given: str) -> int:
    """Write a draft called *title* where its date puts it; print its path and its address.

    The address, at which `serve` shows the draft, goes to standard error.

    *given*: `date`, `timezone`, `partner` as on the command line; without a date it is now.
    Raises UsageError where the file exists or the partner is unknown.
    """
    title = " ".join(title.split())
    settings = site_settings(conf, content=content)
    zone = parse_zone(given["timezone"], read_settings(settings).timezone)
    slug = short_slug(slugify(title, regex_subs=settings["SLUG_REGEX_SUBSTITUTIONS"]))
    if not slug:
        raise UsageError(f'"{title}" makes no file name; use letters or digits')
    day, clock = parse_moment(given["date"], zone)
    if day is None:
        now = now_in(zone)
        day, clock = now.date(), now.time()
    archive = Path(settings["PATH"])
    partner = given["partner"]
    if partner:
        registry, _ = load_partners(archive / read_settings(settings).partner_path)
        try:
            partner = registry[partner].slug
        except PartnerError as error:
            raise UsageError(str(error)) from None
    path = archive / "stories" / f"{day:%Y}" / f"{day:%m}" / f"{slug}.md"
    if path.exists():
        raise UsageError(f"{shown_path(path)} exists; choose another title")
    written = f"{day.isoformat()} {clock:%H:%M}" if clock else day.isoformat()
    fields = {
        "Title": escape_html(title),
        "Date": written,
        "Timezone": zone.key,
        "Partner": partner,
        "Category": settings["DEFAULT_CATEGORY"],
        "Status": "draft",
        "Summary": "One sentence that says what happened.",
    }
    header = "".join(f"{name}: {value}\n" for name, value in fields.items() if value)
    body = "\nThe lead introduces the story as it ended.\n\n## Original Post\n\nThe first report.\n"
    write_atomically(path, f"{header}{body}".encode())
    print(shown_path(path))
    say(f"serve shows this draft at /{_draft_address(slug, day, clock, settings)}")
    return 0


def _draft_address(slug: str, day: date, clock: time | None, settings: dict[str, Any]) -> str:
    """Return the address of a draft, as Pelican makes it of `DRAFT_URL`."""
    metadata = {
        "slug": slug,
        "date": datetime.combine(day, clock or time()),
        "status": "draft",
        "category": Category(settings["DEFAULT_CATEGORY"], settings),
    }
    return str(Article("", metadata, settings).url)
