"""Adds links between a story's updates: `{{ article.content|marks(article) }}`, in any theme.

Each stamp becomes the link to its update, with the full time one step away; an Original Post
without a stamp says when it was first published; a correction and the update that it corrects link
to each other. Tags and sentences are added, and nothing is changed.
"""

from __future__ import annotations

from collections import defaultdict
from html import escape
from typing import TYPE_CHECKING, Any

from jinja2 import pass_context

from backfile.render.language import FILTERS, gettext, in_other_language, in_sentence
from backfile.story.opening import Kind

if TYPE_CHECKING:
    from datetime import datetime

    from jinja2.runtime import Context
    from pelican.generators import Generator

    from backfile.reading.document import Document, SectionHtml
    from backfile.story.model import Story, Update

_HEADING_END = "</h2>"


@pass_context
def marks(context: Context, content: str, article: Any) -> str:
    """Return the *content* of a Pelican *article* with its marks, in the words of the page."""
    document: Document = article.document
    marking = _Marking(context, document.story, article.lang)
    made, at = [], 0
    for section in document.sections:
        begins = content.find(section.tag, at)
        closes = content.find(_HEADING_END, begins)
        if 0 <= begins < closes:
            before, at = content[at:begins], closes + len(_HEADING_END)
            made += [before, marking.mark(section, content[begins:at])]
    return "".join([*made, content[at:]])


def connect(generator: Generator) -> None:
    """Give the templates of *generator* the filter `marks` (generator_init)."""
    generator.env.filters["marks"] = marks


class _Marking:
    """The marking of one page: its words, its updates by anchor, what concerns each of them."""

    def __init__(self, context: Context, story: Story, lang: str) -> None:
        self.context = context
        self.story = story
        self.updates = {one.anchor: one for one in story.updates}
        self.concerning: dict[str, list[Update]] = defaultdict(list)
        for one in story.updates:
            if one.corrects:
                self.concerning[one.corrects].append(one)
        self.said_in = in_other_language(context, lang)

    def mark(self, section: SectionHtml, heading: str) -> str:
        """Return the beginning of a *section*, up to the end of its *heading*, with its marks."""
        update = self.updates[section.anchor]
        if section.stamp:
            linked = self._linked(update, section.stamp)
            heading = heading.replace(section.stamp, linked, 1)
        published = self.story.published_at(update)
        notes = [self._first_published(update, published)] if published else []
        concerning = self._concerning(update)
        notes += [self._note("corrected", one, self._later(one)) for one in concerning]
        if update.corrects:
            target = self.updates[update.corrects]
            notes.append(self._note("corrects", target, self._about(update, target)))
        return "".join([heading, *notes])

    def _concerning(self, update: Update) -> list[Update]:
        return self.concerning.get(update.anchor, [])

    def _linked(self, update: Update, stamp: str) -> str:
        """Return the HTML of a *stamp* as a link to its *update*."""
        when = FILTERS["known_time"](self.context, update)
        if when and update.flags:
            when = gettext(self.context, "%(moment)s (inferred)") % {"moment": when}
        said = self._say("%(stamp)s (%(moment)s)", stamp=update.stamp, moment=when)
        full = f' data-when="{escape(when)}" aria-label="{escape(said)}"' if when else ""
        return f'<a class="stamp-link" href="#{update.anchor}"{full}>{stamp}</a>'

    def _first_published(self, update: Update, published: datetime) -> str:
        """Return when the story was first published, as the margin of its Original Post says it.

        It is no `time`: the Original Post printed none, and so has no `datetime`.
        """
        clock = FILTERS["clock"](self.context, published)
        said = self._say("First published %(time)s", time=clock)
        full = escape(FILTERS["moment"](self.context, published))
        link = f'<a href="#{update.anchor}" data-when="{full}">{escape(said)}</a>'
        return f'<p class="first-published"{self.said_in}>{link}</p>'

    def _note(self, name: str, update: Update, sentence: str) -> str:
        link = f'<a href="#{update.anchor}">{escape(sentence)}</a>'
        return f'<p class="{name}"{self.said_in}>{link}</p>'

    def _later(self, one: Update) -> str:
        """Say that the correction or note *one* came later."""
        if one.kind is Kind.NOTE:
            if not one.stamp:
                return self._say("A note was added")
            return self._say("A note was added: %(stamp)s", stamp=one.stamp)
        if not one.stamp:
            return self._say("Corrected later")
        return self._say("Corrected later: %(stamp)s", stamp=one.stamp)

    def _about(self, one: Update, target: Update) -> str:
        """Say that the correction or note *one* concerns *target*."""
        if one.kind is Kind.NOTE:
            if not target.stamp:
                return self._say("This is a note on “%(update)s”", update=target.printed)
            return self._say("This is a note on the update of %(stamp)s", stamp=target.stamp)
        if not target.stamp:
            return self._say("This corrects “%(update)s”", update=target.printed)
        return self._say("This corrects the update of %(stamp)s", stamp=target.stamp)

    def _say(self, message: str, **facts: str) -> str:
        """Return *message* in the page's language, its places filled."""
        told = {name: in_sentence(self.context, fact) for name, fact in facts.items()}
        return gettext(self.context, message) % told
