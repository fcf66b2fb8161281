"""The words of feeds that people read, in the language of the site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile.render.language import gettext

if TYPE_CHECKING:
    from jinja2.runtime import Context


@dataclass(frozen=True, slots=True)
class FeedWords:
    """The names of the site's own feeds, and the note for people who open one in a browser."""

    stories: str
    corrections: str
    note: str


def feed_words(context: Context) -> FeedWords:
    """Return the words in the site's language; *context* is that of any generator."""
    return FeedWords(
        stories=gettext(context, "All stories"),
        corrections=gettext(context, "Corrections"),
        note=gettext(
            context,
            "This is a feed. Copy its address into a feed reader to follow new stories.",
        ),
    )
