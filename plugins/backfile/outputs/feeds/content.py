"""A story's HTML for a feed: complete, and safe to show on any site."""

from __future__ import annotations

import re
from copy import deepcopy
from functools import partial
from urllib.parse import urljoin

import nh3

from backfile.render.html_filters import Surroundings, rewrite

_HERE = "https://here.invalid/"  # of a site without an address, to compare others with
_TAGS = nh3.ALLOWED_TAGS | {"audio", "main", "section", "source", "tfoot", "track", "video"}
_OF_UPDATES = {"data-kind", "data-precision", "data-inferred", "data-corrects"}
# The ids that we make; none of them can name anything in the scripts of a feed reader.
_OUR_ID = re.compile(r"update-[\w-]+|original-post|fn(?:ref\d*)?:.+")
_OF_TAGS = {
    "*": {"class", "dir", "id", "lang", "title"} | _OF_UPDATES,
    "time": {"datetime"},
    "audio": {"controls", "src"},
    "video": {"controls", "height", "poster", "src", "width"},
    "source": {"src", "type"},
    "track": {"kind", "label", "src", "srclang"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}


def _attributes() -> dict[str, set[str]]:
    known = deepcopy(nh3.ALLOWED_ATTRIBUTES)
    for tag, names in _OF_TAGS.items():
        known.setdefault(tag, set()).update(names)
    return known


_ATTRIBUTES = _attributes()


def feed_html(content: str, site: str, url: str) -> str:
    """Return the HTML *content* of the page at *url*, below the address *site*, for a feed.

    It has what the page shows: embeds and pictures of other hosts are links. Addresses are absolute
    where *site* is; *site* is empty while a story is being written. Links within the story lead to
    its page, because a feed reader may show many stories at once. Scripts and styles are left out.
    """
    here = f"{site}/{url}"
    full = urljoin(_HERE, here)
    around = Surroundings(
        here=full,
        site=urljoin(_HERE, f"{site}/"),
        root=f"{site}/",
        find=lambda _path: None,
        miss=lambda _src: None,
    )
    return nh3.clean(
        rewrite(content, around),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=partial(_fit, here),
        url_schemes=_SCHEMES,
        url_relative=partial(_in_full, here),
        link_rel=None,
    )


def _fit(here: str, _tag: str, name: str, value: str) -> str | None:
    """Return the *value* of attribute *name*, None where it is to be left out."""
    if name == "cite":  # which nh3 does not take for an address
        return _in_full(here, value)
    return value if name != "id" or _OUR_ID.fullmatch(value) else None


def _in_full(here: str, address: str) -> str | None:
    """Return *address* as resolved on the page *here*, None where it is not an address."""
    try:
        return urljoin(here, address)
    except ValueError:
        return None
