"""The headers and media types that every host is to send for a site, whatever form it reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from backfile.outputs.hosts.story_links import FileLinks

# Beside the pages' own policy: only a header can keep other sites from framing a page.
# https://www.w3.org/TR/CSP3/#meta-element
_FRAMES = "frame-ancestors"
_SAFETY = {
    # A file is what its type says, whatever is in it: https://fetch.spec.whatwg.org/#nosniff
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    # No page of an archive asks for any of these: https://www.w3.org/TR/permissions-policy/
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), "
    "payment=(), usb=()",
}
CACHE = "Cache-Control"
SHORT = "public, max-age=300"
# A file with the digest of its bytes in its name, as in `base.1f2e3d4c.css`, never changes.
IMMUTABLE = "public, max-age=31536000, immutable"  # RFC 8246
FINGERPRINTED = r"\.[0-9a-f]{8,64}\.[A-Za-z0-9]+$"
# What hosts do not know, or send without its encoding. RFC 7763 and RFC 4180; lists of checksums
# are read by people. Reference managers know citations by these types.
MEDIA_TYPES = {
    ".csv": "text/csv",
    ".md": "text/markdown",
    ".sha256": "text/plain",
    ".bib": "application/x-bibtex",
    ".ris": "application/x-research-info-systems",
    ".csl.json": "application/vnd.citationstyles.csl+json",
}


@dataclass(frozen=True, slots=True)
class HostedSite:
    """A site as its host sees it.

    `base` is the encoded path that it is below, empty at the top of a host; `policy` is the
    Content-Security-Policy of its pages, empty where they have none; `missing` is the file of the
    page for missing addresses, empty where there is none. `gone` are the encoded addresses, below
    `base`, of pages that say that a story was withdrawn: `2014/06/ferry/`. `links` are those of
    the files of a story, in whose folder is `story.json`.
    """

    base: str = ""
    policy: str = ""
    missing: str = ""
    gone: tuple[str, ...] = ()
    links: tuple[FileLinks, ...] = ()

    @property
    def headers(self) -> dict[str, str]:
        """Return the headers of every answer, by their names, but for `Cache-Control`."""
        policy = self.policy if _FRAMES in self.policy else f"{self.policy}; {_FRAMES} 'none'"
        return {**({"Content-Security-Policy": policy} if self.policy else {}), **_SAFETY}

    @property
    def folder(self) -> str:
        """Return the decoded path that the site is below, with a slash at its end."""
        return f"{unquote(self.base)}/"

    def url(self, file: str) -> str:
        """Return the path by which the host knows the *file* of the site."""
        return f"{self.base}/{file}"


def typed(media_type: str) -> str:
    """Return *media_type* as a header has it, for a file in UTF-8; JSON is nothing else."""
    return media_type if media_type.endswith("json") else f"{media_type}; charset=utf-8"
