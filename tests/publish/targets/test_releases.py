"""Releases in folders, here and on a server: what is kept, what it takes, and the way back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from backfile.errors import UsageError
from backfile.publish.publishing import Publication, publish, roll_back
from backfile.publish.release import ready
from backfile.publish.targets.target import PublishError
from tests.publish.published_sites import FILES, write_manifest, write_site

from .places import files_in
from .servers import fetched, nginx

if TYPE_CHECKING:
    from .places import FolderPlace


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path / "output", FILES)


def edition(number: int) -> dict[str, str]:
    return {**FILES, "index.html": f"<!DOCTYPE html><p>Edition {number}.</p></html>\n"}


def publish_edition(site: Path, place: FolderPlace, number: int, keep: int = 3) -> str:
    write_site(site, edition(number))
    publication = Publication(site, site.parent / "cache", place.target, keep=keep)
    return publish(publication, compare=False, anyway=False).name


def shown(place: FolderPlace) -> str:
    """Return the first page that readers get."""
    return (place.site / "index.html").read_text("utf-8").partition("<p>")[2].partition(".")[0]


def test_a_release_is_named_by_its_number_and_its_manifest(site, release_place):
    names = [publish_edition(site, release_place, number) for number in (1, 2)]

    assert names[1] == f"000002-{ready(site).digest[:12]}"
    assert release_place.releases == names
    assert release_place.site.readlink() == Path(f"releases/{names[1]}/site")


def test_a_release_takes_the_space_of_its_changes(site, release_place):
    old, new = (publish_edition(site, release_place, number) for number in (1, 2))

    folders = [release_place.root / "releases" / one / "site" for one in (old, new)]
    of_its_own = {
        path for path in files_in(folders[1]) if not (folders[0] / path).samefile(folders[1] / path)
    }
    assert of_its_own == {"index.html", "manifest/root.sha256", "manifest/index.json"}
    assert shown(release_place) == "Edition 2"
    assert "Edition 1" in (folders[0] / "index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("keep", "kept"), [(1, [5]), (2, [4, 5]), (3, [3, 4, 5]), (9, [1, 2, 3, 4, 5])]
)
def test_so_many_releases_are_kept(site, folder_place, keep, kept):
    for number in range(1, 6):
        publish_edition(site, folder_place, number, keep)

    assert [int(one.partition("-")[0]) for one in folder_place.releases] == kept
    assert shown(folder_place) == "Edition 5"


def test_readers_get_the_release_before_again(site, release_place):
    names = [publish_edition(site, release_place, number) for number in (1, 2, 3)]

    assert roll_back(release_place.target) == names[1]
    assert shown(release_place) == "Edition 2"
    assert roll_back(release_place.target) == names[0]
    assert shown(release_place) == "Edition 1"
    with pytest.raises(UsageError, match="there is no earlier release"):
        roll_back(release_place.target)
    assert shown(release_place) == "Edition 1"


def test_the_same_site_goes_forward_again(site, release_place):
    names = [publish_edition(site, release_place, number) for number in (1, 2)]
    roll_back(release_place.target)

    assert publish_edition(site, release_place, 2) == names[1]

    assert shown(release_place) == "Edition 2"
    assert release_place.releases == names


def test_the_way_back_does_not_lead_to_what_was_taken_back(site, release_place):
    for number in (1, 2):
        publish_edition(site, release_place, number)
    roll_back(release_place.target)

    publish_edition(site, release_place, 3)
    roll_back(release_place.target)

    assert shown(release_place) == "Edition 1"


def test_what_killed_publications_have_left_is_removed(site, release_place):
    publish_edition(site, release_place, 1)
    for name in (".new-000002-0123456789ab-1234", ".old-000001-0123456789ab"):
        (release_place.root / "releases" / name / "site").mkdir(parents=True)
        (release_place.root / "releases" / name / "site" / "index.html").touch()

    name = publish_edition(site, release_place, 2)

    assert release_place.releases[-1] == name
    assert not [one for one in release_place.releases if one.startswith(".")]


def test_a_whole_release_that_no_reader_got_is_put_in_place(site, release_place):
    names = [publish_edition(site, release_place, number) for number in (1, 2)]
    link = release_place.site
    link.unlink()
    link.symlink_to(f"releases/{names[0]}/site")

    assert publish_edition(site, release_place, 2) == names[1]
    assert shown(release_place) == "Edition 2"


def test_without_a_link_all_is_published_again(site, release_place):
    publish_edition(site, release_place, 1)
    release_place.site.unlink()

    publish_edition(site, release_place, 2)

    assert files_in(release_place.site) == files_in(site)


def test_a_file_that_was_cut_at_the_target_is_sent_again(site, folder_place):
    publish_edition(site, folder_place, 1)
    folder_place.put("images/ice.png", b"")

    publish_edition(site, folder_place, 2)

    assert files_in(folder_place.site) == files_in(site)


def test_the_release_records_where_it_came_from(site, release_place):
    write_manifest(site, commit="0123abc")
    publish(
        Publication(site, site.parent / "cache", release_place.target), compare=False, anyway=False
    )

    record = release_place.site.resolve().parent / "release.json"
    assert json.loads(record.read_bytes()) == {
        "version": 1,
        "release": release_place.current,
        "manifest": ready(site).digest,
        "commit": "0123abc",
        "despite": [],
        "accepted": [],
    }


def test_what_is_no_link_is_not_replaced(site, release_place):
    publish_edition(site, release_place, 1)
    release_place.site.unlink()
    release_place.site.mkdir()
    (release_place.site / "index.html").write_text("by hand", "utf-8")

    with pytest.raises((OSError, PublishError), match="current"):
        publish_edition(site, release_place, 2)

    assert (release_place.site / "index.html").read_text("utf-8") == "by hand"


def test_files_of_ones_own_beside_the_releases_stay(site, release_place):
    publish_edition(site, release_place, 1)
    (release_place.root / "nginx.conf").write_text("# mine", "utf-8")

    publish_edition(site, release_place, 2)

    assert (release_place.root / "nginx.conf").read_text("utf-8") == "# mine"


def test_a_web_server_follows_the_link(site, folder_place, tmp_path):
    publish_edition(site, folder_place, 1)
    (tmp_path / "nginx").mkdir()
    with nginx(tmp_path / "nginx", folder_place.site) as address:
        assert b"Edition 1" in fetched(address)
        publish_edition(site, folder_place, 2)
        assert b"Edition 2" in fetched(address)
        roll_back(folder_place.target)
        assert b"Edition 1" in fetched(address)


def test_a_server_that_does_not_answer_is_named(site):
    target = "ssh://nobody@127.0.0.1:1/srv/www"
    with pytest.raises(PublishError, match=r"^ssh://nobody@127\.0\.0\.1:1/srv/www: .*onnect"):
        publish(Publication(site, site.parent / "cache", target), compare=False, anyway=False)


def test_nothing_is_published_into_the_site_itself(site):
    target = str(site / "www")
    with pytest.raises(UsageError, match="it is in the site that is to be published"):
        publish(Publication(site, site.parent / "cache", target), compare=False, anyway=False)
    assert not (site / "www").exists()


def test_a_first_publication_that_was_killed_at_its_begin_is_begun_again(site, release_place):
    release_place.root.mkdir(parents=True)
    (release_place.root / "backfile-releases.txt").touch()

    publish_edition(site, release_place, 1)

    assert files_in(release_place.site) == files_in(site)
