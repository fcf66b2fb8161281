"""The commands as a person runs them: `invoke …` in the folder of an archive."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.in_process import call

if TYPE_CHECKING:
    import subprocess

ROOT = Path(__file__).parent.parent.parent


class Project:
    """A copy of this project in a temporary folder, with a content of its own.

    `plugins` and `theme` are links, so that coverage counts what the commands run.
    """

    def __init__(self, folder: Path, theme: str = "theme") -> None:
        self.folder = folder
        for name in ("tasks.py", "pelicanconf.py", "publishconf.py"):
            shutil.copy(ROOT / name, folder / name)
        for name in ("plugins", "theme"):
            (folder / name).symlink_to(ROOT / name)
        for name in ("stories", "partners", "pages", "images"):
            (folder / "content" / name).mkdir(parents=True)
        if theme != "theme":
            self.set(f"THEME = {theme!r}", 'DIRECT_TEMPLATES.remove("404")')

    def set(self, *lines: str) -> None:
        """Add lines to pelicanconf.py."""
        with (self.folder / "pelicanconf.py").open("a") as conf:
            conf.writelines(f"{line}\n" for line in lines)

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a file of the project."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def read(self, name: str) -> str:
        """Return the text of a file of the project."""
        return (self.folder / name).read_text("utf-8")

    def run(self, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run `invoke` with *words*; no command may end in a traceback."""
        done = call("invoke", words, self.folder, {"BACKFILE_SITEURL": "", **env})
        assert "Traceback" not in done.stderr, done.stderr
        return done

    def files(self, folder: str) -> dict[str, bytes]:
        """Return the bytes of all files in a folder of the project."""
        paths = [path for path in (self.folder / folder).rglob("*") if path.is_file()]
        return {str(path.relative_to(self.folder)): path.read_bytes() for path in paths}


THEME = "theme" if (ROOT / "theme/templates/base.html").exists() else "simple"
STORY = "Title: Ice in the harbour\nDate: 2014-06-16\n\nThe pilots stay at home.\n"
RECEIVED = """\
Ice in the harbour

The pilots stay at home.

This article is from the archive of our partner Harbor Wire.

6:20 p.m.: The basin is closed.

3:31 p.m.: Ice has reached the mole.
"""
IMPORTED = "content/stories/2014/06/ice-in-the-harbour.md"


@pytest.fixture
def project(tmp_path) -> Project:
    return Project(tmp_path, THEME)


