"""The first pictures of a story, which listings show: where they are, before its page is made."""

from __future__ import annotations

import os
import re
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit

from backfile.catalogue.rows import PictureLink
from backfile.text.html_images import images_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.config.settings import Settings

# The first may be too small to be shown, such as an icon.
MOST = 3
_NOWHERE = "https://here.invalid"  # of a site without an address, to compare others with


def picture_addresses(html: str) -> tuple[str, ...]:
    """Return the addresses of the first pictures in *html*, as they are written."""
    found = (one.src.strip() for one in images_in(html))
    return tuple(islice(filter(None, found), MOST))


def picture_links(article: Any, settings: Settings) -> tuple[PictureLink, ...]:
    """Return the pictures of this archive among the first of a Pelican *article*.

    Its `picture_addresses` are what the function of that name has found in its content. Pelican's
    documentation, "Linking to internal content" and "Attaching static content".
    """
    return tuple(
        link for address in article.picture_addresses for link in _links(article, address, settings)
    )


def _links(article: Any, address: str, settings: Settings) -> Iterator[PictureLink]:
    found = re.match(settings.inner_link, address)
    if not found:
        if path := _path_on_site(article, address, settings):
            yield PictureLink("", path)
        return
    kind, name = found["what"], unquote(urlsplit(address[found.end() :]).path)
    if kind in ("static", "filename"):
        yield PictureLink(_file(article, name, settings), "")
    elif kind == "attach":
        file = _file(article, name, settings)
        yield PictureLink(file, _beside(article, settings.content / file))


def _file(article: Any, name: str, settings: Settings) -> str:
    """Return the file below the content that a link of *article* calls *name*, as Pelican does."""
    if name.startswith("/"):
        return PurePosixPath(os.path.normpath(name.lstrip("/"))).as_posix()
    folder = Path(article.source_path).absolute().parent
    return Path(os.path.relpath(folder / name, settings.content.absolute())).as_posix()


def _beside(article: Any, file: Path) -> str:
    """Return the address of an attached *file* beside the page of *article*, as Pelican has it."""
    tail = Path(os.path.relpath(file.absolute(), Path(article.source_path).absolute().parent))
    shown = tail.name if tail.parts[:1] == (os.pardir,) else tail.as_posix()
    folder = article.url.rpartition("/")[0]
    return unquote(f"{folder}/{shown}".lstrip("/"))


def _path_on_site(article: Any, address: str, settings: Settings) -> str:
    """Return where below the site a plain *address* in the page of *article* leads, or nothing."""
    site = settings.address if settings.has_address else _NOWHERE
    try:
        full = urljoin(f"{site}/{article.save_as}", address).partition("?")[0].partition("#")[0]
    except ValueError:
        return ""
    return unquote(full.removeprefix(f"{site}/")) if full.startswith(f"{site}/") else ""
