"""Links and pictures that lead to nothing: named with file and line before anything is built."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backfile.checking.archive_reader import read_archive
from backfile.config.site_settings import site_settings

from .sites import CONF, MiniSite

if TYPE_CHECKING:
    from pathlib import Path

STORY = "Title: Ferry\nDate: 2014-06-16 11:02\nTags: Rescue\n\n{body}\n"
OTHER = "Title: Bom\nDate: 2014-06-17 11:02\n\nText.\n"


@pytest.fixture
def site(tmp_path: Path) -> MiniSite:
    return MiniSite(tmp_path).write({"stories/bom.md": OTHER, "images/ferry.png": "a picture"})


WRONG = {
    "filename": "[b]({filename}nope.md)",
    "filename-of-a-folder": "[b]({filename}/stories)",
    "old-form": "[b](|filename|nope.md)",
    "static": "[b]({static}/images/x.pdf)",
    "attach": "[b]({attach}x.pdf)",
    "static-of-a-story": "[b]({static}bom.md)",
    "tag": "[b]({tag}Rescues)",
    "unknown-kind": "[b]({filname}bom.md)",
    "outside": "[b]({attach}../../pelicanconf.py)",
    "outside-from-the-root": "[b]({static}/../secret.txt)",
    "outside-quoted": "[b]({static}/%2E%2E/secret.txt)",
    "picture": "![b](images/x.png)",
    "picture-without-its-kind": "![b](ferry.png)",
    "picture-static": "![b]({static}/images/x.png)",
    "picture-as-html": '<img src="{static}/images/x.png" alt="b">',
}


def faults(site: MiniSite, story: str) -> list[str]:
    site.write({"stories/a.md": story})
    ended = site.build(PATH="content", STATIC_PATHS=["images"], ARTICLE_PATHS=["stories"])
    return [line for line in ended.said.splitlines() if line.startswith("content/")]


@pytest.mark.parametrize("name", WRONG)
def test_a_dead_link_stops_the_build_with_file_and_line(name: str, site: MiniSite) -> None:
    body = WRONG[name]

    (fault,) = faults(site, STORY.format(body=f"Text.\n\n```\n{body}\n```\n\n{body}"))

    assert fault.startswith("content/stories/a.md:11: ")
    assert not site.pages()


@pytest.mark.parametrize(
    "picture",
    [
        "<img src=x alt=b>",
        '<img alt="b" src="x">',
        "<img alt='b' src = 'x'>",
        "![b](x)",
        '![b](x "A title")',
        "![b](<x>)",
        "[1]: x\n\n![b][1]",
    ],
)
def test_a_picture_is_named_on_its_own_line_alone(picture: str, site: MiniSite) -> None:
    body = f"The x of it: (x) and [x] = x.xyz.png\n\n<b class=xy>Six x</b>\n\n{picture}"

    found = faults(site, STORY.format(body=body))

    assert [int(one.split(":")[1]) for one in found] == [9]


def test_a_picture_whose_syntax_is_in_two_lines_is_named_where_its_name_stands(
    site: MiniSite,
) -> None:
    (found,) = faults(site, STORY.format(body="Text.\n\n<img alt=b src=\n'x.png'>\n"))

    assert found.startswith("content/stories/a.md:8: ")


@pytest.mark.parametrize("logo", ["images/nope.png", "/images/nope.png", "../../secret.png"])
def test_a_logo_that_is_not_there_is_named_in_its_partners_record(
    logo: str, site: MiniSite
) -> None:
    site.write({"partners/wire.md": f"Title: Wire\nStatus: closed\nLogo: {logo}\n\nText.\n"})

    (fault,) = faults(site, STORY.format(body="Text."))

    assert fault.startswith(f'content/partners/wire.md:3: "{logo}" leads to ')


def test_a_logo_that_is_there_or_on_another_site_is_left_alone(site: MiniSite) -> None:
    site.write(
        {
            "partners/wire.md": "Title: Wire\nLogo: images/ferry.png\n\nText.\n",
            "partners/other.md": "Title: Other\nLogo: https://x.example/x.png\n\nText.\n",
        }
    )

    assert faults(site, STORY.format(body="Text.")) == []


DOUBTFUL = {
    "htp://x.example/": '"htp:" is no kind of address; did you mean "http:"?',
    "htttps://x.example/": '"htttps:" is no kind of address; did you mean "https:"?',
    "mialto:a@x.example": '"mialto:" is no kind of address; did you mean "mailto:"?',
    "http:/x.example/": 'is not a web address; write "http://x.example/"',
    "https:x.example": 'is not a web address; write "https://x.example"',
    "https//x.example/": 'leads to a page of this site; write "https://x.example/"',
    "www.x.example/a": 'leads to a page of this site; write "https://www.x.example/a"',
    "file:///home/ann/a.pdf": "leads to a file on one computer; copy it into",
    "C:/ann/a.pdf": "leads to a file on one computer; copy it into",
}


@pytest.mark.parametrize("address", DOUBTFUL)
def test_a_mistyped_web_address_is_doubted(
    address: str, site: MiniSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.write({"stories/a.md": STORY.format(body=f"[b]({address})")})
    (site.folder / "pelicanconf.py").write_text(f'{CONF}\nARTICLE_PATHS = ["stories"]\n')
    monkeypatch.chdir(site.folder)

    (doubt,) = read_archive(site_settings("pelicanconf.py", content="")).site.remarks

    assert (doubt.path, doubt.line, doubt.code) == ("content/stories/a.md", 5, "unresolved-link")
    assert DOUBTFUL[address] in doubt.message


def test_a_link_to_a_refused_file_adds_no_fault_to_the_files_own(site: MiniSite) -> None:
    (site.folder / "secret.txt").write_text("private")
    (site.folder / "content/images/leads-out.txt").symlink_to(site.folder / "secret.txt")

    (fault,) = faults(site, STORY.format(body="[b]({static}/images/leads-out.txt)"))

    assert fault.startswith("content/images/leads-out.txt: leads outside of content/; ")


def test_a_dead_link_names_the_nearest_file(site: MiniSite) -> None:
    (fault,) = faults(site, STORY.format(body="[b]({filename}bomm.md)"))

    assert 'did you mean "{filename}/stories/bom.md"?' in fault


def test_links_in_order_are_left_alone(site: MiniSite) -> None:
    body = """[a]({filename}bom.md) [b]({filename}/stories/bom.md#x) [c]({static}/images/ferry.png)
[d]({tag}rescue) [e]({index}) [f](https://x.example/nope.md) [g](#here) [h](/elsewhere/)
![i](/images/ferry.png) ![j]({static}/images/ferry.png) ![k](https://x.example/x.png)
[l](mailto:a@x.example) [o](ftp://x.example/x) [p](tel:+1) [q](magnet:?x)
[m]({attach}../images/ferry.png) `[n]({filename}nope.md)`"""

    assert faults(site, STORY.format(body=body)) == []
    assert site.pages()


def test_a_link_in_a_summary_is_resolved_and_a_dead_one_is_named(site: MiniSite) -> None:
    head = "Title: Ferry\nDate: 2014-06-16 11:02\nSummary: See [b]({{filename}}{}).\n\nText.\n"

    (fault,) = faults(site, head.format("nope.md"))
    assert fault.startswith("content/stories/a.md:3: ")

    assert faults(site, head.format("bom.md")) == []
    listing = site.page("index.html")
    assert "{filename}" not in listing


def test_all_faults_of_a_site_are_named_together(site: MiniSite) -> None:
    site.write({"pages/about.md": "Title: About\n\n[x]({filename}nope.md)\n\n<div>\n"})

    said = faults(site, STORY.format(body="[x]({filename}nope.md)\n\n<div>\n"))

    assert [line.split(" ", 1)[0] for line in said] == [
        "content/pages/about.md:3:",
        "content/pages/about.md:5:",
        "content/stories/a.md:5:",
        "content/stories/a.md:7:",
    ]
