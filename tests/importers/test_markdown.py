"""Received words become Markdown that shows those words, and is otherwise left alone.

The Markdown is Pelican's: its default extensions, `extra`, `codehilite` and `meta`.
"""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from pelican.readers import MarkdownReader
from pelican.settings import read_settings
from typogrify.filters import typogrify

from backfile.importers.markdown import escape_html, escape_inline, escape_paragraph

unhurried = settings(deadline=None)  # machines of all speeds run the tests
SETTINGS = read_settings()
MarkdownReader(SETTINGS)  # puts the default extensions into the settings
MARKDOWN = Markdown(**SETTINGS["MARKDOWN"])
MARKDOWN_OF_A_FIELD = Markdown(**SETTINGS["MARKDOWN"])
MARKDOWN_OF_A_FIELD.preprocessors.deregister("meta")


def words_shown(html: str) -> list[str]:
    """Return the words that a reader sees of *html*, in order."""
    page = _Page()
    page.feed(html)
    page.close()
    return "".join(page.texts).split()


class _Page(HTMLParser):
    """Gathers the text; every tag but those inside a line ends a word, as it does on a page."""

    INLINE = frozenset(["a", "abbr", "b", "code", "em", "i", "span", "strong", "sup", "time"])

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._break_at(tag)

    def handle_endtag(self, tag: str) -> None:
        self._break_at(tag)

    def _break_at(self, tag: str) -> None:
        if tag not in self.INLINE:
            self.texts.append("\n")


def html_of(markdown: str) -> str:
    """Return *markdown* as a story file's body becomes HTML."""
    return MARKDOWN.reset().convert(f"Title: Ice\n\n{markdown}\n")


def html_of_field(value: str) -> str:
    """Return the metadata value *value* as Pelican makes a summary of it."""
    MARKDOWN.reset().convert(f"Title: Ice\nSummary: {value}\n\nThe body.\n")
    return MARKDOWN_OF_A_FIELD.reset().convert("\n".join(MARKDOWN.Meta["summary"]))


# What Markdown would eat or alter: the received paragraph, and the Markdown that it becomes.
EATEN = {
    "a year and a full stop": ("1986. That was the year.", "1986\\. That was the year."),
    "redacted": ("Agent <REDACTED> left.", "Agent &lt;REDACTED> left."),
    "a tag": ("The <b>bold</b> claim", "The &lt;b>bold&lt;/b> claim"),
    "a comment": ("He <!-- sic --> said", "He &lt;!-- sic --> said"),
    "a mail address": ("Write to <ice@harbour.example>.", "Write to &lt;ice@harbour.example>."),
    "an address in angle brackets": (
        "See <https://harbour.example/>.",
        "See &lt;https://harbour.example/>.",
    ),
    "a correction in brackets": ("[Correction]: harbour-wide", "\\[Correction]: harbour-wide"),
    "an abbreviation": ("*[AP]: reports of ice", "\\*\\[AP]: reports of ice"),
    "a note": ("[^1]: The first since 1986.", "\\[^1]: The first since 1986."),
    "a link": ("The [chart](sold out) hangs", "The [chart]\\(sold out) hangs"),
    "a picture": ("Look![here](now)", "Look![here]\\(now)"),
    "number one": ("#1 in the nation", "\\#1 in the nation"),
    "a hash alone": ("# of ships: 3", "\\# of ships: 3"),
    "stars in names": ("M*A*S*H was on", "M\\*A\\*S\\*H was on"),
    "stars around words": ("It is *not* over **yet**", "It is \\*not\\* over \\*\\*yet\\*\\*"),
    "a star alone": ("* Prices are last year's.", "\\* Prices are last year's."),
    "underscores around a word": ("He _did_ say so", "He \\_did\\_ say so"),
    "plus": ("+ 3 degrees at noon", "\\+ 3 degrees at noon"),
    "minus": ("- 12 degrees at night", "\\- 12 degrees at night"),
    "a quotation mark": ("> 40 knots", "\\> 40 knots"),
    "an ampersand written out": ("Salt &amp; Sons", "Salt &amp;amp; Sons"),
    "a sign by its name": ("&copy; the harbour", "&amp;copy; the harbour"),
    "a sign by its number": ("&#169; the harbour", "&amp;#169; the harbour"),
    "backslashes": ("C:\\*.ICE and \\_", "C:&#92;\\*.ICE and &#92;\\_"),
    "backquotes": ("the `Polar` sails", "the \\`Polar\\` sails"),
    "a fence": ("~~~\nice\n~~~", "&#126;~~\nice\n&#126;~~"),
    "a fence of backquotes": ("```\nice\n```", "\\`\\`\\`\nice\n\\`\\`\\`"),
    "an underline of equals": ("Ice\n===", "Ice\n&#61;=="),
    "an underline of hyphens": ("Ice\n---", "Ice\n\\---"),
    "a rule": ("---", "\\---"),
    "a rule of stars": ("* * *", "\\* \\* \\*"),
    "a rule of underscores": ("___", "\\_\\_\\_"),
    "a table": ("Ship | Draught\n--- | ---", "Ship | Draught\n\\--- | ---"),
    "a table with edges": ("| Ship |\n|---|", "&#124; Ship |\n&#124;---|"),
    "a definition": ("Mole\n: a wall in the sea", "Mole\n&#58; a wall in the sea"),
    "attributes": ("Ice\n{: .thick }", "Ice\n\\{: .thick }"),
    "every line is looked at": ("He said\n1. that\n# this", "He said\n1\\. that\n\\# this"),
}


