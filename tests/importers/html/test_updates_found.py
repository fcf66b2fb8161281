"""Updates of received HTML are found in every shape that pages print, and none is invented."""

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from backfile.importers.recipe import HtmlRecipe, Recipe
from backfile.text.html_text import parse, visible_text
from tests.importers.html.bodies import CALL, markdown_of, read, words_due, words_there

unhurried = settings(deadline=None)  # machines of all speeds run the tests


def told(html, call=CALL):
    """Return the lead's blocks, and for each update its heading and its blocks."""
    body = read(html, call)
    assert words_there(body) == words_due(visible_text(parse(html)), body)
    return body.lead.blocks, [(one.heading, *one.blocks) for one in body.updates]


@pytest.mark.parametrize(
    ("html", "lead", "updates"),
    [
        pytest.param(
            "<p>Lead.<h2>6:20 p.m.: Ferry late</h2><p>It came.<h3>Original Post</h3><p>No ferry.",
            ("Lead.",),
            [("6:20 p.m.: Ferry late", "It came."), ("Original Post", "No ferry.")],
            id="headings",
        ),
        pytest.param(
            "<p><strong>Update, 3:31 p.m.:</strong> It came.</p><p>More.</p>",
            (),
            [("Update, 3:31 p.m.", "It came.", "More.")],
            id="bold at the start of a paragraph",
        ),
        pytest.param(
            "<p><strong>Update, 3:31 p.m.: The ferry is in.</strong> All <b>are</b> well.</p>",
            (),
            [("Update, 3:31 p.m.: The ferry is in.", "All **are** well.")],
            id="a headline in the same bold type",
        ),
        pytest.param(
            "<p>Lead.</p><p>• 6:20 p.m.: It came.</p><p>7 p.m. It left.</p>",
            ("Lead.",),
            [("6:20 p.m.", "It came."), ("7 p.m.", "It left.")],
            id="plain paragraphs",
        ),
        pytest.param(
            "<ul><li>Boats run.<li><b>6:20 p.m.:</b> It came.<li>More.<li>7 p.m. It left.</ul>",
            ("- Boats run.",),
            [("6:20 p.m.", "It came.", "More."), ("7 p.m.", "It left.")],
            id="a list",
        ),
        pytest.param(
            "<p>Lead.<hr><p>6:20 p.m.<p>It came.<hr><p>7 p.m.<p>It left.<hr>",
            ("Lead.",),
            [("6:20 p.m.", "It came."), ("7 p.m.", "It left.")],
            id="parted by rules, stamps alone",
        ),
        pytest.param(
            "<p>Lead.<hr>More.<p>7 p.m.<p>It left.",
            ("Lead.", "---", "More."),
            [("7 p.m.", "It left.")],
            id="a rule that parts no updates",
        ),
        pytest.param(
            "<p>The bridge is shut.<br><b>6:20 p.m.:</b> It opened.<br>Boats pass.",
            ("The bridge is shut.",),
            [("6:20 p.m.", "It opened.  \nBoats pass.")],
            id="lines of one paragraph",
        ),
        pytest.param(
            "<p><b>6:20 p.m.</b><br>It came.",
            (),
            [("6:20 p.m.", "It came.")],
            id="a stamp and a break",
        ),
        pytest.param(
            "<p>6:20 p.m.: GOOD NEWS: It came.",
            (),
            [("6:20 p.m.: GOOD NEWS:", "It came.")],
            id="capitals",
        ),
        pytest.param(
            "<h2>Correction</h2><p>It was five.</p><h2>Boats</h2><p>Two.",
            (),
            [("Correction", "It was five.", "## Boats", "Two.")],
            id="an ordinary heading in a section",
        ),
        pytest.param(
            "<h2>6 p.m.: <a href='https://x.example/'>It</a> came</h2><p>Yes.",
            (),
            [("6 p.m.: [It](https://x.example/) came", "Yes.")],
            id="a link in a headline",
        ),
    ],
)
def test_updates(html, lead, updates):
    assert told(html) == (lead, updates)


@pytest.mark.parametrize(
    "html",
    [
        "<p>The blast (11 p.m. EST) was heard.",
        "<p>6 p.m. curfew was imposed",
        "<p>1914: a year of war",
        "<p>9/11: a day of mourning",
        "<p>Earlier reports were wrong.",
        "<blockquote><p>6:20 p.m.: It came.</blockquote>",
        "<table><tr><td>6 p.m.<td>It came.<tr><td>7 p.m.<td>It left.</table>",
        "<p><a href='https://x.example/'>Updated stories</a>",
        "<ul><li>Two boats<li>One bridge</ul>",
        "<h2>Noon edition</h2>",
        "<p>text [UPDATE: it came] text",
    ],
)
def test_invents_no_update(html):
    assert told(html)[1] == []


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h2>June 17</h2><p>x", "### June 17\n\nx"),
        ("<h2>6 p.m. curfew imposed</h2><p>x", "### 6 p.m. curfew imposed\n\nx"),
        ("<h1>1914</h1><p>x", "### 1914\n\nx"),
        ("<h2>June 31: none</h2><p>x", "### June 31: none\n\nx"),
        ("<h2>Boats</h2><p>x", "## Boats\n\nx"),
    ],
)
def test_a_heading_that_would_read_as_an_update_goes_down_a_level(html, markdown):
    assert markdown_of(html) == markdown
    moved = [one.kind for one in read(html).notes.repaired]
    assert moved == (["heading-level"] if markdown.startswith("###") else [])


