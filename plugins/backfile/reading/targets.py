"""The file to which a link within the content leads."""

from __future__ import annotations

import html
import os
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from pelican.contents import Content


def linked_file(content: Content, written: str) -> str:
    """Return the file that *content* links to, named from the content folder.

    *written* is the address behind `{filename}` and its like, as HTML has it: relative to the
    folder of the file that links, or with a slash before it to the content folder.
    """
    path = unquote(urlsplit(html.unescape(written)).path)
    inside = path.lstrip("/") if path.startswith("/") else f"{content.relative_dir}/{path}"
    return os.path.normpath(inside).replace(os.sep, "/")
