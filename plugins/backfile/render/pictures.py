"""Pictures as pages show them: their size, and smaller versions for narrow screens.

A smaller version keeps the picture's format and colours and loses its metadata. It is made once
and kept in the cache, under the digest of the picture, until `make clean`.
"""

from __future__ import annotations

import hashlib
import io
import logging
import re
import shutil
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import PIL
from pelican.contents import Content
from PIL import Image, ImageOps, UnidentifiedImageError

from backfile.files.pictures import UNREADABLE
from backfile.files.writing import write_atomically
from backfile.reading.reader import shown_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

log = logging.getLogger(__name__)

WIDTHS = (480, 960, 1440)
FOLDER = "pictures"  # of the smaller versions, in the output and in the cache
QUALITY = 82
# Formats that are made smaller, and how they are written. MPO is what some phones write as JPEG.
_JPEG = {"format": "JPEG", "quality": QUALITY, "progressive": True, "optimize": True}
_SAVED_AS: dict[str, dict[str, Any]] = {
    "JPEG": _JPEG,
    "MPO": _JPEG,
    "PNG": {"format": "PNG", "optimize": True},
    "WEBP": {"format": "WEBP", "quality": QUALITY, "method": 6},
}
_MODES = ("1", "L", "LA", "P", "PA", "RGB", "RGBA")
# The digest of a smaller version's name changes with the way it is made.
_RECIPE = f"1 {PIL.__version__} {QUALITY}"
_ORIENTATION = 0x0112  # EXIF: how the picture is to be turned; from 5 on, onto its side
_SVG_TAG = re.compile(r"<svg\b[^>]*>", re.IGNORECASE)
_SVG_LENGTHS = {
    name: re.compile(rf'\s{name}\s*=\s*["\']\s*([\d.]+)(?:px)?\s*["\']')
    for name in ("width", "height")
}
_SVG_BOX = re.compile(r'\sviewBox\s*=\s*["\']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)')


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of this site: its size in pixels as it is seen, 0 where that is not known.

    `smaller` are the widths of its smaller versions, the narrowest first.
    """

    width: int
    height: int
    smaller: tuple[int, ...] = ()


class Pictures:
    """The pictures of one build, each looked at once, when the first page shows it.

    *site* is the site that a revision changes, None in a build of everything. *content* is the
    folder of the files.
    """

    def __init__(
        self,
        output: Path,
        cache: Path,
        context: Mapping[str, Any],
        content: Path,
        site: Path | None = None,
    ) -> None:
        self._context = context
        self._output = output
        self._cache = cache / FOLDER
        self._content = content
        self._site = site
        self._files: dict[str, Path] = {}
        self._known: dict[str, Picture | None] = {}
        self._told: set[str] = set()

    def find(self, address: str, source: str = "") -> Picture | None:
        """Return the picture at *address*, a path below the site's, or None if there is none.

        Its smaller versions are then in the output, below `pictures/<width>/`. *source* is its file
        below the content, if that is known: a revision does not read the stories beside which
        Pelican has placed a file.
        """
        if address not in self._known:
            file = self._file(address) or self._placed(address, source)
            # Pelican lists what a story links to, whether it is there or not.
            is_there = file is not None and file.is_file()
            self._known[address] = self._look_at(file, address) if file and is_there else None
        return self._known[address]

    def address_of(self, source: str, path: str) -> str:
        """Return where the picture with the file *source* is: at *path*, if that is not empty.

        Empty where the site does not publish the file.
        """
        if path or not source:
            return path
        static = self._context["static_content"].get(source)
        return unquote(Content.url.fget(static)) if static else ""

    def tell(self, warning: str) -> None:
        """Give a *warning*, once a build; the page is made all the same."""
        if warning not in self._told:
            self._told.add(warning)
            log.warning("%s", warning)

    def _file(self, address: str) -> Path | None:
        if address not in self._files:
            # `Content.url`, since asking a Static for its own would nail it to its place. Asked
            # again for each address that is new: a page may have called a file to its side.
            self._files |= {
                unquote(Content.url.fget(static)): Path(static.source_path)
                for static in self._context["static_content"].values()
            }
        return self._files.get(address)

    def _placed(self, address: str, source: str) -> Path | None:
        """Return the file *source*, if the site that is revised has it at *address*."""
        is_there = source and self._site and (self._site / address).is_file()
        return self._content / source if is_there else None

    def _look_at(self, file: Path, address: str) -> Picture:
        width = height = 0
        versions: dict[int, Path] = {}
        try:
            width, height = size_of(file)
            versions = smaller_versions(file, self._cache) if width > WIDTHS[0] else {}
        except UNREADABLE as error:
            self.tell(
                f"{shown_path(file)}: cannot be read as a picture ({_why(error)}), and pages show "
                "it as it is; save it again as JPEG, PNG or WebP"
            )
        for one, version in versions.items():
            place = Path(FOLDER, str(one), address)
            if self._site and (self._site / place).is_file():
                continue  # pictures are as they were, or this would be no revision
            shown = self._output / place
            shown.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(version, shown)
        return Picture(width, height, tuple(versions))


def size_of(file: Path) -> tuple[int, int]:
    """Return the width and the height in which browsers show the picture in *file*, in pixels.

    Both are 0 for a drawing (SVG) that does not say. Raises one of Pillow's many errors.
    """
    if file.suffix.lower() == ".svg":
        return svg_size(file.read_text("utf-8", "replace"))
    with _opened(file) as image:
        return _upright(image)


def smaller_versions(file: Path, cache: Path) -> dict[int, Path]:
    """Return the smaller versions of the picture in *file* by their widths, the narrowest first.

    They are made where *cache* does not hold them. One that is no smaller a file is left out, and
    a picture that moves or is a drawing has none. Raises one of Pillow's many errors.
    """
    if file.suffix.lower() == ".svg":
        return {}
    with _opened(file) as image:
        if not _can_shrink(image):
            return {}
        digest = hashlib.sha256(_RECIPE.encode())
        digest.update(file.read_bytes())
        width, _ = _upright(image)
        files = {one: cache / f"{digest.hexdigest()}-{one}" for one in WIDTHS if one < width}
        for one, data in _shrunk(image, [one for one in files if not files[one].is_file()]):
            # An empty file says that there is nothing to gain.
            write_atomically(files[one], data if len(data) < file.stat().st_size else b"")
    return {one: path for one, path in files.items() if path.stat().st_size}


@contextmanager
def _opened(file: Path) -> Iterator[Image.Image]:
    """Open a picture, but none of so many pixels that it might be meant to do harm."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(file) as image:
            yield image


