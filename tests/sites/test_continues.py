"""A running story over several files, from the field in the file to a template."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .sites import MiniSite

if TYPE_CHECKING:
    from pathlib import Path

THEME = """\
{% for part in related(article).parts %}{{ part.title }} {% endfor -%}
| {{ related(article).earlier.title }} | {{ related(article).later.title }}
"""
STORIES = {
    "1.md": ("Fire", "2011-03-01", ""),
    "2.md": ("Fair", "2011-03-02", ""),
    "3.md": ("Flames", "2011-03-03", "Continues: fire\n"),
    "3.es.md": ("Llamas", "2011-03-03", "Slug: flames\nLang: es\n"),
    "4.md": ("Ashes", "2011-03-04", "Continues: 2011/03/flames\nStatus: draft\n"),
    "5.md": ("Ruins", "2011-03-05", "Continues: flames\n"),
    "6.md": ("Unheard", "2011-03-06", "Continues: fair\nStatus: hidden\n"),
}


@pytest.fixture
def site(tmp_path: Path) -> MiniSite:
    theme = tmp_path / "theme" / "templates"
    theme.mkdir(parents=True)
    (theme / "article.html").write_text(THEME, "utf-8")
    return MiniSite(tmp_path).write(
        {
            name: f"Title: {title}\nDate: {date}\n{fields}\nText.\n"
            for name, (title, date, fields) in STORIES.items()
        }
    )


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("fire.html", "Fire Flames Ruins |  | Fair"),
        ("fair.html", "| Fire | Flames"),
        ("flames.html", "Fire Flames Ruins | Fair | Ruins"),
        ("flames-es.html", "Fire Flames Ruins | Fair | Ruins"),
        ("ruins.html", "Fire Flames Ruins | Flames | "),
        ("drafts/ashes.html", "|  | "),
        ("unheard.html", "|  | "),
    ],
)
def test_a_running_story_lists_its_parts(site: MiniSite, page: str, expected: str) -> None:
    ended = site.build(THEME=str(site.folder / "theme"), DIRECT_TEMPLATES=[])

    assert (ended.status, ended.said) == (0, ended.said)
    assert site.page(page).strip() == expected.strip()


def test_a_story_that_continues_none_stops_the_build(site: MiniSite) -> None:
    story = "Title: Smoke\nDate: 2011-03-07\nContinues: flame\n\nText.\n"

    ended = site.write({"7.md": story}).build()

    assert ended.status == 1
    assert ended.said.splitlines() == [
        'content/7.md:3: there is no story "flame" to continue; did you mean "flames"?'
    ]
