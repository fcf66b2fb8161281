"""The pages of timelines in a site: which there are, who leads to them, and where none is made."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from .sites import ROOT, MiniSite
from .timelines_archive import FERRY, FILES

if TYPE_CHECKING:
    from pathlib import Path

ON = {"BACKFILE_TIMELINES": True, "SLUGIFY_SOURCE": "basename"}
OURS = {"THEME": str(ROOT / "theme"), **ON}


@pytest.fixture
def site(tmp_path: Path) -> MiniSite:
    return MiniSite(tmp_path).write(
        {name.removeprefix("stories/"): text for name, text in FILES.items()}
    )


def made(site: MiniSite) -> set[str]:
    return {
        name.removesuffix("index.html")
        for name in site.pages()
        if "/timeline/" in name or "/hours/" in name
    }


def test_terms_and_running_stories_with_several_updated_stories_have_one(site: MiniSite) -> None:
    assert site.build(**OURS).status == 0
    assert made(site) == {
        "category/misc/timeline/",
        "drift/timeline/",
        "partners/port-post/timeline/",
        "tag/aurora/hours/2014-06-16/",
        "tag/aurora/timeline/",
    }


def test_the_switch_turns_them_off_and_nothing_leads_to_them(site: MiniSite) -> None:
    assert site.build(**OURS | {"BACKFILE_TIMELINES": False}).status == 0
    assert made(site) == set()
    assert "timeline/" not in "".join(map(site.page, site.pages()))


def test_a_theme_without_the_templates_has_none(site: MiniSite) -> None:
    assert site.build(**ON).status == 0
    assert made(site) == set()


def test_terms_without_pages_have_none(site: MiniSite) -> None:
    assert site.build(**OURS, TAG_SAVE_AS="").status == 0
    assert not [name for name in made(site) if "aurora" in name]


def test_drafts_and_hidden_stories_are_on_none(site: MiniSite) -> None:
    for status in ("draft", "hidden"):
        text = FERRY.replace("Ferry in trouble", status).replace("Tags", f"Status: {status}\nTags")
        site.write({f"{status}.md": text})
    assert site.build(**OURS).status == 0
    page = site.page("tag/aurora/timeline/index.html")
    assert "draft" not in page
    assert "hidden" not in page
    assert ">4 stories" not in page


def test_every_link_leads_to_an_update(site: MiniSite) -> None:
    site.build(**OURS)
    found = 0
    for name in made(site):
        for page, anchor in re.findall(r'href="/([^"#]+)#([^"]+)"', site.page(f"{name}index.html")):
            if anchor != "main":
                assert f'id="{anchor}"' in site.page(page), (name, page, anchor)
                found += 1
    assert found > 20


def test_search_engines_are_asked_to_leave_them_out(site: MiniSite) -> None:
    site.build(**OURS)
    for name in made(site):
        assert '<meta name="robots" content="noindex">' in site.page(f"{name}index.html")


def test_a_page_speaks_the_language_of_the_site_and_names_that_of_each_story(
    site: MiniSite,
) -> None:
    assert site.build(**OURS, DEFAULT_LANG="de").status == 0
    page = site.page("tag/aurora/hours/2014-06-16/index.html")
    assert "Stunde für Stunde" in page
    assert "noch nichts" in page


def test_a_page_at_the_address_of_a_timeline_stops_the_build(site: MiniSite) -> None:
    own = (
        "Title: Own\nSave_as: tag/aurora/timeline/index.html\nURL: tag/aurora/timeline/\n\nWords.\n"
    )
    site.write({"pages/own.md": own})
    ended = site.build(**OURS)
    assert ended.status == 1
    assert 'own.md:2: has the same address as the timeline of the topic "Aurora"' in ended.said
