"""Live blogs in the layouts that pages have: each block is an update with its own time."""

from dataclasses import dataclass, replace
from itertools import product

import pytest

from backfile.fidelity.account import apportion
from backfile.importers.draft import Notes
from backfile.importers.formats.html import page_draft
from backfile.importers.html.liveblog.machine_times import moment
from backfile.importers.html.liveblog.time_markers import line_of
from backfile.importers.recipe import HtmlRecipe, Recipe
from backfile.text.html_text import parse, visible_text
from backfile.text.words import words
from tests.importers.html.bodies import words_due, words_there
from tests.importers.html.pages import CALL, GROUND, TITLE, page

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


@pytest.mark.parametrize(
    "line",
    [
        "<p class=autor>Por {author}</p>",
        "<p>Av {author}</p>",
        "<p><small>By {author}</small></p>",
        "<div class=card__meta>{author}</div>",
        "<p class=who>{author}</p>",
        "<div class=Redaktion>{author}</div>",
    ],
)
@pytest.mark.parametrize("order", ["{time}{line}{headline}{text}", "{time}{headline}{text}{line}"])
def test_an_author_is_known_by_a_by_or_by_a_class_and_two_names(line, order):
    html = "".join(
        f"<div class=e>{order}</div>".format(
            time=f"<span>{one.printed}</span>",
            line=line.format(author=one.author),
            headline=f"<h3>{one.headline}</h3>",
            text=f"<p>{one.text}</p>",
        )
        for one in BLOCKS
    )
    found = told(page(f"<h1>{TITLE}</h1><main><p>{LEAD}</p>{html}</main>")).body.updates
    assert [one.section.by for one in found] == [one.author for one in BLOCKS]
    assert [one.section.opening.rest for one in found] == [one.headline for one in BLOCKS]
    assert [one.blocks for one in found] == [(one.text,) for one in BLOCKS]


@pytest.mark.parametrize("line", ["<p class=meta>Breaking News</p>", "<p class=info>Pier 7</p>"])
def test_a_line_of_two_words_is_no_author_where_it_is_a_mark_or_no_name(line):
    html = "".join(
        f"<div class=e><b>{one.printed}</b>{line}<p>{one.text}</p></div>" for one in BLOCKS
    )
    found = told(page(f"<h1>{TITLE}</h1><main><p>{LEAD}</p>{html}</main>")).body.updates
    assert [one.section.by for one in found] == [""] * 4


@pytest.mark.parametrize("name", ["entry__title", "titre", "Titel", "rubrik", "post-heading"])
def test_a_class_says_what_is_the_headline(name):
    html = "".join(
        f"<div class=e><i>{one.printed}</i><div class={name}>{one.headline}</div>"
        f"<div class=subtitle>Seen from the pier</div><p>{one.text}</p></div>"
        for one in BLOCKS
    )
    found = told(page(f"<h1>{TITLE}</h1><main><p>{LEAD}</p>{html}</main>")).body.updates
    assert [one.section.opening.rest for one in found] == [one.headline for one in BLOCKS]
    assert [one.blocks[-1] for one in found] == [one.text for one in BLOCKS]


@pytest.mark.parametrize("time", TIMES)
def test_the_time_stands_at_the_end_of_headings_without_boxes(time):
    html = "".join(f"<h3>{one.headline} {TIMES[time](one)}</h3><p>{one.text}</p>" for one in BLOCKS)
    found = told(page(f"<h1>{TITLE}</h1><main><p>{LEAD}</p>{html}</main>")).body.updates
    assert [one.section.opening.rest for one in found] == [one.headline for one in BLOCKS]
    assert [one.blocks for one in found] == [(one.text,) for one in BLOCKS]


def test_headings_that_are_times_leave_the_days_above_them_to_the_text():
    first, second, *others = BLOCKS
    days = (("Saturday, March 5", (first, second)), ("Friday, March 4", others))
    html = "".join(
        f"<h2>{day}</h2>" + "".join(f"<h3>{one.printed}</h3><p>{one.text}</p>" for one in blocks)
        for day, blocks in days
    )
    found = told(page(f"<h1>{TITLE}</h1><main><p>{LEAD}</p>{html}</main>")).body.updates
    assert [one.heading for one in found] == [
        days[0][0],
        *(one.printed for one in BLOCKS[:2]),
        days[1][0],
        *(one.printed for one in BLOCKS[2:]),
    ]


def test_an_abbreviation_has_its_instant_in_its_title():
    html = "".join(
        f'<div class=hentry><abbr class=published title="{one.utc}">3 hours ago</abbr>'
        f"<p>{one.text}</p></div>"
        for one in BLOCKS
    )
    found = told(page(f"<h1>{TITLE}</h1><main><p>{LEAD}</p>{html}</main>")).body.updates
    assert [one.section.settled.when.timestamp() for one in found] == [one.unix for one in BLOCKS]