class TestImport:
    def test_writes_the_story_and_says_what_it_did(self, project):
        project.write("ice.txt", RECEIVED)
        done = project.run("import", "ice.txt", "--date", "2014-06-16")
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.splitlines()[0] == f"ice.txt -> {IMPORTED} (written)"
        assert "  recognised  line 7: 6:20 p.m." in done.stdout
        assert "  new partner content/partners/harbor-wire.md" in done.stdout
        assert project.read(IMPORTED).startswith("Title: Ice in the harbour\nDate: 2014-06-16\n")

    def test_options(self, project):
        project.write("content/partners/the-sun.md", "Title: The Sun\n")
        project.write("ice.txt", "6:20 p.m.: Лёд.\n".encode("cp1251"))
        done = project.run(
            *("import", "ice.txt", "--date", "2014-06-16 11:02", "--timezone", "Europe/Paris"),
            *("--partner", "the-sun", "--title", "Ice & snow", "--encoding", "cp1251"),
            *("--format", "text"),
        )
        assert done.returncode == 0, done.stderr
        story = project.read("content/stories/2014/06/ice-snow.md")
        assert story.startswith(
            "Title: Ice & snow\nDate: 2014-06-16 11:02\nTimezone: Europe/Paris\nPartner: the-sun\n"
        )
        assert story.endswith("\n## 6:20 p.m.\n\nЛёд.\n")

    def test_twice_changes_nothing(self, project):
        project.write("ice.txt", RECEIVED)
        project.run("import", "ice.txt", "--date", "2014-06-16")
        before = project.files("content")
        again = project.run("import", "ice.txt", "--date", "2014-06-16")
        assert again.returncode == 0
        assert again.stdout.splitlines()[0] == f"ice.txt -> {IMPORTED} (unchanged)"
        assert project.files("content") == before

    def test_leaves_a_story_alone_that_was_edited_since(self, project):
        project.write("ice.txt", RECEIVED)
        project.run("import", "ice.txt", "--date", "2014-06-16")
        project.write(IMPORTED, project.read(IMPORTED).replace("closed", "shut"))
        before = project.files("content")
        again = project.run("import", "ice.txt", "--date", "2014-06-16")
        assert again.returncode == 0
        assert "(edited since and kept)" in again.stdout
        assert project.files("content") == before

    def test_puts_a_new_version_beside_a_story_that_was_edited(self, project):
        project.write("ice.txt", RECEIVED)
        project.run("import", "ice.txt", "--date", "2014-06-16")
        project.write(IMPORTED, project.read(IMPORTED).replace("closed", "shut"))
        before = project.files("content")
        again = project.run("import", "ice.txt", "--date", "2014-06-16 11:02")
        assert again.returncode == 1
        assert f"the new version is {IMPORTED}.new" in again.stdout
        after = project.files("content")
        assert b"2014-06-16 11:02" in after.pop(f"{IMPORTED}.new")
        assert after == before

    def test_one_bad_file_does_not_stop_the_others(self, project):
        project.write("dump/a.txt", b"\x89PNG\r\n\x1a\n\x00")
        project.write("dump/b.txt", RECEIVED)
        project.write("dump/c.txt", "")
        done = project.run("import", "dump", "--date", "2014-06-16")
        assert done.returncode == 1
        assert project.read(IMPORTED).startswith("Title: Ice in the harbour\n")
        first, *lines = done.stdout.splitlines()[1:]
        assert first == "dump (text): 3 items, 1 story"
        refused = [line for line in lines if line.startswith("  quarantine")]
        assert [line.split()[1] for line in refused] == ["a.txt:", "c.txt:"]
        kept = project.files("content/originals/quarantine")
        assert b"\x89PNG\r\n\x1a\n\x00" in kept.values()
        told = json.loads(project.read("content/originals/imports/dump.text.json"))
        assert (told["items"], told["stories"], len(told["quarantined"])) == (3, 1, 2)

    def test_a_partners_record_at_fault_stops_it(self, project):
        project.write("ice.txt", RECEIVED)
        project.write("content/partners/untitled.md", "Status: closed\n")
        done = project.run("import", "ice.txt", "--date", "2014-06-16")
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith("content/partners/untitled.md:1: this partner has no title")
        assert project.files("content/stories") == {}

    def test_several_files(self, project):
        for number in (1, 2, 3):
            project.write(f"{number}.txt", RECEIVED.replace("pilots", f"{number} pilots"))
        done = project.run("import", "1.txt 2.txt", "--date", "2014-06-16", "--", "3.txt")
        assert done.returncode == 0, done.stderr
        assert len(project.files("content/stories")) == 3

    def test_dry_run(self, project):
        project.write("ice.txt", RECEIVED)
        before = project.files("content")
        done = project.run("import", "ice.txt", "--date", "2014-06-16", "--dry-run")
        assert done.returncode == 0
        assert done.stdout.splitlines()[0] == f"ice.txt -> {IMPORTED} (would be written)"
        assert project.files("content") == before

    def test_into_another_content_folder(self, project):
        project.write("ice.txt", RECEIVED)
        (project.folder / "other").mkdir()
        project.run("import", "ice.txt", "--date", "2014-06-16", "--content", "other")
        assert "other/stories/2014/06/ice-in-the-harbour.md" in project.files("other")

    @pytest.mark.parametrize(
        ("words", "reason"),
        [
            (["gone.txt"], "gone.txt: no such file or folder"),
            (["ice.txt", "--date", "gestern"], '--date: "gestern" is not a date; write 2014-06-16'),
            (["ice.txt", "--timezone", "Europe/Pariss"], 'did you mean "Europe/Paris"?'),
            (["ice.txt", "--format", "odt"], 'unknown format "odt"; use one of auto, text'),
            (["ice.txt", "--partner", "nosuch"], 'unknown partner "nosuch"'),
            (["ice.txt", "--encoding", "nosuch"], 'unknown encoding "nosuch"'),
        ],
    )
    def test_a_call_that_cannot_be_carried_out(self, project, words, reason):
        project.write("ice.txt", RECEIVED)
        dated = [] if "--date" in words else ["--date", "2014-06-16"]
        done = project.run("import", *words, *dated)
        assert (done.returncode, done.stdout) == (2, "")
        assert reason in done.stderr
        assert project.files("content") == {}

    def test_a_date_with_an_offset_is_told_in_the_storys_zone(self, project):
        project.write("ice.txt", RECEIVED)
        zone = ("--timezone", "Asia/Tokyo")
        project.run("import", "ice.txt", "--date", "2014-06-16T23:00Z", *zone)
        (story,) = project.files("content/stories").values()
        assert b"\nDate: 2014-06-17 08:00\n" in story


