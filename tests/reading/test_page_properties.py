"""What holds for every story file, whatever its sections are."""

from __future__ import annotations

import copy
import html
import re
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pelican.settings import DEFAULT_CONFIG

from backfile.checking.fix import settled_source
from backfile.config.read_settings import read_settings
from backfile.reading.reader import Converted, StoryReader
from tests.example_counts import examples

NEW_YORK = ZoneInfo("America/New_York")
HEADER = "Title: A story\nDate: 2014-06-16 09:00\nTimezone: America/New_York\n"
WORDS = ("harbour", "ferry", "pilot", "bell", "tide", "log", "crew", "lamp", "shoal", "wake")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> StoryReader:
    content = str(tmp_path_factory.mktemp("content"))
    pelican = {**copy.deepcopy(DEFAULT_CONFIG), "PATH": content, "TIMEZONE": "America/New_York"}
    return StoryReader(pelican, read_settings(pelican))


def convert(reader: StoryReader, text: str) -> Converted:
    return reader.convert(str(Path(reader.base) / "story.md"), text)


def words(markup: str) -> Counter[str]:
    return Counter(re.sub(r"<[^>]*>", " ", html.unescape(markup)).split())


def explicit_section(minutes: int, body: list[str]) -> str:
    moment = datetime(2014, 6, 16, 12, tzinfo=NEW_YORK) + timedelta(minutes=minutes)
    half = "a.m." if moment.hour < 12 else "p.m."  # 10:00 alone would be read by what precedes it
    stamp = f"{moment:%B} {moment.day}, {moment.year}, {moment.hour % 12 or 12}:{moment:%M} {half}"
    return f"## {stamp}\n\n{' '.join(body)}.\n"


bodies = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6)
explicit = st.lists(
    st.tuples(st.integers(0, 100_000), bodies), min_size=1, max_size=8, unique_by=lambda one: one[0]
)
clocks = st.builds(
    "{}:{:02} {}".format, st.integers(1, 12), st.integers(0, 59), st.sampled_from(("a.m.", "p.m."))
)
bare = st.builds("{}:{:02}".format, st.integers(1, 23), st.integers(0, 59))
days = st.builds("June {}".format, st.integers(14, 20))
openings = st.one_of(
    clocks,
    bare,
    days,
    st.builds("{}, {}".format, days, clocks),
    st.builds("{} {}".format, clocks, st.sampled_from(("ET", "EST", "GMT", "CEST"))),
    st.builds("{}, {}".format, clocks, st.sampled_from(("Monday", "Wednesday", "Sunday"))),
    st.sampled_from(("Update", "Update #2", "Correction", "Editor's note", "Original Post")),
    st.builds("Correction, {}".format, clocks),
)
sections = st.lists(st.tuples(openings, bodies), min_size=1, max_size=7)


def source(parts: list[tuple[str, list[str]]], lead: str = "Lead words.") -> str:
    told = [f"## {opening}\n\n{' '.join(body)}.\n" for opening, body in parts]
    return "\n".join([HEADER, f"{lead}\n", *told])


@given(sections=explicit, data=st.data())
@examples(60)
def test_with_explicit_dates_any_shuffle_of_the_sections_gives_the_same_page(
    reader: StoryReader, sections: list[tuple[int, list[str]]], data: st.DataObject
) -> None:
    told = [explicit_section(*one) for one in sections]
    told.append("## Original Post\n\nThe first words.\n")
    shuffled = data.draw(st.permutations(told))
    one = convert(reader, "\n".join([HEADER, *told]))
    other = convert(reader, "\n".join([HEADER, *shuffled]))
    assert one.troubles == ()
    assert other.html == one.html


@given(parts=sections)
@examples(120)
def test_no_word_is_lost_or_doubled(
    reader: StoryReader, parts: list[tuple[str, list[str]]]
) -> None:
    page = convert(reader, source(parts)).html
    expected = Counter(word for _, body in parts for word in [*body[:-1], f"{body[-1]}."])
    expected.update(["Lead", "words."])
    shown = words(page)
    assert {word: shown[word] for word in expected} == dict(expected)


@given(parts=sections)
@examples(120)
def test_every_section_has_an_anchor_of_its_own(
    reader: StoryReader, parts: list[tuple[str, list[str]]]
) -> None:
    page = convert(reader, source(parts)).html
    ids = re.findall(r'<section class="update"[^>]* id="([^"]+)"', page)
    assert len(ids) == len(set(ids)) == len(parts)


@given(parts=sections, line_end=st.sampled_from(("\n", "\r\n")), mark=st.booleans())
@example(
    parts=[("1:00", ["tide"]), ("1:01 a.m., Monday", ["tide"]), ("1:01 a.m.", ["tide"])],
    line_end="\n",
    mark=False,
)
@examples(150)
def test_writing_the_inferred_dates_changes_no_page_and_leaves_nothing_to_infer(
    reader: StoryReader, parts: list[tuple[str, list[str]]], line_end: str, mark: bool
) -> None:
    text = source(parts).replace("\n", line_end)
    before = convert(reader, text)
    if before.troubles:
        return
    written = text.encode("utf-8-sig" if mark else "utf-8")
    fixed = settled_source(written, before.story)
    after = convert(reader, fixed.decode("utf-8-sig"))
    assert after.html == before.html
    assert after.story.doubts == ()
    assert [update.inferences for update in after.story.updates if update.inferences] == []
    assert settled_source(fixed, after.story) == fixed
    assert fixed.startswith(b"\xef\xbb\xbf") is mark
    assert (b"\r\n" in fixed) is (line_end == "\r\n")


@given(text=st.text(max_size=300))
@examples(200)
def test_no_text_whatever_raises(reader: StoryReader, text: str) -> None:
    convert(reader, f"{HEADER}\n{text}")
    convert(reader, text)
