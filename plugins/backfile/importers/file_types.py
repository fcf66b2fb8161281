"""What kind of file bytes are, by the bytes alone, and the name under which they are kept."""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
from typing import TYPE_CHECKING

from PIL import Image, UnidentifiedImageError

from backfile.errors import RefusedError
from backfile.files.pictures import UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Container

LONGEST_NAME = 80

# Pictures that every browser shows; no other reader of Pillow's is ever tried.
_PICTURES = {"JPEG": ".jpg", "PNG": ".png", "GIF": ".gif", "WEBP": ".webp", "AVIF": ".avif"}
_OTHERS = (
    (re.compile(rb"%PDF-\d"), ".pdf"),
    (re.compile(rb"OggS\0"), ".ogg"),
    (re.compile(rb"ID3[\x02-\x04]"), ".mp3"),
    # A frame of MPEG audio, layer III, with a bit rate and a sampling rate (ISO/IEC 11172-3, 2.4).
    (re.compile(rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb][\x10-\x1b\x20-\x2b\x30-\xeb]"), ".mp3"),
    (re.compile(rb".{4}ftypM4A ", re.DOTALL), ".m4a"),
    (re.compile(rb".{4}ftyp(?:isom|iso[2-9]|mp4[12]|avc1|M4V |MSNV|dash)", re.DOTALL), ".mp4"),
)
_SVG = re.compile(rb"<svg[\s>]", re.IGNORECASE)
_MARKUP = re.compile(rb"\s*<(?:!doctype|html|head|body|\?xml)", re.IGNORECASE)


def checked_name(data: bytes, name: str) -> str:
    """Return the safe name of a file of *data* that was called *name*, if stories may show it.

    Pictures are JPEG, PNG, GIF, WebP and AVIF that Pillow reads; sound, film and documents are
    MP3, MP4, OGG and PDF. The bytes decide, never the name or what a server said. Raises
    RefusedError for all else: a drawing (SVG) is a page that can run scripts.
    """
    return safe_name(name, _extension(data))


def safe_name(name: str, extension: str) -> str:
    """Return *name* in small letters, digits, `-` and `_`, with the *extension* of its bytes.

    It is at most 80 characters long and has one dot, so that no server takes it for a program.
    """
    plain = unicodedata.normalize("NFKD", name[:1000]).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"\.[a-z0-9]{1,5}$", "", plain)
    stem = re.sub(r"[^a-z0-9_-]+", "-", stem)[: LONGEST_NAME - len(extension)].strip("-")
    return f"{stem or 'file'}{extension}"


def unique(name: str, taken: Container[str]) -> str:
    """Return *name*, with a number before its extension if it is *taken* (`pier-2.jpg`)."""
    stem, dot, extension = name.rpartition(".")
    number, one = 1, name
    while one in taken:
        number += 1
        ending = f"-{number}{dot}{extension}"
        one = f"{stem[: LONGEST_NAME - len(ending)]}{ending}"
    return one


def _extension(data: bytes) -> str:
    for pattern, extension in _OTHERS:
        if pattern.match(data):
            return extension
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=list(_PICTURES)) as image:
                extension = _PICTURES["JPEG" if image.format == "MPO" else str(image.format)]
                image.verify()
    except UNREADABLE as error:
        raise RefusedError(_reason(data, error)) from None
    return extension


def _reason(data: bytes, error: BaseException) -> str:
    start = data[:4096]
    if not data:
        return "the file is empty"
    if _SVG.search(start):
        return "a drawing (SVG) can run scripts; save it as PNG"
    if _MARKUP.match(start):
        return "this is a page and no picture"
    if isinstance(error, Image.DecompressionBombError | Image.DecompressionBombWarning):
        return "the picture has more pixels than are safe to open"
    if isinstance(error, UnidentifiedImageError):
        return "its bytes are none of JPEG, PNG, GIF, WebP, AVIF, MP3, MP4, OGG and PDF"
    return f"the picture cannot be read: {' '.join(str(error).split()) or type(error).__name__}"