TEXT = "The ferry came in at the north end of the harbour, with nobody on board."


def entry(time, text=TEXT):
    return f"<div class=entry>{time}<p>{text}</p></div>"


@pytest.mark.parametrize(
    ("times", "headings"),
    [
        pytest.param(
            ["<time datetime=2011-03-04T18:20:00-04:00>6:20 p.m.</time>"] * 2,
            ["6:20 p.m. {: datetime=2011-03-04T18:20:00-04:00 }"] * 2,
            id="an instant",
        ),
        pytest.param(
            ["<time datetime=2011-03-04T18:20>6:20 p.m.</time>"] * 2,
            ["6:20 p.m."] * 2,
            id="no instant without an offset",
        ),
        pytest.param(
            ["<time datetime=2011-03-04T22:20:00Z>2 hours ago</time>"] * 2,
            ["2011-03-04 18:20 {: datetime=2011-03-04T22:20:00+00:00 }"] * 2,
            id="nothing readable printed",
        ),
        pytest.param(
            ["<time datetime=2011-03-04T18:20></time>"] * 2,
            ["2011-03-04 18:20"] * 2,
            id="nothing printed",
        ),
        pytest.param(
            ["<time datetime=2011-03-04T18:20>6:20 p.m.</time><h3>It came</h3>"] * 2,
            ["6:20 p.m.: It came"] * 2,
            id="a headline below",
        ),
        pytest.param(
            ["<h3>It came</h3><time datetime=2011-03-04T18:20>6:20 p.m.</time>"] * 2,
            ["6:20 p.m.: It came"] * 2,
            id="a headline above",
        ),
        pytest.param(["<time datetime=x>some time</time>"] * 2, [], id="nothing that says when"),
        pytest.param(["<time datetime=2011-03-04T18:20>2 hours ago</time>"], [], id="one alone"),
    ],
)
def test_blocks_of_a_live_blog(times, headings):
    html = "<p>Lead.</p>" + "".join(map(entry, times))
    lead, updates = told(html)
    assert [one[0] for one in updates] == headings
    assert [one[1:] for one in updates] == [(TEXT,)] * len(headings)
    assert lead[0] == "Lead."


def test_teasers_and_comments_are_no_live_blog():
    time = "<time datetime=2011-03-04T18:20>2 hours ago</time>"
    teaser = f"<li>{time} <a href='https://x.example/'>{TEXT}</a></li>"
    comment = f"<div class=comment>{time}<p>{TEXT}</p></div>"
    assert told(f"<ul>{teaser * 3}</ul>{comment * 2}")[1] == []


def test_a_recipe_names_the_blocks():
    call = replace(CALL, recipe=Recipe(html=HtmlRecipe(update=".u", update_time="i")))
    html = (
        f"<p class=u><i data-timestamp=1299277200>x</i> {TEXT}</p><p class=u><i>7 p.m.</i> It left."
    )
    assert told(html, call)[1] == [
        ("2011-03-04 18:20 {: datetime=2011-03-04T22:20:00+00:00 }", TEXT),
        ("7 p.m.", "It left."),
    ]


CREDIT = "This article is from the archive of our partner The Wire."


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{CREDIT}</p><p>One.</p><p>6 p.m.: Two.</p>",
        f"<p>One.</p><p>6 p.m.: Two.</p><p><em>{CREDIT.replace('The', '<b>The</b>')}</em></p>",
        f"<p>One.</p><p>6 p.m.: Two. {CREDIT}</p>",
        f"<p>One.</p><p>6 p.m.: Two.</p><hr><p>{CREDIT}</p>",
    ],
)
def test_credit_lines_leave_the_text(html):
    body = read(html)
    assert [one.partner for one in body.credits] == ["The Wire"]
    assert told(html) == (("One.",), [("6 p.m.", "Two.")])


