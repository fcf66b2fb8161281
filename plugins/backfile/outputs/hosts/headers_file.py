"""The file `_headers`, as Netlify and Cloudflare Pages read it.

Sources: https://docs.netlify.com/manage/routing/headers/ and
https://developers.cloudflare.com/pages/configuration/headers/. Where several blocks fit an address,
both hosts send the headers of all, and join the values of one that several have. So that none is
sent twice, each stands in one block.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.outputs.hosts.headers import CACHE, MEDIA_TYPES, SHORT, typed
from backfile.outputs.hosts.story_links import DATA, HEADER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backfile.outputs.hosts.headers import HostedSite

NAME = "_headers"
MARK = "# The headers and media types of the site, made by Backfile"


def headers_file(site: HostedSite) -> str:
    """Return the lines of `_headers` for a *site*.

    All files are kept for a short time: the patterns of these hosts know `*` alone, which cannot
    tell a name that has a digest in it.
    """
    blocks = {"*": {**site.headers, CACHE: SHORT}}
    blocks |= {f"*{ending}": {"Content-Type": typed(one)} for ending, one in MEDIA_TYPES.items()}
    # Which pages are stories no pattern of theirs can say.
    blocks |= {f"*/{one.name}": {HEADER: one.value} for one in site.links if one.name == DATA}
    lines = [MARK]
    for pattern, headers in blocks.items():
        lines += [site.url(pattern), *_indented(headers)]
    return "".join(f"{line}\n" for line in lines)


def _indented(headers: Mapping[str, str]) -> list[str]:
    return [f"  {name}: {value}" for name, value in headers.items()]
