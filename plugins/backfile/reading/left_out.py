"""The files that `build --keep-going` leaves out because they have faults.

No generator of Pelican's sees such a file, so that it has no page and stands in no list. What else
names it (a link, `Continues`) is reported, and the page that names it is built without the link.
"""

from __future__ import annotations

import logging
import os
import re
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from backfile.reading.document import Document
from backfile.reading.reader import shown_path
from backfile.reading.targets import linked_file

if TYPE_CHECKING:
    from pelican.contents import Content

    from backfile.errors import Fault
    from backfile.reading.site import Site

_LOG = logging.getLogger(__name__)
# The setting of one build that lists such files, named from the content folder.
LEFT_OUT = "_BACKFILE_LEFT_OUT"
_LINK = re.compile(
    r"""<a\b[^>]*?\bhref=(?P<quote>["'])[{|](?:filename|static|attach)[}|]"""
    r"(?P<target>.*?)(?P=quote)[^>]*>(?P<text>.*?)</a>",
    re.DOTALL | re.IGNORECASE,
)


def file_of(fault: Fault, content: Path) -> str | None:
    """Return the file of a *fault*, named from the folder *content*, or None if it is elsewhere."""
    inside = os.path.relpath(Path(fault.path).absolute(), content)
    return None if inside.startswith("..") else PurePosixPath(Path(inside)).as_posix()


def unlink(content: Content, site: Site) -> None:
    """Replace the links of a page and its summary to files that *site* leaves out by their text."""
    if not site.left_out:
        return

    def text_alone(link: re.Match[str]) -> str:
        target = linked_file(content, link["target"])
        if target not in site.left_out:
            return link.group()
        _LOG.warning(
            "%s: its link to %s, which is left out, is printed as plain text",
            shown_path(content.source_path),
            shown_path(site.settings.content / target),
        )
        return link["text"]

    unlinked = partial(_LINK.sub, text_alone)
    if isinstance(document := getattr(content, "document", None), Document):
        content.document = document.changed(unlinked)
    else:
        content._content = unlinked(content._content)  # noqa: SLF001
    if summary := content.metadata.get("summary"):
        content.metadata["summary"] = content._summary = unlinked(summary)  # noqa: SLF001
