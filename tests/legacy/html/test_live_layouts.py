"""Live blogs in the layouts that pages have: each block is an update with its own time."""

from dataclasses import dataclass, replace
from itertools import product

import pytest

from backfile.fidelity.account import apportion
from backfile.fidelity.visible import parse, visible_text
from backfile.fidelity.words import words
from backfile.legacy.draft import Notes
from backfile.legacy.recipe import HtmlRecipe, Recipe
from backfile.legacy.sources.html import page_draft
from tests.legacy.html.bodies import words_due, words_there
from tests.legacy.html.pages import CALL, GROUND, TITLE, page

LEAD = "The harbour was shut for the day; two people on the quay kept this page by turns."


@dataclass(frozen=True)
class Block:
    """A block as it was published: its instants in their forms, its words."""

    utc: str
    printed: str
    unix: int
    headline: str
    text: str
    author: str


# Newest first, as most pages have them; Halifax is four hours behind UTC in March.
BLOCKS = [
    Block(
        "2011-03-04T23:05:00Z",
        "7:05 p.m.",
        1299279900,
        "Crane sent home",
        "The crane was sent home again, since nobody could find the key of its cabin.",
        "Ada Lind",
    ),
    Block("2011-03-04T22:20:00Z", "6:20 p.m.", 1299277200, "Rope snaps", "It snaps!", "Ben Ray"),
    Block(
        "2011-03-04T21:10:00Z",
        "5:10 p.m.",
        1299273000,
        "Tug arrives",
        "A tug with two masters came round the cape and put a rope to the dredger.",
        "Ada Lind",
    ),
    Block(
        "2011-03-04T20:30:00Z",
        "4:30 p.m.",
        1299270600,
        "Dredger stuck",
        "The dredger lies across the fairway, and gulls have begun to sit on its rail.",
        "Ben Ray",
    ),
]

TIMES = {
    "time with datetime": lambda one: f'<time datetime="{one.utc}">{one.printed}</time>',
    "a span": lambda one: f'<span class="clock">{one.printed}</span>',
    "milliseconds": lambda one: f'<span data-timestamp="{one.unix}000">{one.printed}</span>',
    "seconds": lambda one: f'<i data-posted="{one.unix}">{one.printed}</i>',
    "a link": lambda one: (
        f'<a href="#b{one.unix}"><time datetime="{one.utc}">{one.printed}</time></a>'
    ),
    "time alone": lambda one: f"<time>{one.printed}</time>",
    "a relative time": lambda one: f'<time datetime="{one.utc}">3 hours ago</time>',
}
LAYOUTS = {
    "time, headline, text": "<div class=e>{time}<h3>{headline}</h3><p>{text}</p></div>",
    "headline, time, text": "<div class=e><h3>{headline}</h3>{time}<p>{text}</p></div>",
    "headline, text, time": "<div class=e><h3>{headline}</h3><p>{text}</p><p>{time}</p></div>",
    "time in a paragraph": (
        "<section><p class=t>{time}</p><h2>{headline}</h2><p>{text}</p></section>"
    ),
    "time in the heading's header": (
        "<article class=post><header>{time}<h2>{headline}</h2></header><p>{text}</p></article>"
    ),
    "nested items": (
        "<ol><li class=i><article><div class=m>{time}</div><h4>{headline}</h4>"
        "<div class=b><p>{text}</p></div></article></li></ol>"
    ),
    "author beside the time": (
        "<div class=e><div>{time}<mark>{author}</mark></div><h3>{headline}</h3><p>{text}</p></div>"
    ),
    "author before the time": (
        "<div class=e><b class=author>{author}</b> {time}<h3>{headline}</h3><p>{text}</p></div>"
    ),
    "author between time and headline": (
        "<div class=e>{time}<p class=byline>By {author}</p><h3>{headline}</h3><p>{text}</p></div>"
    ),
    "mark between time and headline": (
        "<div class=e>{time}<div class=label>KEY EVENT</div><h3>{headline}</h3><p>{text}</p></div>"
    ),
    "author and time at the foot": (
        "<li class=e><h3>{headline}</h3><p>{text}</p>"
        "<footer><b class=name>{author}</b> {time}</footer></li>"
    ),
}


