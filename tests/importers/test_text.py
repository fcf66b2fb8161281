"""A received text told apart: title, standfirst, credit lines, lead, updates.

`tests/examples/imports/` holds a received text beside the story file that it must become, one pair
for each shape of stamp that published pages printed (`stamp-01` …) and for each other rule.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from backfile.fidelity.account import apportion
from backfile.importers.markdown import escape_inline
from backfile.importers.story_file import story_file, text_body
from backfile.importers.text import LONGEST_TITLE, NotAStoryError, ReceivedStory, recognise
from backfile.partners.registry import Partner
from backfile.story.opening import Kind, Opening, parse_opening
from backfile.text.words import words

unhurried = settings(deadline=None)  # machines of all speeds run the tests
EXAMPLES = Path(__file__).parent.parent / "examples" / "imports"
HEADER = {"Date": "2014-06-16", "Timezone": "America/New_York"}
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.txt"))


@pytest.mark.parametrize("name", NAMES)
def test_becomes_this_story_file(name, request):
    received = (EXAMPLES / f"{name}.txt").read_text("utf-8")
    story = recognise(received, ())
    written = story_file(story.title, story.standfirst, text_body(story), HEADER)
    golden = EXAMPLES / f"{name}.md"
    if request.config.getoption("--rewrite-golden"):
        golden.write_text(written, "utf-8")
    assert written == golden.read_text("utf-8")


def test_every_story_file_has_its_received_text():
    assert sorted(path.stem for path in EXAMPLES.glob("*.md")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_word_is_kept_in_its_place(name):
    received = (EXAMPLES / f"{name}.txt").read_text("utf-8")
    story = recognise(received, ())
    assert words_of(story) == words_received(received, story)


@pytest.mark.parametrize("name", NAMES)
def test_every_sign_is_accounted_for(name):
    received = (EXAMPLES / f"{name}.txt").read_text("utf-8")
    story = recognise(received, ())
    shown = {place: words(text) for place, text in apportion(received, story.spans).items()}
    expected = {
        "title": words(story.title),
        "summary": words(story.standfirst),
        "lead": words(" ".join(story.lead)),
        "credit": words(" ".join(credit.sentence for credit in story.credits)),
    }
    for number, update in enumerate(story.updates, 1):
        expected[f"section {number}"] = words(" ".join([update.headline, *update.paragraphs]))
        assert words(update.opening.printed)[0] in " ".join(shown.pop(f"stamp {number}"))
    assert shown == {place: some for place, some in expected.items() if some}


def words_of(story: ReceivedStory) -> list[str]:
    """Return the words of *story* in the order of the received text, credit lines left out."""
    texts = [story.title, story.standfirst, *story.lead]
    for update in story.updates:
        texts += [update.opening.printed, update.headline, *update.paragraphs]
    return " ".join(texts).split()


def words_received(received: str, story: ReceivedStory) -> list[str]:
    """Return the words of a received text without its credit lines and its stamps' separators."""
    updates = {update.line: update for update in story.updates}
    sentences = [credit.sentence for credit in story.credits]
    kept: list[str] = []
    for number, line in enumerate(received.split("\n"), start=1):
        if number in updates:
            printed = updates[number].opening.printed
            _, _, after = line.partition(printed)
            kept.append(printed + re.sub(r"^\s*(:|--|—|\.(?=\s))", " ", after))
        elif line not in sentences:
            kept.append(line)
    return " ".join(kept).split()


def partners_of(*lines: str) -> list[str]:
    """Return the partner names of a text with *lines* around its one update."""
    head, foot = lines
    text = f"Ice\n\n{head}\n\n6:20 p.m.: The basin is closed.\n\n{foot}\n"
    return [credit.partner for credit in recognise(text, [WHARF]).credits]


