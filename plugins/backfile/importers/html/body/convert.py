"""Converts simple HTML to Markdown: nh3, then markdownify with the rules of this project.

What Markdown would eat is escaped as in `importers.markdown`. Marks that Markdown could take for
others stay HTML tags, which Markdown allows within a line.
"""

# ruff: noqa: ARG002 (markdownify calls each of these methods with all that it knows)

from __future__ import annotations

import re
from html import escape
from typing import Any

import nh3
from markdownify import MarkdownConverter

from backfile.importers.html.body.blocks import ShownPicture
from backfile.importers.markdown import escape_enclosed, escape_signs, escape_start

_RAW = ("cite", "del", "ins", "mark", "q", "small", "sub", "sup")
_SPOKEN = ("abbr", "bdo", "span")
_BLOCK_TAGS = ("blockquote", "br", "dd", "dl", "dt", "hr", "img", "li", "ol", "p", "table", "ul")
_CLEANER = nh3.Cleaner(
    tags={*_BLOCK_TAGS, *_RAW, *_SPOKEN, "a", "code", "em", "kbd", "strong", "td", "th", "tr"},
    attributes={
        "*": {"lang", "dir"},
        "a": {"href"},
        "img": {"src", "alt"},
        "li": {"value"},
        "ol": {"data-loose"},
        "ul": {"data-loose"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan"},
    },
    link_rel=None,
    url_schemes={"http", "https", "mailto", "tel"},
)
_STARS = re.compile(r"(?<!\\)\*+")
_PLAIN_CODE = re.compile(r"[^`<&\\|\n*_\[\]{}]+")
# What would end an address in a link early, or be read as a mark.
_ODD = re.compile(r"[\s\x00-\x20\"'`<>\\^{}|\[\]]")
# How Pelican names a file of the site in a link.
_PELICAN = re.compile(r"\{(?:attach|filename|static)\}")
_REFERENCE = re.compile(r"&(?=#?\w+;)")


def clean(html: str) -> str:
    """Return *html* with nothing but the elements and attributes that a story may have."""
    # The site's typography would take a backslash for its own.
    return _CLEANER.clean(html).replace("\\", "&#92;")


def converted(html: str) -> str:
    """Return *html* as Markdown that shows the same words."""
    return str(_CONVERTER.convert(_CLEANER.clean(html))).strip("\n")


def picture_markdown(picture: ShownPicture) -> str:
    """Return *picture* as Markdown."""
    alt = re.sub(r"([\[\]\\`*_!<&])", lambda sign: f"&#{ord(sign[1])};", picture.alt)
    return f"![{alt}]({link_address(picture.address)})"


def link_address(address: str) -> str:
    """Return *address* as it can stand in the brackets of a link."""
    place = _PELICAN.match(address)
    if place:
        return place[0] + link_address(address[place.end() :])
    quoted = _ODD.sub(lambda sign: "".join(f"%{one:02X}" for one in sign[0].encode()), address)
    opened = 0
    for sign in quoted:
        opened += (sign == "(") - (sign == ")")
        if opened < 0:
            break
    if opened:
        quoted = quoted.replace("(", "%28").replace(")", "%29")
    return _REFERENCE.sub("&amp;", quoted)


class _Converter(MarkdownConverter):
    """markdownify with the rules of this project for what to escape and how to indent."""

    class Options:
        bullets = "-"
        table_infer_header = True

    def escape(self, text: str, parent_tags: set[str]) -> str:
        if "a" in parent_tags:
            return self.verbatim(text, parent_tags)
        return _without_bars(escape_signs(text), parent_tags)

    def verbatim(self, text: str, parent_tags: set[str]) -> str:
        return _without_bars(escape_enclosed(text), parent_tags)

    def convert_p(self, el: Any, text: str, parent_tags: set[str]) -> str:
        if el.img is None:
            # Pictures are paragraphs of their own: this would make one of a link.
            text = text.replace("![", "\\![")
        if "_inline" in parent_tags:
            return f" {text.strip()} "
        lines = (escape_start(line.strip()) for line in text.strip().split("\n"))
        return "\n\n" + "  \n".join(lines) + "\n\n"

    def convert_br(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return "<br>" if "_inline" in parent_tags else "\n"

    def convert_em(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return _emphasis(el, text, "*")

    def convert_strong(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return _emphasis(el, text, "**")

    def convert_code(self, el: Any, text: str, parent_tags: set[str]) -> str:
        before, inner, after = _apart(text)
        if _PLAIN_CODE.fullmatch(inner) and not _beside(el, "code"):
            return f"{before}`{inner}`{after}"
        return f"{before}<code>{self.verbatim(inner, parent_tags)}</code>{after}"

    def convert_span(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return _tagged(el, text) if el.attrs else text

    convert_abbr = convert_bdo = convert_span

    def convert_sup(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return _tagged(el, text)

    convert_cite = convert_del = convert_ins = convert_mark = convert_sup
    convert_q = convert_small = convert_sub = convert_sup

    def convert_kbd(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return f"<kbd>{self.verbatim(text, parent_tags)}</kbd>"

    def convert_a(self, el: Any, text: str, parent_tags: set[str]) -> str:
        before, inner, after = _apart(text)
        if not inner or not el.get("href"):
            return text
        return f"{before}[{inner}]({link_address(el['href'])}){after}"

    def convert_img(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return picture_markdown(ShownPicture(el.get("src") or "", el.get("alt") or ""))

    def convert_list(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return f"\n\n{text.strip()}\n\n"

    convert_ul = convert_list
    convert_ol = convert_list

    def convert_li(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Indent an item as Python-Markdown reads it: four spaces."""
        listing = el.parent
        mark = "-"
        if listing.name == "ol":
            mark = f"{int(el.get('value') or 1)}."
        loose = listing.has_attr("data-loose")
        inner = text.strip() if loose else text.strip().replace("\n\n", "\n")
        lines = inner.split("\n")
        lines[1:] = [f"    {line}" if line else "" for line in lines[1:]]
        end = "\n\n" if loose else "\n"
        return f"{mark} " + "\n".join(lines) + end

    def convert_dl(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return f"\n\n{text.strip()}\n\n"

    def convert_dt(self, el: Any, text: str, parent_tags: set[str]) -> str:
        previous = el.find_previous_sibling()
        gap = "\n\n" if previous is not None and previous.name == "dd" else ""
        return f"{gap}{text.strip()}\n"

    def convert_dd(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return ":   " + text.strip().replace("\n", "\n    ") + "\n"


_CONVERTER = _Converter()


def _without_bars(text: str, parent_tags: set[str]) -> str:
    """Return *text* without the bars that would part the cells of a table."""
    return text.replace("|", "&#124;") if "_inline" in parent_tags else text


def _tagged(el: Any, text: str) -> str:
    """Return *text* between the tags of *el*, as HTML within a line."""
    attributes = "".join(f' {key}="{escape(value)}"' for key, value in el.attrs.items())
    return f"<{el.name}{attributes}>{text}</{el.name}>" if text else ""


def _apart(text: str) -> tuple[str, str, str]:
    """Return the white space before *text*, what is between, and the white space after it."""
    inner = text.strip()
    if not inner:
        return text, "", ""
    at = text.index(inner[0])
    return text[:at], inner, text[at + len(inner) :]


def _beside(el: Any, *tags: str) -> bool:
    """Tell whether one of *tags* stands right before or behind *el*."""
    return any(getattr(one, "name", "") in tags for one in (el.previous_sibling, el.next_sibling))


def _emphasis(el: Any, text: str, sign: str) -> str:
    """Set *text* between stars where these can be told from others, else between tags."""
    before, inner, after = _apart(text)
    if not inner:
        return text
    if _clashes(inner, sign) or _beside(el, "em", "strong"):
        return f"{before}{_tagged(el, inner)}{after}"
    return f"{before}{sign}{inner}{sign}{after}"


def _clashes(inner: str, sign: str) -> bool:
    """Tell whether the stars in *inner* could be taken for *sign*, or those of *sign* for them."""
    stars = _STARS.findall(inner)
    whole = not inner.startswith("\\") and inner.startswith("*") and inner.endswith("*")
    if whole and stars == ["**", "**"] and sign == "*":
        return False  # ***both***
    single = set(stars) == {"*"} and not inner.startswith("*") and not inner.endswith("*")
    return bool(stars) and not (single and sign == "**")