def told(html):
    """Return the draft of a page, its words proved by its account."""
    draft = page_draft(html, "", CALL, GROUND, Notes())
    assert words_there(draft.body) == words_due(visible_text(parse(html)), draft.body)
    return draft


def joined(layout, blocks):
    """Return *blocks* in *layout*; a list around all of them is one list."""
    html = "".join(blocks)
    return html.replace("</ol><ol>", "") if layout == "nested items" else html


@pytest.mark.parametrize("time", ["{0}", "<span>{0}</span>", "<i data-posted={1}>{0}</i>"])
@pytest.mark.parametrize("before", ["Posted", "Posted at", "Updated at"])
def test_a_line_at_the_foot_says_when_and_by_whom(time, before):
    html = "".join(
        f"<div class=e><h3>{one.headline}</h3><p>{one.text}</p>"
        f"<p>{before} {time.format(one.printed, one.unix)} by {one.author}</p></div>"
        for one in BLOCKS
    )
    found = told(page(f"<h1>{TITLE}</h1><main>{html}</main>")).body.updates
    assert [one.blocks for one in found] == [(one.text,) for one in BLOCKS]
    assert [one.section.opening.stamp.printed for one in found] == [one.printed for one in BLOCKS]
    assert [one.section.by for one in found] == [one.author for one in BLOCKS]


@pytest.mark.parametrize("lead", ["", f"<p>{LEAD}</p>"], ids=["no lead", "a lead"])
@pytest.mark.parametrize(("layout", "time"), [*product(LAYOUTS, TIMES)])
def test_each_block_is_an_update(layout, time, lead):
    blocks = [
        LAYOUTS[layout].format(
            time=TIMES[time](one), headline=one.headline, text=one.text, author=one.author
        )
        for one in BLOCKS
    ]
    html = page(f"<h1>{TITLE}</h1><main>{lead}{joined(layout, blocks)}</main>")
    draft = told(html)
    found = draft.body.updates
    assert [one.blocks for one in found] == [(one.text,) for one in BLOCKS]
    assert [one.section.opening.rest for one in found] == [one.headline for one in BLOCKS]
    assert draft.body.lead.blocks == ((LEAD,) if lead else ())
    if time != "a relative time":
        assert [one.section.opening.printed for one in found] == [one.printed for one in BLOCKS]
    if time not in ("a span", "time alone"):
        stated = [one.section.settled.when.timestamp() for one in found]
        assert stated == [one.unix for one in BLOCKS]
    if "author" in layout:
        assert [one.section.by for one in found] == [one.author for one in BLOCKS]
        assert draft.fields["Authors"] == "A. Writer"
    if "mark" in layout:
        assert [one.section.key for one in found] == ["KEY EVENT"] * len(BLOCKS)
    text = visible_text(parse(html))
    places = apportion(text, draft.body.spans)
    for number, one in enumerate(found, start=1):
        assert words(places.get(f"by {number}", "")) == words(one.section.by)
        assert words(places.get(f"key {number}", "")) == words(one.section.key)


# Layouts in which no element is around each block.
FLAT = {
    "a table": ("<table>", "<tr><td>{time}</td><td>{text}</td></tr>", "</table>"),
    "a table with headings": (
        "<table><tr><th>Time</th><th>What</th></tr>",
        "<tr><th>{time}</th><td>{text}</td></tr>",
        "</table>",
    ),
    "a list of terms": ("<dl>", "<dt>{time}</dt><dd>{text}</dd>", "</dl>"),
    "list items": ("<ul>", "<li>{time} {text}</li>", "</ul>"),
    "boxes": ("", "<div>{time} {text}</div>", ""),
    "parted by rules": ("", "<p>{time}</p><p>{text}</p><hr>", ""),
    "time at the foot, parted by rules": ("", "<p>{text}</p><p>{time}</p><hr>", ""),
    "headline above the time": ("", "<h3>{headline}</h3><p>{time}</p><p>{text}</p>", ""),
    "headline below the time": ("", "<p>{time}</p><h3>{headline}</h3><p>{text}</p>", ""),
    "time at the end of the paragraph": ("", "<p>{text} {time}</p>", ""),
}


