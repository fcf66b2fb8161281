"""A legacy text of the hardest shape, from the file as it was received to the page.

It has a standfirst; a credit line whose partner's name is lost at the head and whole at the foot;
no-break spaces after its stamps; its newest update first; "Original Post" alone on a line; quotes
that never close; and signs that Markdown would take for its own.
"""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from typing import NamedTuple

import pytest

from tests.cli.test_commands import ROOT, Project
from tests.importers.test_markdown import words_shown

TITLE = "Icebreaker Called to Free the S.S. Lark & Nine Others"
STANDFIRST = (
    "Nine days of frost have shut the port; what the pilots feared in November has come to pass, "
    "and the coal runs low."
)
CREDIT = "This article is from the archive of our partner Harbor Wire."
LOST = "This article is from the archive of our partner ."
BODY = """\
6:20 p.m.:\u00a0An icebreaker has left the capital and is due before dawn.

Her crew (22 men, one cook) had been on leave -- the harbour master called them in by telephone.

3:31 p.m.:\u00a0The barometer is <i>not</i> falling, and the thaw that was hoped for stays away.

A notice on the door of the pilots' house puts it like this:

Weather is no plan. Coal is a plan, and we have coal for nine days."

Somebody wrote below it...eight.

Original Post

Ten ships lie in the ice off the mole, and the oldest of them is the S.S. Lark.

1986. That was the last winter in which the port was closed, and M*A*S*H was on in the mess.

You could skate to the lamp,” the keeper told us. “I did,” his wife put in, and then, “Twice.”

#1 on the list of the harbour office [Correction]: the Lark, 1,700 tons & 60 men_and_women.
"""
RECEIVED = f"{TITLE}\n\n{STANDFIRST}\n\n{LOST}\n\n\n{BODY}\n{CREDIT}"
PAGE = "output/2014/06/icebreaker-called-to-free-the-ss-lark-nine-others/index.html"
OURS = (ROOT / "theme/templates/base.html").exists()


class Made(NamedTuple):
    """The project in which the text was imported and built, and the story's page."""

    project: Project
    report: str
    theme: str
    page: str

    @property
    def content(self) -> str:
        """The story's content: all from the first credit line to the end of the last."""
        mark = '<p class="attribution">'
        _, head, story = self.page.partition(mark)
        inside, foot, after = story.rpartition(mark)
        return head + inside + foot + after[: after.index("</p>") + len("</p>")]


@pytest.fixture(
    scope="module",
    params=[
        "simple",
        pytest.param("theme", marks=pytest.mark.skipif(not OURS, reason="there is no theme yet")),
    ],
)
def made(request, tmp_path_factory) -> Made:
    """Import the text and build the site, with the two commands that a person would type."""
    project = Project(tmp_path_factory.mktemp(request.param), request.param)
    project.write("lark.txt", RECEIVED)
    dated = ("--date", "2014-06-16", "--timezone", "America/New_York")
    imported = project.run("import", "lark.txt", *dated)
    assert imported.returncode == 0, imported.stderr
    built = project.run("build")
    assert built.returncode == 0, built.stderr
    return Made(project, imported.stdout, request.param, project.read(PAGE))


def test_the_report_says_what_was_recognised_inferred_and_repaired(made):
    for line in (
        f"recognised  title: {TITLE}",
        f"recognised  standfirst: {STANDFIRST}",
        "recognised  line 8: 6:20 p.m.",
        "recognised  line 20: Original Post (original)",
        "inferred    printed 3:31 p.m.; placed on 16 June 2014",
        f"repaired    lost-partner: {LOST!r} -> {CREDIT!r}",
        "repaired    escaped: '1986. That was",
        "new partner content/partners/harbor-wire.md",
    ):
        assert f"  {line}" in made.report


def test_the_original_is_kept_to_the_byte(made):
    (original,) = made.project.folder.glob("content/originals/*/*.txt")
    assert original.read_bytes() == RECEIVED.encode()


def test_the_title(made):
    headings = re.findall(r"<h[12]>.*?</h[12]>", made.page, re.DOTALL)
    (title,) = [heading for heading in headings if "Icebreaker" in heading]
    assert plain(words_shown(title)) == plain(TITLE.split())


def test_the_standfirst_is_the_summary(made):
    if made.theme == "theme":
        (standfirst,) = re.findall(r'<p class="standfirst">.*?</p>', made.page, re.DOTALL)
    else:  # this theme shows a summary in listings alone
        feed = unescape(made.project.read("output/feeds/all.atom.xml"))
        (standfirst,) = re.findall(r"<summary.*?</summary>", feed, re.DOTALL)
    assert plain(words_shown(standfirst)) == plain(STANDFIRST.split())


def test_the_partner_is_credited_at_head_and_foot(made):
    link = '<a href="/partners/harbor-wire/">Harbor Wire</a>'
    line = f'<p class="attribution">This article is from the archive of our partner {link}.</p>'
    assert made.content.startswith(line)
    assert made.content.endswith(line)
    assert made.content.count("our partner") == 2
    assert "output/partners/harbor-wire/index.html" in made.project.files("output")


def test_the_updates_are_newest_first_and_the_original_post_is_last(made):
    assert re.findall(r'<section class="update".*?id="([^"]+)"', made.content) == [
        "update-2014-06-16-1820",
        "update-2014-06-16-1531",
        "original-post",
    ]
    assert re.findall(r'<time datetime="([^"]+)">([^<]+)</time>', made.content) == [
        ("2014-06-16T18:20:00-04:00", "6:20 p.m."),
        ("2014-06-16T15:31:00-04:00", "3:31 p.m."),
    ]


def test_every_other_word_is_there_once(made):
    stamped = BODY.replace("p.m.:\u00a0", "p.m. ")
    expected = f"{CREDIT} {stamped} {CREDIT}".split()
    assert Counter(plain(words_shown(made.content))) == Counter(plain(expected))


def test_nothing_is_left_for_a_person_to_do(made):
    done = made.project.run("check", "--strict")
    assert done.returncode == 0
    assert "warning" not in done.stdout


def plain(words: list[str]) -> list[str]:
    """Return *words* with quotes, dashes and dots as a typewriter has them."""
    signs = {"“": '"', "”": '"', "‘": "'", "’": "'", "—": "--", "–": "--", "…": "..."}
    return [word.translate(str.maketrans(signs)) for word in words]