class TestNew:
    def test_writes_a_draft_and_prints_its_path(self, project):
        project.write("content/partners/harbor-wire.md", "Title: Harbor Wire\n")
        done = project.run(
            *("new", "Ice & <snow>", "--date", "2014-06-16 9:05", "--timezone", "Europe/Paris"),
            *("--partner", "harbor-wire"),
        )
        path = "content/stories/2014/06/ice.md"
        assert (done.returncode, done.stdout) == (0, f"{path}\n")
        assert done.stderr == "serve shows this draft at /drafts/2014/06/ice/\n"
        assert project.read(path).startswith(
            "Title: Ice & &lt;snow>\nDate: 2014-06-16 09:05\nTimezone: Europe/Paris\n"
            "Partner: harbor-wire\nCategory: News\nStatus: draft\n"
        )
        built = project.run("build")
        assert built.returncode == 0, built.stderr
        assert "output/drafts/2014/06/ice/index.html" in project.files("output")

    def test_is_of_now_where_no_date_is_given(self, project):
        done = project.run("new", "Ice")
        story = project.read(done.stdout.strip())
        assert re.search(r"^Date: \d{4}-\d\d-\d\d \d\d:\d\d$", story, re.MULTILINE)
        assert "\nTimezone: America/New_York\n" in story

    @pytest.mark.parametrize(
        ("title", "name"),
        [("Con", "con-1"), ("フェリー座礁", "story-0616"), ("L'été à Paris", "lete-a-paris")],
    )
    def test_the_name_of_its_file_can_be_an_address(self, project, title, name):
        done = project.run("new", title, "--date", "2014-06-16")
        assert done.stdout == f"content/stories/2014/06/{name}.md\n"

    def test_overwrites_nothing(self, project):
        first = project.run("new", "Ice", "--date", "2014-06-16")
        project.write(first.stdout.strip(), "mine")
        again = project.run("new", "Ice", "--date", "2014-06-16")
        assert (again.returncode, again.stdout) == (2, "")
        assert again.stderr.startswith("content/stories/2014/06/ice.md already exists; ")
        assert project.read("content/stories/2014/06/ice.md") == "mine"

    @pytest.mark.parametrize(
        ("words", "reason"),
        [
            (["Ice", "--date", "gestern"], '--date: "gestern" is not a date; write 2014-06-16'),
            (["Ice", "--timezone", "Europe/Pariss"], 'did you mean "Europe/Paris"?'),
            (["? ! ?"], '"? ! ?" gives no file name; use letters or digits'),
        ],
    )
    def test_a_call_that_cannot_be_carried_out(self, project, words, reason):
        done = project.run("new", *words)
        assert (done.returncode, done.stdout) == (2, "")
        assert reason in done.stderr
        assert project.files("content") == {}

    def test_suggests_the_nearest_partner(self, project):
        project.write("content/partners/harbor-wire.md", "Title: Harbor Wire\n")
        done = project.run("new", "Ice", "--partner", "harbour-wire")
        assert done.returncode != 0
        assert done.stderr == 'unknown partner "harbour-wire"; did you mean "harbor-wire"?\n'
        assert project.files("content/stories") == {}

    def test_an_unknown_partner_is_the_calls_fault(self, project):
        assert project.run("new", "Ice", "--partner", "nosuch").returncode == 2

    def test_says_what_is_missing(self, project):
        done = project.run("new", "")
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == 'a new story needs a title, such as "Ice in the harbour"\n'

    def test_a_name_a_language_and_a_section(self, project):
        done = project.run(
            *("new", "Hielo", "--slug", "ice", "--lang", "es", "--category", "Weather"),
            *("--date", "2014-06-16"),
        )
        assert done.stdout == "content/stories/2014/06/ice.es.md\n"
        assert done.stderr == "serve shows this draft at /drafts/es/2014/06/ice/\n"
        story = project.read(done.stdout.strip())
        assert "\nLang: es\nCategory: Weather\n" in story
        assert project.run("build").returncode == 0
        assert "output/drafts/es/2014/06/ice/index.html" in project.files("output")

    @pytest.mark.parametrize(
        ("option", "reason"),
        [
            (("--slug", "a b"), '--slug: "a b" cannot be part of an address; use "a-b"'),
            (("--slug", "?"), '--slug: "?" cannot be part of an address; use letters'),
            (("--lang", "xx"), '--lang: "xx" is not a language; use a tag such as es or pt-BR'),
        ],
    )
    def test_an_option_that_cannot_be_used(self, project, option, reason):
        done = project.run("new", "Ice", *option)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(reason)
        assert project.files("content") == {}

    def test_writes_where_the_stories_of_the_archive_are(self, project):
        project.set('ARTICLE_PATHS = ["posts"]')
        done = project.run("new", "Ice", "--date", "2014-06-16")
        assert done.stdout == "content/posts/2014/06/ice.md\n"

    def test_states_the_slug_where_the_file_does_not_make_it(self, project):
        project.set('SLUGIFY_SOURCE = "title"', 'FILENAME_METADATA = r"(?P<date>\\d{4}-\\d\\d).*"')
        done = project.run("new", "Ice and snow", "--slug", "ice", "--date", "2014-06-16")
        assert "\nSlug: ice\n" in project.read(done.stdout.strip())
        assert done.stderr == "serve shows this draft at /drafts/2014/06/ice/\n"

    def test_a_very_long_title(self, project):
        assert project.run("new", "Ice and snow " * 30, "--date", "2014-06-16").returncode == 0