@pytest.mark.parametrize("time", ["time with datetime", "a span", "milliseconds", "time alone"])
@pytest.mark.parametrize("layout", FLAT)
def test_each_part_of_a_list_is_an_update(layout, time):
    before, form, after = FLAT[layout]
    inside = "".join(
        form.format(time=TIMES[time](one), headline=one.headline, text=one.text) for one in BLOCKS
    )
    draft = told(page(f"<h1>{TITLE}</h1><main><p>{LEAD}</p>{before}{inside}{after}</main>"))
    found = draft.body.updates
    assert [one.blocks for one in found] == [(one.text,) for one in BLOCKS]
    assert [one.section.opening.printed for one in found] == [one.printed for one in BLOCKS]
    assert LEAD in draft.body.lead.blocks
    if "headline" in layout:
        assert [one.section.opening.rest for one in found] == [one.headline for one in BLOCKS]
    if time in ("time with datetime", "milliseconds"):
        stated = [one.section.settled.when.timestamp() for one in found]
        assert stated == [one.unix for one in BLOCKS]


@pytest.mark.parametrize(
    ("update_time", "opened"),
    [
        ("b@data-at", '<div class=row><b data-at="{unix}">{printed}</b>'),
        ("@data-at", '<div class=row data-at="{unix}"><b>{printed}</b>'),
        ("i", '<div class=row><i data-timestamp="{unix}">{printed}</i>'),
    ],
)
def test_a_recipe_names_the_attribute(update_time, opened):
    recipe = Recipe(html=HtmlRecipe(update=".row", update_time=update_time))
    blocks = "".join(
        opened.format(unix=one.unix, printed=one.printed) + f"<p>{one.text}</p></div>"
        for one in BLOCKS
    )
    html = page(f"<main><h1>{TITLE}</h1><p>{LEAD}</p>{blocks}</main>")
    draft = page_draft(html, "", replace(CALL, recipe=recipe), GROUND, Notes())
    stated = [one.section.settled.when.timestamp() for one in draft.body.updates]
    assert stated == [one.unix for one in BLOCKS]


@pytest.mark.parametrize(
    ("update_author", "opened"),
    [
        ("i.von", "<i class=von>{author}</i>"),
        ("i.von", "<i class=von>By {author}</i>"),
        ("i@data-who", '<i data-who="{author}"></i>'),
        ("@data-who", ""),
    ],
)
def test_a_recipe_names_the_author(update_author, opened):
    recipe = HtmlRecipe(update=".row", update_time="b", update_author=update_author)
    found = _of_recipe(recipe, opened)
    assert [one.section.by for one in found] == [one.author for one in BLOCKS]
    assert [one.blocks for one in found] == [(one.text,) for one in BLOCKS]


def test_a_recipe_names_an_author_in_other_letters_than_names_have():
    recipe = HtmlRecipe(update=".row", update_time="b", update_author="i.von")
    found = _of_recipe(recipe, "<i class=von>quay watch 7</i>")
    assert {one.section.by for one in found} == {"quay watch 7"}


@pytest.mark.parametrize(
    ("update_id", "opened"),
    [
        ("", ""),
        ("a@name", "<a name=p{unix}></a>"),
        ("a@href", '<a href="/quay.html#p{unix}">#</a>'),
        ("i", "<i id=p{unix}></i>"),
        ("@data-id", ""),
    ],
)
def test_a_recipe_names_the_id(update_id, opened):
    recipe = HtmlRecipe(update=".row", update_time="b", update_id=update_id)
    headings = [one.heading for one in _of_recipe(recipe, opened)]
    due = [f"former={'p' if update_id else 'b'}{one.unix}" for one in BLOCKS]
    assert [one for one in due if f" {one}" in headings[due.index(one)]] == due


def _of_recipe(recipe, opened):
    """Return the updates of a page of blocks, each with *opened* after its time."""
    row = '<div class=row id=b{unix} data-id=p{unix} data-who="{author}"><b>{printed}</b>'
    blocks = "".join(
        f"{row}{opened}<p>{one.text}</p></div>".format(
            unix=one.unix, printed=one.printed, author=one.author
        )
        for one in BLOCKS
    )
    html = page(f"<main><h1>{TITLE}</h1><p>{LEAD}</p>{blocks}</main>")
    call = replace(CALL, recipe=Recipe(html=recipe))
    return page_draft(html, "", call, GROUND, Notes()).body.updates
