"""What a publication is told of a site: its errors, and published addresses that are lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.config.read_settings import read_settings
from backfile.config.site_settings import site_settings
from backfile.outputs.site_manifest.format import SiteManifest
from backfile.publish.gates.archive_sources import archive_sources
from backfile.publish.gates.publication_gate import publication_gate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.publish.gates.conftest import Archive

NEW = SiteManifest({})


def objections(archive: Archive, published: SiteManifest | None = None) -> Sequence[str]:
    sources = archive_sources(read_settings(site_settings("pelicanconf.py")))
    return publication_gate(sources)(archive.site, NEW, published)


def test_nothing_speaks_against_a_clean_site(broken: Archive) -> None:
    assert objections(broken) == []


def test_warnings_do_not_speak_against_it(broken: Archive) -> None:
    broken.write("notes.html", "notes")

    assert objections(broken) == []


def test_each_error_is_a_line_and_many_of_a_kind_are_counted(broken: Archive) -> None:
    for number in range(7):
        broken.write(f"notes-{number}.key", "a")
    broken.write("a.json", "{")

    said = objections(broken)

    assert len(said) == 7
    assert sum("[private-file]" in line for line in said) == 5
    assert "and 2 more private-file; check --site --only private-file lists all" in said
    assert sum("[bad-json]" in line for line in said) == 1


def test_a_published_address_that_is_gone_speaks_against_it(broken: Archive) -> None:
    published = SiteManifest({"about/index.html": "", "bay/index.html": "", "theme/a.css": ""})

    (said,) = objections(broken, published)

    assert said.startswith("output/bay/index.html: error: the earlier release had this address")
