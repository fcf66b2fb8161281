"""What is never a block of a live blog, whatever times it prints; and where metadata stand."""

import pytest

from backfile.importers.draft import Notes
from backfile.importers.formats.html import page_draft
from backfile.text.html_text import parse, visible_text
from tests.importers.html.bodies import words_due, words_there
from tests.importers.html.pages import CALL, GROUND, TITLE, page, paragraphs

STATED = (
    '<meta property="og:type" content="article">'
    '<meta property="article:published_time" content="{}">'
)
DAY = "2011-03-04T18:30:00-04:00"


def told(body, date=DAY):
    html = page(f"<main><h1>{TITLE}</h1><article>{body}</article></main>", STATED.format(date))
    draft = page_draft(html, "", CALL, GROUND, Notes())
    assert words_there(draft.body) == words_due(visible_text(parse(html)), draft.body)
    return draft


def items(form, *texts):
    clocks = ["6:05 p.m.", "5:40 p.m.", "4:15 p.m.", "3:30 p.m."]
    return "".join(
        form.format(time=time, text=text) for time, text in zip(clocks, texts, strict=True)
    )


HEADLINES = ("Choir wants a roof", "Two poets share a plum", "Snail race is off", "Map turns up")
SENTENCES = (
    "The choir of the fish hall wants a roof over its head before the winter.",
    "Two poets shared the prize of plums, which one of them could not eat.",
    "The race of the snails was called off, since none of them had come.",
    "An old map has turned up behind the stove of the customs house.",
)
TRAPS = {
    "more news": "<h3>More news</h3><ul>{}</ul>".format(
        items("<li><time>{time}</time> {text}</li>", *HEADLINES)
    ),
    "more news with sentences": "<h3>More news</h3><ul>{}</ul>".format(
        items("<li><time>{time}</time> {text}</li>", *SENTENCES)
    ),
    "latest stories as links": "<div><h4>Latest stories</h4>{}</div>".format(
        items("<p><span>{time}</span> <a href='/n/1'>{text}</a></p>", *HEADLINES)
    ),
    "related boxes": items(
        "<div class=related><time datetime=2011-03-04T18:20:00Z>{time}</time><p>{text}</p></div>",
        *SENTENCES,
    ),
    "teasers with a summary": items(
        "<div class=card><time datetime=2011-03-04T18:20:00Z>{time}</time>"
        "<h3><a href='https://amity.example/other/'>Another story</a></h3><p>{text}</p></div>",
        *SENTENCES,
    ),
    "comments": "<section><h3>4 Comments</h3>{}</section>".format(
        items("<div><b>Jo</b> <span>{time}</span><p>{text}</p></div>", *SENTENCES)
    ),
    "comments by their name": items(
        "<div class=comment><time datetime=2011-03-04T18:20:00Z>{time}</time><p>{text}</p></div>",
        *SENTENCES,
    ),
    "a timetable": "<table><tr><th>Quay</th><th>Island</th></tr>"
    "<tr><td>9:00 a.m.</td><td>9:25 a.m.</td></tr><tr><td>1:00 p.m.</td><td>1:25 p.m.</td></tr>"
    "</table>",
    "a guide of programmes": "<ul><li>7:00 p.m. News of the coast</li>"
    "<li>7:30 p.m. The net menders</li><li>8:15 p.m. Songs</li></ul>",
    "opening hours": "<dl><dt>Monday</dt><dd>9 a.m. to noon</dd>"
    "<dt>Thursday</dt><dd>2 p.m. to 5 p.m.</dd></dl>",
    "lengths of videos": "<div class=video><span>01:22</span> Source: Harbour Films</div>"
    "<div class=video><span>02:12</span> Source: Harbour Films</div>",
    "a list of recordings": "<ul class=playlist><li>3:05 The bells</li><li>2:50 The horn</li></ul>",
    "counted pictures": "<div class=slide><span>1/2</span><p>One.</p></div>"
    "<div class=slide><span>2/2</span><p>Two.</p></div>",
    "quotations": items(
        "<blockquote><p>{text}</p>&mdash; Jo <time datetime=2011-03-04T18:20:00Z>{time}</time>"
        "</blockquote><p>That was what Jo saw.</p>",
        *SENTENCES,
    ),
    "other stories": items(
        "<article class=story><h1>Another {time}</h1>"
        "<time datetime=2011-03-04T18:20:00Z>{time}</time><p>{text}</p></article>",
        *SENTENCES,
    ),
}