# The shapes of stamps that pages printed: docs/stories.md, "The stamp".
CLOCKS = [
    "12:44 p.m.",
    "11:27a.m.",
    "5:55 PM ET",
    "12:01 a.m.",
    "7:15\u00a0p.m.",
    "2:45 p.m. (EST)",
]
LABELS = ["Update, {}:", "• {}:", "{}:", "Update ({}):", "{} --", "Update | {}", "[Update {}]"]
LABELS += ["UPDATED, {}", "UPDATE: 4/17/13 {}", "Update at {}:", "{}, Wednesday:", "Oct. 29, {}:"]
ALONE = ["Update #2:", "UPDATE II:", "ORIGINAL STORY:", "Correction:", "Editor’s note:"]
SHAPES = [
    "<h2>{}</h2><p>{}</p>",
    "<h4>{}</h4><div>{}</div>",
    "<p><strong>{}</strong> {}</p>",
    "<p><b><i>{}</i></b><br>{}</p>",
    "<p>{} {}</p>",
    "<div>{}<p>{}</p></div>",
    "<p>{}</p><p>{}</p><hr>",
    "<ul><li><strong>{}</strong> {}</li></ul>",
    "<ol><li><p>{}</p><p>{}</p></li></ol>",
]
stamps = st.builds(str.format, st.sampled_from(LABELS), st.sampled_from(CLOCKS))
openings = stamps | st.sampled_from(ALONE)
PROSE = ["The span stopped halfway.", "Nobody could cross.", "“It holds,” said the master."]
updates_ = st.tuples(st.sampled_from(SHAPES), openings, st.sampled_from(PROSE))


@unhurried
@given(st.lists(updates_, max_size=6))
@example([("<ul><li><strong>{}</strong> {}</li></ul>", "• 5:55 PM ET:", PROSE[0])])
@example(
    [
        ("<p>{}</p><p>{}</p><hr>", "Update, 12:44 p.m.:", PROSE[0]),
        ("<h2>{}</h2><p>{}</p>", "Update #2:", PROSE[0]),
        ("<h2>{}</h2><p>{}</p>", "• 12:44 p.m.:", PROSE[0]),
    ]
)
def test_finds_all_updates_and_invents_none(given_):
    html = "<p>The bridge was shut again.</p>" + "".join(
        shape.format(opening, prose) for shape, opening, prose in given_
    )
    lead, updates = told(html)
    assert lead == ("The bridge was shut again.",)
    printed = [opening.lstrip("• ").rstrip(":- ") for _, opening, _ in given_]
    assert [heading for heading, *_ in updates] == printed
    assert [blocks for _, *blocks in updates] == [[prose] for _, _, prose in given_]


@unhurried
@given(st.lists(st.sampled_from([*PROSE, "It was <b>6 p.m.</b> in Amity.", "Since 1914, none."])))
def test_prose_holds_no_updates(sentences):
    assert told("".join(f"<p>{one}</p>" for one in sentences))[1] == []


@pytest.mark.parametrize(
    ("html", "lead", "updates"),
    [
        pytest.param(
            "<p>AMITY (HW) — The latest (all times local): 6 p.m.</p><p>A tug.</p>"
            "<p>5 p.m.</p><p>Rain.</p>",
            ("AMITY (HW) — The latest (all times local):",),
            [("6 p.m.", "A tug."), ("5 p.m.", "Rain.")],
            id="a stamp at the end of an agency's lead",
        ),
        pytest.param(
            "<p>Lead.</p><p>[Updated at 6 p.m.: A <b>tug</b> came.]</p>",
            ("Lead.",),
            [("Updated at 6 p.m.", "A **tug** came.")],
            id="in brackets",
        ),
        pytest.param(
            "<p>Lead.<p><b>Ann Lee, 6:45 p.m.:</b> A tug.</p><p><b>Al Moor, 5 p.m.:</b> No.</p>",
            ("Lead.",),
            [("Ann Lee, 6:45 p.m.", "A tug."), ("Al Moor, 5 p.m.", "No.")],
            id="after a name",
        ),
        pytest.param(
            "<p>Updated Nov. 20, 2018, 9 a.m.</p><p>Lead.</p><p>More.</p>",
            ("Updated Nov. 20, 2018, 9 a.m.", "Lead.", "More."),
            [],
            id="the page's own date",
        ),
        pytest.param(
            "<p>Lead.</p><p>More.</p><p><em>(Updated 5:31 p.m.)</em></p>",
            ("Lead.", "More.", "*(Updated 5:31 p.m.)*"),
            [],
            id="a closing line",
        ),
        pytest.param(
            "<p>Lead.</p><ul><li>7 p.m. News of the coast<li>8 p.m. The quiz</ul><p>More.</p>",
            ("Lead.", "- 7 p.m. News of the coast\n- 8 p.m. The quiz", "More."),
            [],
            id="a programme",
        ),
    ],
)
def test_other_forms_are_told_from_what_only_looks_like_one(html, lead, updates):
    assert told(html) == (lead, updates)


def test_a_page_is_read_in_its_language():
    html = "<p>Zu.</p><h2>18.20 Uhr: Fähre da</h2><p>Sie ist da.</p>"

    assert told(html, replace(CALL, stated_lang="de")) == (
        ("Zu.",),
        [("18.20 Uhr: Fähre da", "Sie ist da.")],
    )
    assert told(html)[1] == []
