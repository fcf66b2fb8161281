"""A story as structured data: nodes for JSON-LD, in the vocabulary of https://schema.org.

All data comes from the story's record; what the record does not know is left out. The properties of
stories, updates and corrections, and their reasons: docs/structured-data.md.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from backfile.outputs.structured_data.archive import Host, Node, archive_node, named_partner, stated
from backfile.partners.original import OriginalStatus
from backfile.reading.cards import plain
from backfile.story.opening import CORRECTING, COVERAGE, Kind
from backfile.text.identifiers import Scheme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from backfile.partners.original import Original
    from backfile.partners.registry import Partner
    from backfile.reading.cards import Card, Term
    from backfile.reading.record import StoryRecord, UpdateRecord
    from backfile.text.identifiers import Identifier


class Running(NamedTuple):
    """All the parts of a running story, in order, and which of them a story is, counted from 1."""

    parts: tuple[Card, ...]
    position: int


def story_nodes(
    record: StoryRecord,
    host: Host,
    has_page: Callable[[Term], bool],
    running: Running | None = None,
) -> list[Node]:
    """Return the nodes of a story: itself, its partner if it has one, and the archive.

    *has_page* tells whether an author has a page.
    """
    partner = record.card.partner
    partners = [named_partner(partner, host)] if partner else []
    story = {
        **_itself(record, host, has_page),
        **_origin(record, host),
        **(_place_among(running, host) if running else {}),
        **_contents(record, host.address(record.url)),
    }
    return [stated(story), *partners, archive_node(host)]


def _itself(record: StoryRecord, host: Host, has_page: Callable[[Term], bool]) -> Node:
    page, card = host.address(record.url), record.card
    types = ["NewsArticle", "ArchiveComponent"]
    return {
        "@type": [*types, "LiveBlogPosting"] if record.is_live else types,
        "@id": page,
        "url": page,
        "mainEntityOfPage": page,
        "identifier": list(map(_identifier, record.identifiers)),
        "headline": record.title,
        "description": record.summary,
        "inLanguage": record.lang,
        "datePublished": record.published,
        "dateModified": record.modified,
        "author": [_person(author, host, has_page) for author in card.authors],
        "articleSection": card.section.name if card.section else "",
        "keywords": [topic.name for topic in card.topics],
    }


def _identifier(one: Identifier) -> Node:
    """Return an identifier with its scheme, as https://schema.org/identifier recommends."""
    scheme = "" if one.scheme in (Scheme.OWN, Scheme.URL) else one.scheme.upper()
    return stated(
        {"@type": "PropertyValue", "propertyID": scheme, "value": one.value, "url": one.url}
    )


def _person(author: Term, host: Host, has_page: Callable[[Term], bool]) -> Node:
    # Two people of one name share a page, so that its address stands for neither.
    url = host.address(author.url) if has_page(author) else ""
    return stated({"@type": "Person", "name": author.name, "url": url})


def _origin(record: StoryRecord, host: Host) -> Node:
    """Return whose story it is, who keeps it, and where it first stood."""
    term = record.card.partner
    partner = {"@id": host.address(term.url)} if term else None
    return {
        "sourceOrganization": partner,
        "publisher": partner,
        "provider": host.reference,
        "holdingArchive": host.reference,
        "creditText": record.credit,
        **(_rights(record.partner, partner) if record.partner else {}),
        **(_first_address(record.original) if record.original else {}),
    }


def _rights(partner: Partner, reference: Node | None) -> Node:
    """Return what the partner's record says of its rights, nothing where it is silent.

    Whether another holder is a person or an organization is not known, so that its name stands as
    text (https://schema.org/docs/datamodel.html, "Conformance").
    """
    holder = partner.copyright_holder
    is_address = partner.license.startswith(("http://", "https://"))
    return {
        "copyrightHolder": reference if holder == partner.title else holder,
        "license" if is_address else "copyrightNotice": partner.license,
    }


def _first_address(original: Original) -> Node:
    """Return what the page says of the original, by its status.

    Rules: docs/structured-data.md, "Where a story first stood".
    """
    is_dead = original.status is OriginalStatus.DEAD
    return {"isBasedOn": original.url, "archivedAt": original.archived_url if is_dead else ""}


def _place_among(running: Running, host: Host) -> Node:
    """Return the series of which the story is a part (schema.org, CreativeWorkSeries)."""
    parts = [
        {
            "@type": "NewsArticle",
            "@id": host.address(card.url),
            "url": host.address(card.url),
            "headline": plain(card.title),
        }
        for card in running.parts
    ]
    return {
        "isPartOf": {"@type": "CreativeWorkSeries", "hasPart": parts},
        "position": running.position,
    }


def _contents(record: StoryRecord, page: str) -> Node:
    """Return the text of a story, each part once: its lead, its updates, later corrections.

    Updates of which none has a time make no live blog. They are parts of the story.
    """
    concerning: dict[str, list[UpdateRecord]] = defaultdict(list)
    for update in record.updates:
        if update.kind not in COVERAGE:
            concerning[update.corrects].append(update)
    posts = [
        _post(update, page, concerning[update.anchor])
        for update in record.updates
        if update.kind in COVERAGE
    ]
    comments = {
        kind: [
            _comment(update, page, concerning[update.anchor])
            for update in record.updates
            if update.kind is kind
        ]
        for kind in CORRECTING
    }
    coverage = {"coverageStartTime": record.began, "coverageEndTime": record.ended}
    return {
        "articleBody": record.lead,
        **(coverage if record.is_live else {}),
        "liveBlogUpdate" if record.is_live else "hasPart": posts,
        "correction": comments[Kind.CORRECTION],
        "comment": comments[Kind.NOTE],
    }


def _post(update: UpdateRecord, page: str, concerning: Iterable[UpdateRecord]) -> Node:
    address = f"{page}#{update.anchor}"
    return stated(
        {
            "@type": "BlogPosting",
            "@id": address,
            "url": address,
            "headline": update.title,
            "datePublished": update.time,
            "author": [{"@type": "Person", "name": one} for one in update.authors],
            "articleBody": update.text,
            **_references(concerning, page),
        }
    )


def _comment(update: UpdateRecord, page: str, concerning: Iterable[UpdateRecord]) -> Node:
    """Return a correction or a note, with what it concerns: an update, or the whole story."""
    address = f"{page}#{update.anchor}"
    return stated(
        {
            "@type": "CorrectionComment" if update.kind is Kind.CORRECTION else "Comment",
            "@id": address,
            "url": address,
            "headline": update.title,
            "datePublished": update.time,
            "text": update.text,
            "parentItem": {"@id": f"{page}#{update.corrects}" if update.corrects else page},
            **_references(concerning, page),
        }
    )


def _references(concerning: Iterable[UpdateRecord], page: str) -> Node:
    """Return what leads to the corrections and the notes that concern one update."""
    references: dict[str, list[Node]] = {"correction": [], "comment": []}
    for update in concerning:
        name = "correction" if update.kind is Kind.CORRECTION else "comment"
        references[name].append({"@id": f"{page}#{update.anchor}"})
    return references
