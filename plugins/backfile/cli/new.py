"""`backfile new TITLE`: writes the draft of a story, to be filled in."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from babel.core import Locale, UnknownLocaleError
from pelican.contents import Article
from pelican.readers import parse_path_metadata
from pelican.urlwrappers import Category

from backfile.cli.importing import now_in, parse_moment, parse_zone
from backfile.config.read_settings import read_settings
from backfile.config.site_settings import site_settings
from backfile.errors import UsageError, say
from backfile.files.writing import write_atomically
from backfile.importers.markdown import escape_html
from backfile.partners.registry import PartnerError
from backfile.reading.reader import shown_path
from backfile.reading.site import load_partners
from backfile.story.dates import offset_needed
from backfile.text.addresses import encoded, whole_years
from backfile.text.slugs import title_slug

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from backfile.config.settings import Settings

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


def new_story(title: str, *, conf: str, content: str, **given: str) -> int:
    """Write a draft called *title* into the folder of its date; print its path and its address.

    The address, at which `serve` shows the draft, goes to standard error.

    *given*: `slug`, `date`, `timezone`, `lang`, `category`, `partner` as on the command line, each
    empty for what the settings say; without a date it is now. Raises UsageError where the file
    exists, the partner is unknown, or a value cannot be used.
    """
    title = " ".join(title.split())
    if not title:
        raise UsageError('a new story needs a title, such as "Ice in the harbour"')
    pelican_settings = site_settings(conf, content=content)
    pelican_settings |= whole_years(pelican_settings)
    settings = read_settings(pelican_settings)
    zone = parse_zone(given["timezone"], settings.timezone)
    lang = _language(given["lang"], settings)
    day, clock = parse_moment(given["date"], zone)
    if day is None:
        now = now_in(zone)
        day, clock = now.date(), now.time()
    slug = _wanted_slug(given["slug"], settings) or _own_slug(title, day, settings)
    suffix = f".{lang}.md" if lang else ".md"
    folder = settings.content / settings.story_folder / f"{day.year:04}" / f"{day:%m}"
    path = folder / f"{slug}{suffix}"
    if path.exists():
        hint = "choose another title, or another name with --slug"
        raise UsageError(f"{shown_path(path)} already exists; {hint}")
    category = given["category"] or settings.default_category
    stated = {"lang": lang, "category": category}
    draft = _draft(path, title, (day, clock), stated, pelican_settings)
    fields = {
        "Title": escape_html(title),
        "Date": _written(day, clock, zone),
        "Timezone": zone.key,
        "Lang": lang,
        "Slug": "" if draft.slug == slug else slug,
        "Partner": _partner(given["partner"], settings),
        "Category": category,
        "Status": "draft",
        "Summary": "One sentence that says what happened.",
    }
    header = "".join(f"{name}: {value}\n" for name, value in fields.items() if value)
    lead = "The lead introduces the story and its outcome."
    body = f"\n{lead}\n\n## Original Post\n\nThe first report.\n"
    write_atomically(path, f"{header}{body}".encode())
    draft.slug = slug
    print(shown_path(path))
    say(f"serve shows this draft at /{encoded(draft.url)}")
    return 0


def _written(day: date, clock: time | None, zone: ZoneInfo) -> str:
    if clock is None:
        return day.isoformat()
    offset = offset_needed(datetime.combine(day, clock, zone))
    return f"{day.isoformat()} {clock:%H:%M}{offset}"


def _wanted_slug(wanted: str, settings: Settings) -> str:
    """Return the slug that is *wanted*, empty for none. Raises UsageError if it is no slug."""
    slug = _slug_of(wanted, settings)
    if slug != wanted:
        hint = f'; use "{slug}"' if slug else "; use letters, digits and hyphens"
        raise UsageError(f'--slug: "{wanted}" cannot be part of an address{hint}')
    return slug


def _own_slug(title: str, day: date, settings: Settings) -> str:
    """Return the slug of *title*, or of *day* if its letters have no Latin spelling.

    Raises UsageError for a title without letters and digits.
    """
    if not any(map(str.isalnum, title)):
        raise UsageError(f'"{title}" gives no file name; use letters or digits, or give a --slug')
    return _slug_of(title, settings) or f"story-{day:%m%d}"


def _slug_of(text: str, settings: Settings) -> str:
    return title_slug(text, substitutions=settings.slug_rules, japanese=settings.is_japanese)


def _language(tag: str, settings: Settings) -> str:
    """Return the tag of the story's language, empty for the site's own. Raises UsageError."""
    if not tag or tag == settings.lang:
        return ""
    try:
        Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        raise UsageError(
            f'--lang: "{tag}" is not a language; use a tag such as es or pt-BR'
        ) from None
    return tag


def _partner(named: str, settings: Settings) -> str:
    """Return the slug of the partner that is *named*, if one is. Raises UsageError."""
    if not named:
        return ""
    folder = settings.content / settings.partner_path
    registry, _ = load_partners(folder, settings.story_fields)
    try:
        return registry[named].slug
    except PartnerError as error:
        raise UsageError(str(error)) from None


def _draft(
    path: Path,
    title: str,
    moment: tuple[date, time | None],
    stated: dict[str, str],
    settings: dict[str, Any],
) -> Article:
    """Return the draft as Pelican will know it: with the slug that *path* and *title* give it."""
    day, clock = moment
    metadata = {
        **parse_path_metadata(path.name, settings),
        "title": title,
        "date": datetime.combine(day, clock or time()),
        "status": "draft",
        "category": Category(stated["category"], settings),
    }
    if stated["lang"]:
        metadata["lang"] = stated["lang"]
    return Article("", metadata, settings, source_path=str(path))
