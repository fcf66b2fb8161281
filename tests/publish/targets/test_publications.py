"""What holds at every target: readers get the new site, by sending only what has changed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from backfile.errors import UsageError
from backfile.publish.publishing import Publication, PublishOutcome, opened, preview, publish
from backfile.publish.release import GateAnswer, SiteNotReadyError
from backfile.publish.targets import ssh_server
from backfile.publish.targets.changes import SiteChanges
from backfile.publish.targets.target import PublishError
from tests.publish.published_sites import FILES, write_site

from .places import files_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from .places import Place

INDEX = "manifest/index.json"
EDITED = {
    **{path: text for path, text in FILES.items() if path != "images/ice.png"},
    "index.html": FILES["index.html"].replace("Ice", "The ice"),
    "2014/06/ferry/index.html": FILES["2014/06/ice/index.html"],
}


@dataclass
class Publisher:
    """Somebody who publishes sites from `folder` to one target."""

    folder: Path
    target: str

    @property
    def site(self) -> Path:
        return self.folder / "output"

    def publication(self, gates: tuple = ()) -> Publication:
        endpoint = os.environ.get("AWS_ENDPOINT_URL", "")
        cache = self.folder / "cache"
        return Publication(self.site, cache, self.target, endpoint, gates=gates)

    def publish(self, files: Mapping[str, str], *, compare: bool = False) -> PublishOutcome:
        write_site(self.site, files)
        return publish(self.publication(), compare=compare, anyway=False)


@pytest.fixture
def publisher(tmp_path: Path, place: Place) -> Publisher:
    return Publisher(tmp_path, place.target)


def changed_lists(outcome: PublishOutcome) -> SiteChanges:
    """Return the changes without those of the manifest."""
    kept = [
        tuple(one for one in paths if not one.startswith("manifest/"))
        for paths in (outcome.changes.added, outcome.changes.changed, outcome.changes.removed)
    ]
    return SiteChanges(*kept)


def test_readers_get_the_site(place, publisher):
    outcome = publisher.publish(FILES)

    assert place.files() == files_in(publisher.site)
    assert outcome.is_first
    assert len(outcome.changes.added) == outcome.files == len(files_in(publisher.site))


def test_only_what_has_changed_is_sent(place, publisher):
    publisher.publish(FILES)

    outcome = publisher.publish(EDITED)

    assert place.files() | files_in(publisher.site) == place.files()
    assert changed_lists(outcome) == SiteChanges(
        ("2014/06/ferry/index.html",), ("index.html",), ("images/ice.png",)
    )
    assert outcome.remark == ""


def test_what_is_there_already_is_not_sent_again(place, publisher):
    first = publisher.publish(FILES)
    before = place.everything()

    again = publisher.publish(FILES)

    assert not again.changes
    assert again.name == first.name
    assert place.everything().keys() == before.keys()


def test_a_preview_tells_what_would_change_and_changes_nothing(place, publisher):
    write_site(publisher.site, FILES)
    assert preview(publisher.publication(), compare=False).is_first
    assert place.files() == {}

    publisher.publish(FILES)
    before = place.everything()
    write_site(publisher.site, EDITED)
    told = preview(publisher.publication(), compare=False)

    assert place.everything() == before
    assert told.changes == publisher.publish(EDITED).changes


@pytest.mark.parametrize("spoilt", [b"", b"{", b'{"version": 1, "lists": {}}'])
def test_without_a_whole_manifest_every_file_is_compared_and_that_is_told(place, publisher, spoilt):
    publisher.publish(FILES)
    place.put(INDEX, spoilt)
    place.put("index.html", b"somebody else's")

    outcome = publisher.publish(FILES)

    assert "so every file is compared" in outcome.remark
    assert place.files() == files_in(publisher.site)


def test_what_somebody_has_changed_at_the_target_is_found_when_asked(place, publisher):
    publisher.publish(FILES)
    place.put("index.html", b"somebody else's")

    publisher.publish(FILES, compare=True)

    assert place.files() == files_in(publisher.site)


def test_what_backfile_has_not_published_is_never_touched(place, publisher):
    place.put_other()
    before = place.everything()

    for publish_now in (
        publisher.publish,
        lambda _: preview(publisher.publication(), compare=False),
    ):
        with pytest.raises(UsageError, match=r"diary\.txt, which Backfile has not published; name"):
            publish_now(FILES)

    assert place.everything() == before


def test_a_site_that_is_not_whole_is_never_sent(place, publisher):
    publisher.publish(FILES)
    before = place.everything()
    write_site(publisher.site, EDITED)
    (publisher.site / "index.html").write_text("<html>half", "utf-8")

    with pytest.raises(SiteNotReadyError, match=r"index\.html has other bytes"):
        publish(publisher.publication(), compare=False, anyway=True)

    assert place.everything() == before


def test_what_speaks_against_a_site_stops_it_unless_it_is_published_anyway(place, publisher):
    publisher.publish(FILES)
    before = place.everything()
    write_site(publisher.site, EDITED)
    asked = []

    def gate(folder, manifest, published):
        asked.append((folder, manifest.files.keys() ^ published.files.keys()))
        return GateAnswer(("1 story of 2 is gone",), ("a.html: accepted",))

    publication = publisher.publication((gate,))
    with pytest.raises(SiteNotReadyError, match=r"1 story of 2 is gone\n.*--anyway"):
        publish(publication, compare=False, anyway=False)
    assert place.everything() == before

    publish(publication, compare=False, anyway=True)

    assert place.despite() == ["1 story of 2 is gone"]
    assert place.accepted() == ["a.html: accepted"]
    assert asked == [(publisher.site, {"images/ice.png", "2014/06/ferry/index.html"})] * 2


@pytest.mark.parametrize("place", ["folder", "server", "bucket"], indirect=True)
def test_two_publications_to_one_target_do_not_meet(place, publisher, monkeypatch):
    monkeypatch.setattr(ssh_server, "PATIENCE", 0)
    publisher.publish(FILES)
    write_site(publisher.site, EDITED)

    with (
        opened(publisher.publication()) as other,
        other.locked(),
        pytest.raises(PublishError, match=r"another publication is running \(proc"),
    ):
        publish(publisher.publication(), compare=False, anyway=False)

    publisher.publish(EDITED)
    assert place.files() | files_in(publisher.site) == place.files()


def test_paths_that_become_folders_and_folders_that_become_files(place, publisher):
    publisher.publish({**FILES, "about": "a file", "topics/ice/index.html": FILES["404.html"]})
    publisher.publish({**FILES, "about/index.html": FILES["404.html"], "topics/ice": "a file"})

    wanted = files_in(publisher.site)
    assert {path: place.files().get(path) for path in wanted} == wanted
