"""What the answer of an address says of the original of a story, for a person to decide."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from urllib.parse import urljoin

from backfile.partners.original import OriginalStatus
from backfile.text.web_addresses import address_key

_GONE = frozenset({404, 410, 451})  # RFC 9110, section 15.5; RFC 7725
_TAG = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)
# A page that leads on at once, as static hosts have them (HTML Standard, "Refresh state").
_REFRESH = re.compile(
    r"""<meta\b(?=[^>]*http-equiv\s*=\s*["']?refresh)[^>]*?url\s*=\s*(?P<url>[^"'>\s]+)""",
    re.IGNORECASE,
)
_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back from an address.

    `status` is the HTTP status of the last page, 0 where there was none; `url` is the address of
    that page, after redirects; `body` its beginning as text. `failure` says why there was none, and
    `is_gone` whether the host itself is no more.
    """

    status: int = 0
    url: str = ""
    body: str = ""
    failure: str = ""
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person is advised to state: a status, None where it cannot be told; and why.

    What is not `settled` may be another thing tomorrow, and is asked again by the next run.
    """

    status: OriginalStatus | None
    note: str
    settled: bool = True


def verdict_on(answer: Answer, asked: str, title: str) -> Verdict:
    """Return the verdict on the *answer* to a request for the address *asked*.

    *title* is that of the story. Where it is not on the page that answers, others may have the
    address now, which no program can tell.
    """
    if answer.is_gone:
        return Verdict(OriginalStatus.DEAD, answer.failure)
    if answer.status in _GONE:
        return Verdict(OriginalStatus.DEAD, f"it answers {answer.status}")
    if not 200 <= answer.status < 300:
        note = answer.failure or f"it answers {answer.status}; ask again later"
        return Verdict(None, note, settled=False)
    refresh = _REFRESH.search(answer.body)
    leads_to = urljoin(answer.url, html.unescape(refresh["url"])) if refresh else answer.url
    if address_key(leads_to) != address_key(asked):
        return Verdict(OriginalStatus.REDIRECTS, f"it leads to {leads_to}")
    if words_of(title) in words_of(_TAG.sub(" ", answer.body)):
        return Verdict(OriginalStatus.LIVE, "the story is there")
    return Verdict(
        None, "it answers, and the title of the story is not on the page: live or hijacked?"
    )


def words_of(text: str) -> str:
    """Return the words of *text*, HTML entities read, in small letters with a space around each."""
    return f" {_NO_WORD.sub(' ', html.unescape(text)).strip().casefold()} "
