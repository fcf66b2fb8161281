"""Parts of a page in which no update begins, whatever times they print.

Lists of other stories, comments of readers, players with the length of what they play.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from backfile.importers.html.body.media_sources import attribute
from backfile.importers.html.liveblog.time_markers import brief

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_COMMENTS = r"comments?|commentlist|responses?|respond|repl(?:y|ies)|disqus\w*|discussion"
_LISTS = (
    r"related\w*|recommend\w*|trending|more-?(?:news|stories|on)|latest-?(?:news|stories)"
    r"|(?:most|read|top|other)-?(?:read|popular|next|stories|news)|teasers?|newsfeed"
)
_PLAYERS = r"videos?|audio|player|playlist|podcast|gallery|slideshow|tv-?guide|timetable"
_NAMES = re.compile(rf"(?:^|[\s_-])(?:{_COMMENTS}|{_LISTS})(?=$|[\s_-])")
_PLAYER_NAMES = re.compile(rf"(?:^|[\s_-])(?:{_PLAYERS})(?=$|[\s_-])")
# What stands above such a list; in the languages in which the importer knows stamps.
_HEADINGS = re.compile(
    r"""(?:\d+\s+)?(?:comments?|responses?|replies|thoughts\ on\b.*|kommentare?|commentaires
      |comentarios|reacties|kommentarer|commenti)(?:\s*\(\d+\))?
      |(?:more|latest|other|related|further|top|recommended|recent)(?:\s+[\w’'-]+){0,2}
        \s+(?:news|stories|headlines|articles|coverage|reading|links|posts)
      |(?:more|latest|related|other)\s+(?:news|stories|headlines|articles|content)
      |related|most\s+(?:read|popular|viewed|shared)|read\s+(?:more|next|also)|see\s+also
      |also\s+(?:read|in\s+the\s+news|on\s+this\s+site)|don[’']t\s+miss|headlines
      |news\s*ticker|newsfeed
      |mehr\s+zum\s+thema|weitere\s+(?:meldungen|nachrichten|artikel)|meistgelesen|lesen\s+sie\s+auch
      |(?:à|a)\s+lire\s+aussi|sur\s+le\s+m[êe]me\s+sujet|les\s+plus\s+lus|dernières\s+nouvelles
      |m[áa]s\s+(?:noticias|le[íi]das)|noticias\s+relacionadas|leia\s+(?:também|mais)|mais\s+lidas
      |leggi\s+anche|(?:altre|ultime)\s+notizie|lees\s+(?:ook|meer)|meer\s+nieuws|læs\s+også
      |l[äa]s\s+(?:mer|också)|lue\s+myös|関連記事|читайте\s+также""",
    re.IGNORECASE | re.VERBOSE,
)
_HEADING_TAGS = "h2, h3, h4, h5, h6"
# A player with more text than this is a name for something else.
_LONGEST_CAPTION = 400


def quiet_parts(root: LexborNode) -> frozenset[int]:
    """Return the elements below *root*, by `mem_id`, in which no update begins."""
    found = {node.mem_id for node in root.css("[class], [id]") if _is_named(node)}
    for heading in root.css(_HEADING_TAGS):
        if _HEADINGS.fullmatch(brief(heading).rstrip(" :…")):
            found |= _below(heading)
    return frozenset(found)


def _is_named(node: LexborNode) -> bool:
    kind = _kind(attribute(node, "class"), attribute(node, "id"))
    if not kind or node.tag in ("body", "html", "main"):
        return False
    if kind == "player":
        return bool(brief(node, _LONGEST_CAPTION))
    return node.css_first("h1") is None


@lru_cache(maxsize=4096)
def _kind(classes: str, name: str) -> str:
    """Return what an element of these names is: a list of other things, a player, or neither."""
    names = f"{classes} {name}".lower()
    # The class of a live blog's page may say that it takes comments.
    if _NAMES.search(names) and "live" not in names:
        return "list"
    return "player" if _PLAYER_NAMES.search(names) else ""


def _below(heading: LexborNode) -> set[int]:
    """Return the elements that *heading* names: all behind it in its box, up to the next one."""
    found: set[int] = set()
    node = heading.next
    while node is not None:
        if node.is_element_node:
            if node.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
                break
            found.add(node.mem_id)
        node = node.next
    return found
