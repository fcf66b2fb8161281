"""Updates as the HTML that the reader makes of them, for the tests."""

from __future__ import annotations

from backfile.reading.document import SectionHtml


def section(anchor: str, heading: str, text: str) -> SectionHtml:
    """Return the update *anchor*, with the insides of its heading and the *text* below it."""
    return SectionHtml(anchor, "", f"<h2>{heading}</h2>", "", f"\n{text}")