OVER_MIDNIGHT = (
    "Title: Ice\r\nDate: 2014-06-16 15:00\r\n\r\nLead.\r\n\r\n"
    "## 12:23 a.m.: It thins\r\n\r\nText.\r\n\r\n## 11:57 p.m.\r\n\r\nText.\r\n\r\n"
    "## Original Post\r\n\r\nText.\r\n"
).encode("utf-8-sig")
UNTIMED = "Title: Bell\nDate: 2014-06-17\n\nLead.\n\n## Update #2\n\nText.\n\n## Update\n\nText."
TWELVE_HOURS = (
    "Title: Wind\nDate: 2012-06-28 09:45\n\n12:55: Calm.\n\n"
    "This article is from the archive of our partner .\n\n"
    "## 12:25: Gusts ##\n\nText.\n\n## 10:15: Wind {: .big }\n\nText.\n"
)
INFERRED = {
    "content/stories/2012/06/wind.md": TWELVE_HOURS,
    "content/stories/2014/06/bell.md": UNTIMED,
    "content/stories/2014/06/ice.md": OVER_MIDNIGHT,
}
DOUBTED = """Title: Ice
Date: 2014-06-16 12:00
Modified: 2014-06-15
Captured: 2014-06-17 09:00

## Update 2, June 19, 2014, 9 a.m.

Thick.

## Update, 10 a.m.

Thin.

## Update 3, June 16, 6:20 p.m.

Melted.
"""
FINDINGS = [
    ("content/stories/2012/06/wind.md", 4, "warning", "unconverted-update"),
    ("content/stories/2012/06/wind.md", 6, "warning", "partner-lost"),
    ("content/stories/2012/06/wind.md", 8, "warning", "meridiem-inferred"),
    ("content/stories/2012/06/wind.md", 12, "warning", "meridiem-inferred"),
    ("content/stories/2014/06/bell.md", 6, "notice", "direction-inferred"),
    ("content/stories/2014/06/ice.md", 6, "warning", "next-day"),
    ("content/stories/2014/06/ice.md", 10, "notice", "date-inferred"),
]
LEFT_TO_A_PERSON = [one for one in FINDINGS if one[3] in ("unconverted-update", "partner-lost")]


def found(done: subprocess.CompletedProcess[str]) -> list[tuple[str, int, str, str]]:
    """Return the findings that `check` printed as text."""
    pattern = re.compile(r"^(.+?):(\d+): (\w+): .+ \[([a-z-]+)\]$", re.MULTILINE)
    return [(path, int(line), *rest) for path, line, *rest in pattern.findall(done.stdout)]


NAMED_ALIKE = {
    "content/stories/2011/03/a.md": "Tags: C++, fire, FIRE\nAuthors: José Pérez",
    "content/stories/2011/03/b.md": "Tags: C#, fire\nAuthors: Jose Perez",
    "content/stories/2011/03/c.md": f"Tags: {'harbour ' * 40}\nCategory: News",
}


