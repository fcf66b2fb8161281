"""`invoke translate`: collects the theme's messages in the catalogue of a language."""

from __future__ import annotations

import io
from pathlib import Path

from babel.core import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract, extract_from_dir
from babel.messages.pofile import read_po, write_po

from backfile.errors import BackfileError, UsageError
from backfile.files.writing import write_atomically
from backfile.render.language import FOLDER
from backfile.story.messages import FOR_READERS

_PLUGIN = Path(__file__).parents[1]
# The code that says something to readers.
PAGES = [_PLUGIN / "render", _PLUGIN / "outputs", _PLUGIN / "catalogue"]
# How that code calls for words: the function, and which argument is the message.
KEYWORDS = {"gettext": (2,), "_say": None, "_translated": (2,)}
_TEMPLATES = [("**.html", "jinja2.ext:babel_extract")]
_OPTIONS = {"**.html": {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"}}


def translate(theme: Path, lang: str) -> int:
    """Bring the catalogue of *lang* in *theme* up to date and print what it lacks.

    What was translated stays, new messages come in empty, and those no longer used are kept apart
    at the end. Returns 1 while messages wait for a translation. Raises UsageError for a language
    that does not exist, BackfileError for a catalogue that cannot be read.
    """
    path = theme / FOLDER / f"{lang}.po"
    catalogue = _existing(path, lang)
    catalogue.update(messages(theme), no_fuzzy_matching=True, update_creation_date=False)
    written = io.BytesIO()
    write_po(written, catalogue, width=100, no_location=True, sort_output=True)
    path.parent.mkdir(exist_ok=True)
    write_atomically(path, written.getvalue())
    waiting = missing(catalogue)
    for message in waiting:
        print(f"{path}: not translated: {message}")
    print(f"{len(catalogue)} messages, {len(waiting)} not translated, in {path}")
    return 1 if waiting else 0


def messages(theme: Path) -> Catalog:
    """Collect every message of *theme* and of the plugin's own pages."""
    catalogue = Catalog()
    for templates in (theme / "templates", *sorted(_PLUGIN.glob("outputs/*/templates"))):
        for _, _, message, _, _ in extract_from_dir(templates, _TEMPLATES, _OPTIONS):
            catalogue.add(message)
    for path in sorted(path for folder in PAGES for path in folder.rglob("*.py")):
        with path.open("rb") as file:
            for _, message, _, _ in extract("python", file, KEYWORDS):
                catalogue.add(message)
    for message in FOR_READERS:
        catalogue.add(message)
    return catalogue


def missing(catalogue: Catalog) -> list[str]:
    """Return the messages of *catalogue* that have no translation, or not every plural form."""
    return [
        message.id if isinstance(message.id, str) else message.id[0]
        for message in catalogue
        if message.id and not all(_forms(message))
    ]


def _forms(message: Message) -> list[str]:
    """Return the translation of *message*, of which a plural has several."""
    translated = message.string or ""
    return [translated] if isinstance(translated, str) else list(translated)


def _existing(path: Path, lang: str) -> Catalog:
    """Read the catalogue at *path*, or begin one for *lang*."""
    try:
        locale = Locale.parse(lang, sep="-")
    except (UnknownLocaleError, ValueError):
        raise UsageError(f'"{lang}" is not a language; use a tag such as es or pt-BR') from None
    if not path.is_file():
        return Catalog(
            locale,
            header_comment=f"# The words of the pages in {locale.english_name}.",
            fuzzy=False,
        )
    try:
        with path.open("rb") as file:
            return read_po(file, locale=locale, abort_invalid=True)
    except (ValueError, UnicodeDecodeError) as error:
        raise BackfileError(f"{path}: {error}") from error
