"""Dumps that are nested so deeply, or so full of signs, that reading them might never end."""

from __future__ import annotations

import json
import re

import pytest

from .dumps import BEFORE, DAY, page
from .import_calls import MOST_MEMORY, POST, WXR, run, run_import, stories

pytestmark = pytest.mark.slow

DEEP = 10_000
NESTED = {
    "blocks": "<div>" * DEEP + "words",
    "blocks that are closed": "<div>" * DEEP + "words" + "</div>" * DEEP,
    "emphasis": "<b>" * DEEP + "<p>words" * 100,
    "emphasis of many kinds": "<b><i><u><s><tt><big>" * (DEEP // 6) + "<p>words" * 100,
    "tables": "<table><tr><td>" * DEEP + "words",
    "lists": "<ul><li>" * DEEP + "words",
    "quotations": "<blockquote>" * DEEP + "words",
    "links": "<a href=x>" * DEEP + "words",
    "buttons": "<button>" * DEEP + "words",
    "forms": "<form><div></form>" * DEEP + "words",
    "selections": "<select><optgroup><option>" * DEEP + "words",
    "drawings": "<svg><g>" * DEEP + "words",
    "formulas": "<math><mrow>" * DEEP + "words",
    "templates": "<template>" * DEEP + "words",
    "comments": "<!--" * DEEP + "words",
    "attributes": "<p " + " ".join(f"a{n}=1" for n in range(DEEP)) + ">words",
    "a quotation mark that is not closed": '<a href="' * DEEP + "words",
    "tags that are not closed": "<p" * DEEP + "words",
    "end tags": "</p></b></div>" * DEEP + "words",
    "ends that mix": "<b><p></b></p>" * DEEP + "words",
    "foster parents": "<table><b>" * DEEP + "words",
    "references": "&amp" * DEEP + "words",
}


# Those that are not deep in truth: comments, tags and end tags without number, references.
MADE = ("22", "4")


def test_nesting_of_any_depth_comes_to_an_end(project):
    posts, rows = [], []
    for number, (name, html) in enumerate(NESTED.items()):
        project.write(f"pages/{number}.html", page(f"Page of {name}", f"<p>{BEFORE}</p>{html}"))
        posts.append(POST.format(100 + number, f"<![CDATA[<p>{BEFORE}</p>{html}]]>"))
        rows.append(json.dumps({"title": f"Row of {name}", "body": html}))
    project.write("export.xml", WXR.format("", "".join(posts)))
    project.write("rows.jsonl", "\n".join(rows))

    for name in ("pages", "export.xml", "rows.jsonl"):
        ended = run_import(project, name)
        assert ended.status == 1
        assert "please report" not in ended.said
        assert re.findall(r"(\d+) items, (\d+) stories", ended.said) == [MADE]
        assert ended.peak < MOST_MEMORY
    assert run(project, "build").status == 0


SLOW = [
    *(sign * 50_000 for sign in ("[", "](", "*", "_", "`", "<", "&", "> ", "\\", "![", "~", "{:")),
    *(
        sign * 50_000
        for sign in ("1. ", "  - ", "a", "1", "6:15 p.m. ", "Update ", "[^1]", "*[a]: ")
    ),
    "[[x](" * 10_000,
    "*a **b " * 10_000,
    "`" * 10_000 + " a " + "`" * 9_999,
    "a" * 100_000 + "@",
    "|" * 50_000 + "\n" + "|-" * 25_000,
]


def test_words_that_are_slow_to_read_as_markdown_come_to_an_end(project):
    for number, line in enumerate(SLOW):
        text = f"Slow\n\n{line}\n\n6:15 p.m.: {line}\n"
        project.write(f"dump/{DAY}-{number}.txt", text)

    ended = run_import(project, "dump")

    assert ended.status == 1
    assert "characters of markup, more than any story has" in ended.said
    assert "please report" not in ended.said
    assert run(project, "build").status == 0


def test_json_nested_without_end_is_refused(project):
    deep = '{"a":' * 100_000 + "1" + "}" * 100_000
    rows = [
        f'{{"title": "Deep", "body": {deep}}}',
        '{"title": "Row", "body": "words"}',
        "[" * 100_000,
    ]
    project.write("rows.jsonl", "\n".join([*rows, '{"title": ' + "9" * 100_000 + "}"]))

    ended = run_import(project, "rows.jsonl")

    assert ended.status == 1
    assert "please report" not in ended.said
    assert stories(project) == ["row.md"]
