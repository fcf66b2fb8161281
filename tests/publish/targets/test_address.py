"""What a target on the command line means."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from backfile.errors import UsageError
from backfile.publish.targets.address import (
    BranchAddress,
    BucketAddress,
    FolderAddress,
    ServerAddress,
    address_of,
)

MEANT = {
    "/srv/www": FolderAddress(Path("/srv/www")),
    "ssh://host/srv/www": ServerAddress("host", "/srv/www"),
    "ssh://host/srv/www/": ServerAddress("host", "/srv/www"),
    "ssh://ada@host:2222/srv/w%20w": ServerAddress("host", "/srv/w w", "ada", 2222),
    "ssh://host/~/www": ServerAddress("host", "www"),
    "ssh://[::1]:22/srv": ServerAddress("::1", "/srv", port=22),
    "s3://news": BucketAddress("news"),
    "s3://news/": BucketAddress("news"),
    "s3://news/site/2014/": BucketAddress("news", "site/2014/"),
    "git+ssh://git@host/news.git": BranchAddress("ssh://git@host/news.git", "gh-pages"),
    "git+ssh://git@host/news.git#live/site": BranchAddress("ssh://git@host/news.git", "live/site"),
    "git+https://host/news.git#pages": BranchAddress("https://host/news.git", "pages"),
    "git+file:///srv/news.git": BranchAddress("file:///srv/news.git", "gh-pages"),
}
REFUSED = {
    "": "name a target",
    "ftp://host/www": "nothing is published to ftp://; use one of",
    "sssh://host/www": 'nothing is published to sssh://; did you mean "ssh"?',
    "ssh:///srv/www": "it names no host",
    "ssh://-oProxyCommand=x/srv": "it names no host",
    "ssh://a b@host/srv": "it names no host",
    "ssh://ada:secret@host/srv": "a password is not used",
    "ssh://host": "it names no folder",
    "ssh://host/": "it names no folder",
    "ssh://host/~/": "it names no folder",
    "ssh://host:port/srv": "write ssh://user@host:22/path",
    "ada@host:/srv/www": "write ssh://user@host/path",
    "s3:": '"s3:" is no whole address; write s3://bucket/prefix; for a folder of',
    "s3:news/site": "write s3://bucket/prefix",
    "s3:/news/site": "write s3://bucket/prefix",
    "S3:news": "write s3://bucket/prefix",
    "ssh:": "write ssh://user@host/path",
    "ssh:/host/srv": "write ssh://user@host/path",
    "git+ssh:/host/news.git#pages": "write git+ssh://host/site.git#branch",
    "web-1:/srv/www": "write ssh://web-1/path for a folder of the server web-1",
    "s3://": "is no name of a bucket",
    "s3://No_Bucket/x": '"No_Bucket" is no name of a bucket',
    "s3://news/a/../b": "a prefix is made of names",
    "git+ssh://host": "it names no repository",
    "git+ssh://-oProxyCommand=x/news.git": "it names no repository",
    "git+ssh://host/news.git#--force": '"--force" cannot be the name of a branch',
    "git+ssh://host/news.git#a..b": '"a..b" cannot be the name of a branch',
    "/no/such/news.git#pages": "there is no git repository",
}


@pytest.mark.parametrize(("target", "address"), MEANT.items())
def test_a_target_means_a_place(target, address):
    assert address_of(target) == address


@pytest.mark.parametrize(("target", "reason"), REFUSED.items())
def test_what_names_no_place_is_refused_with_the_remedy(target, reason):
    with pytest.raises(UsageError) as refused:
        address_of(target)
    assert reason in str(refused.value)


@pytest.mark.parametrize("target", [one for one in MEANT if one.startswith(("ssh:", "s3:"))])
def test_an_address_is_shown_as_it_can_be_typed(target):
    assert address_of(str(address_of(target)).replace("w w", "w%20w")) == address_of(target)


@pytest.mark.parametrize("option", ["--bare", "--quiet"])
def test_a_path_is_a_branch_where_a_repository_is(tmp_path, option):
    repository = tmp_path / "news"
    subprocess.run(["git", "init", option, str(repository)], check=True, capture_output=True)

    if option == "--bare":
        assert address_of(str(repository)) == BranchAddress(str(repository), "gh-pages")
    else:
        with pytest.raises(UsageError, match="it is a working copy of a git repository"):
            address_of(str(repository))
    assert address_of(f"{repository}#pages") == BranchAddress(str(repository), "pages")


def test_a_folder_may_have_a_hash_in_its_name(tmp_path):
    (tmp_path / "www#1").mkdir()

    assert address_of(str(tmp_path / "www#1")) == FolderAddress(tmp_path / "www#1")


def test_a_path_is_seen_from_the_current_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert address_of("www") == FolderAddress(tmp_path / "www")


def test_a_folder_may_have_a_colon_in_its_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "s3:").mkdir()

    assert address_of("s3:") == FolderAddress(tmp_path / "s3:")
    assert address_of("./ssh:") == FolderAddress(tmp_path / "ssh:")
    assert address_of("www/1:2") == FolderAddress(tmp_path / "www/1:2")
