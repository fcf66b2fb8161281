"""What a digest tells apart, what it does not, and what goes into that of a template."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment

from backfile.outputs.keys import NoDigestError, digest, digest_of_files
from backfile.outputs.template_texts import TemplateTexts

if TYPE_CHECKING:
    from collections.abc import Mapping

PLUGINS = Path(__file__).parents[2] / "plugins"


class Tide(Enum):
    LOW = 1
    HIGH = 2


@dataclass(frozen=True)
class Berth:
    name: str
    tide: Tide


@dataclass(frozen=True)
class Quay:
    name: str
    tide: Tide


BERLIN, PARIS = ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/Paris")
NOON = datetime(2009, 8, 15, 12, tzinfo=BERLIN)
ONE_EACH = [
    *("", "1", 1, 1.5, True, None, [], ["1"], ["1", "1"], ["11"], {"a": 1}, {"a": 2}),
    *(b"1", b"2", Path("a/b"), Path("a/c"), {1, 2}, {1, 3}, Tide.LOW, Tide.HIGH, len, max),
    *(Berth("a", Tide.LOW), Berth("a", Tide.HIGH), Berth("b", Tide.LOW), Quay("a", Tide.LOW)),
    *(NOON, NOON.astimezone(PARIS), NOON.astimezone(UTC), NOON.replace(tzinfo=None)),
    *(date(2009, 8, 15), time(12), timedelta(hours=12), timedelta(hours=13), BERLIN, "é", "\ud800"),
]


def test_different_parts_have_different_digests() -> None:
    assert len({digest(one) for one in ONE_EACH}) == len(ONE_EACH)
    assert digest("a", "b") != digest("ab") != digest("a")


def test_the_order_of_a_mapping_or_a_set_is_no_part_of_it() -> None:
    assert digest({"a": 1, "b": [2]}) == digest({"b": [2], "a": 1})
    assert digest({"harbor", "wire", "ferry"}) == digest(frozenset(["wire", "ferry", "harbor"]))


@pytest.mark.parametrize("seed", ["1", "2"])
def test_a_digest_is_the_same_in_every_process(seed: str) -> None:
    code = (
        "from backfile.outputs.keys import digest\n"
        "print(digest({'b': {'x', 'y', 'z'}, 'a': 1}, 'é', b'1'))"
    )
    env = {"PYTHONPATH": str(PLUGINS), "PYTHONHASHSEED": seed}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=True)
    assert done.stdout.decode().strip() == digest({"a": 1, "b": {"x", "y", "z"}}, "é", b"1")


def test_what_no_text_can_stand_for_has_no_digest() -> None:
    with pytest.raises(NoDigestError, match="object"):
        digest(object())


@given(st.text(), st.text())
def test_texts_are_told_apart(one: str, other: str) -> None:
    assert (digest(one) == digest(other)) == (one == other)


def test_files_are_digested_by_their_names_and_their_bytes(tmp_path: Path) -> None:
    made = []
    for name, text in (("a.txt", "one"), ("a.txt", "two"), ("b.txt", "two")):
        folder = tmp_path / str(len(made))
        folder.mkdir()
        (folder / name).write_text(text, "utf-8")
        made.append(digest_of_files(folder.iterdir(), folder))
    assert len(set(made)) == 3


def test_bytecode_is_no_part_of_it_nor_what_becomes_some(tmp_path: Path) -> None:
    (tmp_path / "stamps.py").write_text("HOURS = 24\n", "utf-8")
    before = digest_of_files(tmp_path.rglob("*"), tmp_path)
    (tmp_path / "__pycache__").mkdir()
    for name in ("stamps.cpython-311.pyc", "stamps.cpython-311.pyc.140412"):
        (tmp_path / "__pycache__" / name).write_bytes(b"...")
    assert digest_of_files(tmp_path.rglob("*"), tmp_path) == before


TEMPLATES = {
    "page.html": "{% extends 'base.html' %}{% from 'say.html' import name %}{{ page.title }}",
    "base.html": "{% include 'foot.html' %}{{ SITENAME }}",
    "say.html": "{% macro name(one) %}{{ one }}{% endmacro %}",
    "foot.html": "{{ FOOTER }}",
    "any.html": "{% include kind ~ '.html' %}",
    "lost.html": "{% include 'gone.html' ignore missing %}",
    "alone.html": "{{ alone }}",
}


def texts(change: Mapping[str, str] | None = None) -> Environment:
    return Environment(loader=DictLoader({**TEMPLATES, **(change or {})}), autoescape=True)


def digests(env: Environment) -> dict[str, str]:
    reader = TemplateTexts(lambda *_: True)
    return {name: reader.read(env, name).digest for name in TEMPLATES}


@pytest.mark.parametrize(
    ("changed", "with_it"),
    [
        ("foot.html", {"page.html", "base.html", "foot.html", "any.html"}),
        ("say.html", {"page.html", "say.html", "any.html"}),
        ("alone.html", {"alone.html", "any.html"}),
    ],
)
def test_a_template_changes_with_all_that_it_leads_to(changed: str, with_it: set[str]) -> None:
    before, after = digests(texts()), digests(texts({changed: "{# another #}"}))
    assert {name for name in TEMPLATES if before[name] != after[name]} == with_it


def test_a_template_tells_what_it_asks_for_and_which_names_are_asked_elsewhere() -> None:
    text = TemplateTexts(lambda name, _: name != "foot.html").read(texts(), "page.html")
    assert {"page", "SITENAME", "FOOTER"} <= text.names
    assert text.names_elsewhere == {"FOOTER"}


def test_a_template_that_is_in_no_file_has_no_digest() -> None:
    with pytest.raises(NoDigestError, match=r"gone\.html"):
        TemplateTexts(lambda *_: True).read(texts(), "gone.html")
