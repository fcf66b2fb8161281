"""`invoke new TITLE`: the skeleton of a story, to be filled in."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pelican.utils import slugify

from backfile.build.site import site_settings
from backfile.cli.importing import now_in, parse_moment, parse_zone
from backfile.errors import UsageError
from backfile.files import write_atomically
from backfile.legacy.archive import short_slug
from backfile.legacy.markdown import escape_html
from backfile.partners.registry import PartnerError
from backfile.reading.dates import offset_needed
from backfile.reading.reader import shown_path
from backfile.reading.site import load_partners
from backfile.settings import read_settings


def new_story(title: str, *, conf: str, content: str, **given: str) -> int:
    """Write a draft called *title* where its date puts it, and print its path.

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
    written = day.isoformat()
    if clock:
        written += f" {clock:%H:%M}{offset_needed(datetime.combine(day, clock, zone))}"
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
    return 0
