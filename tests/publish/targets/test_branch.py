"""A branch: its commits, whose they are, and two who push at once."""

from __future__ import annotations

import getpass
import os
from typing import TYPE_CHECKING

import pytest

from backfile.errors import UsageError
from backfile.publish.publishing import Publication, publish, roll_back
from backfile.publish.targets.branch import Branch
from backfile.publish.targets.changes import SiteChanges
from backfile.publish.targets.target import PublishError
from tests.publish.published_sites import FILES, write_manifest, write_site

from .places import files_in

if TYPE_CHECKING:
    from pathlib import Path

    from .places import BranchPlace


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path / "output", FILES)


def send(place: BranchPlace, site: Path) -> str:
    publication = Publication(site, site.parent / "cache", place.target)
    return publish(publication, compare=False, anyway=False).name


def test_each_release_is_a_commit_on_top_of_the_last(branch_place, site):
    first = send(branch_place, site)
    write_site(site, {**FILES, "index.html": FILES["404.html"]})
    write_manifest(site, commit="0123abc")
    second = send(branch_place, site)

    assert branch_place.git("log", "--format=%H", "pages").decode().split() == [second, first]
    message = branch_place.git("log", "-1", "--format=%B", "pages").decode().splitlines()
    assert message[0].startswith("Publish ")
    assert message[2] == "Sources: 0123abc"


def test_who_commits_is_whom_git_knows_or_backfile(branch_place, site, monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    send(branch_place, site)
    (tmp_path / ".gitconfig").write_text("[user]\n name = Ada\n email = ada@wire.example\n")
    send(branch_place, write_site(site, {"index.html": FILES["404.html"]}))

    names = branch_place.git("log", "--format=%cn <%ce>", "pages").decode().splitlines()
    assert names == ["Ada <ada@wire.example>", "Backfile <backfile@localhost>"]


def test_other_branches_stay(branch_place, site):
    branch_place.branch = "main"
    branch_place.put_other()
    before = branch_place.git("rev-parse", "main")

    send(branch_place, site)

    assert branch_place.git("rev-parse", "main") == before


def test_the_later_of_two_who_push_at_once_is_refused(branch_place, site, monkeypatch):
    send(branch_place, site)
    write_site(site, {**FILES, "index.html": FILES["404.html"]})
    true_git = Branch._git  # noqa: SLF001 (another push comes between)

    def git(branch: Branch, *words: str) -> bytes:
        if words[0] == "push":
            branch_place.put("other.html", b"<html></html>")
        return true_git(branch, *words)

    monkeypatch.setattr(Branch, "_git", git)
    with pytest.raises(PublishError, match="somebody else has published here meanwhile"):
        send(branch_place, site)

    assert "other.html" in branch_place.files()
    monkeypatch.undo()
    send(branch_place, site)
    assert branch_place.files() == files_in(site)


def test_a_branch_is_not_pushed_into_the_folder_in_which_somebody_works(branch_place, site):
    repository = site.parent / "work"
    branch_place.git("init", "--quiet", "--initial-branch=pages", str(repository))
    branch_place.target = f"{repository}#pages"

    with pytest.raises(PublishError, match="refus"):
        send(branch_place, site)


def test_a_repository_that_is_not_there_is_named(branch_place, site):
    branch_place.target = f"git+file://{site.parent}/none.git#pages"

    with pytest.raises(PublishError, match=r"^file://.*none\.git#pages: fatal: "):
        send(branch_place, site)


def test_git_of_another_repository_that_calls_us_does_not_mix_in(branch_place, site, monkeypatch):
    monkeypatch.setenv("GIT_DIR", str(site.parent / "elsewhere.git"))

    send(branch_place, site)

    monkeypatch.undo()
    assert branch_place.files() == files_in(site)


def test_there_is_no_way_back(branch_place):
    with pytest.raises(UsageError, match="--rollback is for folders and servers"):
        roll_back(branch_place.target)


def test_a_repository_on_a_server_is_reached_by_ssh(branch_place, site, ssh_port, monkeypatch):
    monkeypatch.setenv("GIT_SSH_COMMAND", os.environ["RSYNC_RSH"])
    server = f"{getpass.getuser()}@127.0.0.1:{ssh_port}"
    branch_place.target = f"git+ssh://{server}{branch_place.repository}#pages"

    send(branch_place, site)
    send(branch_place, write_site(site, {**FILES, "index.html": FILES["404.html"]}))

    assert branch_place.files() == files_in(site)


def test_without_a_manifest_the_names_of_the_blobs_tell_what_differs(branch_place, site):
    send(branch_place, site)
    files = {**branch_place.files(), "index.html": b"somebody else's"}
    del files["manifest/index.json"]
    branch_place.commit(files)
    publication = Publication(site, site.parent / "cache", branch_place.target)

    outcome = publish(publication, compare=False, anyway=False)

    assert "there is none" in outcome.remark
    assert outcome.changes == SiteChanges(("manifest/index.json",), ("index.html",))
    assert not publish(publication, compare=True, anyway=False).changes
    assert branch_place.files() == files_in(site)
