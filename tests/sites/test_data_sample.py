"""The data of the tests' archive, read by those whose formats these are, and held to its pages."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from frictionless import Package
from jsonschema import Draft202012Validator, FormatChecker

from backfile.config.site_settings import site_settings
from backfile.pipeline.build import build
from backfile.text.html_text import parse

from .sites import ARCHIVE, ROOT, rows, rows_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of the archive of the tests."""
    with contextlib.chdir(ROOT):
        folder = tmp_path_factory.mktemp("sample") / "output"
        settings = site_settings(content=str(ARCHIVE), output=str(folder))
        return build({**settings, "BACKFILE_SEARCH": False})


def words(text: str | None) -> str:
    return " ".join((text or "").split())


def test_every_story_is_what_the_schema_says(sample: Path) -> None:
    known = json.loads((sample / "schema" / "story.json").read_text("utf-8"))
    judge = Draft202012Validator(known, format_checker=FormatChecker())
    stories = [path for path in sample.rglob("story.json") if path.parent.name != "schema"]
    assert len(stories) == len(rows(sample, "stories")) >= 20
    for path in stories:
        faults = [error.message for error in judge.iter_errors(json.loads(path.read_text("utf-8")))]
        assert faults == [], path


def test_every_story_says_what_its_page_says(sample: Path) -> None:
    compared = 0
    for path in sample.rglob("index.html"):
        page = parse(path.read_text("utf-8"))
        article = page.css_first("article.story")
        if article is None or not (path.parent / "story.json").exists():
            continue
        told = json.loads((path.parent / "story.json").read_text("utf-8"))
        shown = article.css("section.update[id]")
        assert {one["anchor"] for one in told["updates"]} == {one.attributes["id"] for one in shown}
        assert len(told["updates"]) == len(shown)
        for one in told["updates"]:
            section = article.css_first(f'section[id="{one["anchor"]}"]')
            time = section.css_first("h2 time")
            assert section.attributes["data-kind"] == one["kind"]
            assert section.attributes["data-precision"] == one["precision"]
            assert (section.attributes.get("data-inferred") or "").split() == one["flags"]
            assert (section.attributes.get("data-corrects") or None) == one["corrects"]
            assert (time and time.attributes["datetime"]) == (one["instant"] or one["day"])
            assert words(one["headline"]) in words(section.css_first("h2").text())
            for paragraph in (one["text"] or "").split("\n\n"):
                assert words(paragraph) in words(article.text()), path
        assert words(told["title"]) == words(article.css_first("h1").text())
        credit = article.css_first("p.attribution")
        assert words(told["credit"]) == words(credit.text() if credit else "")
        compared += 1
    assert compared == len(rows(sample, "stories"))


def test_the_package_is_one_for_frictionless(sample: Path) -> None:
    report = Package(str(sample / "data" / "datapackage.json")).validate()
    assert report.flatten(["title", "rowNumber", "fieldName", "message"]) == []
    assert [*report.warnings, *(one for task in report.tasks for one in task.warnings)] == []
    read = Counter[str]()
    for task in report.tasks:
        read[task.name[:7]] += task.stats.get("rows", 0)
    assert read == {name: len(rows(sample, name)) for name in ("stories", "updates")}


def test_every_update_has_its_story_in_the_table_of_the_same_year(sample: Path) -> None:
    """And what a story continues is in the table of some year."""
    keys = {row["story"] for row in rows(sample, "stories")}
    assert {row["continues"] for row in rows(sample, "stories")} <= {*keys, ""}
    for path in (sample / "data").glob("updates-*.csv"):
        stories = path.with_name(path.name.replace("updates", "stories"))
        of_updates, of_stories = ({row["story"] for row in rows_of(one)} for one in (path, stories))
        assert of_updates <= of_stories, path


def test_the_lines_of_python_in_the_documentation_plot_the_updates_by_hour(
    sample: Path,
) -> None:
    page = (ROOT / "docs" / "data.md").read_text("utf-8")
    (program,) = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=sample,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    clocks = Counter(row["clock"][:2] for row in rows(sample, "updates"))
    del clocks[""]
    assert clocks.total() > 50
    plotted = [line.split() for line in done.stdout.splitlines()]
    assert {hour: int(updates) for hour, updates, *_ in plotted} == clocks
    longest = max(clocks.values())
    for _hour, updates, bar in plotted:
        assert len(bar) == 60 * int(updates) // longest


def test_the_page_of_the_data_has_the_documented_query(sample: Path) -> None:
    docs = (ROOT / "docs" / "data.md").read_text("utf-8")
    (query,) = re.findall(r"^```sql\n(.*?)\n```$", docs, re.MULTILINE | re.DOTALL)
    page = parse((sample / "data" / "index.html").read_text("utf-8"))
    assert page.css_first("pre").text() == query
