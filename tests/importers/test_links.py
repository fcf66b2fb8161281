"""Links between imported stories, of one dump and of several, and where else links may lead."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from pelican.settings import DEFAULT_CONFIG
from pelican.utils import slugify

from backfile.importers.destination import ImportTarget
from backfile.importers.options import Call
from backfile.importers.pipeline import DumpSource, RunOptions, run
from backfile.importers.recipe import HtmlRecipe, Recipe
from backfile.story.model import Order
from backfile.workers.pool import Workers

if TYPE_CHECKING:
    from pathlib import Path

SITE = "https://wire.example/2014/06"
CALL = Call(
    zone=ZoneInfo("America/New_York"),
    recipe=Recipe(html=HtmlRecipe(body=".text")),
    source_order=Order.NEWEST_FIRST,
    day=date(2014, 6, 16),
)


def page(name: str, body: str) -> str:
    return (
        f'<!DOCTYPE html><html><head><link rel="canonical" href="{SITE}/{name}/"></head><body>'
        f'<h1>The {name}</h1><div class="text"><p>{body}</p></div></body></html>'
    )


def take_in(folder: Path, name: str, **pages: str) -> None:
    dump = folder / name
    dump.mkdir(exist_ok=True)
    for one, body in pages.items():
        (dump / f"{one}.html").write_text(page(one, body), "utf-8")
    subs = DEFAULT_CONFIG["SLUG_REGEX_SUBSTITUTIONS"]
    archive = ImportTarget(folder / "content", "partners", partial(slugify, regex_subs=subs))
    archive.content.mkdir(exist_ok=True)
    manner = RunOptions(Workers(1), lambda *_: None, lambda *_: None, folder / "journals")
    summary = run(DumpSource(dump, "html"), CALL, archive, manner)
    assert not summary.held


def body(folder: Path, name: str) -> str:
    story = next((folder / "content" / "stories").rglob(f"*{name}.md"))
    return story.read_text("utf-8").partition("\n\n")[2].strip()


STORY = "{filename}/stories/2014/06/the-ferry.md"
LINKS = {
    "a story of the dump": (f"{SITE}/ferry/", f"[so]({STORY})"),
    "in other words": ("HTTP://www.Wire.example:80/2014/06/ferry/index.html", f"[so]({STORY})"),
    "with a tail": (f"{SITE}/ferry/?utm_source=feed#comments", f"[so]({STORY})"),
    "from the page": ("../ferry/", f"[so]({STORY})"),
    "elsewhere": ("https://other.example/a_b", "[so](https://other.example/a_b)"),
    "a story that is not there": (f"{SITE}/gone/", f"[so]({SITE}/gone/)"),
    "a script": ("java\tscript:alert(1)", "so"),
    "data": ("data:text/html,<script>alert(1)</script>", "so"),
}


@pytest.mark.parametrize(("href", "written"), LINKS.values(), ids=LINKS.keys())
def test_a_link_leads_where_its_story_is_now(tmp_path, href, written):
    take_in(
        tmp_path,
        "dump",
        bridge=f'It was <a href="{href}">so</a>, they said.',
        ferry="It came.",
    )
    assert body(tmp_path, "bridge") == f"It was {written}, they said."


def test_a_link_leads_to_a_story_of_an_earlier_dump(tmp_path):
    take_in(tmp_path, "first", ferry="It came.")
    take_in(tmp_path, "second", bridge=f'<a href="{SITE}/ferry/">so</a>')
    assert body(tmp_path, "bridge") == f"[so]({STORY})"


def test_a_link_to_a_later_dump_is_found_when_the_first_is_imported_again(tmp_path):
    take_in(tmp_path, "first", bridge=f'<a href="{SITE}/ferry/">so</a>')
    assert body(tmp_path, "bridge") == f"[so]({SITE}/ferry/)"
    take_in(tmp_path, "second", ferry="It came.")
    take_in(tmp_path, "first", bridge=f'<a href="{SITE}/ferry/">so</a>')
    assert body(tmp_path, "bridge") == f"[so]({STORY})"