@pytest.mark.parametrize(("received", "markdown"), EATEN.values(), ids=EATEN.keys())
def test_escapes_what_markdown_would_eat(received, markdown):
    assert escape_paragraph(received) == markdown
    assert words_shown(html_of(markdown)) == received.split()


def test_the_cases_are_about_something():
    """Each row of EATEN would lose or change words, or their order, if it were left alone."""
    harmless = [
        name
        for name, (received, _) in EATEN.items()
        if words_shown(html_of(received)) == received.split()
    ]
    assert harmless == []


LEFT_ALONE = [
    "Plain prose, with “quotes”, 'quotes' and \"quotes\".",
    "AT&T, R&D and Salt & Sons",
    "a file called ice_report_final.txt",
    "https://harbour.example/ice_report?day=1&copy=2#top",
    "1986 was a cold year",
    "It was 1986. That was a cold year.",
    "No. 1 in the nation, #1 in the port",
    "3.5 metres, 10.000 crowns, 6:20 p.m.: ice",
    "ice - and snow -- and rain = misery",
    "a ~ b, 50% | 50%, $5",
    "Title: not metadata",
    "(1) the first",
    ":) a smile",
    "Ice! [bracket]",
    "wide    spaces",
    "end-of-line backslash? no",
]


@pytest.mark.parametrize("received", LEFT_ALONE)
def test_leaves_alone_what_markdown_shows(received):
    assert escape_paragraph(received) == received
    assert words_shown(html_of(received)) == received.split()


@pytest.mark.parametrize("received", ["an aside [sic] in brackets", "[Correction] it is stone"])
def test_leaves_brackets_alone(received):
    assert escape_paragraph(received) == received


HARMLESS_ALONE = {
    "a note mark": ("Ice[^1] came.", "Ice\\[^1] came."),
    "a reference": ("[one][two]", "\\[one][two]"),
    "an underscore before a name": ("_iceman wrote", "\\_iceman wrote"),
    "plus and a number": ("+3 degrees", "\\+3 degrees"),
    "a dash before a name": ("-- the harbour office", "\\-- the harbour office"),
    "less than": ("if a < b, then", "if a &lt; b, then"),
    "one half of a fence": ("~~~", "&#126;~~"),
    "an indented line": ("    four spaces", "four spaces"),
    "an indented line below another": ("Ice\n    in the port", "Ice\nin the port"),
    "two spaces at the end of a line": ("Ice  \nin the port", "Ice\nin the port"),
}


@pytest.mark.parametrize(
    ("received", "markdown"), HARMLESS_ALONE.values(), ids=HARMLESS_ALONE.keys()
)
def test_escapes_what_other_lines_could_turn_into_markdown(received, markdown):
    assert escape_paragraph(received) == markdown
    assert words_shown(html_of(markdown)) == received.split()


@pytest.mark.parametrize(
    "received",
    [
        pytest.param("[see\nthe chart](sold out)", id="a link over two lines"),
        pytest.param("![the chart](sold out)\nsold out", id="a picture with a caption"),
        pytest.param("Ship | Draught\n:--- | ---:\nPolar | 7", id="a table with a colon first"),
        pytest.param("a sign &#169 by its number alone", id="a number without a semicolon"),
        pytest.param(
            "[the [old] chart, as [here](sold out)", id="a link in a bracket that stays open"
        ),
    ],
)
def test_escapes_the_rarer_cases_too(received):
    assert words_shown(html_of(escape_paragraph(received))) == received.split()