@pytest.mark.parametrize("between", ["", "<hr>"], ids=["boxes", "rules"])
@pytest.mark.parametrize(
    ("lang", "foot"),
    [
        ("en", "<p>Posted {0} by {1}</p>"),
        ("en", "<p>{1}, {0}</p>"),
        ("en", "<p>{1} | {0}</p>"),
        ("en", "<p class=sign>&mdash; {1}, {0}</p>"),
        ("de", "<p>{1}, {2} Uhr</p>"),
        ("de", "<p>Von {1} um {2} Uhr</p>"),
        ("sv", "<p>Av {1} kl. {2}</p>"),
        ("fr", "<p>{1} · {2}</p>"),
    ],
)
def test_a_name_stands_before_or_behind_the_time_at_the_foot(lang, foot, between):
    opened, closed = ("", "") if between else ("<div class=e>", "</div>")
    html = between.join(
        f"{opened}<h3>{one.headline}</h3><p>{one.text}</p>{foot}{closed}".format(
            one.printed, one.author, one.utc[11:16]
        )
        for one in BLOCKS
    )
    call = replace(CALL, recipe=Recipe(lang=lang))
    body = page(f"<h1>{TITLE}</h1><main><p>{LEAD}</p>{between}{html}</main>", lang=lang)
    found = page_draft(body, "", call, GROUND, Notes()).body.updates
    assert [one.blocks for one in found] == [(one.text,) for one in BLOCKS]
    assert [one.section.opening.rest for one in found] == [one.headline for one in BLOCKS]
    assert [one.section.by for one in found] == [one.author for one in BLOCKS]


@pytest.mark.parametrize(
    "line",
    [
        "Posted at <time datetime={utc}>3 hours ago</time> by {author}",
        "Posted at <span data-timestamp={unix}>3 hours ago</span> by {author}",
        "<time datetime={utc}>Posted at 3 hours ago by {author}</time>",
        "vor <time datetime={utc}>3 Stunden</time> von {author}",
        "Crane found <time datetime={utc}>3 hours ago</time>",
    ],
)
def test_a_relative_time_in_a_sentence_at_the_foot_stays_as_it_was_printed(line):
    html = "".join(
        f"<div class=e><h3>{one.headline}</h3><p>{one.text}</p>"
        f"<p class=foot>{line.format(utc=one.utc, unix=one.unix, author=one.author)}</p></div>"
        for one in BLOCKS
    )
    found = told(page(f"<h1>{TITLE}</h1><main><p>{LEAD}</p>{html}</main>")).body.updates
    printed = [line_of(parse(line.format(utc="", unix="", author=one.author))) for one in BLOCKS]
    assert [one.blocks for one in found] == [
        (one.text, foot) for one, foot in zip(BLOCKS, printed, strict=True)
    ]
    assert [one.section.settled.when.timestamp() for one in found] == [one.unix for one in BLOCKS]
    assert [one.section.opening.rest for one in found] == [one.headline for one in BLOCKS]


@pytest.mark.parametrize("foot", ["Posted at 3 hours ago by {0}", "3 hours ago", "{0}, 3h ago"])
def test_a_relative_time_alone_dates_nothing(foot):
    html = "".join(
        f"<div class=e><h3>{one.headline}</h3><p>{one.text}</p>"
        f"<p>{foot.format(one.author)}</p></div>"
        for one in BLOCKS
    )
    body = told(page(f"<h1>{TITLE}</h1><main><p>{LEAD}</p>{html}</main>")).body
    assert body.updates == ()
    assert [one for one in body.lead.blocks if "3" in one] == [
        foot.format(one.author) for one in BLOCKS
    ]


@pytest.mark.parametrize("label", ["Updated ", "Updated at ", "Posted at "])
def test_a_label_goes_with_the_relative_time_that_the_instant_replaces(label):
    html = "".join(
        f"<div class=e><p>{label}<time datetime={one.utc}>3 hours ago</time></p>"
        f"<h3>{one.headline}</h3><p>{one.text}</p></div>"
        for one in BLOCKS
    )
    found = told(page(f"<h1>{TITLE}</h1><main><p>{LEAD}</p>{html}</main>")).body.updates
    assert [one.section.opening.rest for one in found] == [one.headline for one in BLOCKS]
    assert [one.blocks for one in found] == [(one.text,) for one in BLOCKS]


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


@pytest.mark.parametrize(
    ("stated", "stamp", "instant"),
    [
        ("2011-03-04T17:42:00-05:00", "2011-03-04 18:42", "2011-03-04T17:42:00-05:00"),
        ("1299278520", "2011-03-04 18:42", "2011-03-04T22:42:00+00:00"),
        ("Fri, 04 Mar 2011 22:42:00 GMT", "2011-03-04 18:42", "2011-03-04T22:42:00+00:00"),
        ("Fri Mar 04 2011 18:42:00 GMT-0400", "2011-03-04 18:42", "2011-03-04T18:42:00-04:00"),
        ("March 4, 2011 5:42 PM EST", "2011-03-04 18:42", "2011-03-04T17:42:00-05:00"),
        ("Mar 4 2011 at 5:42 p.m.", "2011-03-04 17:42", ""),
        ("March 4, 2011", "2011-03-04", ""),
        ("3 hours ago in 2011", "", ""),
        ("5:42 PM", "", ""),
    ],
)
def test_times_for_programs_are_also_read_in_words(stated, stamp, instant):
    assert moment(stated, CALL.zone) == (stamp, instant)
