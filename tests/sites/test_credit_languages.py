"""A partner's credit in the language of each story: pages, feeds, structured data, and faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .sites import ROOT, MiniSite

if TYPE_CHECKING:
    from pathlib import Path

RECORD = "Title: The Wire\nCredit: By {partner}.\nCredit_de: Von {partner}.\n\nA wire.\n"
STORY = "Title: Ferry\nSlug: ferry\nDate: 2012-02-29\nPartner: the-wire\n\nText.\n"
GERMAN = STORY.replace("ferry", "faehre").replace("Partner:", "Lang: de-AT\nPartner:")
ARABIC = STORY.replace("ferry", "abbara").replace("Partner:", "Lang: ar\nPartner:")
FILES = {
    "en.md": STORY,
    "de.md": GERMAN,
    "ar.md": ARABIC,
    "partners/the-wire.md": RECORD,
}
OURS = {"THEME": str(ROOT / "theme"), "FEED_ALL_ATOM": "all.atom.xml"}


def test_each_story_is_credited_in_its_language(tmp_path: Path) -> None:
    site = MiniSite(tmp_path).write(FILES)
    assert site.build(**OURS).status == 0
    assert '<p class="attribution">By <a href="/partners/the-wire/">' in site.page("ferry.html")
    german = '<p class="attribution" lang="de">Von <a href="/partners/the-wire/">The Wire</a>.</p>'
    assert german in site.page("faehre-de-AT.html")
    arabic = '<p class="attribution" lang="en" dir="ltr">By <a href="/partners/the-wire/">'
    assert arabic in site.page("abbara-ar.html")
    assert "Von <a" in site.page("all.atom.xml").replace("&lt;", "<")


def test_an_edited_credit_is_shown_in_the_stories_of_its_language(tmp_path: Path) -> None:
    site = MiniSite(tmp_path).write(FILES)
    assert site.build(**OURS).status == 0
    site.write({"partners/the-wire.md": RECORD.replace("Von", "Aus dem Archiv von")})
    assert site.build(**OURS).status == 0
    assert "Aus dem Archiv von <a" in site.page("faehre-de-AT.html")
    assert "Aus dem Archiv von The Wire." in site.page("faehre-de-AT.html")


def test_a_credit_in_a_language_that_does_not_exist_stops_the_build(tmp_path: Path) -> None:
    record = RECORD.replace("Credit_de", "Credit_german")
    site = MiniSite(tmp_path).write(FILES | {"partners/the-wire.md": record})
    ended = site.build(**OURS)
    assert ended.status != 0
    expected = (
        'the-wire.md:3: unknown language "german" in Credit_german; did you mean "Credit_de"?'
    )
    assert expected in ended.said
    assert not (tmp_path / "output" / "ferry.html").exists()