class TestCheck:
    def test_names_what_falls_together_in_one_address_and_what_is_cut(self, project):
        for path, fields in NAMED_ALIKE.items():
            project.write(path, f"Title: Storm\nDate: 2011-03-02\n{fields}\n\nText.\n")
        project.write("content/pages/topics.md", "Title: Topics\n\nText.\n")
        done = project.run("check")
        assert found(done) == [
            ("content/pages/topics.md", 1, "error", "duplicate-address"),
            ("content/stories/2011/03/b.md", 3, "warning", "terms-fall-together"),
            ("content/stories/2011/03/b.md", 4, "warning", "terms-fall-together"),
            ("content/stories/2011/03/c.md", 3, "warning", "long-term"),
        ]
        assert (
            'the topics "C#" and "C++" (content/stories/2011/03/a.md:3) share one page, '
            "/topics/c/; write one name in all stories, or keep the two apart with "
            "TAG_REGEX_SUBSTITUTIONS"
        ) in done.stdout

    @pytest.fixture
    def inferring(self, project) -> Project:
        for name, text in INFERRED.items():
            project.write(name, text)
        return project

    def test_lists_what_was_inferred_with_its_place(self, inferring):
        done = inferring.run("check")
        # Warnings come before notices, which the other formats leave in the order of the files.
        assert found(done) == sorted(FINDINGS, key=lambda one: one[2] == "notice")
        assert done.returncode == 0
        assert done.stderr == "3 stories read: 0 errors, 5 warnings, 2 notices\n"

    def test_as_json(self, inferring):
        rows = json.loads(inferring.run("check", "--format", "json").stdout)
        places = [(one["path"], one["line"], one["severity"], one["code"]) for one in rows]
        assert places == FINDINGS
        assert all(one["message"] for one in rows)

    def test_as_notes_of_a_pull_request(self, inferring):
        lines = inferring.run("check", "--format", "github").stdout.splitlines()
        assert [line.partition("::")[2].partition("::")[0] for line in lines] == [
            f"{severity} file={path},line={line},title={code}"
            for path, line, severity, code in FINDINGS
        ]

    def test_lists_what_a_person_would_doubt(self, project):
        project.write("content/stories/ice.md", DOUBTED)
        assert found(project.run("check")) == [
            ("content/stories/ice.md", 3, "warning", "modified-before-date"),
            ("content/stories/ice.md", 6, "warning", "after-modified"),
            ("content/stories/ice.md", 6, "warning", "number-order"),
            ("content/stories/ice.md", 10, "warning", "dated-from-end"),
            ("content/stories/ice.md", 14, "notice", "year-inferred"),
        ]

    def test_fix_writes_what_was_counted_back_and_once(self, project):
        project.write("content/stories/ice.md", DOUBTED)
        project.run("check", "--fix")
        once = project.read("content/stories/ice.md")
        assert "## Update, 10 a.m. {: datetime=2014-06-16T10:00:00-04:00 inferred=" in once
        project.run("check", "--fix")
        assert project.read("content/stories/ice.md") == once

    def test_an_unknown_format_is_the_calls_fault(self, inferring):
        done = inferring.run("check", "--format", "xml")
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == 'unknown format "xml"; use one of text, json, github\n'

    def test_nothing_to_say(self, project):
        project.write("content/stories/ice.md", STORY)
        done = project.run("check", "--strict")
        assert (done.returncode, done.stdout) == (0, "")
        assert json.loads(project.run("check", "--format", "json").stdout) == []

    def test_strict_fails_on_warnings(self, inferring):
        assert inferring.run("check", "--strict").returncode == 1

    def test_strict_passes_notices(self, project):
        project.write("content/stories/ice.md", f"{STORY}\n## 6:20 p.m.\n\nText.\n")
        done = project.run("check", "--strict")
        assert (done.returncode, [one[2] for one in found(done)]) == (0, ["notice"])

    def test_fails_on_errors(self, project):
        project.write("content/stories/ice.md", STORY.replace("16\n", "16\nPartner: nosuch\n"))
        done = project.run("check")
        assert (done.returncode, found(done)) == (
            1,
            [("content/stories/ice.md", 3, "error", "unknown-partner")],
        )

    def test_fix_leaves_nothing_to_infer_and_the_pages_as_they_were(self, inferring):
        without = ("output/data/", "output/manifest/")

        def built() -> dict[str, bytes]:
            """Return all that is built but the stories' own files and how times were worked out."""
            files = inferring.files("output")
            told = re.compile(
                rb"<details>\s*<summary>How the times.*?</details>|\"reasons\": \[.*?\]", re.DOTALL
            )
            return {
                name: told.sub(b"", file)
                for name, file in files.items()
                # The tables have the same reasons as the JSON; the manifest tells of both.
                if not name.endswith(".md") and not name.startswith(without)
            }

        inferring.run("build")
        pages = built()
        done = inferring.run("check", "--fix")
        assert done.returncode == 0
        assert found(done) == LEFT_TO_A_PERSON
        for name in INFERRED:
            assert f"{name}: dates written\n" in done.stderr
        assert inferring.run("build").returncode == 0
        assert built() == pages

    def test_fix_twice_is_fix_once(self, inferring):
        inferring.run("check", "--fix")
        once = inferring.files("content")
        done = inferring.run("check", "--fix")
        assert "written" not in done.stderr
        assert inferring.files("content") == once

    def test_fix_writes_the_dates_and_nothing_else(self, inferring):
        inferring.run("check", "--fix")
        ice = (inferring.folder / "content/stories/2014/06/ice.md").read_bytes()
        assert ice == OVER_MIDNIGHT.replace(
            b"It thins", b'It thins {: datetime=2014-06-17T00:23:00-04:00 inferred="next-day" }'
        ).replace(b"11:57 p.m.", b"11:57 p.m. {: datetime=2014-06-16T23:57:00-04:00 }")
        assert inferring.read("content/stories/2014/06/bell.md") == UNTIMED.replace(
            "2014-06-17\n", "2014-06-17\nSource_Order: newest-first\n"
        )
        wind = inferring.read("content/stories/2012/06/wind.md")
        flags = 'inferred="meridiem-inferred" }\n'
        assert f"## 12:25: Gusts {{: datetime=2012-06-28T12:25:00-04:00 {flags}" in wind
        assert f"## 10:15: Wind {{: .big datetime=2012-06-28T10:15:00-04:00 {flags}" in wind


