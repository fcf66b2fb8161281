"""What a publication is told of a site: its errors, and published addresses that are lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backfile.config.read_settings import read_settings
from backfile.config.site_settings import site_settings
from backfile.outputs.site_manifest.format import INDEX, SiteManifest, read_index, written_index
from backfile.publish.gates.accepted_findings import read_accepted
from backfile.publish.gates.archive_sources import archive_sources
from backfile.publish.gates.publication_gate import publication_gate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.publish.gates.conftest import Archive

NEW = SiteManifest({})


def objections(archive: Archive, published: SiteManifest | None = None) -> Sequence[str]:
    sources = archive_sources(read_settings(site_settings("pelicanconf.py")))
    return publication_gate(sources)(archive.site, NEW, published).objections


def test_nothing_speaks_against_a_clean_site(broken: Archive) -> None:
    assert objections(broken) == ()


def test_warnings_do_not_speak_against_it(broken: Archive) -> None:
    broken.write("notes.html", "notes")

    assert objections(broken) == ()


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


def test_a_site_for_editors_is_not_published(archive: Archive, tmp_path: Path) -> None:
    copy = archive.copy(tmp_path / "archive")
    assert objections(copy) == ()
    index = copy.site / INDEX
    index.write_bytes(written_index(replace(read_index(index.read_bytes()), is_production=False)))

    (said,) = objections(copy)

    assert said.endswith(
        "manifest/index.json: warning: this site was not built for publication: it may have "
        "drafts, and lack its own address; build it with backfile build --production before "
        "you publish it [not-production]"
    )


ACCEPTED = "dead-address 404.html The missing page is the point.\nbad-json a.json It is a sample.\n"


def test_what_is_accepted_does_not_speak_against_it(broken: Archive) -> None:
    broken.change("404.html", "<main", '<a href="/nope/">no</a><main')
    broken.write("b.json", "{")

    answer = publication_gate(None, read_accepted(ACCEPTED, "accepted-findings.txt"))(
        broken.site, NEW, None
    )

    (objection,), (accepted,), (remark,) = answer.objections, answer.accepted, answer.remarks
    assert objection.startswith("output/b.json")
    assert accepted == (
        "accepted-findings.txt:1: dead-address in 404.html is accepted: The missing page is the "
        "point."
    )
    assert remark.startswith('accepted-findings.txt:2: warning: there is no bad-json at "a.json"')
