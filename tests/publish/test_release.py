"""Only a whole site may be published."""

from __future__ import annotations

import pytest

from backfile.publish.release import GateAnswer, SiteNotReadyError, answer_of, ready

from .published_sites import FILES, write_site


@pytest.fixture
def site(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return write_site(tmp_path / "output", FILES)


def test_a_whole_site_has_all_its_files(site):
    release = ready(site)

    assert FILES.keys() == release.manifest.files.keys()
    manifest = release.files.keys() - FILES.keys()
    assert all(one.startswith("manifest/") for one in manifest)
    assert release.read("index.html") == FILES["index.html"].encode()


SPOILT = {
    "a file that was changed": lambda site: (site / "index.html").write_text("half"),
    "a file that is gone": lambda site: (site / "index.html").unlink(),
    "a file more": lambda site: (site / "more.html").write_text("more"),
    "a link": lambda site: (site / "link").symlink_to("index.html"),
    "a link to a folder": lambda site: (site / "link").symlink_to("2014"),
    "a link in the place of a file": lambda site: (
        (site / "index.html").rename(site.parent / "x"),
        (site / "index.html").symlink_to(site.parent / "x"),
    ),
    "a folder in the place of a file": lambda site: (
        (site / "index.html").unlink(),
        (site / "index.html").mkdir(),
    ),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_what_is_not_as_its_manifest_says_is_not_published(site, spoil):
    spoil(site)

    with pytest.raises(
        SiteNotReadyError, match=r"^output/: the site is not as its manifest says \("
    ):
        ready(site)


def test_a_list_of_the_manifest_that_was_changed_is_named(site):
    (site / "manifest/2014.sha256").write_text("")

    with pytest.raises(
        SiteNotReadyError, match=r"^output/manifest/2014\.sha256: it is not the list"
    ):
        ready(site)


def test_a_site_without_a_manifest_is_not_published(site):
    (site / "manifest/index.json").unlink()

    with pytest.raises(SiteNotReadyError) as refused:
        ready(site)

    assert str(refused.value) == (
        "output/manifest/index.json: there is no such file, so the site has no whole manifest; "
        "build it again with backfile build --production"
    )


def test_a_site_that_was_never_built_is_named(site):
    with pytest.raises(SiteNotReadyError, match=r"^elsewhere/: there is no such folder; build it"):
        ready(site.parent / "elsewhere")


def test_a_file_that_changes_after_the_comparison_is_not_sent(site):
    release = ready(site)
    (site / "index.html").write_text("other")

    with pytest.raises(SiteNotReadyError, match=r"index\.html: it has changed meanwhile"):
        release.read("index.html")


def test_all_gates_are_asked(site):
    release = ready(site)
    answers = [GateAnswer(("one",)), GateAnswer(), GateAnswer(("two",), ("three",), ("four",))]
    gates = [lambda *_, one=one: one for one in answers]

    assert answer_of(release, None, gates) == GateAnswer(("one", "two"), ("three",), ("four",))
