"""The addresses of the site: made of names, checked, and written in one spelling.

Rules: docs/stories.md, "Names and addresses".
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_SLUG = 80
# File systems take 255 bytes; some files of the site add an ending such as ".atom.xml".
LONGEST_NAME = 240
_DIGITS_OF_DIGEST = 8
_KEPT = 8192
_DATE = re.compile(r"\{date:([^{}]*)\}")
_PLAIN_FIELDS = {"%Y": "{date.year:04}", "%m": "{date.month:02}", "%d": "{date.day:02}"}
_IN_QUERIES = "%/?#:@!$&()*+,;="
_IN_ADDRESSES = "%/?#:@!$&'()*+,;=[]"  # RFC 3986, section 2.2, and what is encoded already
_PLAIN_IN_IDS = re.compile("%(?:21|2[4-9A-C]|3A|3B|3D|40)")  # !$&'()*+,:;=@
_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")
# Microsoft, "Naming Files, Paths, and Namespaces".
_NOT_IN_NAMES = frozenset('#?%\\<>:"|*')
_DEVICES = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\..*)?", re.IGNORECASE
)
# Persian and the languages of India cannot be spelled without these two.
_JOINERS = "\u200c\u200d"
_KANA = re.compile("[\u3041-\u309f\u30a0-\u30ff\u31f0-\u31ff\uff66-\uff9f]")
_HAN = re.compile("[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def quoted(path: str) -> str:
    """Return the *path* of a file as an address: percent-encoded UTF-8 (RFC 3986, WHATWG URL).

    Letters, digits, "-._~" and slashes stay; no other character does, so that HTML, XML, nginx and
    `_redirects` take the address as it is.
    """
    return quote(path)


@lru_cache(maxsize=_KEPT)
def encoded(url: str) -> str:
    """Return *url*, which may be encoded in part already, in the one spelling that the site uses.

    What has a meaning in a query or a fragment stays in them. Encoding twice changes nothing.
    """
    end = next((at for at, character in enumerate(url) if character in "?#"), len(url))
    path, rest = url[:end], url[end:]
    return quote(_ESCAPE.sub("%25", path), safe="/%") + quote(rest, safe=_IN_QUERIES)


def site_address(url: str) -> str:
    """Return *url*, of a site, as pages are named below it: encoded, without a slash at its end."""
    return quote(url, safe=_IN_ADDRESSES).rstrip("/")


def in_full(site: str, url: str) -> str:
    """Return the address of the page at *url*, which is below *site*, as all links to it have it.

    *site* is as `site_address` returns it: absolute, relative, or empty.
    """
    return f"{site}/{encoded(url)}"


def as_named(url: str) -> str:
    """Return *url*, of a page, as the ids of feeds have it, which never change.

    They were made when addresses still held these characters as they are.
    """
    return _PLAIN_IN_IDS.sub(lambda escape: unquote(escape[0]), url)


def folded(path: str) -> str:
    """Return what is the same for all paths that are one file on some system.

    Windows and macOS take no account of case; macOS none of how an accent is composed.
    """
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKD", path).casefold())


def served_as(path: str) -> str:
    """Return what is the same for all paths of files that servers send for one address.

    They take `a.html`, `a/index.html` and `a` for one.
    """
    return folded(path).removesuffix("index.html").removesuffix(".html").rstrip("/")


def with_whole_years(pattern: str) -> str:
    """Return *pattern*, of an address with a date or a year, so that years have four digits.

    `%Y` of the year 999 is `999` on one system and `0999` on another.
    """
    return _DATE.sub(_whole_years, pattern).replace("{year}", "{year:04}")


def whole_years(settings: Mapping[str, Any]) -> dict[str, str]:
    """Return the addresses among *settings*, as `with_whole_years` makes them."""
    return {
        name: with_whole_years(value)
        for name, value in settings.items()
        if name.endswith(("_URL", "_SAVE_AS")) and isinstance(value, str)
    }


def slug_problem(slug: str) -> str:
    """Return why *slug* cannot be part of an address, as the end of a sentence; empty if it can."""
    if not slug:
        return "is empty"
    for name in slug.split("/"):
        if problem := _name_problem(name):
            return problem
    return ""


def file_slug(slug: str) -> str:
    """Return *slug* cut at a word, and so that every system takes it as a file's name.

    Empty where nothing of it can stay.
    """
    slug = short_slug(slug)
    return f"{slug}-1" if _DEVICES.fullmatch(slug) else slug


def short_slug(slug: str) -> str:
    """Return *slug* cut at a word, short enough for every file system."""
    slug = slug.strip("-")
    return slug if len(slug) <= LONGEST_SLUG else _cut(slug, LONGEST_SLUG)


def term_slug(slug: str, name: str, kind: str) -> str:
    """Return the slug of a topic, a section or an author, whatever its name is.

    *slug* is what Pelican makes of *name*. A long one is cut at a word; a digest of the whole
    keeps it apart from others that begin alike, and from changing when those come. A name
    without a letter or digit, such as an emoji, is called by its *kind* and the numbers of its
    characters.
    """
    slug = slug or "-".join([kind, *(f"{ord(one):x}" for one in name if not one.isspace())])
    if len(slug) <= LONGEST_SLUG and not _DEVICES.fullmatch(slug):
        return slug
    digest = hashlib.sha256(slug.encode()).hexdigest()[:_DIGITS_OF_DIGEST]
    return f"{_cut(slug, LONGEST_SLUG - _DIGITS_OF_DIGEST - 1)}-{digest}"


def readable(title: str, *, japanese: bool = False) -> str:
    """Return what of *title* can be spelled in Latin letters without a dictionary.

    Chinese characters have a reading of their own in Japanese. Of a Japanese title (*japanese*, or
    it has kana) that has any, only the words in Latin letters stay.
    """
    if not ((japanese or _KANA.search(title)) and _HAN.search(title)):
        return title
    latin = "".join(one if one.isascii() else " " for one in title)
    return latin if re.search("[A-Za-z]", latin) else ""


def _whole_years(field: re.Match[str]) -> str:
    """Return the `{date:…}` of a pattern as fields that need no `%Y`.

    Months and days need no calendar of the system either, and are quicker without.
    """
    codes = re.findall("%.|[^%]+", field[1].replace("%F", "%Y-%m-%d"))
    return "".join(
        "".join(_PLAIN_FIELDS[code] for code in run) if is_plain else f"{{date:{''.join(run)}}}"
        for is_plain, run in groupby(codes, _PLAIN_FIELDS.__contains__)
    )


def _cut(slug: str, length: int) -> str:
    return slug[:length].rpartition("-")[0].rstrip("-") or slug[:length]


def _name_problem(name: str) -> str:
    found = next((one for one in name if one in _NOT_IN_NAMES or _is_unseen(one)), "")
    problems = {
        f'has "{found}" in it': found in _NOT_IN_NAMES and bool(found),
        "has a space in it": found == " ",
        f"has the character U+{ord(found or ' '):04X} in it": bool(found),
        "has an empty part": not name,
        "begins with a dot": name.startswith("."),
        "ends with a dot": name.endswith("."),
        "is the name of a device on Windows": bool(_DEVICES.fullmatch(name)),
        f"is longer than {LONGEST_NAME} bytes": len(name.encode("utf-8", "replace")) > LONGEST_NAME,
    }
    return next((problem for problem, is_there in problems.items() if is_there), "")


def _is_unseen(character: str) -> bool:
    """Tell spaces, control and format characters, halves of characters, and unassigned ones."""
    return character not in _JOINERS and unicodedata.category(character)[0] in "CZ"
