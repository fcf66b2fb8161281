"""Which stories a book holds: what is asked for, and what is found in the tables."""

from __future__ import annotations

import json

import pytest
from pelican.settings import DEFAULT_CONFIG

from backfile.errors import UsageError
from backfile.publish.packages.book.selection import BookChoice, BookKind, select


def row(
    story: str, published: str, topics: tuple[str, ...] = (), continues: str = "", lang: str = "en"
) -> dict[str, str]:
    return {
        "story": story,
        "published_utc": published if "T" in published else "",
        "published_day": published[:10],
        "title": f"About {story}",
        "lang": lang,
        "topics": json.dumps(topics, ensure_ascii=False),
        "continues": continues,
    }


RULES = DEFAULT_CONFIG["SLUG_REGEX_SUBSTITUTIONS"]
ROWS = [
    row("2011/03/bridge/", "2011-03-04T21:30:00Z", ("Bridges", "Old ferries")),
    row("2011/03/moves/", "2011-03-09", ("Bridges",), "2011/03/bridge/"),
    row("2011/03/closed/", "2011-03-06", (), "2011/03/bridge/"),
    row("2011/04/ferry/", "2011-04-01T10:00:00Z", ("Old ferries",)),
    row("2012/04/ferry/", "2012-04-01T10:00:00Z"),
    row("2012/05/reopened/", "2012-05-01", (), "2011/03/moves/"),
    row("2012/06/barco/", "2012-06-01", ("Old ferries",), lang="es"),
    row("es/2011/04/ferry/", "2011-04-01T10:00:00Z", ("Old ferries",), lang="es"),
    row("0999/01/comet.html", "0999-01-01", ("Été",)),
]
FOUND = [
    ("story", "bridge", "bridge", ["2011/03/bridge/"]),
    ("story", "2012/04/ferry", "ferry", ["2012/04/ferry/"]),
    ("story", "/2012/04/ferry/", "ferry", ["2012/04/ferry/"]),
    ("story", "es/2011/04/ferry", "ferry", ["es/2011/04/ferry/"]),
    ("story", "comet", "comet", ["0999/01/comet.html"]),
    # All parts that are connected, by time, whichever of them is named.
    (
        "series",
        "closed",
        "bridge-series",
        ["2011/03/bridge/", "2011/03/closed/", "2011/03/moves/", "2012/05/reopened/"],
    ),
    (
        "series",
        "reopened",
        "bridge-series",
        ["2011/03/bridge/", "2011/03/closed/", "2011/03/moves/", "2012/05/reopened/"],
    ),
    ("topic", "Bridges", "bridges", ["2011/03/bridge/", "2011/03/moves/"]),
    # By its slug too; a translation only where the site's language has no version.
    (
        "topic",
        "old-ferries",
        "old-ferries",
        ["2011/03/bridge/", "2011/04/ferry/", "2012/06/barco/"],
    ),
    ("topic", "Été", "ete", ["0999/01/comet.html"]),
    ("year", "2012", "2012", ["2012/04/ferry/", "2012/05/reopened/", "2012/06/barco/"]),
    ("year", "999", "0999", ["0999/01/comet.html"]),
]
REFUSED = [
    ("story", "brigde", 'no published story is called "brigde"; did you mean "bridge"?'),
    (
        "story",
        "ferry",
        'several stories are called "ferry"; name one of 2011/04/ferry, es/2011/04/ferry',
    ),
    ("series", "ferri", 'no published story is called "ferri"; did you mean "ferry"?'),
    ("series", "comet", "comet: it continues no story, and none continues it; use --story"),
    ("topic", "bridgs", 'no published story has the topic "bridgs"; did you mean "bridges"?'),
    ("year", "2013", "no story of 2013 is published; there are 0999, 2011, 2012"),
    ("year", "soon", '"soon" is no year; write it in digits, such as 1969'),
]


@pytest.mark.parametrize(("kind", "name", "slug", "stories"), FOUND)
def test_what_is_asked_for_is_found(kind: str, name: str, slug: str, stories: list[str]) -> None:
    found = select(BookChoice(BookKind(kind), name), lambda: ROWS, "en", RULES)

    assert (found.slug, list(found.stories)) == (slug, stories)


@pytest.mark.parametrize(("kind", "name", "message"), REFUSED)
def test_what_is_not_there_is_said(kind: str, name: str, message: str) -> None:
    with pytest.raises(UsageError) as error:
        select(BookChoice(BookKind(kind), name), lambda: ROWS, "en", RULES)

    assert str(error.value).startswith(message)


@pytest.mark.parametrize(
    ("kind", "name", "title"),
    [
        ("story", "bridge", "About 2011/03/bridge/"),
        ("series", "moves", "About 2011/03/bridge/"),
        ("topic", "old-ferries", "Old ferries"),
        ("year", "0999", "999"),
    ],
)
def test_a_book_has_a_title(kind: str, name: str, title: str) -> None:
    assert select(BookChoice(BookKind(kind), name), lambda: ROWS, "en", RULES).title == title


def test_an_empty_archive_has_no_stories() -> None:
    with pytest.raises(UsageError, match='no published story is called "bridge"'):
        select(BookChoice(BookKind.STORY, "bridge"), list, "en", RULES)
