"""Any edits, one after the other: each build makes the bytes of a build from nothing."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import event, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.example_counts import examples

from .imported_archive import picture
from .revised import UNLISTED, Archive, files_in, varied_archive

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import DataObject

STEPS = int(os.environ.get("BACKFILE_STEPS", "8"))
FEWEST = 5  # stories, below which none is deleted

TITLES = ["Ice & <snow>", "A “storm” -- soon", "The pier", "Harbour\N{EN DASH}side", "雪", "1914"]
PARAGRAPHS = [
    "Nobody knows why -- yet.",
    "It came at ten; see [who we are]({filename}/pages/about.md).",
    "Boats & <em>ships</em> stay in the “harbour”.\n\n- one\n- two",
    "A <foo>word</foo> with an unknown tag, [a page](nowhere.html) that is not there.",
    "A note.[^1]\n\n[^1]: Said the captain.",
    "### Later\n\n> They left at dawn.",
    "![The pier]({static}/images/pier.png)",
    "| Time | Boats |\n|---|---|\n| 10 | 3 |",
    "The words of others: [pictures]({static}/images/pier.png).",
    "Ice.\n\n<!-- ask -->",
    "See [the new one](/2013/02/new-1/) and [another](../new-2/).",
    "*[Ice]: Frozen water\n\nIce, again.",
]
CLOCKS = [
    "6:20 p.m.",
    "7:05 p.m.",
    "3:31 p.m.",
    "11:58 p.m.: The headline",
    "00:10",
    "Original Post",
]
DATES = [
    "2013-02-01 08:00",
    "2014-06-16 11:02",
    "2014-12-31 23:30",
    "2015-01-04 08:00",
    "2012-02-29",
]
FIELDS = {
    "Tags": ["", "Ships", "Weather", "Ships, Weather", "Winter", "weather"],
    "Category": ["", "Harbor", "News", "Sea"],
    "Authors": ["", "Ada Lind", "Bo Ek", "Bo Ek; Ada Lind"],
    "Status": ["", "", "draft", "hidden"],
    "Continues": ["", "", "storm", "calm", "ferry"],
    "Lang": ["", "", "de"],
    "Slug": ["", "", "ice", "cold"],
    "Redirect_From": ["", "/old/ferry.html", "/ice/", "/2014/06/new-1/"],
    "Template": ["", "", "page"],
    "Order": ["", "oldest-first"],
    "Modified": ["", "2015-02-01 09:00"],
    "Timezone": ["", "Europe/Berlin"],
    "Robots": ["", "noindex"],
    "Identifier": ["", "ark:/12345/x6", "AP-1"],
}
WITHDRAWN = {"Status": "withdrawn", "Withdrawn": "2026-03-05", "Reason": "It was asked for."}
SETTINGS: dict[str, list[Any]] = {
    "SITENAME": ["Harbour Archive", "Port Archive"],
    "SITEURL": ["https://archive.example", "https://port.example/archive"],
    "FEED_MAX_ITEMS": [1, 2, 30],
    "DEFAULT_PAGINATION": [False, 2],
    "DEFAULT_LANG": ["en", "de"],
    "TIMEZONE": ["America/New_York", "Europe/Berlin"],
    "BACKFILE_UPDATE_ORDER": ["newest-first", "oldest-first"],
    "BACKFILE_ACCENT_LIGHT": ["", "#7a1f1f"],
    "BACKFILE_FOOTER": ["", "<em>The end</em>"],
    "BACKFILE_VERIFY": [True, False],
    "BACKFILE_TAG_YEAR_SAVE_AS": ["", "topics/{slug}/{year}/index.html"],
    **{
        f"BACKFILE_{name}": [True, False]
        for name in ("DATA", "DRAFTS", "FEEDS", "REDIRECTS", "REDIRECT_PAGES", "SEARCH", "SITEMAP")
    },
}
CACHED = ["catalogue.db", "stories.db", "sitemap.db", "data.db", "last-build.db"]


class StoryText:
    """The text of a story as its fields and the blocks of its body."""

    def __init__(self, text: str) -> None:
        head, _, body = text.partition("\n\n")
        self.fields = dict(line.split(": ", 1) for line in head.splitlines())
        self.blocks = body.strip("\n").split("\n\n")

    def state(self, name: str, value: str) -> None:
        """Let the field *name* have this value; an empty one takes it out."""
        self.fields.pop(name, None)
        self.fields |= {name: value} if value else {}

    def __str__(self) -> str:
        fields = "".join(f"{name}: {value}\n" for name, value in self.fields.items())
        return fields + "\n" + "\n\n".join(self.blocks) + "\n"


def reword(story: StoryText, data: DataObject, _others: list[str]) -> None:
    at = data.draw(st.integers(0, len(story.blocks) - 1))
    story.blocks[at] = data.draw(st.sampled_from(PARAGRAPHS))


def retitle(story: StoryText, data: DataObject, _others: list[str]) -> None:
    story.fields["Title"] = data.draw(st.sampled_from(TITLES))


def go_on(story: StoryText, data: DataObject, _others: list[str]) -> None:
    at = data.draw(st.integers(1, len(story.blocks)))
    clock, words = data.draw(st.sampled_from(CLOCKS)), data.draw(st.sampled_from(PARAGRAPHS))
    story.blocks[at:at] = [f"## {clock}", words]


def correct(story: StoryText, data: DataObject, _others: list[str]) -> None:
    day = data.draw(st.sampled_from(["June 18, 10 a.m.", "January 5, 9 a.m.", "2015-03-01"]))
    story.blocks += [f"## Correction, {day}", data.draw(st.sampled_from(PARAGRAPHS))]


def summarize(story: StoryText, data: DataObject, _others: list[str]) -> None:
    story.state("Summary", data.draw(st.sampled_from(["", "In *short*.", "Ice & snow."])))


def link(story: StoryText, data: DataObject, others: list[str]) -> None:
    story.blocks.append(f"See [it]({{filename}}/{data.draw(st.sampled_from(others))}).")


def take_out(story: StoryText, data: DataObject, _others: list[str]) -> None:
    if len(story.blocks) > 1:
        del story.blocks[data.draw(st.integers(0, len(story.blocks) - 1))]


def withdraw(story: StoryText, data: DataObject, _others: list[str]) -> None:
    """Withdraw the story, or bring it back."""
    is_there = story.fields.get("Status") != "withdrawn"
    for name, value in WITHDRAWN.items():
        story.state(name, value if is_there else "")
    title = data.draw(st.sampled_from(["", "no"])) if is_there else ""
    story.state("Withdrawn_Title", title)


EDITS: list[Callable[[StoryText, DataObject, list[str]], None]] = [
    *(reword, retitle, go_on, correct, summarize, link, take_out, withdraw)
]


class Editors(RuleBasedStateMachine):
    """People who edit a copy of *base*, and build after each edit. Most edits are of stories."""

    def __init__(self, base: Archive, folder: Path) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=folder))
        self.archive = base.copied(self.folder / "archive")
        shutil.rmtree(self.archive.folder / "cache")  # it names the folder of the original
        assert not self.archive.build().wrong
        self.new = 0
        self._keep()

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    @initialize(data=st.data(), hides=st.booleans())
    def hide_a_story(self, data: DataObject, hides: bool) -> None:
        """A story that is not listed may show any other, so fewer builds are revisions then."""
        if hides:
            self.archive.write("stories/unlisted.md", UNLISTED)
            self._build(data)

    @rule(data=st.data())
    def reword_a_story(self, data: DataObject) -> None:
        self._edit([reword], data)

    @rule(data=st.data())
    def retitle_a_story(self, data: DataObject) -> None:
        self._edit([retitle], data)

    @rule(data=st.data())
    def add_an_update(self, data: DataObject) -> None:
        self._edit([go_on], data)

    @rule(data=st.data())
    def correct_a_story(self, data: DataObject) -> None:
        self._edit([correct], data)

    @rule(data=st.data())
    def summarize_a_story(self, data: DataObject) -> None:
        self._edit([summarize], data)

    @rule(data=st.data())
    def link_a_story_to_another(self, data: DataObject) -> None:
        self._edit([link], data)

    @rule(data=st.data())
    def take_something_out(self, data: DataObject) -> None:
        self._edit([take_out], data)

    @rule(data=st.data())
    def withdraw_a_story_or_bring_it_back(self, data: DataObject) -> None:
        self._edit([withdraw], data)

    @rule(data=st.data(), edits=st.lists(st.sampled_from(EDITS), min_size=2, max_size=4))
    def edit_several_stories(
        self, data: DataObject, edits: list[Callable[[StoryText, DataObject, list[str]], None]]
    ) -> None:
        self._edit(edits, data)

    @rule(data=st.data(), title=st.sampled_from(TITLES), date=st.sampled_from(DATES))
    def add_a_story(self, data: DataObject, title: str, date: str) -> None:
        self.new += 1
        story = StoryText(f"Title: {title}\nDate: {date}\n\n{PARAGRAPHS[0]}\n")
        for field in data.draw(st.lists(st.sampled_from(["Tags", "Category", "Authors"]))):
            story.state(field, data.draw(st.sampled_from(FIELDS[field])))
        self._put(f"stories/new-{self.new}.md", story)
        self._build(data)

    @precondition(lambda self: len(self._stories()) > FEWEST)
    @rule(data=st.data())
    def delete_a_story(self, data: DataObject) -> None:
        (self.archive.content / self._any_story(data)).unlink()
        self._build(data)

    @rule(data=st.data(), links_follow=st.booleans())
    def rename_a_story(self, data: DataObject, links_follow: bool) -> None:
        old = self._any_story(data)
        self.new += 1
        new = f"stories/new-{self.new}.md"
        (self.archive.content / old).rename(self.archive.content / new)
        for path in self.archive.content.rglob("*.md") if links_follow else ():
            path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
        self._build(data)

    @rule(data=st.data(), date=st.sampled_from(DATES))
    def date_a_story_anew(self, data: DataObject, date: str) -> None:
        self._state("Date", date, data)

    @rule(data=st.data())
    def give_a_story_to_a_partner(self, data: DataObject) -> None:
        partners = [one.stem for one in (self.archive.content / "partners").iterdir()]
        self._state("Partner", data.draw(st.sampled_from(["", *sorted(partners)])), data)

    @rule(data=st.data(), field=st.sampled_from([*FIELDS]))
    def file_a_story_elsewhere(self, data: DataObject, field: str) -> None:
        self._state(field, data.draw(st.sampled_from(FIELDS[field])), data)

    @rule(data=st.data(), name=st.sampled_from([*SETTINGS]))
    def set_the_site_up_anew(self, data: DataObject, name: str) -> None:
        self.archive.settings[name] = data.draw(st.sampled_from(SETTINGS[name]))
        self._build(data)

    @rule(data=st.data(), what=st.sampled_from(["theme", "partner", "page", "picture", "cache"]))
    def change_what_is_no_story(self, data: DataObject, what: str) -> None:
        self.new += 1
        getattr(self, f"_change_{what}")(data)
        self._build(data)

    def _change_theme(self, data: DataObject) -> None:
        name = data.draw(st.sampled_from(["static/css/base.css", "templates/article.html"]))
        path = self.archive.folder / "theme" / name
        text, more = path.read_text("utf-8"), "\n/* More. */\n"
        path.write_text(text.removesuffix(more) if text.endswith(more) else text + more, "utf-8")

    def _change_partner(self, data: DataObject) -> None:
        name = data.draw(st.sampled_from(["the-wire", "port-post", f"new-{self.new}"]))
        text = f"Title: A partner\nFounded: 19{self.new % 90 + 10}\n\nThey print it.\n"
        self.archive.write(f"partners/{name}.md", text)

    def _change_page(self, data: DataObject) -> None:
        name = data.draw(st.sampled_from(["about", f"new-{self.new}"]))
        words = data.draw(st.sampled_from(PARAGRAPHS))
        self.archive.write(f"pages/{name}.md", f"Title: A page\n\n{words}\n")

    def _change_picture(self, data: DataObject) -> None:
        colour = data.draw(st.sampled_from(["navy", "red", "white"]))
        (self.archive.content / "images" / "pier.png").write_bytes(picture(colour))

    def _change_cache(self, data: DataObject) -> None:
        name = data.draw(st.sampled_from(CACHED))
        (self.archive.folder / "cache" / name).unlink(missing_ok=True)

    def _edit(
        self,
        edits: list[Callable[[StoryText, DataObject, list[str]], None]],
        data: DataObject,
    ) -> None:
        for edit in edits:
            name = self._any_story(data)
            story = self._story(name)
            edit(story, data, self._stories())
            self._put(name, story)
        self._build(data)

    def _state(self, field: str, value: str, data: DataObject) -> None:
        name = self._any_story(data)
        story = self._story(name)
        story.state(field, value)
        self._put(name, story)
        self._build(data)

    def _build(self, data: DataObject) -> None:
        """Build, and compare with a build from nothing; mend what is at fault."""
        ran = self._compare()
        if not ran:
            if data.draw(st.booleans(), "edit another story as well"):
                name = self._any_story(data)
                story = self._story(name)
                reword(story, data, [])
                self._put(name, story)
                self._compare()
            self._put_back()
            assert self._compare()
        self._keep()

    def _compare(self) -> bool:
        """Build both ways; tell whether the content is without faults."""
        ran, wanted = self.archive.build(), self.archive.from_nothing()
        event("everything" if ran.whole else "a revision")
        assert ran.wrong == wanted.wrong
        if ran.wrong:
            assert files_in(self.archive.output) == self.site
            return False
        assert set(ran.said.splitlines()) == set(wanted.said.splitlines())
        self.archive.assert_same()
        return True

    def _keep(self) -> None:
        """Remember the archive and its site as they are without faults."""
        self.site = files_in(self.archive.output)
        self.content = files_in(self.archive.content)
        self.settings = dict(self.archive.settings)

    def _put_back(self) -> None:
        """Let the archive be as it was before what is at fault."""
        for name in files_in(self.archive.content).keys() - self.content:
            (self.archive.content / name).unlink()
        for name, text in self.content.items():
            if not (path := self.archive.content / name).is_file() or path.read_bytes() != text:
                path.write_bytes(text)
        self.archive.settings = dict(self.settings)

    def _stories(self) -> list[str]:
        """Return the files of all stories; that of the imported one, at fault soon, is the last."""
        content = self.archive.content
        files = sorted(content.glob("stories/**/*.md"), key=lambda one: (len(one.parts), one))
        return [one.relative_to(content).as_posix() for one in files]

    def _any_story(self, data: DataObject) -> str:
        return data.draw(st.sampled_from(self._stories()))

    def _story(self, name: str) -> StoryText:
        return StoryText((self.archive.content / name).read_text("utf-8"))

    def _put(self, name: str, story: StoryText) -> None:
        self.archive.write(name, str(story))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    archive = varied_archive(tmp_path_factory.mktemp("varied"))
    ran = archive.build()
    assert not ran.wrong, ran.wrong
    return archive


@pytest.mark.hypothesis
def test_each_build_is_the_build_from_nothing(base: Archive, tmp_path: Path) -> None:
    run_state_machine_as_test(
        lambda: Editors(base, tmp_path),
        settings=settings(examples(3), stateful_step_count=STEPS),
    )
