"""A site with errors is published only if its owner says so."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.in_process import call
from tests.publish.published_sites import write_manifest

if TYPE_CHECKING:
    from pathlib import Path
    from subprocess import CompletedProcess

    from tests.publish.gates.conftest import Archive

ABOUT = "about/index.html"


def publish(archive: Archive, target: Path, *words: str) -> CompletedProcess[str]:
    return call("backfile", ["publish", str(target), *words], archive.folder)


def test_a_clean_site_is_published(broken: Archive, tmp_path: Path) -> None:
    write_manifest(broken.site)
    done = publish(broken, tmp_path / "www")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "www/current" / ABOUT).is_file()


def test_a_site_with_errors_is_not_unless_it_is_wanted(broken: Archive, tmp_path: Path) -> None:
    broken.change(ABOUT, "<h1", '<a href="/archive/nowhere/">Nowhere</a><h1')
    write_manifest(broken.site)

    done = publish(broken, tmp_path / "www")

    assert done.returncode == 1
    assert f"output/{ABOUT}:" in done.stderr
    assert "[dead-address]" in done.stderr
    assert "is recorded" in done.stderr
    assert not (tmp_path / "www/current").exists()

    done = publish(broken, tmp_path / "www", "--anyway")
    assert done.returncode == 0
    assert "warning: output/about/index.html:" in done.stderr


def test_an_address_that_was_published_stays(broken: Archive, tmp_path: Path) -> None:
    write_manifest(broken.site)
    assert publish(broken, tmp_path / "www").returncode == 0
    (broken.site / "2014/06/basin/story.json").unlink()
    write_manifest(broken.site)

    done = publish(broken, tmp_path / "www")

    assert done.returncode == 1
    assert "2014/06/basin/story.json: error: the earlier release had this address" in done.stderr


def test_of_many_errors_the_first_are_told(broken: Archive, tmp_path: Path) -> None:
    links = "".join(f'<a href="/archive/nowhere-{one}/">{one}</a>' for one in range(30))
    broken.change(ABOUT, "<h1", f"{links}<h1")
    write_manifest(broken.site)

    done = publish(broken, tmp_path / "www")

    assert done.stderr.count("[dead-address]") == 5
    assert "and 25 more dead-address; check --site --only dead-address lists all" in done.stderr


def test_a_dry_run_says_by_its_status_whether_the_site_would_be_refused(
    broken: Archive, tmp_path: Path
) -> None:
    broken.change(ABOUT, "<h1", '<a href="/archive/nowhere/">Nowhere</a><h1')
    write_manifest(broken.site)

    refused = publish(broken, tmp_path / "www", "--dry-run")
    wanted = publish(broken, tmp_path / "www", "--dry-run", "--anyway")

    assert (refused.returncode, wanted.returncode) == (1, 0)
    assert refused.stderr.rstrip().endswith(
        "the site would not be published; correct this, or publish it with --anyway"
    )
    assert refused.stdout == wanted.stdout
    assert not (tmp_path / "www").exists()


def test_a_site_that_was_built_for_editors_is_refused(archive: Archive, tmp_path: Path) -> None:
    copy = archive.copy(tmp_path / "archive")
    env = {"BACKFILE_TAG_AUTHORITY": "news.example,2026"}
    assert call("invoke", ["build"], copy.folder, env).returncode == 0

    done = publish(copy, tmp_path / "www")

    assert done.returncode == 1
    assert "not built for publication" in done.stderr
    assert not (tmp_path / "www/current").exists()


def test_what_is_accepted_is_published_and_recorded(broken: Archive, tmp_path: Path) -> None:
    broken.change(ABOUT, "<h1", '<a href="/archive/nowhere/">Nowhere</a><h1')
    write_manifest(broken.site)
    (broken.folder / "accepted-findings.txt").write_text(
        f"dead-address {ABOUT} It comes next year.\n", "utf-8"
    )

    done = publish(broken, tmp_path / "www")

    assert done.returncode == 0
    (accepted,) = done.stderr.splitlines()
    release = json.loads((tmp_path / "www/current/../release.json").resolve().read_bytes())
    assert (release["despite"], release["accepted"]) == ([], [accepted])
    assert accepted == (
        f"accepted-findings.txt:1: dead-address in {ABOUT} is accepted: It comes next year."
    )