# A story file at fault, the line that is named, and the reason and the remedy that are.
FAULTS = {
    "bad zone": (
        "Title: Ice\nDate: 2014-06-16\nTimezone: America/New_Yrok\n\nText.\n",
        3,
        'Timezone "America/New_Yrok" is not a time zone',
        'did you mean "America/New_York"?',
    ),
    "bad stamp": (
        "Title: Ice\nDate: 2014-06-16\n\nText.\n\n## 25:10: Ice\n\nText.\n",
        6,
        '"25:10" is not a time of day',
        "hours end at 23:59",
    ),
    "time that does not exist": (
        "Title: Ice\nDate: 2014-03-09\n\nText.\n\n## 2:30 a.m.\n\nText.\n",
        6,
        '"2:30 a.m." never happened',
        "correct the stamp",
    ),
    "unknown partner": (
        "Title: Ice\nDate: 2014-06-16\nPartner: harbour-wire\n\nText.\n",
        3,
        'unknown partner "harbour-wire"',
        'did you mean "harbor-wire"?',
    ),
    "missing title": ("Date: 2014-06-16\n\nText.\n", 1, "this story has no title", "Title: …"),
    "missing date": ("Title: Ice\n\nText.\n", 1, "this story has no date", "Date: 2014-06-16"),
    "bad date": (
        "Title: Ice\nDate: gestern\n\nText.\n",
        2,
        '"gestern" is not a date',
        "write 2014-06-16",
    ),
    "unreadable": (
        b"Title: Ice\nDate: 2014-06-16\n\nThe Caf\xe9.\n",
        4,
        "cannot be read: byte 37 is not UTF-8",
        "save the file as UTF-8",
    ),
    "bad order": (
        "Title: Ice\nDate: 2014-06-16\nOrder: upwards\n\nText.\n",
        3,
        'unknown order "upwards"',
        "newest-first or oldest-first",
    ),
    "bad status of the original": (
        "Title: Ice\nDate: 2014-06-16\nOriginal_Status: gone\n\nText.\n",
        3,
        'unknown Original_Status "gone"',
        "live, redirects, dead, hijacked",
    ),
}


def file_of(name: str) -> str:
    return f"content/stories/2014/06/{name.replace(' ', '-')}.md"


