"""The metadata of a page: title, dates, authors, address; the source of each, contradictions.

In the order of trust: the recipe, JSON-LD, Open Graph, other `<meta>`, what the page shows, its
address. The one exception is the title: see `title`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from backfile.errors import RefusedError
from backfile.importers.draft import Notes
from backfile.importers.dump_items import NoStoryError
from backfile.importers.html.liveblog.blocks import live_blog, may_be_in_block
from backfile.importers.html.metadata.article_judge import why_no_story
from backfile.importers.html.metadata.dates import in_address, moment
from backfile.importers.html.metadata.declared_metadata import Fact, Stated
from backfile.importers.html.metadata.jsonld import plain
from backfile.importers.html.metadata.people import is_byline, names
from backfile.importers.html.metadata.title import choose_title, same_title
from backfile.importers.html.metadata.title_vicinity import (
    LINES,
    MORE_DATES,
    SHOWN_AUTHORS,
    SHOWN_DATES,
    Near,
    outside,
)
from backfile.importers.moment import Moment
from backfile.text.html_text import text_pieces, visible_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from selectolax.lexbor import LexborNode

    from backfile.importers.html.liveblog.blocks import LiveBlog
    from backfile.importers.options import Call

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", re.IGNORECASE)
_LATIN = frozenset(("cs", "da", "de", "en", "es", "fi", "fr", "it", "nl", "no", "pl", "pt", "sv"))
# No date is longer than that in print.
_LONGEST_DATE = 80
_LONGEST_BYLINE = 120
_LONGEST_QUOTE = 60
# A comma without a space behind it, or the third thing between commas: a list in one text.
_A_LIST = re.compile(r",(?=\S)|,[^,]*,")
_YEAR = re.compile(r"\b(?:1[6-9]|20)\d\d\b")

# So many signs tell the script of a page.
_SAMPLE = 5000
_NO_LETTERS = re.compile(r"[\W\d_]+")


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page says of its story; what it does not say is empty.

    `summaries` are the descriptions that programs get, and `article_body` is the text that they
    get; whether readers saw them is another question. `addresses` has the story's own first.
    """

    title: str
    date: Moment
    modified: Moment | None = None
    authors: tuple[str, ...] = ()
    section: str = ""
    tags: tuple[str, ...] = ()
    lang: str = ""
    summaries: tuple[str, ...] = ()
    article_body: str = ""
    addresses: tuple[str, ...] = ()
    image: str = ""
    notes: Notes = field(default_factory=Notes)


def read_place(root: LexborNode, address: str, call: Call, *, chosen: bool = False) -> PageFacts:
    """Read what the page below *root* says of its title, its day and its addresses alone.

    *address* is where it was found, if that is known. Raises NoStoryError for a page that is no
    story, unless a person has *chosen* it, by a recipe or by naming its day, and RefusedError for a
    story without a title or a date.
    """
    page = _DeclaredPage(root, address, call)
    if not (chosen or call.day):
        page.check_kind(address)
    return PageFacts(title=page.title(), date=page.date(), addresses=page.addresses)


def read_facts(
    root: LexborNode, address: str, call: Call, live: LiveBlog | None = None
) -> PageFacts:
    """Read what the page below *root*, found at *address* if that is known, says of its story.

    What stands in the blocks of its *live* blog says nothing of the page.
    Raises RefusedError for a page without a title or a date.
    """
    page = _DeclaredPage(root, address, call, live)
    title, date = page.title(), page.date()
    page.tell_date()
    authors = page.authors()
    (section, *more), tags = page.sections() or [""], page.all("tags")
    tags = tuple(dict.fromkeys((*more, *tags)))
    return PageFacts(
        title=title,
        date=date,
        modified=page.modified(date),
        authors=authors,
        section=section,
        tags=tags,
        lang=page.lang(),
        summaries=tuple(dict.fromkeys(fact.value for fact in page.stated.of("summary"))),
        article_body=page.body(),
        addresses=page.addresses,
        image=page.first("image"),
        notes=page.notes(),
    )


