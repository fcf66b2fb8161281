"""A build by several processes makes the files of a build by one, and says the same."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path

import pytest

from backfile.cli import building
from backfile.cli.main import main
from backfile.pipeline.pelican_glue.story_pages import TermArticles

from .in_copies import build, start
from .revised import ICE, ROOT, Archive, new_archive

ODD = {
    "stories/notes.md": ICE.replace("Nobody", "[Nobody][^1]"),
    "stories/windows.md": ICE.replace("\n", "\r\n"),
}
SAID = """"It's -- he said --- 'on time'..." & left. Nobody"""
# The copy that works on the story of the pier ends.
LOST = """
true = {kind}.{name}
def lost(self, path, *given, **more):
    if parent_process() and "pier" in path:
        os.kill(os.getpid(), signal.SIGKILL)
    return true(self, path, *given, **more)
{kind}.{name} = lost
"""


SLOW = """
import time
def slow():
    os.write(1, b"at work\\n")
    time.sleep(600)
KeyedWriter.write_file = lambda *_, **__: slow() if parent_process() else None
"""


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return new_archive(tmp_path)


def test_the_command_line_may_say_how_many(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = []
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(building, "build", lambda settings: seen.append(settings) or Path("site"))
    for words in (["build", "--workers", "3"], ["build"]):
        assert main(words) == 0
    assert [one.get("BACKFILE_WORKERS") for one in seen] == [3, None]
    assert "site" in capsys.readouterr().out


def test_stories_are_read_by_others(archive: Archive) -> None:
    assert build(archive).here("read") == []
    archive.assert_current()


def test_what_is_to_say_of_a_story_is_said(archive: Archive) -> None:
    for name, text in ODD.items():
        archive.write(name, text)
    ended = build(archive)
    assert "stories/notes.md:5: the note [^1]" in ended.said
    archive.assert_current()
    assert archive.build().said == ended.said


@pytest.mark.parametrize("dashes", ["default", "oldschool", "oldschool_inverted"])
def test_typography_is_that_of_one_process(archive: Archive, dashes: str) -> None:
    archive.settings["TYPOGRIFY_DASHES"] = dashes
    said = ICE.replace("Nobody", SAID).replace("Date:", 'Summary: "One" -- or two.\nDate:')
    archive.write("stories/said.md", said)
    build(archive)
    archive.assert_current()


def test_a_story_that_no_cache_may_keep_is_read_by_the_process_that_builds(
    archive: Archive,
) -> None:
    archive.write("stories/coming.md", ICE.replace("2015", "2999"))
    assert build(archive).here("read") == [str(archive.content / "stories/coming.md")]
    archive.assert_current()


def test_faults_are_those_of_one_process(archive: Archive) -> None:
    archive.replace("stories/ice.md", "2015-01-04", "2015-02-30")
    (archive.content / "stories/fog.md").write_bytes(b"Title: Fog\n\n\xff\n")
    ended = build(archive)
    assert "stories/ice.md:2" in ended.wrong
    assert "stories/fog.md:3" in ended.wrong
    assert archive.build().wrong == ended.wrong


def test_what_a_process_was_reading_that_ended_is_read_again(archive: Archive) -> None:
    lost = LOST.format(kind="StoryReader", name="read_source")
    assert build(archive, lost).here("read") == [str(archive.content / "stories/pier.md")]
    archive.assert_current()


def test_pages_and_all_other_files_are_made_by_others(archive: Archive) -> None:
    archive.settings |= {"BACKFILE_SEARCH": True, "BACKFILE_VERIFY": True}
    here = build(archive).here("write_file")
    archive.assert_current()
    pages = {one.with_name("index.html") for one in archive.output.rglob("story.json")}
    stories = {one.relative_to(archive.output).as_posix() for one in pages} - {"schema/index.html"}
    assert len(stories) == 7
    assert len(stories.intersection(here)) == 2  # the first and the last
    assert "search/index.html" not in here


def test_the_page_that_a_process_was_making_that_ended_is_made_again(archive: Archive) -> None:
    build(archive, LOST.format(kind="KeyedWriter", name="write_file"))
    archive.assert_current()


def test_what_a_process_had_half_written_that_ended_is_removed(archive: Archive) -> None:
    half = LOST.format(kind="KeyedWriter", name="write_file").replace(
        "os.kill", "Path(self.output_path, '.backfile-half').touch(); os.kill"
    )
    build(archive, half)
    archive.assert_current()


def test_the_articles_of_a_term_are_known_without_a_look_at_each() -> None:
    class Article:
        def __eq__(self, other: object) -> bool:
            raise AssertionError("compared")

        __hash__ = object.__hash__

    ice, pier = Article(), Article()
    filed = TermArticles([ice])
    assert ice in filed
    assert pier not in filed
    assert len(filed) == 1
    assert filed[0] is ice


def test_a_revision_follows_as_it_follows_one_process(archive: Archive) -> None:
    build(archive)
    archive.replace("stories/pier.md", "It stands.", "It stood.")
    again = archive.build()
    assert not again.whole, again.why
    archive.assert_current()


def test_files_that_are_current_are_taken_over(archive: Archive) -> None:
    build(archive)
    before = (archive.output / "2013/02/pier/index.html").stat().st_mtime_ns
    archive.write("images/pier.txt", "A new file lets everything be built.")
    build(archive)
    archive.assert_current()
    assert (archive.output / "2013/02/pier/index.html").stat().st_mtime_ns == before


def test_what_is_to_say_of_a_page_is_said_once(archive: Archive) -> None:
    archive.write("images/pier.jpg", "no picture")
    for name in ("pier", "ice", "calm"):
        text = (archive.content / f"stories/{name}.md").read_text("utf-8")
        archive.write(f"stories/{name}.md", f"{text}\n![The pier]({{static}}/images/pier.jpg)\n")
    said = build(archive).said
    assert said.count("cannot be read as a picture") == 1
    archive.assert_current()
    shutil.rmtree(archive.output)
    assert archive.build().said == said


def test_files_beside_their_stories_are_where_one_process_puts_them(archive: Archive) -> None:
    archive.write("stories/pier.txt", "The pier.")
    for name, kind in (("storm", "static"), ("pier", "attach"), ("ice", "attach")):
        text = (archive.content / f"stories/{name}.md").read_text("utf-8")
        archive.write(f"stories/{name}.md", f"{text}\n[The pier]({{{kind}}}pier.txt)\n")
    build(archive)
    archive.assert_current()


def test_a_template_that_fails_is_named_as_by_one_process(archive: Archive) -> None:
    templates = archive.folder / "templates"
    templates.mkdir()
    (templates / "article.html").write_text("{{ 1 / (article.slug != 'ice') }}", "utf-8")
    archive.settings["THEME_TEMPLATES_OVERRIDES"] = [str(templates)]
    wrong = build(archive).wrong
    assert "ZeroDivisionError" in wrong
    assert archive.build().wrong == wrong


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_build_that_is_ended_leaves_no_process_behind(archive: Archive, number: int) -> None:
    with start(archive.folder, SLOW) as process:
        assert process.stdout
        assert process.stdout.readline() == "at work\n"
        process.send_signal(number)
        # The copies hold the same pipe: it ends when the last of them does.
        process.communicate(timeout=20)
    assert process.returncode == -number
    assert not archive.output.exists()
