"""`check --site` and `verify --site` as a person runs them."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from benchmarks.pages import serving
from tests.in_process import call
from tests.publish.gates.test_earlier_release import listed

if TYPE_CHECKING:
    from pathlib import Path
    from subprocess import CompletedProcess

    from tests.publish.gates.conftest import Archive

STORY = "2014/06/basin/index.html"


def run(folder: Path, *words: str) -> CompletedProcess[str]:
    done = call("backfile", words, folder)
    assert "Traceback" not in done.stderr, done.stderr
    return done


class TestCheck:
    @pytest.mark.parametrize("program", ["backfile", "invoke"])
    @pytest.mark.parametrize("words", [["--site"], ["--site", "output"]])
    def test_a_clean_site(self, broken: Archive, program: str, words: list[str]) -> None:
        done = call(program, ["check", *words], broken.folder)

        assert (done.returncode, done.stdout) == (0, "")
        assert done.stderr == "output: 0 errors, 0 warnings, 0 notices\n"

    @pytest.mark.parametrize("program", ["backfile", "invoke"])
    def test_a_fault_as_text(self, broken: Archive, program: str) -> None:
        broken.write("notes.html", "notes")
        broken.write("theme/css/own.css", "\na { b: url(c.png) }")

        done = call(program, ["check", "--site"], broken.folder)

        assert done.returncode == 1
        assert done.stderr == "output: 1 error, 1 warning, 0 notices\n"
        assert done.stdout.splitlines() == [
            "error    1  dead-address  an address that leads to no file of the site",
            "warning  1  not-a-page    an HTML file that is no whole page",
            "",
            (
                "output/theme/css/own.css:2: error: c.png leads to no file of the site; "
                "correct the address, or add the file [dead-address]"
            ),
            (
                "output/notes.html: warning: it is no whole page: it has neither "
                "<!DOCTYPE html> nor <html>; check it by hand [not-a-page]"
            ),
            "",
            "Next: correct the errors before you publish; docs/gates.md explains each code.",
        ]

    def test_a_fault_as_json_and_for_github(self, broken: Archive) -> None:
        broken.write("theme/css/own.css", "a { b: url(c.png) }")
        message = "c.png leads to no file of the site; correct the address, or add the file"

        done = run(broken.folder, "check", "--site", "--format", "json")
        assert done.returncode == 1
        assert json.loads(done.stdout) == [
            {
                "path": "output/theme/css/own.css",
                "line": 1,
                "severity": "error",
                "code": "dead-address",
                "message": message,
            }
        ]
        done = run(broken.folder, "check", "--site", "--format", "github")
        assert done.returncode == 1
        assert done.stdout == (
            f"::error file=output/theme/css/own.css,line=1,title=dead-address::{message}\n"
        )

    def test_a_warning_fails_where_it_is_to(self, broken: Archive) -> None:
        broken.write("notes.html", "notes")

        assert run(broken.folder, "check", "--site").returncode == 0
        assert run(broken.folder, "check", "--site", "--strict").returncode == 1

    def test_findings_are_narrowed_to_codes_and_places(self, broken: Archive) -> None:
        broken.write("theme/css/own.css", "a { b: url(c.png) }")
        broken.write(".env", "A=b")

        by_code = run(broken.folder, "check", "--site", "--only", "private-file")
        by_place = run(broken.folder, "check", "output/theme", "--site")
        nowhere = run(broken.folder, "check", "output/2014", "--site")

        assert by_code.stderr == by_place.stderr == "output: 1 error, 0 warnings, 0 notices\n"
        assert "[private-file]" in by_code.stdout
        assert "[dead-address]" in by_place.stdout
        assert nowhere.returncode == 0

    def test_an_earlier_release(self, broken: Archive) -> None:
        shutil.copytree(broken.site, broken.folder / "earlier")
        shutil.rmtree(broken.site / "about")

        done = run(
            broken.folder, "check", "--site", "--earlier", "earlier", "--only", "lost-address"
        )

        assert done.returncode == 1
        assert "output/about/index.html: error: the earlier release had this address" in done.stdout

    def test_a_site_without_its_archive(self, broken: Archive, tmp_path: Path) -> None:
        broken.site.rename(tmp_path / "site")

        done = run(tmp_path, "check", "--site", "site")

        assert done.returncode == 0
        assert done.stderr == "site: 0 errors, 0 warnings, 1 notice\n"
        assert "[unknown-sources]" in done.stdout

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (["--site", "--fix"], "--fix and --diff are about stories"),
            (["--site", "--diff"], "--fix and --diff are about stories"),
            (["--earlier", "output"], "--earlier is about a built site; add --site"),
            (["--site", "--format", "xml"], 'unknown format "xml"; use one of text, json, github'),
            (["--site", "--only", "dead-adress"], 'no code "dead-adress"; did you mean "dead-addr'),
            (["--site", "content"], "content: there is no site here; build one"),
            (["--site", "nowhere"], "nowhere: there is no site here"),
            (["nowhere", "--site"], "nowhere: there is no such file or folder"),
            (["--site", "--earlier", "nowhere"], "nowhere: there is no such folder"),
        ],
    )
    def test_a_wrong_call(self, broken: Archive, words: list[str], message: str) -> None:
        done = run(broken.folder, "check", *words)

        assert done.returncode == 2
        assert message in done.stderr

    def test_a_server_that_does_not_answer(self, broken: Archive) -> None:
        done = run(broken.folder, "check", "--site", "--earlier", "http://127.0.0.1:9")

        assert done.returncode == 1
        assert "no answer that can be read" in done.stderr


class TestVerify:
    @pytest.fixture
    def published(self, broken: Archive) -> Archive:
        listed(broken.site)
        return broken

    @pytest.mark.parametrize("program", ["backfile", "invoke"])
    def test_a_site_that_is_what_was_published(self, published: Archive, program: str) -> None:
        done = call(program, ["verify", "--site", "output"], published.folder)

        assert (done.returncode, done.stdout) == (0, "")
        assert done.stderr.endswith(" files compared: 0 differ, 0 missing, 0 extra\n")

    def test_a_site_on_the_web(self, published: Archive, tmp_path: Path) -> None:
        published.write("404.html", "changed by somebody")
        with serving(published.site) as address:
            done = run(tmp_path, "verify", "--site", address, "--format", "json")

        assert done.returncode == 1
        assert [(one["path"], one["code"]) for one in json.loads(done.stdout)] == [
            (f"{address}/404.html", "file-differs")
        ]

    def test_a_site_against_another(self, published: Archive) -> None:
        shutil.copytree(published.site, published.folder / "again")
        published.write("added.txt", "x")

        done = run(published.folder, "verify", "--site", "output", "--against", "again")

        assert done.returncode == 1
        assert done.stdout.splitlines()[2] == (
            "output/added.txt: error: nothing names it; take it away, or publish the site again "
            "[extra-file]"
        )

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (["--site", "output", "--output", "a"], "it takes --against and --format"),
            (["--site", "output", "--accept", "a.md"], "it takes --against and --format"),
            (["--against", "output"], "--against is about a site; name it with --site"),
            (["--site", "nowhere"], "nowhere: there is no such folder"),
            (["--site", "output", "--against", "nowhere"], "nowhere: there is no such folder"),
            (["--site", "output", "--format", "xml"], 'unknown format "xml"'),
            (["--site", "file:///etc"], "write the address of a site"),
        ],
    )
    def test_a_wrong_call(self, published: Archive, words: list[str], message: str) -> None:
        done = run(published.folder, "verify", *words)

        assert done.returncode == 2
        assert message in done.stderr

    def test_a_site_without_a_manifest(self, broken: Archive) -> None:
        done = run(broken.folder, "verify", "--site", "output")

        assert done.returncode == 1
        assert "compare the site with another folder: --against FOLDER" in done.stderr
