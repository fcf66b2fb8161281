"""Decodes received bytes and names their encoding; puts no replacement characters in the text."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from backfile.errors import BackfileError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with a byte-order mark"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
# Codecs that take the byte-order mark off; a second one is a character of the text.
_TAKE_MARK_OFF = frozenset(["utf-8-sig", "utf-16", "utf-32"])
# What text may hold below the space: tab, line feed, form feed, carriage return.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_DOS_END = "\x1a"
_C1 = frozenset(range(0x80, 0xA0))


class DecodeError(BackfileError):
    """Bytes that are no text, or none in an encoding that can be told."""


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A received text; `encoding` is its name for people, `codec` the one to decode it by again.

    `end_mark` is the DOS end-of-file mark that stood after the text, else empty.
    """

    text: str
    encoding: str
    end_mark: str = ""
    codec: str = "utf-8"


def decode(data: bytes, encoding: str | None = None) -> DecodedText:
    r"""Read *data* as text: by its byte-order mark, as UTF-8, else as Windows-1252 or Latin-1.

    *encoding* overrides the guess. Raises DecodeError for an empty file, a binary one, and one
    that is not in the named encoding. Line ends become `\n`.
    """
    text, name, codec = _named(data, encoding) if encoding else _guessed(data)
    whole = text if codec in _TAKE_MARK_OFF else text.removeprefix("\ufeff")
    text = whole.rstrip(_DOS_END)
    if not text.strip():
        raise DecodeError("the file is empty; there is nothing to import")
    if odd := _CONTROLS.search(text):
        place = text[: odd.start()].count("\n") + 1
        raise DecodeError(
            f"this is no text: line {place} holds the control character U+{ord(odd[0]):04X}; "
            "convert the file to text first"
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    return DecodedText(text, name, whole[len(whole.rstrip(_DOS_END)) :], codec)


def _named(data: bytes, encoding: str) -> tuple[str, str, str]:
    name = codec_name(encoding)
    try:
        return data.decode(encoding), "UTF-8" if name == "utf-8" else name, name
    except UnicodeDecodeError as error:
        raise DecodeError(f"byte {error.start + 1} is not {encoding}; name another") from None
    except UnicodeError as error:
        raise DecodeError(f"this is not {encoding}: {error}; name another") from None


def codec_name(encoding: str) -> str:
    """Return the codec's own name. Raises DecodeError for an encoding that Python lacks."""
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        raise DecodeError(f'unknown encoding "{encoding}"; use a name such as cp1251') from None


def utf16_of(data: bytes) -> str:
    """Return the codec of the bytes behind a mark of UTF-16; empty where there is none."""
    marks = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
    return marks.get(data[:2], "")


def codec_of(data: bytes) -> str:
    """Return the codec of *data*, as `decode` guesses it. Raises DecodeError."""
    return _guessed(data)[2]


def _guessed(data: bytes) -> tuple[str, str, str]:
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(codec), name, codec
            except UnicodeDecodeError as error:
                place = error.start + 1 + (len(mark) if codec == "utf-8-sig" else 0)
                message = f"byte {place} is not {name}, as the file begins; correct it"
                raise DecodeError(message) from None
    try:
        return data.decode("utf-8"), "UTF-8", "utf-8"
    except UnicodeDecodeError as error:
        if _is_damaged_utf8(data):
            message = f"byte {error.start + 1} breaks a file that is UTF-8 elsewhere; correct it"
            raise DecodeError(f"{message}, or name its encoding with --encoding") from None
    if not _C1.intersection(data):
        return data.decode("latin-1"), "Latin-1", "latin-1"
    try:
        return data.decode("cp1252"), "Windows-1252", "cp1252"
    except UnicodeDecodeError as error:
        raise DecodeError(
            f"byte {error.start + 1} is neither UTF-8, Windows-1252 nor Latin-1; "
            "name the file's encoding with --encoding"
        ) from None


def _is_damaged_utf8(data: bytes) -> bool:
    """Tell UTF-8 with a few broken bytes from text in another encoding.

    Letters beyond ASCII that happen to form whole UTF-8 sequences are next to none elsewhere.
    """
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    whole = sum(ord(sign) > 0x7F for sign in text) - broken
    return whole > broken
