"""Decodes the bytes of a page by the encoding that they really have, whatever the page states.

After WHATWG HTML, "Determining the character encoding", and the Encoding Standard's labels, with
one more rule: bytes that are UTF-8 beyond ASCII are UTF-8, for no other text looks like that.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import charset_normalizer

from backfile.errors import RefusedError
from backfile.fidelity.ledger import Repair
from backfile.importers.draft import Notes

if TYPE_CHECKING:
    from collections.abc import Mapping

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Where a page states its encoding: in its first KB (WHATWG); here, in as much as any page needs.
_HEAD = 8192
_STATED = re.compile(
    rb"""<meta[^>]{0,200}?charset[ \t\r\n]*=[ \t\r\n]*["']?[ \t\r\n]*([\w:.-]{1,40})"""
    rb"""|<\?xml[^>]{0,100}?encoding[ \t\r\n]*=[ \t\r\n]*["']([\w:.-]{1,40})""",
    re.IGNORECASE,
)
# The encodings that browsers read, as Python calls them: `cp125x`, `iso8859-x` and these.
_READ = """
    utf-8 utf-16 utf-16-le utf-16-be koi8-r koi8-u mac-roman mac-cyrillic gb18030 big5hkscs euc_jp
    iso2022_jp cp866 cp874 cp932 cp949"""
_FAMILIES = re.compile(r"cp125[0-8]|iso8859-(?:[2-8]|1[03-6])")
# What they read instead of what a label names (Encoding Standard, "Names and labels").
_INSTEAD = """
    ascii=cp1252 iso8859-1=cp1252 iso8859-9=cp1254 iso8859-11=cp874 tis-620=cp874 windows-874=cp874
    gb2312=gb18030 gb_2312-80=gb18030 gbk=gb18030 x-gbk=gb18030
    big5=big5hkscs big5-hkscs=big5hkscs euc_kr=cp949
    shift_jis=cp932 windows-31j=cp932 x-sjis=cp932 x-euc-jp=euc_jp iso-8859-8-i=iso8859-8
    visual=iso8859-8 utf-8-sig=utf-8 x-mac-roman=mac-roman x-mac-cyrillic=mac-cyrillic
    x-cp1250=cp1250 x-cp1251=cp1251 x-cp1252=cp1252"""
