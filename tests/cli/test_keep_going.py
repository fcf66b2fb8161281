"""`invoke build --keep-going`: faulty stories are left out, and the rest is built."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from backfile.cli.building import build_site
from backfile.cli.running import run
from tests.fidelity.received_story import FERRY, FERRY_BODY

ROOT = Path(__file__).parents[2]
STORY = "Title: {title}\nDate: 2014-06-16 11:02\n{fields}\n{body}\n"
# A word that is in the faulty story alone, so that any trace of it can be found.
SECRET = "zyzzogeton"  # noqa: S105 (a word of a story)


def story(title: str, body: str = "The pilots stay at home.", fields: str = "") -> str:
    return STORY.format(title=title, body=body, fields=f"{fields}\n" if fields else "")


class Archive:
    """An archive with the settings and the theme of this repository."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copy(ROOT / "pelicanconf.py", folder)
        for name in ("plugins", "theme"):
            (folder / name).symlink_to(ROOT / name)
        for name in ("stories", "partners", "pages", "images"):
            (folder / "content" / name).mkdir(parents=True)
        self.write("stories/good.md", story("Good"))

    def write(self, name: str, text: str) -> None:
        (self.folder / "content" / name).write_text(text, "utf-8")

    def build(self) -> int:
        return run(lambda: build_site("pelicanconf.py", keep_going=True))

    def set(self, line: str) -> None:
        with (self.folder / "pelicanconf.py").open("a") as conf:
            conf.write(f"{line}\n")

    def built(self) -> dict[str, bytes]:
        output = self.folder / "output"
        files = [path for path in output.rglob("*") if path.is_file()]
        return {path.relative_to(output).as_posix(): path.read_bytes() for path in files}

    def page(self, slug: str) -> str:
        return (self.folder / f"output/2014/06/{slug}/index.html").read_text("utf-8")


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    monkeypatch.chdir(tmp_path)
    return Archive(tmp_path)


def test_a_faulty_story_is_left_out_of_everything(archive: Archive, capsys) -> None:
    archive.set('STATIC_PATHS = ["images", "stories"]')
    fields = f"Redirect_From: /old/{SECRET}/\nTags: {SECRET}\nAuthors: {SECRET}\nCategory: {SECRET}"
    archive.write(f"stories/{SECRET}.md", story(SECRET, f"## 25:10\n\n{SECRET}", fields))
    assert archive.build() == 1
    said = capsys.readouterr()
    assert said.out.endswith("The site is in output/\n")
    assert said.err.splitlines() == [
        f'content/stories/{SECRET}.md:8: "25:10" is not a time of day; hours end at 23:59',
        "1 story was left out:",
        f"  content/stories/{SECRET}.md",
    ]
    files = archive.built()
    assert "2014/06/good/index.html" in files
    assert "2014/06/good/story.json" in files
    assert [name for name, data in files.items() if SECRET in name or SECRET.encode() in data] == []


def test_without_a_fault_it_is_an_ordinary_build(archive: Archive, capsys) -> None:
    assert archive.build() == 0
    assert "left out" not in capsys.readouterr().err


def test_without_the_option_nothing_is_replaced(archive: Archive) -> None:
    assert archive.build() == 0
    before = archive.built()
    archive.write("stories/bad.md", story("Bad", "## 25:10"))
    with pytest.raises(SystemExit):
        build_site("pelicanconf.py")
    assert archive.built() == before


@pytest.mark.parametrize("target", ["bad.md", "/stories/bad.md", "bad.md#update-3"])
def test_a_link_to_a_story_that_is_left_out_becomes_text(
    archive: Archive, capsys, target: str
) -> None:
    archive.write("stories/bad.md", story("Bad", "## 25:10"))
    link = f"See [the *other* story]({{filename}}{target}) and [this]({{filename}}good.md)."
    archive.write("stories/links.md", story("Links", link, f"Summary: {link}"))
    archive.write("pages/about.md", "Title: About\n\n[Bad]({filename}/stories/bad.md) once.\n")
    assert archive.build() == 1
    html = archive.page("links")
    assert "See the <em>other</em> story and <a" in html
    assert "bad.md" not in html
    assert "<p>Bad&nbsp;once.</p>" in (archive.folder / "output/about/index.html").read_text(
        "utf-8"
    )
    said = capsys.readouterr().err
    assert "warning: content/stories/links.md: its link to content/stories/bad.md, " in said
    assert "warning: content/pages/about.md: its link to content/stories/bad.md, " in said


def test_a_story_that_continues_one_left_out_is_built(archive: Archive, capsys) -> None:
    archive.write("stories/bad.md", story("Bad", "## 25:10"))
    archive.write("stories/next.md", story("Next", fields="Continues: bad"))
    assert archive.build() == 1
    assert "stay at home" in archive.page("next")
    said = capsys.readouterr().err
    assert "1 story was left out:" in said
    assert 'content/stories/next.md:3: continues "bad", which is left out' in said


def test_the_stories_of_a_faulty_record_fall_with_it(archive: Archive, capsys) -> None:
    archive.write("partners/wire.md", "Status: closed\n\nA wire service.\n")
    archive.write("stories/wired.md", story("Wired", fields="Partner: wire"))
    assert archive.build() == 1
    assert "2014/06/wired/index.html" not in archive.built()
    assert "2014/06/good/index.html" in archive.built()
    assert capsys.readouterr().err.splitlines() == [
        'content/partners/wire.md:1: this partner has no title; begin the file with "Title: …"',
        'content/stories/wired.md:3: the record of its partner, "wire", is left out; correct it',
        "1 story and 1 partner's record were left out:",
        "  content/partners/wire.md",
        "  content/stories/wired.md",
    ]


def test_of_two_files_of_one_address_the_first_stays(archive: Archive) -> None:
    archive.write("stories/late.md", story("Late", fields="Slug: good"))
    assert archive.build() == 1
    assert "<title>Good" in archive.page("good")


def test_a_page_that_pelican_cannot_read_is_left_out(archive: Archive, capsys) -> None:
    archive.write("pages/about.md", "Slug: about\n\nNo title.\n")
    assert archive.build() == 1
    assert "1 page was left out:\n  content/pages/about.md\n" in capsys.readouterr().err
    assert "about/index.html" not in archive.built()


def test_a_story_that_lacks_words_of_its_original_is_left_out(archive: Archive, capsys) -> None:
    archive.set("BACKFILE_VERIFY = True")
    FERRY.keep(archive.folder / "content")
    archive.write("partners/wire.md", "Title: The Wire\n")
    faithful = f"Partner: wire\n{FERRY.fields}\n{FERRY_BODY}"
    archive.write(
        "stories/whole.md", f"Title: Ferry radios for help\nDate: 2014-06-16 14:00\n{faithful}"
    )
    unfaithful = faithful.replace("Two boats", "Three boats")
    assert unfaithful != faithful
    archive.write(
        "stories/lacking.md", f"Title: Ferry radios for help\nDate: 2014-06-16 14:00\n{unfaithful}"
    )
    assert archive.build() == 1
    said = capsys.readouterr().err
    assert "1 story was left out:\n  content/stories/lacking.md\n" in said
    assert "2014/06/lacking/index.html" not in archive.built()
    assert "2014/06/whole/index.html" in archive.built()


def test_a_wrong_setting_stops_it(archive: Archive) -> None:
    archive.set('BACKFILE_UPDATE_ORDER = "newest"')
    with pytest.raises(SystemExit) as ended:
        archive.build()
    assert ended.value.code == 1
    assert not (archive.folder / "output").exists()
    assert list(archive.folder.glob(".output*")) == []
