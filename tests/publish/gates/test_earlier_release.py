"""No address and no anchor of an earlier release is lost without a redirect or a second id."""

from __future__ import annotations

import hashlib
import shutil
from typing import TYPE_CHECKING

import pytest

from backfile.errors import BackfileError, UsageError
from backfile.outputs.site_manifest.format import (
    INDEX,
    ManifestError,
    SiteManifest,
    written_index,
    written_list,
)
from backfile.publish.gates.check_site import check_site
from backfile.publish.gates.earlier_release import earlier_release
from benchmarks.pages import serving
from tests.publish.gates.conftest import ADDRESS, Archive, built

if TYPE_CHECKING:
    from pathlib import Path

STORY = "2014/06/basin/index.html"
ANCHOR = "update-2014-06-20-1610"
CITATIONS = ("citations.bib", "citations.csl.json", "citations.ris")


def listed(site: Path) -> None:
    """Write the manifest of *site* into it."""
    files = {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in site.rglob("*")
        if path.is_file()
    }
    data = written_list(files)
    (site / "manifest").mkdir()
    (site / "manifest/all.sha256").write_bytes(data)
    lists = {"manifest/all.sha256": hashlib.sha256(data).hexdigest()}
    (site / INDEX).write_bytes(written_index(SiteManifest({}, lists)))


def lost(archive: Archive, where: Path | str) -> set[tuple[str, str]]:
    """Return what the site of *archive* has lost of the release at *where*."""
    findings = check_site(archive.site, earlier=earlier_release(str(where)))
    told = {(one.code, one.path.removeprefix("output/")) for one in findings}
    return {one for one in told if one[0] in ("lost-address", "lost-anchor", "unknown-anchors")}


@pytest.fixture
def earlier(archive: Archive, tmp_path: Path) -> Path:
    """The site as it was before a test breaks its copy."""
    folder = tmp_path / "earlier"
    shutil.copytree(archive.site, folder, ignore=shutil.ignore_patterns("manifest"))
    return folder


def moved(archive: Archive) -> Archive:
    """Move the story about the basin to another address, with its page and its data."""
    source = archive.folder / "content/stories/basin.md"
    text = source.read_text("utf-8").replace("Title:", "Slug: harbour-basin\nTitle:", 1)
    source.write_text(text, "utf-8")
    return built(archive.folder)


def test_the_same_site_has_lost_nothing(broken: Archive, earlier: Path) -> None:
    assert lost(broken, earlier) == set()


def test_a_page_that_is_gone_is_named(broken: Archive, earlier: Path) -> None:
    shutil.rmtree(broken.site / "2014/06/basin")

    assert lost(broken, earlier) == {
        ("lost-address", f"2014/06/basin/{name}")
        for name in ("index.html", "index.md", "story.json", *CITATIONS)
    }


def test_a_build_of_a_moved_story_is_named_until_it_has_a_redirect(
    broken: Archive, earlier: Path
) -> None:
    after = moved(broken)
    assert ("lost-address", STORY) in lost(after, earlier)
    source = after.folder / "content/stories/basin.md"
    text = source.read_text("utf-8")
    old = "Redirect_From: /archive/2014/06/basin/\nTitle:"
    source.write_text(text.replace("Title:", old, 1), "utf-8")

    assert lost(built(after.folder), earlier) == set()


def test_a_rule_of_a_host_is_a_redirect(broken: Archive, earlier: Path) -> None:
    target = f"{ADDRESS}/2014/06/ferry/"
    shutil.rmtree(broken.site / "2014/06/basin")
    broken.write("_redirects", f"/archive/2014/06/basin/ {target} 301\n")

    # The page to which the rule leads has other updates.
    assert lost(broken, earlier) == {("lost-anchor", STORY)}


def test_a_rule_for_all_below_a_folder_is_a_redirect(broken: Archive, earlier: Path) -> None:
    shutil.copytree(earlier / "topics/tide", earlier / "topics/tides")
    broken.write("_redirects", "/archive/topics/tides/* /archive/topics/tide/:splat 301\n")
    assert lost(broken, earlier) == set()
    broken.write("_redirects", "/archive/topics/tides/* /archive/topics/none/:splat 301\n")

    assert lost(broken, earlier) == {
        ("lost-address", "topics/tides/2014/index.html"),
        ("lost-address", "topics/tides/index.html"),
    }


def test_a_rule_that_leads_to_nothing_is_none(broken: Archive, earlier: Path) -> None:
    (broken.site / STORY).unlink()
    broken.write("_redirects", f"/archive/2014/06/basin/ {ADDRESS}/none/ 301\n")

    assert ("lost-address", STORY) in lost(broken, earlier)


def test_the_data_of_a_story_may_go_when_its_page_says_that_it_is_gone(
    broken: Archive, earlier: Path
) -> None:
    for name in ("index.md", "story.json"):
        (broken.site / "2014/06/basin" / name).unlink()
    assert len(lost(broken, earlier)) == 2
    broken.change(STORY, "</head>", '<meta name="robots" content="noindex"></head>')

    assert lost(broken, earlier) == set()


