"""Which addresses and anchors of an earlier release a site has lost.

An address stays if its file does, or if a redirect leads from it to a file. What a story had beside
its page, as its data, may go with it: once the page leads on, or asks search engines to forget it.
When stories have been withdrawn, the lists, feeds and pictures may go that no other story had.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from backfile.outputs.redirects.formats import RULES
from backfile.publish.gates.data_files import rule_sources
from backfile.publish.gates.flaws import Flaw
from backfile.publish.gates.links import PAGES, shown
from backfile.publish.gates.site_addresses import page_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from backfile.publish.gates.anchor_index import AnchorIndex
    from backfile.publish.gates.earlier_release import EarlierRelease
    from backfile.publish.gates.site_addresses import SiteAddresses

_BESIDE_STORIES = ("/story.json", "/index.md")
_LOST = (
    "the earlier release had this address; restore it, name it in Redirect_From of the story that "
    "took its place, or put a page there that says why it is gone"
)
_UNKNOWN_ANCHORS = (
    "the earlier release is a manifest alone, or has no tables of updates, so its anchors were not "
    "compared; name its folder, or the address of the site"
)


def lost_flaws(
    earlier: EarlierRelease, index: AnchorIndex, addresses: SiteAddresses, rules: str
) -> Iterator[tuple[str, Flaw]]:
    """Go through what is lost of the *earlier* release, each with its path.

    *index* has the pages of the site, *rules* is the text of its `_redirects`. Raises what reading
    the earlier release raises.
    """
    gone = [path for path in earlier.cited if path not in addresses.files]
    moved = _moved(gone, addresses, rule_sources(rules))
    stories = {posixpath.dirname(path) for path in earlier.files if path.endswith(_BESIDE_STORIES)}
    are_withdrawn = any(_is_withdrawn(one, index, addresses) for one in stories)
    for path in gone:
        may_go = are_withdrawn and posixpath.dirname(path) not in stories
        if not (path in moved or may_go or _went_with_its_page(path, index, moved)):
            yield path, Flaw(0, "lost-address", _LOST)
    if not earlier.tells_anchors:
        yield "", Flaw(0, "unknown-anchors", _UNKNOWN_ANCHORS)
        return
    for page, anchors in earlier.anchors():
        at = moved.get(page, page)
        for anchor in index.lacking(at, anchors) if at in addresses.files else ():
            message = (
                f'the earlier release had the id "{shown(anchor)}" here; name it in Former_Anchors '
                "of the story, so that old links find the update"
            )
            yield page, Flaw(0, "lost-anchor", message)


def _moved(
    gone: Iterable[str], addresses: SiteAddresses, rules: Mapping[str, str]
) -> dict[str, str]:
    """Return where redirect rules lead from paths that are gone; all of it are files."""
    found = {path: _target(path, rules, addresses) for path in gone} if rules else {}
    return {path: file for path, file in found.items() if file}


def _target(path: str, rules: Mapping[str, str], addresses: SiteAddresses) -> str:
    """Return the file to which a rule leads from the earlier *path*; empty for none."""
    old = f"/{page_path(path)}"
    base = "/".join(("", *addresses.address.split("/")[3:])) if addresses.address else ""
    for one in (old, old.rstrip("/"), f"{base}{old}", f"{base}{old}".rstrip("/")):
        if new := _answer(one, rules):
            return addresses.target(new, RULES).file
    return ""


def _answer(old: str, rules: Mapping[str, str]) -> str:
    """Return the address that a rule sends for *old*, empty for none: exactly, or by its beginning.

    Source: Netlify and Cloudflare Pages, "Redirects", splats: `/a/*  /b/:splat`.
    """
    if old in rules:
        return rules[old]
    for start, new in rules.items():
        if start.endswith("/*") and old.startswith(start[:-1]):
            return new.replace(":splat", old.removeprefix(start[:-1]))
    return ""


def _is_withdrawn(folder: str, index: AnchorIndex, addresses: SiteAddresses) -> bool:
    """Tell whether the story whose page is in *folder* has become a notice, with nothing beside."""
    beside = (f"{folder}{name}" for name in _BESIDE_STORIES)
    is_alone = not any(one in addresses.files for one in beside)
    return is_alone and index.is_to_be_forgotten(f"{folder}/index.html")


def _went_with_its_page(path: str, index: AnchorIndex, moved: Mapping[str, str]) -> bool:
    """Tell whether *path* was beside a page that has moved, or that is there to say it is gone."""
    page = posixpath.join(posixpath.dirname(path), "index.html")
    return not path.endswith(PAGES) and (page in moved or index.is_to_be_forgotten(page))
