"""Whatever its words, a received story is imported, built and proved to the last of them."""

from __future__ import annotations

import csv
import io
import json
import shutil
from datetime import date
from functools import partial
from html import escape
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pelican.settings import DEFAULT_CONFIG
from pelican.utils import slugify

from backfile.importers.destination import ImportTarget
from backfile.importers.options import Call
from backfile.importers.pipeline import DumpSource, RunOptions, run
from backfile.importers.recipe import HtmlRecipe, Recipe
from backfile.story.model import Order
from backfile.workers.pool import Workers
from tests.example_counts import examples
from tests.in_process import call
from tests.sites.sites import CONF, ROOT

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

# Each build takes a second or two, and holds many stories.
thorough = settings(
    examples(6),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# What Markdown, typogrify and the rules of stories could take for their own.
TRAPS = [
    "1986. That was",
    "1) first",
    "<REDACTED>",
    "<b>bold</b>",
    "<!-- note -->",
    "[Correction]: it was nine",
    "*[AP]: a wire",
    "[^1]: a note",
    "#1 in the nation",
    "Title: not a field",
    "## 6 p.m.",
    "+ 3",
    "- and then",
    "* * *",
    "---",
    "===",
    "~~~",
    "```",
    "| a | b |",
    ": a definition",
    "> said",
    "men_and_women",
    "_said_",
    "M*A*S*H",
    "**so**",
    "`code`",
    "back\\slash",
    "&copy; &amp; & <",
    "{: .x }",
    "![a](b)",
    "[a](b)",
    "[a][b]",
    "https://wire.example/a_b_c?d=1&e=2",
    "6:20\u00a0p.m.: There will be",
    "Original Post",
    "\u201cquoted\u201d 'so' \"too\"",
    "and...then -- or \u2014 so",
    "12\u202f000 caf\u00e9 cafe\u0301",
    "\u05e9\u05dc\u05d5\u05dd \u4f60\u597d \U0001f600",
    "(c) 1/2 1st --> <-- ...",
    "    four spaces",
    "http://a.b/*c*",
    "a < b > c",
    "&#60;i&#62;",
    "$x^2$ %s {} {{ x }} {% y %}",
    "{filename}/x.md {static}/y.png |filename|z",
]
words = st.one_of(
    st.sampled_from(TRAPS),
    st.text(
        st.one_of(
            st.characters(categories=["L", "N", "P", "S", "Zs"]),
            st.sampled_from("*_`[]()#+-.!<>&\\{}|~:=\"' \u00a0"),
        ),
        min_size=1,
        max_size=12,
    ),
)
paragraphs = st.lists(words, min_size=1, max_size=8).map(" ".join).filter(lambda one: one.split())
stories = st.lists(paragraphs, min_size=1, max_size=5)
dumps = st.lists(stories, min_size=4, max_size=12)


def as_text(number: int, story: list[str]) -> str:
    return "\n\n".join([f"Story {number}", *story])


def as_page(number: int, story: list[str]) -> str:
    body = "\n".join(f"<p>{escape(one)}</p>" for one in story)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        f'<meta property="article:published_time" content="2014-06-16T11:02:00-04:00"></head>'
        f'<body><h1>Story {number}</h1><div class="text">{body}</div></body></html>'
    )


def as_export(dump: list[list[str]]) -> str:
    items = "".join(
        f"<item><title>Story {number}</title><link>https://wire.example/{number}/</link>"
        f"<content:encoded><![CDATA[{_cdata(story)}]]></content:encoded>"
        f"<wp:post_id>{number + 1}</wp:post_id><wp:post_name>story-{number}</wp:post_name>"
        f"<wp:post_date_gmt>2014-06-16 15:02:00</wp:post_date_gmt><wp:status>publish</wp:status>"
        f"<wp:post_type>post</wp:post_type></item>\n"
        for number, story in enumerate(dump)
    )
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>The Wire</title>'
        f"<link>https://wire.example</link>{items}</channel></rss>"
    )


def _cdata(story: list[str]) -> str:
    return "\n".join(f"<p>{escape(one)}</p>" for one in story).replace("]]>", "]]]]><![CDATA[>")


def as_feed(dump: list[list[str]]) -> str:
    entries = "".join(
        f"<entry><id>{number}</id><title>Story {number}</title><published>2014-06-16</published>"
        f'<content type="html"><![CDATA[{_cdata(story)}]]></content></entry>\n'
        for number, story in enumerate(dump)
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'


def as_table(dump: list[list[str]]) -> str:
    text = io.StringIO()
    rows = ((f"Story {number}", "\n\n".join(story)) for number, story in enumerate(dump))
    csv.writer(text).writerows([("title", "text"), *rows])
    return text.getvalue()


FILES = {
    "wxr": ("export.xml", as_export),
    "feed": ("feed.xml", as_feed),
    "csv": ("table.csv", as_table),
}


def write(folder: Path, name: str, dump: list[list[str]]) -> Path:
    if name in FILES:
        called, make_file = FILES[name]
        path = folder / called
        path.write_bytes(make_file(dump).encode())
        return path
    path = folder / "dump"
    path.mkdir()
    make, suffix = (as_text, "txt") if name == "text" else (as_page, "html")
    for number, story in enumerate(dump):
        (path / f"{number}.{suffix}").write_text(make(number, story), "utf-8")
    return path


@pytest.mark.slow
@pytest.mark.parametrize("name", ["text", "html", "wxr", "feed", "csv"])
@thorough
@given(dump=dumps)
def test_every_word_is_proved(name, tmp_path, dump):
    folder = tmp_path / "site"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "content" / "stories").mkdir(parents=True)
    recipe = Recipe() if name != "html" else _body(".text")
    call = Call(
        zone=ZoneInfo("America/New_York"),
        recipe=recipe,
        source_order=Order.NEWEST_FIRST,
        day=date(2014, 6, 16),
    )
    subs = DEFAULT_CONFIG["SLUG_REGEX_SUBSTITUTIONS"]
    archive = ImportTarget(folder / "content", "partners", partial(slugify, regex_subs=subs))
    manner = RunOptions(Workers(1), lambda *_: None, lambda *_: None, folder / "journals")
    summary = run(DumpSource(write(folder, name, dump), name), call, archive, manner)
    assert not summary.held
    done = build(folder)
    assert done.returncode == 0, done.stderr
    told = json.loads((folder / "output" / "fidelity.json").read_text("utf-8"))
    assert told["proved"] == summary.stories


def _body(selector: str) -> Recipe:
    return Recipe(html=HtmlRecipe(body=selector))


def build(folder: Path) -> subprocess.CompletedProcess[str]:
    theme = str(ROOT / "theme")
    conf = CONF.replace('"simple"', repr(theme)) + (
        "TYPOGRIFY = True\nBACKFILE_VERIFY = True\nARTICLE_PATHS = ['stories']\n"
        "SLUGIFY_SOURCE = 'basename'\nFILENAME_METADATA = r'(?P<slug>[^.]+).*'\n"
        "USE_FOLDER_AS_CATEGORY = False\n"
    )
    (folder / "pelicanconf.py").write_text(conf, "utf-8")
    return call("pelican", ["content"], folder)
