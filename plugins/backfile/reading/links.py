"""Links and pictures of stories, pages and partners' records that lead to nothing, or outside.

Rules: Pelican's documentation, "Linking to internal content"; docs/check.md.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit

from pelican.urlwrappers import Author, Category, Tag

from backfile.errors import Fault, did_you_mean, nearest
from backfile.files.containment import refusal
from backfile.reading.articles import all_contents
from backfile.reading.page_anchors import PageAnchors, fragment_of
from backfile.reading.reader import shown_path
from backfile.reading.scope import KnownStory
from backfile.reading.site import Site, site_of
from backfile.reading.source import parse_source, read_text
from backfile.reading.without_code import body_of
from backfile.text.html_tokens import read
from backfile.text.spelling import distance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pelican.generators import Generator

_ATTRIBUTES = ("action", "cite", "data", "formaction", "href", "poster", "src", "xlink:href")
_KINDS = ("attach", "author", "category", "filename", "index", "static", "tag")
_TERMS = {"author": Author, "category": Category, "tag": Tag}
# Most bodies link to nothing but web addresses and their own notes, and need not be taken apart.
_MAY_BE_WRONG = re.compile(
    r"<(?:img|video|audio|source|object|embed)\b"
    r"|\b(?:action|cite|data|href|poster|src)\s*=\s*+[\"']?+"
    r"(?!\s*(?:https?://|#fn(?:ref)?\d*:|/(?!/)(?![^\"'>\s]*#)|mailto:))",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_UNSAFE = re.compile(r"(?:javascript|vbscript|data):", re.IGNORECASE)
# A drive of Windows, or any file of one computer.
_LOCAL = re.compile(r"[a-z]:[\\/]|file:", re.IGNORECASE)
_SLASHLESS = re.compile(r"(?P<scheme>https?):/?(?=[\w\[])", re.IGNORECASE)
_BARE = re.compile(r"(?:https?//)?(?P<rest>(?:(?<=//)|www\.)\w.*)", re.IGNORECASE | re.DOTALL)
_SCHEMES = ("http", "https", "mailto")
_FILE = re.compile(r"\.[A-Za-z0-9]{2,5}$")
# What stands before an address, and behind it: in Markdown, in HTML and in the field of a logo.
_BEFORE = (
    r"(?:\]\(\s*<?|^\s*\[[^\]]+\]:\s*<?|(?i:^logo):\s*"
    rf"|(?<![\w-])(?i:{'|'.join(_ATTRIBUTES)})\s*=\s*[\"']?)"
)
_BEHIND = r"""(?=["'\s>)]|$)"""
_NOWHERE = "https://here.invalid"


@dataclass(frozen=True, slots=True)
class Linking:
    """Something that links: its source file, its HTML, and where its page is, if it has one."""

    source_path: str
    html: str
    save_as: str = ""
    is_published: bool = False


@dataclass(frozen=True, slots=True)
class Wrong:
    """A link that is wrong: its address as written, the code, and the sentence."""

    address: str
    code: str
    message: str


def check_links(generators: Sequence[Generator]) -> Iterator[Fault]:
    """No link or picture of all that was read is dead or leads outside."""
    site = site_of(generators[0].settings)
    targets = _Targets(generators, site)
    linking = [
        Linking(str(one.source_path), _html(one), one.save_as, one.status != "draft")
        for generator in generators
        for one in all_contents(generator)
    ]
    content = site.settings.content
    logos = [
        Linking(str(content / one.source), f'<img src="{escape(one.logo)}">', "index.html")
        for one in site.registry
        if one.logo
    ]
    unread = [Linking(one.path, one.html) for one in (*site.unread, *site.unread_pages)]
    for one in (*linking, *logos, *unread):
        if not _MAY_BE_WRONG.search(one.html):
            continue
        for wrong in dict.fromkeys(targets.wrong(one)):
            for line in _lines(one.source_path, wrong.address):
                yield Fault(shown_path(one.source_path), line, wrong.code, wrong.message)


def _html(content: Any) -> str:
    """Return all that a page shows of *content*, its links as they are written."""
    stated = content.metadata.get("summary") if getattr(content, "stated_summary", True) else ""
    return f"{stated or ''}\n{content._content or ''}"  # noqa: SLF001


def _lines(source_path: str, address: str) -> list[int]:
    """Return the lines of the file on which *address* stands as one, 1 where none has it.

    Where a link or picture is in several lines, every line with these letters counts.
    """
    try:
        source = parse_source(read_text(Path(source_path)))
    except (OSError, UnicodeDecodeError):
        return [1]
    written = {address, unescape(address), address.replace("&", "&amp;")}
    either = "|".join(re.escape(one) for one in sorted(written))
    # What follows # in another address is none of the page's own.
    begin = r"(?<![^\s(\"'<=:])" if address.startswith("#") else ""
    head = list(source.lines[: source.body_line - 1])
    lines = [*head, *body_of(source, escapes=False).text.split("\n")]
    for pattern in (rf"{_BEFORE}(?:{either}){_BEHIND}", rf"{begin}(?:{either})(?![\w/.-])"):
        wanted = re.compile(pattern)
        if found := [number for number, line in enumerate(lines, 1) if wanted.search(line)]:
            return found
    return [1]


class _Targets:
    """What links of one archive can lead to."""

    def __init__(self, generators: Sequence[Generator], site: Site) -> None:
        self.pelican_settings = generators[0].settings
        self.settings = site.settings
        self.content = Path(os.path.realpath(self.settings.content))
        self.generated: Mapping[str, Any] = generators[0].context["generated_content"]
        generated = [one for one in self.generated.values() if one is not None]
        drafts = [one for one in generated if getattr(one, "status", "") == "draft"]
        self.drafts = {one.get_relative_source_path(): one for one in (*drafts, *site.withheld)}
        self.hidden = site.left_out | site.refused
        self.faulty = {fault.path for fault in site.faults}
        self.terms = {kind: _names(site.articles, kind) for kind in _TERMS}
        self.pages = {
            address: one
            for generator in generators
            for one in all_contents(generator)
            for address in (one.url, one.save_as)
        }
        self.anchors = PageAnchors(generators[0])

    def wrong(self, linking: Linking) -> Iterator[Wrong]:
        """Go through the links and pictures of *linking* that are wrong."""
        try:
            tokens = read(linking.html)
        except ValueError:
            return
        for token in tokens:
            for name, address in token.given.items():
                if name in _ATTRIBUTES and address and not (name == "cite" and token.opens == "q"):
                    is_picture = token.opens == "img" and name == "src"
                    yield from self._of(linking, address.strip(), is_picture=is_picture)

    def _of(self, linking: Linking, address: str, *, is_picture: bool) -> Iterator[Wrong]:
        found = re.match(self.settings.inner_link, address)
        if found:
            yield from self._within(linking, address, found, is_picture=is_picture)
        elif _UNSAFE.match(re.sub(r"[\x00-\x20]", "", address)):
            scheme = address.partition(":")[0].strip().lower()
            message = f'pages leave out the address of this link, since it begins with "{scheme}:"'
            yield Wrong(address, "unsafe-link", message)
        elif doubt := _mistyped(address):
            yield Wrong(address, "unresolved-link", doubt)
        elif not _SCHEME.match(address) and not address.startswith("//"):
            yield from self._plain(linking, address, is_picture=is_picture)

    def _within(
        self, linking: Linking, address: str, found: re.Match[str], *, is_picture: bool
    ) -> Iterator[Wrong]:
        kind = found["what"]
        value = address[found.end() :]
        if kind in _TERMS:
            term = _TERMS[kind](urlsplit(value).path, self.pelican_settings)
            if term.slug not in self.terms[kind]:
                hint = did_you_mean(value, self.terms[kind].values())
                yield Wrong(address, "dead-link", f'no story has the {kind} "{value}"{hint}')
        elif kind not in _KINDS:
            hint = did_you_mean(kind, _KINDS) or f"; use one of {', '.join(_KINDS)}"
            yield Wrong(address, "dead-link", f'"{found.group()}" is no kind of link{hint}')
        elif kind != "index":
            yield from self._file(linking, address, kind, value, is_picture=is_picture)

    def _file(
        self, linking: Linking, address: str, kind: str, value: str, *, is_picture: bool
    ) -> Iterator[Wrong]:
        path = urlsplit(value).path
        names = [self._relative(linking, one) for one in dict.fromkeys((path, unquote(path)))]
        if any(name == ".." or name.startswith("../") for name in names):
            yield self._outside(address)
            return
        if any(name in self.hidden for name in names):
            return  # reported by itself
        if kind == "filename" and any(name in self.generated for name in names):
            yield from self._of_draft(linking, address, names)
            target = next(filter(None, map(self.generated.get, names)), None)
            yield from self._place(address, target)
            return
        files = [self.content / name for name in names if (self.content / name).is_file()]
        if any(refusal(one, self.content) for one in files):
            yield self._outside(address)
            return
        if kind == "filename" and any(shown_path(one) in self.faulty for one in files):
            return
        is_source = names[0] in self.generated and not self.settings.sources_are_static
        if kind == "filename":
            files = [one for one in files if self._is_published(self._name(one))]
        if files and not (is_source and kind != "filename"):
            return
        code = "missing-picture" if is_picture else "dead-link"
        yield Wrong(address, code, self._nothing(kind, names[0], is_source=is_source))

    def _of_draft(self, linking: Linking, address: str, names: list[str]) -> Iterator[Wrong]:
        draft = next((self.drafts[one] for one in names if one in self.drafts), None)
        if linking.is_published and draft is not None:
            message = (
                f"this link leads to {shown_path(draft.source_path)}, a draft, which a published "
                "site does not have; publish the draft or remove the link"
            )
            yield Wrong(address, "draft-link", message)

    def _place(self, address: str, content: Any) -> Iterator[Wrong]:
        """Look at the place that *address* names on the page of *content*, if that was read."""
        fragment = fragment_of(address)
        if not fragment or content is None or isinstance(content, KnownStory):
            return
        if message := self.anchors.missing(content, fragment):
            yield Wrong(address, "dead-anchor", message)

    def _nothing(self, kind: str, name: str, *, is_source: bool) -> str:
        if is_source:
            return f'"{name}" is a page; link to it as "{{filename}}/{name}"'
        near = self._nearest(name, kind)
        hint = f'; did you mean "{{{kind}}}/{near}"?' if near else "; correct or delete the link"
        what = "no story or page" if kind == "filename" else "no file"
        return f'there is {what} "{name}" in {shown_path(self.content)}{hint}'

    def _nearest(self, name: str, kind: str) -> str:
        """Return the known name that is most like *name*, one of the same file name first."""
        known = list(self.generated) if kind == "filename" else self._static_names()
        last = PurePosixPath(name).name
        by_last = {PurePosixPath(one).name: one for one in sorted(known, reverse=True)}
        return by_last.get(nearest(last, by_last), "")

    def _static_names(self) -> list[str]:
        files = (
            file
            for folder in self.settings.static_paths
            for file in (self.content / folder).rglob("*")
        )
        return [self._name(file) for file in files if file.is_file()]

    def _outside(self, address: str) -> Wrong:
        message = "this link leads outside of the content; copy the file into it, and link to that"
        return Wrong(address, "outside-link", message)

    def _plain(self, linking: Linking, address: str, *, is_picture: bool) -> Iterator[Wrong]:
        """Look at an address without a kind: one relative to the page, or to the site."""
        name = self._on_site(linking, address)
        if "#" in address:
            yield from self._place(address, self.pages.get(name) if name else None)
        if name is None or self._is_published(name):
            return
        within = self._in_content(linking, address)
        if is_picture:
            near = within or self._nearest(name, "static")
            hint = f'write "{{static}}/{near}"' if near else "put it there, or correct its name"
            message = f'"{address}" leads to "{name}", where there is no picture; {hint}'
            yield Wrong(address, "missing-picture", message)
        elif not address.startswith(("/", "#", "?")) and _FILE.search(name):
            if name in self.pages:
                return
            kind = "filename" if within in self.generated else "static"
            hint = f'write "{{{kind}}}/{within}"' if within else "correct or delete the link"
            message = f'"{address}" leads to "{name}", where there is no page or file; {hint}'
            yield Wrong(address, "unresolved-link", message)

    def _on_site(self, linking: Linking, address: str) -> str | None:
        """Return the path below the site's address, None where it is not known."""
        site = self.settings.address if urlsplit(self.settings.address).netloc else _NOWHERE
        if not linking.save_as and not address.startswith("/"):
            return None
        try:
            full = urljoin(f"{site}/{linking.save_as}", address)
        except ValueError:
            return None
        path = re.split("[?#]", full)[0]
        return unquote(path.removeprefix(f"{site}/")) if path.startswith(f"{site}/") else None

    def _in_content(self, linking: Linking, address: str) -> str:
        """Return the file that a plain *address* names in the content, or nothing."""
        path = unquote(urlsplit(address).path)
        for name in (path.lstrip("/"), self._relative(linking, path)):
            if name and not name.startswith("..") and (self.content / name).is_file():
                return str(PurePosixPath(name))
        return ""

    def _is_published(self, name: str) -> bool:
        """Tell whether a file is at the path *name* of the built site, as far as can be known."""
        if self.settings.static_file != "{path}":
            return True
        theme = f"{self.settings.theme_static}/"
        if name in self.settings.moved_files or name.startswith((theme, "pictures/", "cards/")):
            return True
        folders = [PurePosixPath(one) for one in self.settings.static_paths]
        is_static = any(PurePosixPath(name).is_relative_to(one) for one in folders)
        return is_static and (self.content / name).is_file()

    def _relative(self, linking: Linking, path: str) -> str:
        """Return *path* in a link of *linking* as the name of a file below the content."""
        if path.startswith("/"):
            return os.path.normpath(path.lstrip("/") or ".").replace(os.sep, "/")
        # As Pelican does: relative to the folder of the source.
        folder = Path(linking.source_path).absolute().parent
        base = os.path.abspath(self.settings.content)  # noqa: PTH100 (links are not followed)
        return os.path.relpath(os.path.join(folder, path), base).replace(os.sep, "/")  # noqa: PTH118

    def _name(self, file: Path) -> str:
        return file.relative_to(self.content).as_posix()


def _mistyped(address: str) -> str:
    """Return what is wrong with an *address* that was meant as one of the web, or of a computer."""
    if _LOCAL.match(address):
        return (
            f'"{address}" leads to a file on one computer; copy it into a folder of the content, '
            "and link to that"
        )
    if found := _SLASHLESS.match(address):
        meant = f"{found['scheme']}://{address[found.end() :]}"
        return f'"{address}" is not a web address; write "{meant}"'
    if found := _BARE.match(address):
        return f'"{address}" leads to a page of this site; write "https://{found["rest"]}"'
    if scheme := _SCHEME.match(address):
        name = scheme.group().lower().removesuffix(":")
        near = next((one for one in _SCHEMES if distance(name, one) == 1), "")
        if near and name not in _SCHEMES:
            return f'"{name}:" is no kind of address; did you mean "{near}:"?'
    return ""


def _names(articles: Iterable[Any], kind: str) -> dict[str, str]:
    """Return the terms of *kind* that the articles have: their names by slug."""
    names: dict[str, str] = {}
    for article in articles:
        many = {"author": "authors", "tag": "tags"}.get(kind)
        terms = getattr(article, many, ()) if many else [getattr(article, kind, None)]
        names |= {term.slug: term.name for term in terms if term}
    return names