class Broken(NamedTuple):
    """An archive with every fault, its site as it was built before, and the build that failed."""

    project: Project
    before: dict[str, bytes]
    done: subprocess.CompletedProcess[str]

    def lines_about(self, name: str) -> list[str]:
        """Return what the failed build said of a file."""
        return [line for line in self.done.stderr.splitlines() if line.startswith(name)]


@pytest.fixture(scope="module")
def broken(tmp_path_factory) -> Broken:
    project = Project(tmp_path_factory.mktemp("broken"), THEME)
    project.write("content/partners/harbor-wire.md", "Title: Harbor Wire\n")
    project.write("content/stories/2014/06/good.md", STORY)
    assert project.run("build").returncode == 0
    before = project.files("output")
    for name, (text, *_) in FAULTS.items():
        project.write(file_of(name), text)
    project.write(file_of("twin"), STORY.replace("\n\n", "\nSlug: good\n\n"))
    project.write("content/partners/untitled.md", "Status: closed\n")
    (project.folder / file_of("gone")).symlink_to("nowhere.md")
    return Broken(project, before, project.run("build"))


class TestBuildAtFault:
    """What was built before stays as it was, and all faults are told at once."""

    def test_ends_with_1(self, broken):
        assert broken.done.returncode == 1

    def test_leaves_the_last_site_as_it_was(self, broken):
        assert "output/2014/06/good/index.html" in broken.before
        assert broken.project.files("output") == broken.before
        names = [path.name for path in broken.project.folder.iterdir()]
        assert not [name for name in names if name.startswith(".output")]

    def test_tells_every_fault_once_and_nothing_else(self, broken):
        paths = [line.partition(":")[0] for line in broken.done.stderr.splitlines()]
        named = [file_of(name) for name in FAULTS]
        others = ["content/partners/untitled.md", file_of("gone"), file_of("twin")]
        assert sorted(paths) == sorted([*named, *others])

    @pytest.mark.parametrize("name", FAULTS)
    def test_in_one_line_with_place_reason_and_remedy(self, broken, name):
        _, number, reason, remedy = FAULTS[name]
        (line,) = broken.lines_about(file_of(name))
        assert line.startswith(f"{file_of(name)}:{number}: {reason}")
        assert remedy in line.rpartition("; ")[2]

    def test_a_partner_without_a_title(self, broken):
        (line,) = broken.lines_about("content/partners/untitled.md:1: ")
        assert line.endswith('this partner has no title; begin the file with "Title: …"')

    def test_two_stories_of_one_address(self, broken):
        (line,) = broken.lines_about(file_of("twin"))
        assert f"the same address as {file_of('good')}, /2014/06/good/" in line
        assert "; rename one of the two files or give it a Slug" in line

    def test_two_stories_of_one_address_have_line_and_remedy_too(self, broken):
        (line,) = broken.lines_about(file_of("twin"))
        assert re.fullmatch(r"[^:]+:\d+: .+; .+", line)

    def test_a_link_that_leads_nowhere_is_named_as_a_whole(self, broken):
        (line,) = broken.lines_about(file_of("gone"))
        assert line == f"{file_of('gone')}: is a link that leads nowhere; remove it"

    def test_check_finds_the_same_faults(self, broken):
        errors = [
            one for one in broken.project.run("check").stdout.splitlines() if ": error: " in one
        ]
        told = [re.sub(r" error:(.+) \[[a-z-]+\]$", r"\1", one) for one in errors]
        assert sorted(told) == sorted(broken.done.stderr.splitlines())

    def test_check_says_nothing_else(self, broken):
        assert len(broken.project.run("check").stderr.splitlines()) == 1