_READ_AS = {name: name for name in _READ.split()} | dict(
    pair.split("=") for pair in _INSTEAD.split()
)
# In these an innocent row of ASCII letters may be tags; no browser reads them.
_DANGEROUS = frozenset(("utf-7", "hz", "iso2022_kr", "iso-2022-cn", "iso-2022-cn-ext", "utf-32"))
# What a page in no Western alphabet may be in; the Western ones cannot be told apart by guessing.
_GUESSES = (
    *("cp1251", "koi8_r", "cp1253", "cp1255", "cp1256"),
    *("cp932", "euc_jp", "gb18030", "big5", "cp949"),
)
# WHATWG HTML, "determining the character encoding", by the language of the readers.
_BY_LANGUAGE = {
    language: codec
    for codec, languages in (
        ("cp1250", "cs hu pl sk sl hr ro sr"),
        ("cp1251", "ru uk be bg mk ky tg"),
        ("cp1257", "et lt lv"),
        ("cp1256", "ar fa"),
        ("cp1253", "el"),
        ("cp1255", "he"),
        ("cp1254", "tr"),
        ("cp874", "th"),
        ("cp1258", "vi"),
        ("cp932", "ja"),
        ("cp949", "ko"),
        ("gb18030", "zh"),
    )
    for language in languages.split()
}
_LANGUAGE = re.compile(
    rb"""<html[^>]{0,200}?\slang[ \t]*=[ \t]*["']?([a-zA-Z]{2,3})\b""", re.IGNORECASE
)
_TAGS = re.compile(rb"<[^<>]*>")
_LETTERS_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
# Control characters: they show nothing, and no page has many.
_CONTROLS = re.compile(r"[\x01-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SOME = 1000


@dataclass(frozen=True, slots=True)
class DecodedPage:
    """The HTML of a page, how to get it from its bytes again (see `decode_again`), and notes."""

    html: str
    how: Mapping[str, str]
    notes: Notes


def decode_page(data: bytes, declared: str = "", named: str = "") -> DecodedPage:
    """Read the bytes of a page as text.

    *declared* is the charset of the HTTP answer, if it is known. *named* is what the person who
    imports says; it overrides everything. Raises RefusedError for bytes that are no text, and for
    an encoding that browsers do not read.
    """
    how, notes = _named(data, named) if named else _found(data, declared)
    raw = data.decode(how["encoding"], how.get("errors", "strict"))
    if "\0" in raw:
        raise RefusedError("this is no text: it holds NUL characters; it is no web page")
    controls = sum(1 for _ in _CONTROLS.finditer(raw))
    if controls * _SOME > len(raw) + 10 * _SOME:
        raise RefusedError("this is no text: it is full of control characters; it is no web page")
    if controls:
        gone = Repair("control-characters", f"{controls} that show nothing", "")
        notes += Notes(repaired=(gone,))
    html = decode_again(data, how)
    if not html.strip():
        raise RefusedError("the page is empty; there is nothing to import")
    return DecodedPage(html, how, notes)


def decode_again(data: bytes, how: Mapping[str, str]) -> str:
    """Return the HTML of the bytes *data* as `decode_page` once read them."""
    text = data.decode(how["encoding"], how.get("errors", "strict"))
    return _CONTROLS.sub("", text.removeprefix("\ufeff"))


def codec_of(label: str) -> str:
    """Return Python's codec for an encoding's *label*; empty where browsers know none such.

    Raises RefusedError for an encoding that is dangerous to read.
    """
    plain = label.strip().lower()
    try:
        name = plain if plain in _READ_AS else codecs.lookup(plain).name
    except (LookupError, UnicodeError, ValueError):
        name = plain
    if name in _DANGEROUS:
        raise RefusedError(f"it is said to be in {label}, which no browser reads; convert it first")
    return name if _FAMILIES.fullmatch(name) else _READ_AS.get(name, "")


def _named(data: bytes, named: str) -> tuple[dict[str, str], Notes]:
    codec = codec_of(named)
    if not codec:
        raise RefusedError(f'"{named}" is no encoding of web pages; use a name such as utf-8')
    try:
        data.decode(codec)
    except UnicodeError as error:
        place = f"byte {error.start + 1} is not" if isinstance(error, UnicodeDecodeError) else "not"
        raise RefusedError(f"{place} {named}; name another encoding") from None
    return {"encoding": codec}, Notes(recognised=(f"encoding: {codec}, as named",))


def _found(data: bytes, declared: str) -> tuple[dict[str, str], Notes]:
    """Find the encoding, and say where what was declared was wrong."""
    claims = [(label, codec_of(label)) for label in (declared, _stated(data)) if label]
    how, told = _decided(data, [codec for _, codec in claims if codec])
    codec = how["encoding"]
    wrong = [Repair("encoding", label, codec) for label, claim in claims if claim != codec]
    if not _LETTERS_BEYOND_ASCII.search(data):
        wrong = []  # ASCII is the same in all of them
    if "errors" in how:
        broken = data.decode(codec, "replace").count("\ufffd")
        wrong.append(Repair("encoding", f"{broken} invalid characters of {codec}", "\ufffd"))
    lines = (f"encoding: {codec}",)
    notes = Notes(inferred=(told,)) if told else Notes(recognised=lines)
    return how, notes + Notes(repaired=tuple(dict.fromkeys(wrong)))


def _stated(data: bytes) -> str:
    """Return the encoding that the page itself states; empty where it states none."""
    found = _STATED.search(data[:_HEAD])
    label = (found[1] or found[2]).decode("ascii", "replace") if found else ""
    # It could be read, so it is in none of these (WHATWG HTML, "prescan a byte stream").
    return "utf-8" if label.lower().startswith("utf-16") else label


def _decided(data: bytes, claims: list[str]) -> tuple[dict[str, str], str]:
    """Return how to decode *data*, and what had to be guessed for it, else nothing."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            errors = {} if _is(data, codec) else {"errors": "replace"}
            return {"encoding": codec, **errors}, ""
    escapes = b"\x1b" in data and "iso2022_jp" in claims
    if not escapes and _is(data, "utf-8"):
        return {"encoding": "utf-8"}, ""
    for codec in claims:
        if _is(data, codec):
            return {"encoding": codec}, ""
    for codec in dict.fromkeys([*claims, "utf-8"]):
        if _is_nearly(data, codec):
            return {"encoding": codec, "errors": "replace"}, ""
    codec = _guessed(data)
    errors = {} if _is(data, codec) else {"errors": "replace"}
    return {"encoding": codec, **errors}, f"the encoding {codec} is a guess; --encoding names it"


def _guessed(data: bytes) -> str:
    """Guess by the page's language, else by its letters, else as browsers in the West do."""
    language = _LANGUAGE.search(data[:_HEAD])
    said = _BY_LANGUAGE.get(language[1].decode().lower(), "cp1252") if language else ""
    if said and _is(data, said):
        return said
    best = charset_normalizer.from_bytes(data[:100_000], cp_isolation=list(_GUESSES)).best()
    letters = len(_LETTERS_BEYOND_ASCII.findall(data))
    # A text in another alphabet has hardly an ASCII letter between its tags.
    return codec_of(best.encoding) if best and letters * 5 > len(_TAGS.sub(b"", data)) else "cp1252"


def _is(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except UnicodeError:
        return False
    return True


def _is_nearly(data: bytes, codec: str) -> bool:
    """Tell whether a few bytes alone break a text that is in *codec* elsewhere."""
    text = data.decode(codec, "replace")
    broken = text.count("\ufffd")
    whole = sum(1 for sign in text if sign > "\x7f") - broken
    # Five bytes mean nothing in Windows-1252, and stand there all the same.
    return whole > 10 * broken or (codec.startswith("cp125") and broken * 100 < len(text))
