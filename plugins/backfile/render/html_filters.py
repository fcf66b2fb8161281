"""Makes the HTML of a story fit for a page: `{{ article.content|body }}`, in any theme.

Only tags change, never words. What a strict Content-Security-Policy would block is left out or
becomes a link; pictures get their sizes and tables a box to scroll in; a picture with a caption, a
credit and the source of a quotation get elements of their own.
Rules: docs/themes.md, "The filter `body`".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from jinja2 import pass_context

from backfile.reading.reader import shown_path
from backfile.reading.site import site_of
from backfile.render.pictures import FOLDER, Pictures
from backfile.text.addresses import quoted
from backfile.text.html_tokens import Token, end, end_of, read, start, text, with_open, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jinja2.runtime import Context
    from pelican.generators import Generator

    from backfile.render.pictures import Picture

PICTURES = "_BACKFILE_PICTURES"
# A site without an address gets one to compare others with.
_HERE = "https://here.invalid"
# How wide our theme shows a picture; browsers that know "auto" measure the theme at hand.
SIZES = "(min-width: 45rem) 40rem, 100vw"

_LEFT_OUT = ("base", "link", "meta", "param", "script", "style")
_FRAMES = ("embed", "iframe", "object")
# Elements that hold no blocks.
_PHRASING = "a abbr b cite code dt em h1 h2 h3 h4 h5 h6 i p q s small span strong sub sup u"
_ADDRESSES = ("action", "data", "formaction", "href", "poster", "src", "xlink:href")
_ALIGNED = re.compile(r"\s*text-align\s*:\s*(left|center|right)\s*;?\s*", re.IGNORECASE)
_LINE_ENDS = re.compile(r"[ \t]*\r?\n")

# Most stories hold nothing but these, and need not be taken apart: only links get a `rel`.
_NAME = "(?:class|data-[a-z]+|datetime|dir|id|lang|title)"
_VALUE = r"""(?:[^"'&<>\\]|&amp;)*"""  # as it would be written again
_LINK = rf"""a(?:\ {_NAME}="{_VALUE}")*
    \ href="https?://[\w.-]+(?::[0-9]+)?(?:[/?\#]{_VALUE})?"(?:\ {_NAME}="{_VALUE}")*"""
_PLAIN = re.compile(
    rf"""[^<]*(?:<(?:/[a-z][a-z0-9]*
      | {_LINK}
      | (?:a|abbr|b|br|cite|dd|div|dl|dt|em|h[1-6]|hr|i|li|ol|p|q|section|small|span|strong|sub
          |sup|time|ul)
        (?:\ {_NAME}="[^"<>]*"
          |\ href="(?:\#|/(?!/))[^"<>\\]*")*\ ?/?)>[^<]*)*""",
    re.VERBOSE,
)
_PLAIN_LINK = re.compile(rf"<(?P<tag>{_LINK})>", re.VERBOSE)
# Stories link to the same pages of others.
_KEPT = 4096
_HREF = re.compile(r'href="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a body stands.

    `here` is the page's address and `site` the site's, with a slash at its end, both in full;
    `root` is what the page writes before the path of a file of the site. `find` knows the site's
    pictures by their paths; `miss` is told the `src` of one that it does not know. `table` names a
    table without a caption, `full_size` the link to a picture that has no words of its own.
    """

    here: str
    site: str
    root: str
    find: Callable[[str], Picture | None]
    miss: Callable[[str], None]
    table: str = "Table"
    full_size: str = "Picture in full size"

    def resolve(self, address: str) -> str:
        """Return *address* in full, or nothing where it cannot be one."""
        try:
            # Browsers pass over line breaks and tabs (WHATWG URL, "URL parsing").
            full = urljoin(self.here, re.sub(r"[\t\n\r]", "", address.strip()))
            urlsplit(full)
        except ValueError:
            return ""
        return full

    def is_here(self, address: str) -> bool:
        """Say whether *address* is one of the site's own host."""
        return urlsplit(self.resolve(address)).netloc == urlsplit(self.site).netloc

    def is_elsewhere(self, address: str) -> bool:
        """Say whether *address* is one of another host."""
        full = self.resolve(address)
        return full.startswith(("http:", "https:")) and not self.is_here(full)

    def path(self, address: str) -> str | None:
        """Return the path of *address* below the site's, None where it is not below it."""
        full = re.split("[?#]", self.resolve(address))[0]
        return unquote(full.removeprefix(self.site)) if full.startswith(self.site) else None


@pass_context
def body(context: Context, html: str) -> str:
    """Return the *html* of a story or a page, fit for the page that is being made of it."""
    pictures: Pictures = context[PICTURES]
    root = str(context.get("SITEURL") or "").rstrip("/") + "/"
    site = root if urlsplit(root).netloc else f"{_HERE}/"
    content = context.get("article") or context.get("page") or context.get("partner")
    source = str(getattr(content, "source_path", None) or "")
    theme = f"{context['THEME_STATIC_DIR']}/"
    surroundings = Surroundings(
        here=urljoin(site, str(context.get("output_file") or "")),
        site=site,
        root=root,
        find=pictures.find,
        miss=lambda src: None if theme in src else pictures.tell(_no_picture(source, src)),
        table=_translated(context, "Table"),
        full_size=_translated(context, "Picture in full size"),
    )
    return rewrite(html, surroundings)


def connect(generator: Generator) -> None:
    """Give the templates of *generator* the filter `body` (generator_init)."""
    site = site_of(generator.settings)
    settings, revised = site.settings, site.scope.site if site.scope else None
    pictures = Pictures(
        settings.output, settings.cache, generator.context, settings.content, revised
    )
    generator.context.setdefault(PICTURES, pictures)
    generator.env.filters["body"] = body


def rewrite(html: str, surroundings: Surroundings) -> str:
    """Return *html* with its tags fit for *surroundings*.

    Text, entities, comments and the tags that need no change stay as they are written, byte for
    byte; so does all of it, where html.parser gives up.
    """
    if _PLAIN.fullmatch(html):
        return _PLAIN_LINK.sub(partial(_with_rel, surroundings), html)
    try:
        tokens = read(html)
    except ValueError:
        return html
    tokens = _without_code(tokens)
    tokens = _with_figures(_with_sources(tokens))
    tokens = _with_scrollers(_with_links_for_frames(tokens), surroundings.table)
    return "".join(one.written for one in _Fitting(surroundings).fit(tokens))


def _with_rel(surroundings: Surroundings, link: re.Match[str]) -> str:
    address = _HREF.search(link["tag"])
    elsewhere = address is not None and _host(address[1]) not in ("", _host(surroundings.site))
    return f'<{link["tag"]} rel="external">' if elsewhere else link.group()


@lru_cache(maxsize=_KEPT)
def _host(address: str) -> str:
    """Return the host and the port of a web *address*, nothing where it cannot be one."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


def _translated(context: Context, message: str) -> str:
    """Return *message* in the page's language, as it is in a theme without gettext."""
    gettext = context.get("gettext")
    return str(context.call(gettext, message)) if callable(gettext) else message


def _no_picture(source: str, src: str) -> str:
    """Return the warning for the picture *src* in the file *source*, with its line if it shows."""
    try:
        lines = Path(source).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        lines = []
    name = src.rpartition("/")[2]
    shows = [number for number, line in enumerate(lines, 1) if name in line]
    place = ":".join([shown_path(source) if source else "a page", *map(str, shows[:1])])
    return (
        f"{place}: there is no picture {src}; put it into the folder of the pictures and show it "
        "as {static}/images/name.png, or correct its name"
    )


def _without_code(tokens: list[Token]) -> list[Token]:
    """Leave out scripts, style sheets and what else belongs into a page's head."""
    kept: list[Token] = []
    around = ""
    for token in tokens:
        around = token.opens if token.opens in ("script", "style") else around
        if not around and token.opens not in _LEFT_OUT:
            kept.append(token)
        if token.closes and token.closes == around:
            around = ""
    return [one for one in kept if one.closes not in _LEFT_OUT]


def _with_sources(tokens: list[Token]) -> list[Token]:
    """Mark the last paragraph of a quotation that is nothing but a link: its source."""
    made: list[Token] = []
    paragraph, is_first = 0, True
    for token in tokens:
        if token.opens == "blockquote":
            paragraph, is_first = 0, True
        elif token.opens == "p":
            paragraph, is_first = (0 if is_first else len(made)), False
        elif token.closes == "blockquote" and paragraph:
            if _is_link(made[paragraph + 1 :]):
                made[paragraph] = _with_class(made[paragraph], "source")
            paragraph = 0
        elif token.written.strip():
            is_first = False
        made.append(token)
    return made


def _is_link(paragraph: list[Token]) -> bool:
    """Say whether the rest of a *paragraph* is a link alone, or one behind a dash."""
    inner = [one for one in paragraph if not one.is_space]
    if inner and inner[-1].closes == "p":
        inner.pop()
    if inner and inner[0].is_text and not words(inner[:1]).strip("–—-"):
        inner.pop(0)
    return bool(inner) and inner[0].opens == "a" and end_of(inner, 0) == len(inner) - 1


def _with_figures(tokens: list[Token]) -> list[Token]:
    """Make a figure of a paragraph that begins with pictures on a line of their own."""
    made: list[Token] = []
    done = 0
    for at, token in enumerate(tokens):
        if at < done:
            continue
        finish = end_of(tokens, at) if token.opens == "p" and _picture(tokens, at + 1) else None
        inner = tokens[at + 1 : finish] if finish else []
        pictures = _pictures(inner)
        if not pictures:
            made.append(token)
            continue
        made += [start("figure", token.given), *inner[:pictures]]
        made += [*_caption(inner[pictures:]), end("figure")]
        done = (finish or at) + 1
    return made


def _pictures(inner: list[Token]) -> int:
    """Return how many tokens of a paragraph's *inner* ones are pictures above a caption."""
    at = 0
    while at < len(inner):
        gap = bool(at) and inner[at].is_space
        length = _picture(inner, at + gap)
        if not length:
            break
        at += gap + length
    rest = inner[at:]
    has_caption = rest and rest[0].is_text and _LINE_ENDS.match(rest[0].written) and words(rest)
    return at if has_caption else 0


def _picture(inner: list[Token], at: int) -> int:
    """Return how many tokens the picture at *at* takes: one, three if it is a link, or none."""
    names = [one.opens or f"/{one.closes}" for one in inner[at : at + 3]]
    if names[:1] == ["img"]:
        return 1
    return 3 if names == ["a", "img", "/a"] else 0


def _caption(rest: list[Token]) -> list[Token]:
    """Return what follows the pictures as a caption; a last line in italics is the credit."""
    last = max((at for at, one in enumerate(rest) if one.opens == "em"), default=0)
    if last and end_of(rest, last) == len(rest) - 1 and _ends_line(rest[last - 1]):
        credit = [start("small", {"class": "credit"}), *rest[last + 1 : -1], end("small")]
        rest = [*rest[:last], *credit]
    line_end = _LINE_ENDS.match(rest[0].written)
    cut = line_end.end() if line_end else 0
    return [
        Token(rest[0].written[:cut], is_text=True),
        start("figcaption"),
        Token(rest[0].written[cut:], is_text=True),
        *rest[1:],
        end("figcaption"),
    ]


def _ends_line(token: Token) -> bool:
    return token.is_text and token.written.rstrip(" \t").endswith("\n")


def _with_links_for_frames(tokens: list[Token]) -> list[Token]:
    """Put a link in the place of each frame and plug-in, and keep the words inside it."""
    made: list[Token] = []
    open_: list[_Frame] = []
    for token, around in with_open(tokens):
        if token.opens in _FRAMES:
            frame = _Frame(token, {one.opens for one in around}, len(made))
            if token.opens == "embed":
                made += _embed(frame, [])
            else:
                open_.append(frame)
        elif token.closes not in _FRAMES:
            made.append(token)
        while token.closes in [one.tag.opens for one in open_]:
            frame = open_.pop()
            made[frame.begins :] = _embed(frame, made[frame.begins :])
    # Those that never end hold nothing.
    for frame in reversed(open_):
        made[frame.begins : frame.begins] = _embed(frame, [])
    return made


@dataclass(frozen=True, slots=True)
class _Frame:
    """A frame: its tag, the names of the elements around it, where in the page its words begin."""

    tag: Token
    around: set[str]
    begins: int


def _embed(frame: _Frame, inner: list[Token]) -> list[Token]:
    """Return the link to a *frame*, below the words *inner* if there are any."""
    given, around = frame.tag.given, frame.around
    address = (given.get("src") or given.get("data") or "").strip()
    if not address or _is_script(address):
        return inner
    address = f"https:{address}" if address.startswith("//") else address
    label = (given.get("title") or "").strip() or address
    if around & set(_PHRASING.split()):
        gap = [text(" ")] if words(inner) else []
        return [*inner, *gap, *_link(address, label, "embed", around)]
    link = _link(address, label, "", around)
    if not words(inner):
        return [start("p", {"class": "embed"}), *inner, *link, end("p")]
    source = [start("p", {"class": "source"}), *link, end("p")]
    return [start("blockquote", {"class": "embed"}), *inner, *source, end("blockquote")]


def _link(address: str, label: str, kind: str, around: set[str]) -> list[Token]:
    """Return a link of class *kind*; inside another link, which cannot hold one, the label."""
    attributes: dict[str, str | None] = {"class": kind} if kind else {}
    if address and "a" not in around:
        return [start("a", {**attributes, "href": address}), text(label), end("a")]
    return [start("span", attributes), text(label), end("span")]


def _with_scrollers(tokens: list[Token], label: str) -> list[Token]:
    """Put each table into a box in which it can be scrolled, by keyboard as well."""
    made: list[Token] = []
    ends: set[int] = set()
    for at, (token, around) in enumerate(with_open(tokens)):
        finish = None
        if token.opens == "table" and not any(map(_holds_table, around)):
            finish = end_of(tokens, at)
        if finish:
            name = _table_caption(tokens[at:finish]) or label
            attributes = {"class": "scroller", "role": "region", "tabindex": "0"}
            made.append(start("div", {**attributes, "aria-label": name}))
            ends.add(finish)
        made.append(token)
        if at in ends:
            made.append(end("div"))
    return made


def _holds_table(token: Token) -> bool:
    return token.opens == "table" or "scroller" in (token.given.get("class") or "").split()


def _table_caption(table: list[Token]) -> str:
    for at, token in enumerate(table):
        if token.opens == "caption":
            return words(table[at : end_of(table, at)])
    return ""


@dataclass
class _Fitting:
    """One walk from tag to tag, which knows the pictures and sections that it has passed."""

    surroundings: Surroundings
    is_opening: bool = True
    is_first_picture: bool = True

    def fit(self, tokens: list[Token]) -> Iterator[Token]:
        for token, around in with_open(tokens):
            if token.opens == "img":
                yield from self._image(_harmless(token), {one.opens for one in around})
            else:
                self.is_opening &= token.opens not in ("section", "h2")
                yield self._other(_harmless(token)) if token.opens else token

    def _other(self, token: Token) -> Token:
        if token.opens == "pre":
            return _adding(token, {"tabindex": "0"})
        if token.opens == "a" and self.surroundings.is_elsewhere(token.given.get("href") or ""):
            return _adding(token, {"rel": "external"})
        return token

    def _image(self, token: Token, around: set[str]) -> list[Token]:
        place, src = self.surroundings, (token.given.get("src") or "").strip()
        if not place.is_here(src):
            return self._absent(token, src, around)
        path = place.path(src)
        picture = place.find(path) if path else None
        if path and picture is None:
            place.miss(src)
        is_soon = self.is_first_picture and self.is_opening
        self.is_first_picture = False
        when = {"fetchpriority": "high"} if is_soon else {"loading": "lazy"}
        token = _adding(token, {**when, "decoding": "async"})
        if picture is None:
            return [token]
        image = _sized(token, picture, path or "", place.root)
        return self._enlarged(image, src) if "figure" in around and "a" not in around else [image]

    def _enlarged(self, image: Token, src: str) -> list[Token]:
        """Return the *image* of a figure inside a link to its own file, which needs no script."""
        alt = (image.given.get("alt") or "").strip()
        name = {} if alt else {"aria-label": self.surroundings.full_size}
        return [start("a", {"class": "enlarge", "href": src, **name}), image, end("a")]

    def _absent(self, token: Token, src: str, around: set[str]) -> list[Token]:
        """Return what stands in for a picture that the page must not load."""
        href = src if self.surroundings.is_elsewhere(src) else ""
        label = token.given.get("alt") or href
        first, *rest = _link(href, label, "missing-image", around)
        return [self._other(first), *rest] if label else []


def _adding(token: Token, attributes: dict[str, str | None]) -> Token:
    """Return the tag with *attributes* after its own; what the author wrote wins."""
    return token.with_attributes(token.given | {**attributes, **token.given})


def _with_class(token: Token, name: str) -> Token:
    names = f"{token.given.get('class') or ''} {name}".strip()
    return token.with_attributes({**token.given, "class": names})


def _harmless(token: Token) -> Token:
    """Take out of a tag what the policy forbids; an alignment becomes a class."""
    wanted = {
        name: value
        for name, value in token.given.items()
        if name != "style"
        and not name.startswith("on")
        and not (name in _ADDRESSES and _is_script(value or "") and not _is_inline(token, name))
    }
    aligned = _ALIGNED.fullmatch(token.given.get("style") or "")
    token = token.with_attributes(wanted)
    return _with_class(token, f"align-{aligned[1].lower()}") if aligned else token


def _is_inline(token: Token, name: str) -> bool:
    """Say whether this is a picture inside the page, whose place its words take."""
    address = (token.given.get(name) or "").strip().lower()
    return token.opens == "img" and name == "src" and address.startswith("data:")


def _is_script(address: str) -> bool:
    plain = re.sub(r"[\x00-\x20]", "", address).lower()
    return plain.startswith(("javascript:", "vbscript:", "data:"))


def _sized(token: Token, picture: Picture, path: str, root: str) -> Token:
    """Return the tag with the size of its *picture* and its smaller versions."""
    given = token.given
    token = _adding(token, _size(given.get("width"), given.get("height"), picture))
    if not picture.smaller or "srcset" in given:
        return token
    name = quoted(path)
    versions = [f"{root}{FOLDER}/{width}/{name} {width}w" for width in picture.smaller]
    shown = f"{given['width']}px" if _is_count(given.get("width")) else SIZES
    return _adding(
        token,
        {
            "srcset": ", ".join([*versions, f"{root}{name} {picture.width}w"]),
            "sizes": f"auto, {shown}" if given.get("loading") == "lazy" else shown,
        },
    )


def _size(width: str | None, height: str | None, picture: Picture) -> dict[str, str | None]:
    """Return what is missing of a size that the author may have written half of."""
    if not picture.width or not picture.height:
        return {}
    if width is None and height is None:
        return {"width": str(picture.width), "height": str(picture.height)}
    if height is None and width and _is_count(width):
        return {"height": str(round(int(width) * picture.height / picture.width))}
    if width is None and height and _is_count(height):
        return {"width": str(round(int(height) * picture.width / picture.height))}
    return {}


def _is_count(value: str | None) -> bool:
    return bool(value) and re.fullmatch("[1-9][0-9]{0,4}", value or "") is not None