WHARF = Partner("wharf", "The Wharf", "partners/wharf.md", credit="First told in {partner}.")
OURS = "This article is from the archive of our partner"
CREDITS = {
    "at the head": (f"{OURS} Harbor Wire.", "", ["Harbor Wire"]),
    "at the foot": ("", f"{OURS} Harbor Wire.", ["Harbor Wire"]),
    "at both ends": (f"{OURS} Harbor Wire.", f"{OURS} Harbor Wire.", ["Harbor Wire"] * 2),
    "lost at the head": (f"{OURS} .", f"{OURS} Harbor Wire.", ["", "Harbor Wire"]),
    "lost at the foot": (f"{OURS} Harbor Wire.", f"{OURS}.", ["Harbor Wire", ""]),
    "lost at both ends": (f"{OURS} .", OURS, ["", ""]),
    "two names": (f"{OURS} Harbor Wire.", f"{OURS} The Wharf.", ["Harbor Wire", "The Wharf"]),
    "another wording": (
        "This story comes from the archives of our former partner, The Sun.",
        "",
        ["The Sun"],
    ),
    "a partner's own sentence": ("First told in The Wharf.", "", ["The Wharf"]),
    "no-break spaces": (f"{OURS}\u00a0Harbor\u00a0Wire.", "", ["Harbor Wire"]),
    "over two lines": (f"{OURS.replace(' archive', chr(10) + 'archive')} Us.", "", ["Us"]),
    "a name with stops": (f"{OURS} St. Agnes Echo.", "", ["St. Agnes Echo"]),
    "no credit": ("The archive of our partner burned.", "", []),
}


@pytest.mark.parametrize(("head", "foot", "partners"), CREDITS.values(), ids=CREDITS.keys())
def test_credit_lines(head, foot, partners):
    assert partners_of(head, foot) == partners


def test_a_credit_line_between_updates_stays_where_it_is():
    """`check` reports it; only the head and the foot are the importer's."""
    text = f"Ice\n\n6:20 p.m.: Shut.\n\n{OURS} Harbor Wire.\n\n3:31 p.m.: Ice.\n"
    story = recognise(text, ())
    assert story.credits == ()
    assert story.updates[0].paragraphs == ("Shut.", f"{OURS} Harbor Wire.")


