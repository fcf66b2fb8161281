"""The settings for the look of a site: its logo, its accent colours, its own style sheets.

The rules for these settings. Contrast is measured as WCAG 2.2 does
(https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LOGO = "BACKFILE_LOGO"
FOOTER = "BACKFILE_FOOTER"
STYLE_SHEETS = "BACKFILE_STYLE_SHEETS"
ACCENTS = {"light": "BACKFILE_ACCENT_LIGHT", "dark": "BACKFILE_ACCENT_DARK"}
LEAST_CONTRAST = 4.5  # for text of any size: WCAG 2.2, success criterion 1.4.3
LOGO_SUFFIXES = (".svg", ".png", ".webp", ".jpg", ".jpeg", ".gif", ".avif")

# The theme's colours as theme/static/css/tokens.css has them, and the strongest share of the
# accent on which calendar.css puts text.
LINKS = {"light": "#0b5468", "dark": "#86cbdb"}
INK = {"light": "#1a1d1f", "dark": "#e5e7e3"}
PAPER = {"light": "#fbfbf9", "dark": "#14181a"}
GROUNDS = {
    "light": {"page": "#fbfbf9", "panels": "#f0f1ed", "marked text": "#fdf0bf"},
    "dark": {"page": "#14181a", "panels": "#1d2325", "marked text": "#3a3312"},
}
CALENDAR_SHARE = 0.46

_COLOUR = re.compile(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?")
_ELSEWHERE = re.compile(
    r"""(?:url\(\s*|@import\s+)["']?\s*(?P<address>(?:[a-zA-Z][a-zA-Z0-9+.-]*:|//)[^"'()\s;]*)"""
)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_TEXT_FACE = re.compile(r"(?<![\w-])--text-face\s*:")


def brand_files(settings: Mapping[str, Any]) -> list[str]:
    """Return the files of the site's content that its brand settings name."""
    return [*([settings[LOGO]] if settings[LOGO] else []), *settings[STYLE_SHEETS]]


def accent_css(light: str, dark: str) -> str:
    """Return the style sheet that sets the accent colours; where one is empty, the theme's stands.

    It goes after the theme's `tokens.css`, into the same layer.
    """
    light, dark = light or LINKS["light"], dark or LINKS["dark"]
    return f"@layer tokens {{\n  :root {{\n    --link: light-dark({light}, {dark});\n  }}\n}}\n"


def sets_text_face(css: str) -> bool:
    """Tell whether the style sheet *css* sets `--text-face`, in which the theme's text stands."""
    return bool(_TEXT_FACE.search(_COMMENT.sub("", css)))


def brand_problems(settings: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with the brand settings, each a sentence that begins with its name.

    The files are looked for below `PATH`.
    """
    content = Path(settings.get("PATH") or ".")
    return [
        *_logo_problems(settings[LOGO], content),
        *_footer_problems(settings[FOOTER]),
        *_sheet_problems(settings[STYLE_SHEETS], content),
        *(
            problem
            for scheme, name in ACCENTS.items()
            for problem in _accent_problems(name, settings[name], scheme)
        ),
    ]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours such as `#0b5468`, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _logo_problems(logo: object, content: Path) -> Iterator[str]:
    if logo == "":
        return
    example = 'use a picture below PATH, such as "images/logo.svg"'
    if not isinstance(logo, str) or PurePosixPath(logo).suffix.lower() not in LOGO_SUFFIXES:
        yield f"{LOGO} is {logo!r}; {example}"
    elif problem := _missing(logo, content):
        yield f"{LOGO} {problem}"


def _footer_problems(footer: object) -> Iterator[str]:
    if not isinstance(footer, str):
        yield f'{FOOTER} is {footer!r}; use a text, or "" for the name of the site'


def _sheet_problems(sheets: object, content: Path) -> Iterator[str]:
    if not isinstance(sheets, list | tuple):
        yield f'{STYLE_SHEETS} is {sheets!r}; use a list of files, such as ["css/own.css"]'
        return
    for sheet in sheets:
        if not isinstance(sheet, str) or not sheet.endswith(".css"):
            yield f'{STYLE_SHEETS} has {sheet!r}; name a file below PATH, such as "css/own.css"'
        elif problem := _missing(sheet, content):
            yield f"{STYLE_SHEETS} {problem}"
        else:
            yield from _loads_elsewhere(sheet, content / sheet)


def _missing(name: str, content: Path) -> str:
    """Return the sentence for a file that is not in *content*; empty where it is."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name:
        return f'names "{name}", which leads out of {content}; write its path below that folder'
    try:
        found = (content / name).resolve(strict=True)
    except (OSError, ValueError):
        return f'names "{name}", and there is no file {content / name}'
    if not found.is_relative_to(content.resolve()):
        return f'names "{name}", a link that leads out of {content}; put the file itself there'
    return "" if found.is_file() else f'names "{name}", which is no file; name one file'


def _loads_elsewhere(name: str, path: Path) -> Iterator[str]:
    """Find what the pages' Content-Security-Policy, `default-src 'self'`, lets no browser load."""
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        yield f'{STYLE_SHEETS} names "{name}", which is not UTF-8; save it as UTF-8'
        return
    text = _COMMENT.sub(lambda comment: "\n" * comment.group().count("\n"), text)
    for found in _ELSEWHERE.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        yield (
            f'{STYLE_SHEETS} names "{name}", which loads {found["address"]} in line {line}; pages '
            "load only files of the site itself: copy the file into the content, and write its "
            "path there"
        )


def _accent_problems(name: str, colour: object, scheme: str) -> Iterator[str]:
    if colour == "":
        return
    if not isinstance(colour, str) or not _COLOUR.fullmatch(colour):
        yield f'{name} is {colour!r}; write a colour as "{LINKS[scheme]}" is written'
        return
    change = "darker" if scheme == "light" else "lighter"
    for ground, against in GROUNDS[scheme].items():
        if (ratio := contrast(colour, against)) < LEAST_CONTRAST:
            yield (
                f"{name} is {colour!r}; its contrast with the background of the {ground}, "
                f"{against}, is {_shown(ratio)}, and text needs {LEAST_CONTRAST}:1; "
                f"choose a {change} colour"
            )
            return
    cell = _mixed(colour, PAPER[scheme], CALENDAR_SHARE)
    if (ratio := contrast(INK[scheme], cell)) < LEAST_CONTRAST:
        change = "lighter" if scheme == "light" else "darker"
        yield (
            f"{name} is {colour!r}; calendars mix the background {cell} from it, with a "
            f"contrast of {_shown(ratio)} to the text, which needs {LEAST_CONTRAST}:1; choose a "
            f"{change} colour"
        )


def _shown(ratio: float) -> str:
    """Return *ratio*, rounded down, so that 4.49 is not shown as the 4.5 that it misses."""
    return f"{int(ratio * 100) / 100}:1"


def _channels(colour: str) -> tuple[int, ...]:
    digits = colour.removeprefix("#")
    pairs = re.findall("..", digits) if len(digits) == 6 else [one * 2 for one in digits]
    return tuple(int(pair, 16) for pair in pairs)


def _mixed(colour: str, ground: str, share: float) -> str:
    """Return what `color-mix(in srgb, colour share, ground)` of CSS gives."""
    pairs = zip(_channels(colour), _channels(ground), strict=True)
    return "#" + "".join(f"{round(one * share + other * (1 - share)):02x}" for one, other in pairs)


def _luminance(colour: str) -> float:
    """Return the relative luminance: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    shares = (channel / 255 for channel in _channels(colour))
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