@pytest.mark.parametrize("received", ["it didn\\'t thaw", '\\"Ice\\", he said', "on \\\\mole\\ice"])
def test_a_backslash_survives_the_sites_typography(received):
    shown = words_shown(typogrify(html_of(escape_paragraph(received))))
    assert "".join(shown).count("\\") == received.count("\\")


SIGNS = [
    *["#", "##", "*", "**", "_", "__", "`", "```", "~~~", "+", "-", "--", "---", "=", "==="],
    *["<", ">", "<b>", "</p>", "<REDACTED>", "<!--", "-->", "<a@b.example>", "<?", "]]>"],
    *["[", "]", "[^1]", "[^1]:", "[x]", "[x]:", "[x](y)", "[x][y]", "![", "![x](y)", "*[AP]:"],
    *["&", "&amp;", "&lt;", "amp;", ";", "\\", "\\\\", "{", "}", "{.ice}", "{: #ice }", "|", ":"],
    *["1.", "1986.", "2)", "a.", "(", ")", "!", '"', "'", "^", "$", "%", "/", ".", ",", "…", "»"],
    *["Title:", "http://x.example/a_b_c", "ice_report", "ice", "Polar", "é", "\u00a0", "\t", "  "],
]
words = st.text("abz", min_size=1, max_size=3) | st.sampled_from(SIGNS)
runs = st.lists(words, min_size=1, max_size=3).map("".join)
lines = st.lists(runs, min_size=1, max_size=5).map(" ".join).map(str.strip).filter(bool)
paragraphs = st.lists(lines, min_size=1, max_size=3).map("\n".join)


@unhurried
@given(st.lists(paragraphs, min_size=1, max_size=3))
@example(["A cold year.\n1986. That was"])
@example(["[x]: y", "the [x] of"])
@example(["*[AP]: b", "an AP report"])
@example(["[see\nthe chart](sold out)"])
@example(["Ship | Draught\n:--- | ---:", "&#169"])
def test_shows_every_word_received(received):
    text = "\n\n".join(received)
    markdown = "\n\n".join(map(escape_paragraph, received))
    assert words_shown(html_of(markdown)) == text.split()


@unhurried
@given(lines)
@example("#1 in the nation #")
@example("a shade of blue {.blue}")
def test_shows_every_word_of_a_headline(headline):
    html = html_of(f"## 6:20 p.m.: {escape_inline(headline)}\n\nThe ice.")
    assert words_shown(html) == ["6:20", "p.m.:", *headline.split(), "The", "ice."]
    assert html.count("<h2") == 1


@unhurried
@given(lines)
@example("1986. That was a cold year.")
@example("Status: draft")
def test_shows_every_word_of_a_summary(standfirst):
    assert words_shown(html_of_field(escape_paragraph(standfirst))) == standfirst.split()


TITLES = {
    "plain": ("Ice in the harbour", "Ice in the harbour"),
    "ampersand": ("Salt & Sons", "Salt & Sons"),
    "a tag": ("What <b> means", "What &lt;b> means"),
    "an ampersand written out": ("Salt &amp; Sons", "Salt &amp;amp; Sons"),
    "markdown is not read in a title": ("The *Polar* at #1", "The *Polar* at #1"),
}


@pytest.mark.parametrize(("title", "written"), TITLES.values(), ids=TITLES.keys())
def test_writes_a_title_as_html(title, written):
    assert escape_html(title) == written


@pytest.mark.parametrize("title", [r"..\..\files", r"C:\\ice", r"a\-b", r"a\`b", r"an \end", "\\"])
def test_a_title_keeps_its_backslashes(title):
    assert words_shown(typogrify(f"<h1>{escape_html(title)}</h1>")) == title.split()


@pytest.mark.parametrize("title", ["Profit &copy loss", "Ice &lt 3 metres", "&#169 by the port"])
def test_a_title_shows_a_sign_without_its_semicolon(title):
    assert words_shown(f"<h1>{escape_html(title)}</h1>") == title.split()


@unhurried
@given(lines)
@example("AT&T <REDACTED> &amp; &amp;amp; &copy &lt &#169")
def test_shows_every_word_of_a_title(title):
    MARKDOWN.reset().convert(f"Title: {escape_html(title)}\nDate: 2014-06-16\n\nThe body.\n")
    assert words_shown(f"<h1>{MARKDOWN.Meta['title'][0]}</h1>") == title.split()


@unhurried
@given(st.lists(st.text("aéZ", min_size=1) | st.sampled_from(["it’s", "“no”", "50%", "5,"])))
def test_leaves_plain_words_alone(received):
    text = " ".join(received)
    assert escape_paragraph(text) == escape_inline(text) == escape_html(text) == text