@pytest.mark.parametrize("trap", TRAPS)
def test_is_never_a_block(trap):
    assert told(f"{paragraphs()}{TRAPS[trap]}").body.updates == ()


@pytest.mark.parametrize(
    ("html", "words"),
    [
        (
            f"<p>At <time datetime={DAY}>3 p.m. on Friday</time> the bridge opened for a boat.</p>",
            "At 3 p.m. on Friday the bridge opened",
        ),
        ("<p><time>March 4, 2011</time> — The span of Amity was still.</p>", "March 4, 2011 — The"),
        ("<p>It opened on <time>March 4, 2011</time> with a band.</p>", "on March 4, 2011 with"),
        (
            f"<ul><li>Open since <time datetime={DAY}>noon</time> for boats</li><li>Shut</li></ul>",
            "Open since noon for boats",
        ),
        (
            f"<table><tr><td>Boats<td>Since<tr><td>Two<td><time datetime={DAY}>noon</time></table>",
            "noon",
        ),
        (
            f"<figure><figcaption>The quay at <time datetime={DAY}>noon</time>.</figure>",
            "The quay at noon.",
        ),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_a_time_in_a_sentence_is_a_word(html, words, first):
    body = f"{html}{paragraphs()}" if first else f"{paragraphs()}{html}"
    lead = visible_text(parse("\n".join(told(body).body.lead.blocks)))
    assert words in " ".join(lead.replace("| ", "").split())


@pytest.mark.parametrize(
    "line",
    [
        "<p>March 4, 2011 at 6:30 PM AST</p>",
        "<div class=meta><p>March 4, 2011 6:30 PM</p></div>",
        "<p>Published March 4, 2011, 6:30 p.m. AST</p>",
        "<p>Updated March 4, 2011 6:50 pm ET / Original March 4, 2011 6:30 pm ET</p>",
        f"<p class=date>Posted <time datetime={DAY}>Friday evening</time></p>",
        f"<time datetime={DAY}>4 March</time>",
    ],
)
def test_a_line_above_the_text_that_says_the_date_alone_is_the_pages(line):
    draft = told(f"{line}{paragraphs()}")
    assert draft.body.updates == ()
    assert [one.to for one in draft.body.spans if one.why == "Date"] == ["field"]


DATA = """<script type="application/ld+json">{"@type": "LiveBlogPosting", "headline": "%s",
"datePublished": "2011-03-04T22:30:00Z", "liveBlogUpdate": [%s]}</script>"""
ENTRY = """{"@type": "BlogPosting", "headline": "%s", "datePublished": "2011-03-04T2%d:30:00Z",
"author": {"name": "Ada Lind"}, "articleBody": "%s"}"""


def stated(headlines=HEADLINES):
    listed = (
        ENTRY % (headline, 3 - at, text)
        for at, (headline, text) in enumerate(zip(headlines, SENTENCES, strict=True))
    )
    return DATA % (TITLE, ", ".join(listed))


@pytest.mark.parametrize(
    "form",
    [
        pytest.param("<div class=e><h3>{headline}</h3><p>{text}</p></div>", id="boxes"),
        pytest.param("<h3>{headline}</h3><p>{text}</p>", id="headings"),
        pytest.param(
            "<div class=e><h3>{headline}</h3><p>Changed since. {text}</p></div>", id="other words"
        ),
        pytest.param("", id="nothing shown"),
    ],
)
def test_the_data_of_the_page_say_when(form):
    shown = "".join(
        form.format(headline=headline, text=text)
        for headline, text in zip(HEADLINES, SENTENCES, strict=True)
    )
    lead = "<p>The page was kept by two people who sat at the window of the lock house.</p>"
    html = page(f"<main><h1>{TITLE}</h1><article>{lead}{shown}</article></main>", stated())
    draft = page_draft(html, "", CALL, GROUND, Notes())
    found = draft.body.updates
    assert [one.section.opening.rest for one in found] == list(HEADLINES)
    hours = [one.section.settled.when.hour for one in found]
    assert hours == [23, 22, 21, 20]
    assert [one.section.by for one in found] == ["Ada Lind"] * 4
    for one, text in zip(found, SENTENCES, strict=True):
        assert text in "".join(one.blocks)
