"""A small archive whose feeds are hard to write, and feeds read back, for the tests of feeds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from .sites import ROOT, WIRE

if TYPE_CHECKING:
    from pathlib import Path

ATOM = {
    "a": "http://www.w3.org/2005/Atom",
    "h": "http://www.w3.org/1999/xhtml",
    "dc": "http://purl.org/dc/elements/1.1/",
}
SITE = "https://archive.example"
FED: dict[str, Any] = {
    "BACKFILE_FEEDS": True,
    "BACKFILE_TAG_AUTHORITY": "archive.example,2026",
    "SITEURL": SITE,
    "SITENAME": "Harbour <em>&amp;</em> Bay",
    "SITESUBTITLE": "Old news & no other",
    "THEME": str(ROOT / "theme"),
    "ARTICLE_URL": "{date:%Y}/{slug}/",
    "ARTICLE_SAVE_AS": "{date:%Y}/{slug}/index.html",
    "ARTICLE_LANG_URL": "{lang}/{date:%Y}/{slug}/",
    "ARTICLE_LANG_SAVE_AS": "{lang}/{date:%Y}/{slug}/index.html",
}
FERRY = """\
Title: Ferry <em>radios</em> &lt;/script&gt; ]]&gt; & waits
Slug: ferry
Date: 2009-08-14 23:30
Timezone: America/Los_Angeles
Partner: the-wire
Authors: A. Writer, B. "Sub" <Editor>
Category: Harbours
Tags: Rescue, Señales & signs
Original_URL: https://wire.example/ferry/?a=1&b=2
Identifier: ark:/12345/x6np1wh8k doi:10.12345/Ferry<1>&2
Summary: A *tow* & <b>no</b> more.

The lead tells of the end.[^1] See [the quay]({filename}quay.md).

## Correction, August 16, 9:05 a.m.

She was the *Harbor Bell*.

## 12:20 a.m.: Survivors aboard {: #location }

All hands were counted. <script>alert("]]>")</script>

![The quay](https://elsewhere.example/quay.png)

## Original Post

The ferry is silent.

[^1]: By its own log.
"""
PLAIN = "Title: {0}\nDate: {1}\n{2}\nNothing happened on the {0}.\n"
CONTENT = {
    "ferry.md": FERRY,
    "quay.md": PLAIN.format("Quay", "2011-03-04", "Category: Harbours\nTags: Rescue\n"),
    "muelle.md": PLAIN.format(
        "Muelle", "2011-03-04", "Slug: quay\nLang: es\nAuthors: C. Ruz\nTags: Agua\n"
    ),
    "noted.md": PLAIN.format("Noted", "2012-01-01 10:00", "Tags: Rescue, Rescue\n")
    + "\n## Editor's note\n\nThe clock was fast.\n",
    "old.md": PLAIN.format("Old quay", "1850-01-02", "Timezone: Europe/Paris\n"),
    "plan.md": PLAIN.format("Plan", "2013-03-04", "Status: draft\nTags: Plans\n"),
    "secret.md": PLAIN.format("Secret", "2013-03-04", "Status: hidden\nTags: Secrets\n"),
    "pages/about.md": "Title: About\n\nA page is no story.\n",
    "partners/the-wire.md": f"Copyright_Holder: The Wire Trust\n{WIRE}",
    "partners/quiet.md": "Title: Quiet\n\nIt sent nothing.\n",
}


def atom_feeds(output: Path) -> dict[str, ET.Element]:
    """Return the Atom feeds in *output* by their addresses."""
    return {
        path.relative_to(output).as_posix(): ET.fromstring(path.read_bytes())  # noqa: S314 (ours)
        for path in sorted((output / "feeds").rglob("*.xml"))
    }


def json_feeds(output: Path) -> dict[str, dict[str, Any]]:
    """Return the JSON Feeds in *output* by their addresses."""
    return {
        path.relative_to(output).as_posix(): json.loads(path.read_text("utf-8"))
        for path in sorted((output / "feeds").rglob("*.json"))
    }
