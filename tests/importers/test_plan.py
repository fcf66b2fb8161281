"""Two items of one number are two stories where they have different names, today and next year."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from pelican.settings import DEFAULT_CONFIG
from pelican.utils import slugify

from backfile.importers.destination import ImportTarget
from backfile.importers.pipeline import DumpSource, RunOptions, run
from backfile.workers.pool import Workers
from tests.importers.wordpress.exports import call, export, item

if TYPE_CHECKING:
    from pathlib import Path

    from backfile.importers.summary import ImportSummary

LINK = "https://packet.example/2011/03/{}/"


def post(name: str, text: str = "") -> str:
    return item(
        title=f"The {name}",
        link=LINK.format(name),
        guid=LINK.format(name),
        wp__post_name=name,
        content__encoded=f"All of the {name} is here. {text}",
    )


def take_in(folder: Path, *items: str) -> ImportSummary:
    dump = folder / "packet.xml"
    dump.write_bytes(export(*items))
    subs = DEFAULT_CONFIG["SLUG_REGEX_SUBSTITUTIONS"]
    archive = ImportTarget(folder / "content", "partners", partial(slugify, regex_subs=subs))
    archive.content.mkdir(exist_ok=True)
    manner = RunOptions(Workers(1), lambda *_: None, lambda *_: None, folder / "journals")
    return run(DumpSource(dump, "wxr"), call(), archive, manner)


def stories(folder: Path) -> dict[str, str]:
    found = (folder / "content/stories").rglob("*.md")
    return {one.stem: one.read_text("utf-8").partition("\n\n")[2].strip() for one in found}


def test_two_posts_of_one_number_and_two_names_are_two_stories(tmp_path):
    assert not take_in(tmp_path, post("bridge"), post("ferry")).held
    assert stories(tmp_path) == {
        "bridge": "All of the bridge is here.",
        "ferry": "All of the ferry is here.",
    }


def test_two_versions_of_one_post_are_one(tmp_path):
    (held,) = take_in(tmp_path, post("bridge"), post("bridge", "And more.")).held
    assert "same story in another version" in held.why


@pytest.mark.parametrize("order", [("bridge", "ferry"), ("ferry", "bridge")])
def test_a_newer_export_finds_each_where_it_stands(tmp_path, order):
    take_in(tmp_path, post("bridge"), post("ferry"))
    assert not take_in(tmp_path, *(post(one, "And more.") for one in order)).held
    assert stories(tmp_path) == {
        "bridge": "All of the bridge is here. And more.",
        "ferry": "All of the ferry is here. And more.",
    }


def test_a_post_that_got_another_name_stays_one_story(tmp_path):
    take_in(tmp_path, post("bridge"))
    take_in(tmp_path, post("span"))
    assert stories(tmp_path) == {"bridge": "All of the span is here."}