NO_TITLE = {
    "no text": ("", "there is no text in the file"),
    "blank lines alone": ("\n \n\u00a0\n", "there is no text in the file"),
    "an update comes first": ("6:20 p.m.: Shut.\n", "line 1 is no title"),
    "a credit line comes first": (f"{OURS} Harbor Wire.\n\nIce\n", "line 1 is no title"),
    "a paragraph comes first": ("ice " * (LONGEST_TITLE // 4 + 1), "line 1 is no title"),
}


@pytest.mark.parametrize(("text", "reason"), NO_TITLE.values(), ids=NO_TITLE.keys())
def test_a_text_without_a_title_is_refused(text, reason):
    with pytest.raises(NotAStoryError, match=reason):
        recognise(text, ())


def test_a_title_can_be_given_instead():
    story = recognise("6:20 p.m.: Shut.\n\n3:31 p.m.: Ice.\n", (), "Ice in the harbour")
    assert story.title == "Ice in the harbour"
    assert [update.opening.printed for update in story.updates] == ["6:20 p.m.", "3:31 p.m."]


def test_a_title_is_the_first_line_alone():
    story = recognise("\n\n  Ice in the harbour \nand in the port\n\n6:20 p.m.: Shut.\n", ())
    assert story.title == "Ice in the harbour"
    assert story.lead == ("and in the port",)


def test_a_title_may_begin_with_a_time():
    assert recognise("9 p.m. curfew in the port\n\n6:20 p.m.: Shut.\n", ()).title[:6] == "9 p.m."


def test_updates_know_their_lines_and_list_marks():
    story = recognise("Ice\n\nThe lead.\n\n• 6:20 p.m.: Shut.\n\n\n- 3:31 p.m.\nIce.\n", ())
    assert [(update.line, update.opening.mark) for update in story.updates] == [(5, "•"), (8, "-")]


def test_repairs_name_what_the_story_file_says_otherwise():
    text = "Ice\n\n#1 again\n\n• 6:20 p.m.: Shut.\n\nSalt &amp; Sons <sic>\nwere glad.\n"
    assert [
        (one.kind, one.before, one.after) for one in text_body(recognise(text, ())).notes.repaired
    ] == [
        ("list-mark", "• 6:20 p.m.", "6:20 p.m."),
        ("escaped", "#1 again", "\\#1 again"),
        ("escaped", "Salt &amp; Sons <sic>", "Salt &amp;amp; Sons &lt;sic>"),
    ]


# From here on: received texts made up of the stamps that pages printed.
def stamps() -> st.SearchStrategy[str]:
    """Stamps that open an update by themselves, whatever comes after them."""
    hours = st.integers(1, 12)
    halves = [" p.m.", " a.m.", "p.m.", "a.m.", "pm", " PM", "\u00a0p.m.", "\u202fam"]
    half = st.sampled_from(halves)
    minutes = st.integers(0, 59).map("{:02}".format)
    clocks = st.builds("{}{}{}{}".format, hours, st.sampled_from(":."), minutes, half)
    clocks |= st.builds("{}{}".format, hours, half)
    zones = st.sampled_from(["", "", "", " ET", " EDT", " (EST)", " GMT", " +02:00", " local time"])
    days = ["June 17, ", "Nov. 1, ", "17 June 2014, ", "4/17/13 ", "Wednesday, ", "Wed., July 23, "]
    timed = st.builds("{}{}{}".format, st.sampled_from(["", "", "", *days]), clocks, zones)
    timed |= st.builds("{}, {}".format, clocks, st.sampled_from(["Wednesday", "June 17"]))
    timed |= st.just("2014-06-17T18:20-04:00")
    labels = ["Update", "Update,", "UPDATED,", "UPDATE:", "Update |", "Update at", "Posted at"]
    labels += ["Correction,", "UPDATE II,", "Original Post,"]
    labelled = timed | st.builds("{} {}".format, st.sampled_from(labels), timed)
    wrapped = st.builds("[{}]".format, labelled) | st.builds("({})".format, timed)
    return labelled | wrapped | st.builds("Update ({})".format, timed)


def bare_stamps() -> st.SearchStrategy[str]:
    """Stamps and labels that open an update only before a separator or alone on their line."""
    labels = ["Update", "UPDATE", "Update #2", "UPDATE II", "Original Post", "ORIGINAL STORY"]
    labels += ["Correction", "Clarification", "Editor's note", "Editor’s note", "Earlier"]
    return st.sampled_from([*labels, "12:25", "18:20", "00:05", "1726", "noon", "12midnight"])


WORDS = ["ice", "snow", "harbour", "pilots", "Lark", "of", "the", "was", "12", "said", "“no”"]
sentences = st.lists(st.sampled_from(WORDS), min_size=3, max_size=8).map(
    lambda words: f"The {' '.join(words)} came."
)
wrapped = sentences.map("The long line was wrapped far out at sea where\n{}".format)
openings = st.tuples(stamps(), st.sampled_from([": ", ":\u00a0", " -- ", " — ", " ", "\n", "\n\n"]))
openings |= st.tuples(bare_stamps(), st.sampled_from([": ", " — ", "\n", "\n\n"]))
updates = st.tuples(
    st.sampled_from(["", "", "", "• ", "- ", "* "]),
    openings,
    sentences,
    st.lists(sentences | wrapped, max_size=2),
)


@unhurried
@given(st.lists(sentences | wrapped, max_size=2), st.lists(updates, min_size=1, max_size=5))
@example(["The ice."], [("", ("Update", ": "), "The 12 came.", [])])
@example(["The ice."], [("", ("2014-06-17T18:20-04:00", "\n\n"), "The ice.", [])])
@example([], [("• ", ("6:20 p.m.", " "), "The ice.", []), ("", ("12:25", "\n"), "The ice.", [])])
def test_finds_every_update_in_order_and_invents_none(lead, told):
    _, (printed, separator), *_ = told[0]
    # Alone between the title and the text stands the date of the story itself.
    assume(lead or separator != "\n\n" or not re.search(r"2014|/13", printed))
    blocks = ["Ice in the harbour", *lead]
    for bullet, (printed, separator), first, others in told:
        blocks += [f"{bullet}{printed}{separator}{first}", *others]
    story = recognise("\n\n".join(blocks) + "\n", ())
    found = [(update.opening.printed, list(update.paragraphs)) for update in story.updates]
    assert found == [(printed, [first, *others]) for _, (printed, _), first, others in told]
    assert list(story.lead) == lead


def opening_in_file(opening: Opening, headline: str) -> Opening | None:
    """Return the opening that a reader of the story file finds in an update's heading."""
    text = f"Ice\n\n{opening.printed}: {headline}\n\nThe text.\n"
    story = recognise(text, ())
    heading = f"## {text_body(story).updates[0].heading}"
    return parse_opening(heading.removeprefix("## "))


HEADLINE = ["Ice", "At", "noon", "3", "10:30", "II", "ET", "#1", "June", "*", "_", "{x}", "GOLD"]
headlines = st.lists(st.sampled_from(HEADLINE), min_size=1, max_size=5).map(
    lambda words: f"Big {' '.join(words)}"
)


@unhurried
@given(stamps() | bare_stamps(), headlines)
@example("UPDATED, 2014-06-17T18:20-04:00", "Big Ice")
def test_a_heading_reads_back_as_it_was_printed(printed, headline):
    opening = parse_opening(f"{printed}: {headline}")
    again = opening_in_file(opening, headline)
    assert again == replace(opening, rest=escape_inline(headline), separated=True)


@pytest.mark.parametrize("printed", ["Update 17 June 2014, 1 p.m.", "Update 17 June"])
def test_a_day_before_its_month_is_no_number_of_an_update(printed):
    story = recognise(f"Ice\n\n{printed}: It thaws.\n\nUpdate June 16: It snows.\n", ())
    assert [update.opening.printed for update in story.updates] == [printed, "Update June 16"]


@pytest.mark.parametrize("printed", ["Update -- Noon ferry sails", "Earlier -- June 17 was hot"])
def test_a_headline_does_not_become_a_stamp(printed):
    story = recognise(f"Ice\n\n{printed}\n\nThe text.\n", ())
    heading = f"## {text_body(story).updates[0].heading}"
    assert story.updates[0].opening.stamp is None
    assert parse_opening(heading.removeprefix("## ")).stamp is None


KINDS = {
    "Update 3:31 p.m.: Ice.": Kind.UPDATE,
    "Correction: It was snow.": Kind.CORRECTION,
    "CLARIFICATION -- It was sleet.": Kind.CORRECTION,
    "Editors' note: Names are left out.": Kind.NOTE,
    "Original Post": Kind.ORIGINAL,
    "Original story: It snows.": Kind.ORIGINAL,
    "ORIGINAL REPORT —": Kind.ORIGINAL,
    "Earlier: It snowed.": Kind.UPDATE,
}


@pytest.mark.parametrize(("line", "kind"), KINDS.items(), ids=KINDS.keys())
def test_labels_tell_the_kind(line, kind):
    (update,) = recognise(f"Ice\n\n{line}\n\nThe text.\n", ()).updates
    assert update.opening.kind is kind


PROSE = [
    "Earlier reports said 6:20 p.m.",
    "Updates will follow at noon.",
    "Corrections were printed in June.",
    "At 6:20 p.m. the basin was closed.",
    "6 p.m. curfew was what they called it.",
    "1,200 ships came.",
    "12:25 was the time.",
    "1914: The mole is built.",
    "June 17 was a cold day.",
    "Wednesday was colder.",
    "Noon came, and no ice.",
    "Original posts are rare.",
    "(This is no stamp.)",
    "[UPDATED with a chart]",
]


@pytest.mark.parametrize("line", PROSE)
def test_a_sentence_is_no_update(line):
    story = recognise(f"Ice\n\n6:20 p.m.: Shut.\n\n{line}\n", ())
    assert [update.opening.printed for update in story.updates] == ["6:20 p.m."]
    assert story.updates[0].paragraphs[-1] == line


@pytest.mark.parametrize("line", ["UPDATE 25:10: It thaws.", "13:75 p.m.: It thaws."])
def test_a_stamp_that_cannot_be_true_keeps_its_words(line):
    story = recognise(f"Ice\n\n6:20 p.m.: Shut.\n\n{line}\n", ())
    assert " ".join(words_of(story)).endswith(line)
