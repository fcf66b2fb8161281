"""The links of a story's files that a host sends with them, so that programs need no HTML.

A relative address in the header `Link` is one beside the file that is asked for (RFC 8288, section
3.1), so one value serves all stories, and a host needs no rule for each. Source: FAIR Signposting
Profile, https://signposting.org/FAIR/. What differs from story to story (`cite-as`, `author`,
`license`) is in the head of the page alone.
"""

from __future__ import annotations

from typing import NamedTuple

HEADER = "Link"
PAGE, DATA = "index.html", "story.json"
_TYPES = ("https://schema.org/AboutPage", "https://schema.org/NewsArticle")


class FileLinks(NamedTuple):
    """What a host sends with each file called `name` that is a story's: the value of `Link`."""

    name: str
    value: str


def story_links(source_suffix: str = "") -> tuple[FileLinks, ...]:
    """Return the links of the files in the folder of a story that has its data there.

    *source_suffix* is that of the story's source beside its page, empty where there is none.
    """
    source = f"index{source_suffix}"
    page = [
        _link(DATA, "describedby", "application/json"),
        _link(DATA, "item", "application/json"),
        *([_link(source, "item", "text/markdown")] if source_suffix else []),
        *(_link(one, "type") for one in _TYPES),
    ]
    data = [_link("./", "describes", "text/html"), _link("./", "collection", "text/html")]
    links = [FileLinks(PAGE, ", ".join(page)), FileLinks(DATA, ", ".join(data))]
    if source_suffix:
        links.append(FileLinks(source, _link("./", "collection", "text/html")))
    return tuple(links)


def _link(target: str, relation: str, media_type: str = "") -> str:
    typed = f'; type="{media_type}"' if media_type else ""
    return f'<{target}>; rel="{relation}"{typed}'