class TestSettingsAtFault:
    WRONG = (
        'BACKFILE_UPDATE_ORDER = "newest"',
        'TIMEZONE = "America/New_Yrok"',
        'BACKFILE_ATTRIBUTION = "feet"',
    )
    REASONS = (
        "BACKFILE_UPDATE_ORDER is 'newest'",
        'TIMEZONE "America/New_Yrok" is not a time zone',
        "BACKFILE_ATTRIBUTION is 'feet'",
    )

    @pytest.fixture
    def misset(self, project) -> Project:
        project.write("content/stories/ice.md", STORY)
        assert project.run("build").returncode == 0
        project.set(*self.WRONG)
        return project

    @pytest.mark.parametrize(
        "words", [["build"], ["check"], ["new", "Snow"], ["import", "tasks.py"]]
    )
    def test_are_told_together_before_anything_is_done(self, misset, words):
        files = misset.files("content") | misset.files("output")
        done = misset.run(*words)
        conf = misset.read("pelicanconf.py").splitlines()
        places = [f"pelicanconf.py:{conf.index(line) + 1}" for line in self.WRONG]
        told = sorted(line.split(": ", 1) for line in done.stderr.splitlines())
        assert [place for place, _ in told] == places
        assert [text.split("; ")[0] for _, text in told] == [*self.REASONS]
        assert [text.split("; ")[-1] for _, text in told] == [
            'did you mean "newest-first"?',
            'did you mean "America/New_York"?',
            'did you mean "foot"?',
        ]
        assert done.returncode == 1
        assert misset.files("content") | misset.files("output") == files

    def test_that_are_no_python(self, project):
        project.set("THIS IS NO PYTHON")
        done = project.run("build")
        assert done.returncode == 1
        (line,) = done.stderr.splitlines()
        assert line.startswith("pelicanconf.py: SyntaxError: invalid syntax (pelicanconf.py, line ")

    def test_that_are_gone(self, project):
        (project.folder / "pelicanconf.py").unlink()
        done = project.run("check")
        assert done.returncode == 2
        assert done.stderr == (
            "pelicanconf.py: no such file; run this in the folder of an archive, or make an "
            "archive with backfile init FOLDER\n"
        )

    @pytest.mark.parametrize("line", ['TAG_AUTHORITY = "a.example,2026"', "BACKFILE_SERACH = True"])
    def test_a_name_that_is_none_has_its_line_in_production_too(self, project, line):
        project.set(line)
        place = f"pelicanconf.py:{project.read('pelicanconf.py').splitlines().index(line) + 1}: "
        for words in (["check"], ["build", "--production"]):
            done = project.run(*words, BACKFILE_SITEURL="https://a.example")
            assert done.returncode == 1
            assert done.stderr.startswith(place)
            assert f"{line.split()[0]} is n" in done.stderr


class TestBuild:
    def test_says_where_the_site_is(self, project):
        project.write("content/stories/2014/06/ice.md", STORY)
        done = project.run("build")
        assert done.returncode == 0, done.stderr
        assert done.stdout.endswith("The site is in output/\n")
        assert b"The pilots stay at" in project.files("output")["output/2014/06/ice/index.html"]

    def test_takes_away_what_is_no_longer_made(self, project):
        story = project.write("content/stories/2014/06/ice.md", STORY)
        project.write("content/stories/2014/06/snow.md", STORY.replace("Ice", "Snow"))
        project.run("build")
        story.unlink()
        project.run("build")
        pages = project.files("output")
        assert "output/2014/06/snow/index.html" in pages
        assert "output/2014/06/ice/index.html" not in pages

    def test_other_folders(self, project):
        project.write("other/stories/ice.md", STORY)
        done = project.run("build", "--content", "other", "--output", "public/site")
        assert done.returncode == 0, done.stderr
        assert "public/site/2014/06/ice/index.html" in project.files("public")

    @pytest.mark.parametrize("output", [".", "content"])
    def test_never_replaces_the_content(self, project, output):
        project.write("content/stories/ice.md", STORY)
        before = project.files("content")
        done = project.run("build", "--output", output)
        assert done.returncode != 0
        assert "would be replaced, and it holds the content" in done.stderr
        assert project.files("content") == before

    def test_for_production_needs_the_sites_address(self, project):
        project.write("content/stories/ice.md", STORY)
        done = project.run("build", "--production")
        assert (done.returncode, done.stdout) == (2, "")
        assert "BACKFILE_SITEURL=https://archive.example" in done.stderr
        assert not (project.folder / "output").exists()

    def test_for_production_with_it(self, project):
        project.write("content/stories/ice.md", STORY)
        done = project.run("build", "--production", BACKFILE_SITEURL="https://ice.example/archive/")
        assert done.returncode == 0, done.stderr
        feed = project.read("output/feeds/all.atom.xml")
        assert "https://ice.example/archive/2014/06/ice/" in feed

    def test_a_content_folder_that_is_not_there(self, project):
        done = project.run("build", "--content", "nowhere")
        assert "nowhere: there is no such folder" in done.stderr
        assert done.returncode == 2