def svg_size(text: str) -> tuple[int, int]:
    """Return width and height of an SVG drawing in pixels, (0, 0) where it does not say.

    Both as its root element states them, or those of its `viewBox` (SVG 2, "The svg element").
    """
    tag = _SVG_TAG.search(text)
    if tag is None:
        return 0, 0
    width, height = (_SVG_LENGTHS[one].search(tag.group()) for one in ("width", "height"))
    if width and height:
        return round(float(width[1])), round(float(height[1]))
    box = _SVG_BOX.search(tag.group())
    return (round(float(box[1])), round(float(box[2]))) if box else (0, 0)


def _upright(image: Image.Image) -> tuple[int, int]:
    """Return the size of *image* as browsers show it, turned as its camera says."""
    # Browsers turn no PNG, and Pillow would have to decode all of one to know.
    turned = image.format != "PNG" and image.getexif().get(_ORIENTATION, 1) >= 5
    return (image.height, image.width) if turned else image.size


def _can_shrink(image: Image.Image) -> bool:
    moves = getattr(image, "is_animated", False) and image.format != "MPO"
    return image.format in _SAVED_AS and image.mode in _MODES and not moves


def _shrunk(image: Image.Image, widths: list[int]) -> Iterator[tuple[int, bytes]]:
    """Make *image* as wide as each of *widths*; give each width with the file's bytes."""
    if not widths:
        return
    how = _SAVED_AS[str(image.format)]
    few_colours = image.mode in ("1", "P", "PA")
    profile = image.info.get("icc_profile")  # without it, the colours would be others
    upright = image if image.format == "PNG" else ImageOps.exif_transpose(image)
    full = upright.convert(_full_mode(upright))
    for width in widths:
        height = max(1, round(full.height * width / full.width))
        small = full.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
        if few_colours:
            small = small.quantize(256)
        small.info = {}
        data = io.BytesIO()
        small.save(data, icc_profile=profile, **how)
        yield width, data.getvalue()


def _full_mode(image: Image.Image) -> str:
    """Return the mode in which pixels can be mixed, with all that *image* has."""
    if "transparency" in image.info or image.mode == "PA":
        return "RGBA"
    return {"1": "L", "P": "RGB"}.get(image.mode, image.mode)


def _why(error: BaseException) -> str:
    if isinstance(error, UnidentifiedImageError):
        return "its format is not known"
    return " ".join(str(error).split()) or type(error).__name__
