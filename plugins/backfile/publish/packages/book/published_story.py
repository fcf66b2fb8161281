"""A story as a built site has it: its data, and the content of its page."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backfile.fidelity.page import BEGINS, ENDS
from backfile.outputs.data.story_json import data_url
from backfile.publish.packages.packaged_site import PackageError

if TYPE_CHECKING:
    from pathlib import Path

    from backfile.publish.packages.site_links import SiteLinks

_CONTENT = re.compile(rf"<!--\s*{BEGINS}\s*-->(.*?)<!--\s*{ENDS}\s*-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class PublishedStory:
    """A story: the path of its page in the site, its data, and the HTML of its content.

    `data` is what docs/data.md describes.
    """

    page: str
    data: dict[str, Any]
    content: str


@dataclass(frozen=True, slots=True)
class _Saved:
    """What `data_url` asks of a story."""

    save_as: str


def page_of(key: str, links: SiteLinks) -> str:
    """Return the path of the page of the story *key*. Raises PackageError if the site has none."""
    target = links.target(key, "")
    if target is None:
        raise PackageError(f"{key}: the site has no page of this story; build it again")
    return target.path


def data_of(page: str, site: Path) -> dict[str, Any]:
    """Return the data of the story with the *page*. Raises PackageError if there are none."""
    file = site / data_url(_Saved(page))
    try:
        data: dict[str, Any] = json.loads(file.read_bytes())
    except (OSError, ValueError) as error:
        raise PackageError(
            f"{file}: the data of this story cannot be read; set BACKFILE_DATA = True and build "
            "the site again"
        ) from error
    return data


def read_story(page: str, site: Path) -> PublishedStory:
    """Return the story with the *page*. Raises PackageError where it cannot be found there."""
    html = (site / page).read_text("utf-8", "replace")
    found = _CONTENT.search(html)
    if found is None:
        raise PackageError(
            f"{site / page}: nothing says where the story begins and ends; put <!-- {BEGINS} --> "
            f"and <!-- {ENDS} --> around article.content in the template article.html"
        )
    return PublishedStory(page, data_of(page, site), found[1])