class _DeclaredPage:
    """A page while it is read; `told` and `inferred` are the lines of its notes."""

    def __init__(
        self, root: LexborNode, address: str, call: Call, live: LiveBlog | None = None
    ) -> None:
        self.root, self.call, self._live = root, call, live
        self.told: list[str] = []
        self.inferred: list[str] = []
        self.stated = Stated(root)
        self.addresses = self.stated.addresses(address)
        self.site = next((fact.value for fact in self.stated.of("site")), "")

    def near_title(self, selector: str) -> list[LexborNode]:
        """Return the elements of *selector* around the title, none of a live blog's blocks."""
        found = self._near.elements(selector)
        if self._live is None and any(map(may_be_in_block, found)):
            self._live = live_blog(self.root, self.call)
        return outside(found, self._live.entries) if self._live else found

    def notes(self) -> Notes:
        if self.stated.statements.broken:
            self.inferred.append(f"{self.stated.statements.broken} block(s) of JSON-LD are broken")
        return Notes(recognised=tuple(self.told), inferred=tuple(self.inferred))

    def check_kind(self, found_at: str) -> None:
        """Raise NoStoryError for a page that is a home page, a list of stories or the like."""
        dated = bool(self._first_moment or self._unread() or any(True for _ in self._changes()))
        why = why_no_story(self.stated, found_at, self.addresses, dated=dated)
        if why:
            raise NoStoryError(why)

    def first(self, name: str) -> str:
        """Return the first that is stated of *name*, and note it."""
        found = list(self.stated.of(name))
        if not found:
            return ""
        self.told.append(f"{name}: {found[0].value} ({found[0].where})")
        return found[0].value

    def all(self, name: str) -> tuple[str, ...]:
        """Return all that the most trusted source states of *name*; commas part several."""
        found = list(self.stated.of(name))
        best = [fact.value for fact in found if fact.where == found[0].where]
        parts = (_listed(one, always=len(best) == 1) for one in best)
        values = tuple(dict.fromkeys(chain.from_iterable(parts)))
        if values:
            self.told.append(f"{name}: {', '.join(values)} ({found[0].where})")
        return values

    def title(self) -> str:
        """Find the title: what the page shows as one, as far as its metadata bear it out.

        A headline made for search engines, or a program's placeholder, is not what readers read.
        """
        if self.call.title:
            return self.call.title
        recipe = self._selected(self.call.recipe.html.title)
        if recipe:
            self.told.append(f"title: {recipe} (recipe)")
            return recipe
        stated = [*self.stated.of("title"), *self._title_element()]
        fact = choose_title(stated, [_text(one) for one in self.root.css("h1")], self.site)
        if fact is None:
            raise RefusedError("the page has no title; name one with --title, or in the recipe")
        others = [one for one in stated if not same_title(one.value, fact.value, self.site)]
        self.told.append(f"title: {fact.value} ({fact.where}){_disagreement(others)}")
        return fact.value

    def _title_element(self) -> Iterator[Fact]:
        for one in self.root.css("head > title"):
            if text := plain(one.text(deep=True)):
                yield Fact(text, "<title>")

    def date(self) -> Moment:
        """Find when the story was published."""
        call = self.call
        if call.day:
            return Moment(call.day, call.clock)
        if self._first_moment:
            return self._first_moment
        for address in self.addresses:
            if day := in_address(address):
                self.inferred.append(f"the date {day} is taken from the address {address}")
                return Moment(day)
        for changed in self._changes():
            self.inferred.append(f"the date {changed} is that of the last change")
            return changed
        raise self._no_date()

    def tell_date(self) -> None:
        """Note where the date was found, and what says another."""
        if self.call.day:
            return
        for facts in self._found_dates():
            if found := list(self._moments(facts)):
                best, fact = found[0]
                others = [other for one, other in found[1:] if not _agree(one, best)]
                self.told.append(f"date: {fact.value} ({fact.where}){_disagreement(others)}")
                return

    @cached_property
    def _near(self) -> Near:
        return Near(self.root)

    @cached_property
    def _first_moment(self) -> Moment | None:
        """Return the most trusted of the dates that the page states or shows.

        What the page states comes first, so that most pages are not looked at for what they show.
        """
        found = (one for facts in self._found_dates() for one, _ in self._moments(facts))
        return next(found, None)

    def _found_dates(self) -> tuple[Iterator[Fact], ...]:
        """Return the dates that the page states or shows, the most trusted first, by their kind."""
        return self._dates(), self._other_dates(MORE_DATES), self._other_dates(LINES)

    def _moments(self, facts: Iterable[Fact]) -> Iterator[tuple[Moment, Fact]]:
        read = ((self._moment(fact), fact) for fact in facts)
        return ((one, fact) for one, fact in read if one)

    def _moment(self, fact: Fact) -> Moment | None:
        return moment(fact.value, self.call.zone, day_first=self.call.dates_day_first)

    def _changes(self) -> Iterator[Moment]:
        for fact in self.stated.of("modified"):
            if changed := self._moment(fact):
                yield changed

    def _unread(self) -> str:
        """Return a date that the page states and that cannot be read, empty for none."""
        return next((fact.value for fact in self.stated.of("date")), "")

    def _dates(self) -> Iterator[Fact]:
        if selector := self.call.recipe.html.date:
            yield from self._times(selector, "recipe")
        yield from self.stated.of("date")
        for node in self.near_title(SHOWN_DATES):
            yield from self._time(node, "page")

    def _other_dates(self, selector: str) -> Iterator[Fact]:
        """Go through what has no name of a date and may be one: near the title, by itself."""
        for node in self.near_title(selector):
            text = _text(node)
            if len(text) <= _LONGEST_DATE and _YEAR.search(text):
                yield Fact(text, "page")

    def _times(self, selector: str, where: str) -> Iterator[Fact]:
        for node in self.root.css(selector)[:3]:
            yield from self._time(node, where)

    def _time(self, node: LexborNode, where: str) -> Iterator[Fact]:
        given = (node.attributes.get(name) for name in ("datetime", "content"))
        for value in (*given, _text(node)):
            if value:
                yield Fact(value, where)

    def _no_date(self) -> RefusedError:
        remedy = (
            "name the day with --date 2014-06-16, or the place of its date in the recipe: "
            "[html] date"
        )
        if stated := self._unread():
            quoted = stated[:_LONGEST_QUOTE]
            return RefusedError(f"the date of the page is not understood: '{quoted}'; {remedy}")
        return RefusedError(f"the page does not say when it was published; {remedy}")

    def modified(self, published: Moment) -> Moment | None:
        """Find when the story was last changed, if that was not before it was published.

        Both may be the same moment: that of the page's last version.
        """
        for fact in self.stated.of("modified"):
            changed = self._moment(fact)
            if changed and _is_last(changed, published):
                self.told.append(f"modified: {fact.value} ({fact.where})")
                return changed
            if changed:
                return None
        return None

    def sections(self) -> tuple[str, ...]:
        """Return the sections of the story, its own first: some sites list all in one text."""
        found = list(self.stated.of("section"))
        best = [fact.value for fact in found if fact.where == found[0].where]
        values = tuple(dict.fromkeys(chain.from_iterable(map(_listed, best))))
        if values:
            self.told.append(f"section: {', '.join(values)} ({found[0].where})")
        return values

    def authors(self) -> tuple[str, ...]:
        """Find who wrote the story; the site itself only where nobody else is named.

        Where the page prints the people of its metadata and others beside them, it is right.
        """
        own = {self.site.casefold(), urlsplit(next(iter(self.addresses), "")).netloc}
        sources = _people(self._authors(), own)
        if "page" not in sources:
            sources |= _people(self._bylines(), own)
        if not sources:
            return ()
        where, best = next(iter(sources.items()))
        shown = sources.get("page", ())
        if {one.casefold() for one in best} < {one.casefold() for one in shown}:
            where, best = "page", shown
        self.told.append(f"authors: {', '.join(best)} ({where})")
        return best

    def _authors(self) -> Iterator[Fact]:
        if selector := self.call.recipe.html.byline:
            yield from (Fact(_lines(node), "recipe") for node in self.root.css(selector))
        yield from self.stated.of("authors")
        for node in self.near_title(SHOWN_AUTHORS):
            yield Fact(_lines(node), "page")

    def _bylines(self) -> Iterator[Fact]:
        """Go through the lines near the title that say by whom the story is, and nothing else."""
        for node in self.near_title(LINES):
            text = _text(node)
            if len(text) <= _LONGEST_BYLINE and is_byline(text):
                yield Fact(text, "page")

    def body(self) -> str:
        """Return the text of the story as the page tells it to programs."""
        articles = self.stated.statements.articles()
        texts = (self.stated.statements.texts(one.get("articleBody")) for one in articles)
        return max((text for found in texts for text in found), key=len, default="")

    def lang(self) -> str:
        """Find the language; one that its letters contradict is not believed."""
        stated = (
            Fact(self.call.recipe.lang, "recipe"),
            Fact(declared_language(self.root), "html lang"),
            *(Fact(one, "meta") for one in self.stated.meta.get("og:locale", ())),
            *(Fact(one, "meta") for one in self.stated.meta.get("content-language", ())),
        )
        for fact in stated:
            tag = fact.value.strip().replace("_", "-")
            if not _LANGUAGE.fullmatch(tag):
                continue
            if tag.lower().partition("-")[0] in _LATIN and _is_other_script(self.root):
                self.inferred.append(f"lang: {tag} ({fact.where}) is not the script of the page")
                return ""
            self.told.append(f"lang: {tag} ({fact.where})")
            return tag
        return ""

    def _selected(self, selector: str) -> str:
        node = self.root.css_first(selector) if selector else None
        return _text(node) if node else ""


