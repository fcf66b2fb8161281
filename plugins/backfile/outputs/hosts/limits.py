"""What hosts do not read: rules beyond a number, lines beyond a length, files beyond a size.

Sources: https://developers.cloudflare.com/pages/configuration/redirects/ and .../headers/,
https://docs.gitlab.com/user/project/pages/redirects/ (files limits),
https://docs.netlify.com/manage/routing/redirects/overview/.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """How much a host reads of a file: rules, characters a line, bytes. 0 stands for any number.

    `beyond` says what becomes of more rules.
    """

    host: str
    rules: int
    beyond: str
    line: int = 0
    size: int = 0


_PAGES_DO = "for the others there are only the pages at the old addresses, BACKFILE_REDIRECT_PAGES"
REDIRECTS = {
    "cloudflare": ReadingLimits(
        "Cloudflare Pages", 2_000, f"Cloudflare Pages reads 2,000; {_PAGES_DO}", line=1_000
    ),
    "gitlab": ReadingLimits(
        "GitLab Pages", 1_000, f"GitLab Pages reads 1,000; {_PAGES_DO}", size=64 * 1024
    ),
    "netlify": ReadingLimits(
        "Netlify", 9_999, "Netlify advises against 10,000 or more, with which a deploy may fail"
    ),
}
HEADERS = {
    "cloudflare": ReadingLimits(
        "Cloudflare Pages", 100, "Cloudflare Pages reads 100, and ignores the others", line=2_000
    ),
}
HTACCESS = ReadingLimits(
    "Apache",
    1_000,
    "Apache goes through all of them at each request; if that is too slow, move them into the "
    "server's own configuration",
)


def beyond_limits(name: str, text: str, rules: int, limits: ReadingLimits) -> Iterator[str]:
    """Go through warnings of what a host does not read of the *text* of its file *name*.

    The text has so many *rules*.
    """
    if limits.rules and rules > limits.rules:
        yield f"{name}: it has {rules:,} rules; {limits.beyond}"
    if limits.line and (long := sum(len(one) > limits.line for one in text.splitlines())):
        lines = f"{long:,} lines are" if long > 1 else "1 line is"
        yield (
            f"{name}: {lines} longer than {limits.line:,} characters, and {limits.host} ignores "
            "such lines"
        )
    if limits.size and (size := len(text.encode())) > limits.size:
        yield (
            f"{name}: it has {size:,} bytes, and {limits.host} ignores a file of more than "
            f"{limits.size:,}"
        )
