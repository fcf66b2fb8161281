"""What a story file states beside its words."""

from __future__ import annotations

import pytest

from backfile.fidelity.facts import line_of, sides, stated

HEAD = "Title: Bridge\nDate: 2011-03-04\nTags: tugs, bridges\nSlug: bridge\n\n"
LINKS = {
    "none": ("No link.", []),
    "inline": ("See [x](https://a.example/) there.", ["https://a.example/"]),
    "with a title": ('[x](https://a.example/ "A title")', ["https://a.example/"]),
    "in brackets": ("[x](<https://a.example/b c>)", ["https://a.example/b c"]),
    "with brackets in it": ("[x](https://a.example/b_(c))", ["https://a.example/b_(c)"]),
    "a picture": ("![x]({attach}bridge/x.jpg)", ["{attach}bridge/x.jpg"]),
    "a picture in a link": ("[![x](/x.jpg)](/y)", ["/x.jpg", "/y"]),
    "html": ('<a href="https://a.example/?a&amp;b">x</a>', ["https://a.example/?a&b"]),
    "html without quotes": ("<a href=/x>x</a> <img src=/y.png>", ["/x", "/y.png"]),
    "an attribute list": ("[x](/x){: href='/y' }", ["/x", "/y"]),
    "a reference": ("[x][1]\n\n[1]: https://a.example/", ["https://a.example/"]),
    "automatic": ("<https://a.example/>", ["https://a.example/"]),
}
STRUCK = {
    "none": ("It is <sup>not</sup> <strong>safe</strong>.", []),
    "one": ("It is <del>not</del> safe.", ["not"]),
    "short": ("It is <s>not at\nall</s> safe.", ["not at all"]),
    "old": ('<STRIKE class="x">not</STRIKE >', ["not"]),
    "in another": ("<del>a <s>b</s> c</del> d", ["a <s>b</s> c"]),
    "without an end": ("It is <del>not safe.", ["not safe."]),
}
HIDING = {
    "none": ('<p style="color: red">x</p>', []),
    "a width": ('<p style="max-inline-size: 0.5em">x</p>', []),
    "half seen": ('<p style="opacity: 0.5">x</p>', []),
    "hidden": ('<p style="color: red; display:none">x</p>', ["color: red; display:none"]),
    "no size": ("<p style='font-size:0'>x</p>", ["font-size:0"]),
    "a list": ("x\n{: style=visibility:hidden }", ["visibility:hidden"]),
    "a sheet": ("<style>.x { display: none }</style>", [".x { display: none }"]),
    "a harmless sheet": ("<style>.x { color: red }</style>", []),
}


@pytest.mark.parametrize("name", LINKS)
def test_links(name: str) -> None:
    assert stated(HEAD + LINKS[name][0])["links"] == LINKS[name][1]


@pytest.mark.parametrize("name", STRUCK)
def test_struck_words(name: str) -> None:
    assert stated(HEAD + STRUCK[name][0])["struck"] == STRUCK[name][1]


@pytest.mark.parametrize("name", HIDING)
def test_styles_that_hide(name: str) -> None:
    assert stated(HEAD + HIDING[name][0])["hiding"] == HIDING[name][1]


def test_the_fields_that_say_what_the_original_says() -> None:
    fields = stated(HEAD)["fields"]
    assert fields == {"Title": "Bridge", "Date": "2011-03-04", "Tags": "tugs, bridges"}


def test_terms_may_be_added_and_put_in_another_order() -> None:
    now = HEAD.replace("tugs, bridges", "bridges; ferries; tugs")
    assert [one for one in sides(stated(HEAD), stated(now)) if one[1] != one[2]] == []
    now = HEAD.replace("tugs, bridges", "bridges")
    differing = [one for one in sides(stated(HEAD), stated(now)) if one[1] != one[2]]
    assert differing == [("Tags", ["tugs;", "bridges"], ["bridges"])]


def test_the_line_of_a_fact() -> None:
    text = f"{HEAD}One.\n\nSee [x](https://a.example/?a&amp;b).\n"
    assert line_of(text, "Date", ["2011-03-04"]) == 2
    assert line_of(text, "links", ["https://a.example/?a&b"]) == 8
    assert line_of(text, "links", []) == 1


@pytest.mark.parametrize(
    "piece", ["<del>", "<del ", "<style ", "<style>", "](", "](<", 'style="', "href='", "[x", "<a:"]
)
def test_what_never_ends_is_read_once(piece: str) -> None:
    """A reader that began again at each piece would not come to an end."""
    assert stated(HEAD + piece * 200_000)["fields"]["Title"] == "Bridge"