def _listed(text: str, *, always: bool = False) -> list[str]:
    """Return the parts of a list in one *text*, which is one thing unless it must be several.

    "Arts, Books" may be the name of one section; "arts,books" and "Arts, Books, Film" are lists,
    and where *always* is said, "Arts, Books" is one too.
    """
    sign = ";" if ";" in text else ","
    parts = text.split(sign) if always or sign == ";" or _A_LIST.search(text) else [text]
    return [" ".join(one.split()) for one in parts if one.strip()]


def _people(stated: Iterable[Fact], without: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return the people who are *stated* by where that is, *without* the site itself."""
    by_source: dict[str, dict[str, str]] = {}
    for fact in stated:
        for name in names(fact.value):
            if name.casefold() not in without:
                by_source.setdefault(fact.where, {}).setdefault(name.casefold(), name)
    return {where: tuple(people.values()) for where, people in by_source.items()}


def _disagreement(others: Sequence[Fact]) -> str:
    told = dict.fromkeys(f"{one.where} says {one.value}" for one in others)
    return f"; {'; '.join(told)}" if told else ""


def declared_language(root: LexborNode) -> str:
    """Return the language that the element `html` of a page declares, or nothing."""
    html = root if root.tag == "html" else root.css_first("html")
    return (html.attributes.get("lang") if html else "") or ""


def _agree(one: Moment, other: Moment) -> bool:
    return one.day == other.day and (None in (one.clock, other.clock) or one.clock == other.clock)


def _is_last(changed: Moment, published: Moment) -> bool:
    if changed.day != published.day or None in (changed.clock, published.clock):
        return changed.day > published.day
    return changed.clock >= published.clock  # type: ignore[operator]


def _is_other_script(root: LexborNode) -> bool:
    """Tell whether most letters that the page shows first are not Latin."""
    letters = others = 0
    for text, _ in text_pieces(root):
        letters += len(alone := _NO_LETTERS.sub("", text))
        if not text.isascii():
            others += sum(one > "\u024f" for one in alone)
        if letters >= _SAMPLE:
            break
    return others * 2 > letters


def _lines(node: LexborNode) -> str:
    lines = (" ".join(line.split()) for line in visible_text(node).split("\n"))
    return "\n".join(filter(None, lines))


def _text(node: LexborNode) -> str:
    return " ".join(visible_text(node).split())
