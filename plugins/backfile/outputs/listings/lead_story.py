"""The lead story: the coverage with which the first page begins, its strip and its picture.

It is the one that a setting names. Otherwise it is, of the stories that show a picture and have
updates, the one with the most updates; without any of these, the story with the most updates. Of
several with as many, it is the one that was updated for longer, then the older one: `Card.rank`.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Any

from jinja2 import pass_context

from backfile.config.lead_story import LEAD_STORY
from backfile.render.listed_pictures import listed_picture
from backfile.render.timeline import strip_of
from backfile.story.opening import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backfile.catalogue.catalogue import Catalogue
    from backfile.catalogue.rows import Card
    from backfile.config.settings import Settings
    from backfile.render.listed_pictures import ListedPicture
    from backfile.render.timeline import Rhythm

_LOG = logging.getLogger(__name__)
# Stories whose pictures are looked at: the picture of one may be too small, or missing.
_TRIED = 20


@dataclass(frozen=True, slots=True)
class LeadStory:
    """The story with its picture and its strip, either of which may be None."""

    card: Card
    picture: ListedPicture | None
    strip: Rhythm | None


@dataclass(frozen=True, slots=True)
class LeadStoryChoice:
    """Chooses the lead story when a page asks for it: pictures are known only then.

    `stated` is the story that the site's settings name, None for none.
    """

    catalogue: Catalogue
    stated: Card | None

    @pass_context
    def __call__(self, context: Mapping[str, Any]) -> LeadStory | None:
        """Return the lead story, None for an archive without stories."""
        card = self.stated or self._by_rule(context)
        if card is None:
            return None
        zone = card.moment.tzinfo
        moments = (
            (one.instant, (one.anchor, Kind(one.kind), rank))
            for rank, one in enumerate(self.catalogue.updates(card.url))
            if one.instant
        )
        strip = strip_of(moments, zone) if zone else None
        return LeadStory(card, listed_picture(context, card), strip)

    def _by_rule(self, context: Mapping[str, Any]) -> Card | None:
        told = takewhile(lambda card: card.updates, islice(self.catalogue.pictured(), _TRIED))
        found = (card for card in told if listed_picture(context, card))
        return next(found, None) or next(self.catalogue.greatest(), None)


def choice_of_lead_story(catalogue: Catalogue, settings: Settings) -> LeadStoryChoice:
    """Return what chooses the lead story; warn where the stated one is in no listing."""
    if not settings.lead_story:
        return LeadStoryChoice(catalogue, None)
    row = catalogue.row(settings.lead_story)
    if row is None or not row.is_listed:
        _LOG.warning(
            '%s names "%s", which is not among the published stories of the listings; the first '
            "page begins with another story. Name a published one, in the language of the site",
            LEAD_STORY,
            settings.lead_story,
        )
        return LeadStoryChoice(catalogue, None)
    return LeadStoryChoice(catalogue, row.card)
