"""Where the first pictures of a story are, before any page is made."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from backfile.catalogue.rows import PictureLink
from backfile.config.read_settings import read_settings
from backfile.reading.story_pictures import MOST, picture_addresses, picture_links
from backfile.text.html_images import ImageTag, images_in

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p><img alt="A pier" src="pier.png"></p>', [ImageTag("pier.png", "A pier")]),
        ("<img src='a&amp;b.png' alt='5 > 4'>", [ImageTag("a&b.png", "5 > 4")]),
        ('<img data-src="no.png">', [ImageTag("", "")]),
        ('<img src="a.png"><IMG SRC="b.png">', [ImageTag("a.png", ""), ImageTag("b.png", "")]),
        ("<image src='a.png'>", []),
        ("No picture.", []),
    ],
)
def test_each_picture_is_read_from_its_tag(html: str, expected: list[ImageTag]) -> None:
    assert list(images_in(html)) == expected


def test_the_first_few_are_kept_and_those_without_an_address_passed_over() -> None:
    html = "".join(f'<img src="{one}">' for one in ("", "a.png", " ", "b.png", "c.png", "d.png"))
    assert picture_addresses(html) == ("a.png", "b.png", "c.png")
    assert len(picture_addresses(html)) == MOST


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("{static}/images/pier.png", PictureLink("images/pier.png", "")),
        ("|static|/images/pier.png", PictureLink("images/pier.png", "")),
        ("{static}../images/the%20pier.png", PictureLink("images/the pier.png", "")),
        ("{filename}/images/pier.png", PictureLink("images/pier.png", "")),
        (
            "{attach}ferry/pier.png",
            PictureLink("stories/2014/ferry/pier.png", "2014/06/ferry/ferry/pier.png"),
        ),
        (
            "{attach}/images/pier.png",
            PictureLink("images/pier.png", "2014/06/ferry/pier.png"),
        ),
        ("/images/pier.png", PictureLink("", "images/pier.png")),
        ("../pier.png?size=2#top", PictureLink("", "2014/06/pier.png")),
        ("https://archive.example/images/pier.png", PictureLink("", "images/pier.png")),
        ("https://elsewhere.example/pier.png", None),
        ("//elsewhere.example/pier.png", None),
        ("data:image/png;base64,AAAA", None),
        ("http://[broken/pier.png", None),
        ("{category}news", None),
    ],
)
def test_a_picture_of_the_archive_is_found_as_pelican_finds_it(
    written: str, expected: PictureLink | None, tmp_path: Path
) -> None:
    content = tmp_path / "content"
    settings = read_settings({"PATH": str(content), "SITEURL": "https://archive.example"})
    name = written.replace("{static}../", "{static}../../")
    article = SimpleNamespace(
        picture_addresses=(name,),
        source_path=str(content / "stories" / "2014" / "ferry.md"),
        save_as="2014/06/ferry/index.html",
        url="2014/06/ferry/",
    )
    found = picture_links(article, settings)
    assert found == ((expected,) if expected else ())
