"""A small site with the coverage of four days, in 120 updates, and with one of two updates."""

from __future__ import annotations

from contextlib import chdir
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.config.site_settings import site_settings
from backfile.pipeline.build import build

if TYPE_CHECKING:
    from collections.abc import Iterator

LONG, SHORT, ARABIC = "/2011/03/swing-bridge/", "/2011/04/ferry/", "/ar/2011/05/bridge/"
UPDATES = 120
FORMER, NOW = "update-2011-04-04-1820", "update-2011-04-04-1840"  # of the story of two updates
KEYS = tuple(range(9, UPDATES, 20))  # counted from the oldest
CORRECTED_AFTER = 60
NAMES = ("Ada Lind", "Ben Ray")
_BEGUN = datetime(2011, 3, 4, 17, 30)  # noqa: DTZ001 (on the clocks of Halifax)
_STEP = timedelta(minutes=43)
_SENTENCES = (
    "The span moved a metre and stopped again.",
    "Two ferries run every half hour, and the queue reaches the market.",
    "The engineers have gone home, and the lights on the north bank are out.",
)
_HEAD = """\
Title: {title}
Date: 2011-{month}-04 17:30
Timezone: America/Halifax
Lang: {lang}
Summary: Nobody can cross; the ferry runs every half hour.

The bridge was closed for four days, and opened after a crane had lifted the motor out.

"""
_ORIGINAL = "## Original Post\n\nThe bridge opened at half past five and has not closed.\n"
_SHORT = """\
## 8:15 p.m.: The ferry is in {: key=yes }

Everybody is ashore.

## 6:40 p.m. {: former=update-2011-04-04-1820 }

The ferry waits outside the harbour.

"""


def build_long_stories(folder: Path) -> Path:
    """Build the site in *folder*; return its output."""
    stories = {
        "swing-bridge": (_HEAD.format(title="Bridge stuck open", month="03", lang="en"), _long()),
        "ferry": (_HEAD.format(title="Ferry late", month="04", lang="en"), _SHORT),
        "bridge": (_HEAD.format(title="توقف الجسر", month="05", lang="ar"), _in_arabic()),
    }
    content = folder / "content/stories"
    content.mkdir(parents=True)
    for slug, (head, updates) in stories.items():
        (content / f"{slug}.md").write_text(f"{head}{updates}{_ORIGINAL}", "utf-8")
    with chdir(Path(__file__).parents[2]):
        settings = site_settings(content=str(folder / "content"), output=str(folder / "output"))
        return build(settings)


def anchor(number: int) -> str:
    """Return the anchor of an update of the long story, counted from the oldest."""
    return f"update-{_when(number):%Y-%m-%d-%H%M}"


def _when(number: int) -> datetime:
    return _BEGUN + (number + 1) * _STEP


def _long() -> str:
    return "".join(reversed([text for number in range(UPDATES) for text in _sections(number)]))


def _sections(number: int) -> Iterator[str]:
    when = _when(number)
    clock = f"{when:%I:%M} {'a.m.' if when.hour < 12 else 'p.m.'}".lstrip("0")
    marks = [f"datetime={when.isoformat()}-04:00", f'by="{NAMES[number % 2]}"']
    marks += ["key=yes"] if number in KEYS else []
    headline = f": Report {number}" if number % 3 == 0 else ""
    text = " ".join(_SENTENCES[: 1 + number % 3])
    yield f"## {clock}{headline} {{: {' '.join(marks)} }}\n\n{text}\n\n"
    if number == CORRECTED_AFTER:
        later = (when + timedelta(minutes=5)).isoformat()
        named = f'{{: datetime={later}-04:00 corrects="{anchor(number)}" }}'
        yield f"## Correction, {clock} {named}\n\nAn earlier report named the wrong tug.\n\n"


def _in_arabic() -> str:
    days = ((5, 18), (5, 9), (4, 22), (4, 19))
    sections = [
        f"## {hour}:{minute} {{: datetime=2011-05-{day:02}T{hour:02}:{minute}-03:00 "
        f"{'key=yes' if minute == 10 else ''} }}\n\nالعبارة تبحر كل نصف ساعة.\n\n"
        for day, hour in days
        for minute in (50, 30, 10)
    ]
    return "".join(sections)