def test_files_that_nobody_cites_may_go(broken: Archive, earlier: Path) -> None:
    for name in ("theme", "search-index", "pictures", "cards", "sitemaps"):
        shutil.rmtree(broken.site / name)

    assert lost(broken, earlier) == set()


def test_an_anchor_that_is_gone_is_named(broken: Archive, earlier: Path) -> None:
    broken.change(STORY, f'id="{ANCHOR}"', 'id="update-1"')

    assert lost(broken, earlier) == {("lost-anchor", STORY)}


def test_an_anchor_that_stays_as_a_second_id_is_not_lost(broken: Archive, earlier: Path) -> None:
    broken.change(STORY, f'id="{ANCHOR}"', f'id="update-1"><span id="{ANCHOR}"></span')

    assert lost(broken, earlier) == set()


def test_the_anchor_of_a_note_is_promised_too(broken: Archive, earlier: Path) -> None:
    broken.change(STORY, 'id="fn:1"', 'id="fn:one"')

    assert lost(broken, earlier) == {("lost-anchor", STORY)}


def test_an_id_of_the_theme_is_not_promised(broken: Archive, earlier: Path) -> None:
    (earlier / STORY).write_text(
        (earlier / STORY).read_text("utf-8").replace("</body>", '<p id="of-theme"></p></body>'),
        "utf-8",
    )

    assert lost(broken, earlier) == set()


def test_a_page_that_leads_on_has_the_anchors_of_the_page_at_its_end(
    broken: Archive, earlier: Path
) -> None:
    broken.write("new/index.html", (broken.site / STORY).read_bytes())
    broken.write(
        STORY,
        '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Moved</title>'
        f'<meta http-equiv="refresh" content="0; url={ADDRESS}/new/">',
    )

    assert lost(broken, earlier) == set()


class TestWhere:
    def test_a_manifest_alone_tells_no_anchors(self, broken: Archive, earlier: Path) -> None:
        listed(earlier)
        shutil.rmtree(broken.site / "2014/06/basin")
        broken.change("2014/06/ferry/index.html", "id=", "data-id=")

        found = lost(broken, earlier / "manifest")

        assert found == {
            ("unknown-anchors", "output"),
            *(
                ("lost-address", f"2014/06/basin/{name}")
                for name in ("index.html", "index.md", "story.json", *CITATIONS)
            ),
        }

    def test_a_folder_is_read_by_its_manifest(self, broken: Archive, earlier: Path) -> None:
        listed(earlier)
        (earlier / "added.html").write_text("left by somebody", "utf-8")

        assert lost(broken, earlier) == set()

    def test_a_site_on_the_web_tells_the_anchors_of_its_updates(
        self, broken: Archive, earlier: Path
    ) -> None:
        listed(earlier)
        broken.change(STORY, f'id="{ANCHOR}"', 'id="update-1"')
        shutil.rmtree(broken.site / "about")

        with serving(earlier) as address:
            found = lost(broken, address)

        assert found == {
            ("lost-anchor", STORY),
            ("lost-address", "about/index.html"),
            ("lost-address", "about/index.md"),
        }

    def test_a_table_on_the_web_that_is_not_the_published_one_is_refused(
        self, broken: Archive, earlier: Path
    ) -> None:
        listed(earlier)
        (earlier / "data/updates-2014.csv").write_text("story,anchor\n", "utf-8")

        with (
            serving(earlier) as address,
            pytest.raises(BackfileError, match="not the file that the manifest names"),
        ):
            lost(broken, address)

    def test_a_site_on_the_web_without_a_manifest_is_refused(
        self, broken: Archive, earlier: Path
    ) -> None:
        with serving(earlier) as address, pytest.raises(ManifestError, match="it has no manifest/"):
            lost(broken, address)

    def test_a_folder_that_is_not_there_is_refused(self) -> None:
        with pytest.raises(UsageError, match="there is no such folder"):
            earlier_release("nowhere")


def test_what_only_a_withdrawn_story_had_may_go_with_it(
    earlier: Path, archive: Archive, tmp_path: Path
) -> None:
    now = archive.copy(tmp_path / "now")
    for name in ("story.json", "index.md"):
        (now.site / "2014/06/basin" / name).unlink()
    for gone in ("topics/tide/index.html", "images/chart.png"):
        (now.site / gone).unlink()
    assert ("lost-address", "topics/tide/index.html") in lost_paths(now, earlier)

    now.change(STORY, "<head>", '<head><meta name="robots" content="noindex">')

    assert lost_paths(now, earlier) == set()


def lost_paths(archive: Archive, where: Path) -> set[tuple[str, str]]:
    findings = check_site(archive.site, earlier=earlier_release(str(where)))
    lost = [one for one in findings if one.code == "lost-address"]
    return {(one.code, one.path.partition("/output/")[2]) for one in lost}
