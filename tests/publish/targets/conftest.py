"""The places that tests publish to, each empty at first."""

from __future__ import annotations

import getpass
import json
import subprocess
import uuid
from typing import TYPE_CHECKING

import boto3
import pytest

from .places import BranchPlace, BucketPlace, FolderPlace, Place
from .servers import object_store, sshd
from .site_versions import Versions, built_versions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KINDS = ("folder", "server", "bucket", "branch")
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "tester",
    "AWS_SECRET_ACCESS_KEY": "not-a-secret",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}


@pytest.fixture(scope="session")
def ssh_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with (
        sshd(tmp_path_factory.mktemp("sshd")) as (port, program),
        pytest.MonkeyPatch.context() as env,
    ):
        env.setenv("RSYNC_RSH", program)
        yield port


@pytest.fixture(scope="session")
def store_address() -> Iterator[str]:
    with object_store() as address, pytest.MonkeyPatch.context() as env:
        for name, value in CREDENTIALS.items():
            env.setenv(name, value)
        env.setenv("AWS_ENDPOINT_URL", address)
        yield address


@pytest.fixture(scope="session")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Versions:
    return built_versions(tmp_path_factory.mktemp("versions"))


@pytest.fixture
def folder_place(tmp_path: Path) -> FolderPlace:
    return FolderPlace(tmp_path / "www", str(tmp_path / "www"))


@pytest.fixture
def server_place(tmp_path: Path, ssh_port: int) -> FolderPlace:
    root = tmp_path / "server" / "www"
    root.parent.mkdir()
    return FolderPlace(root, f"ssh://{getpass.getuser()}@127.0.0.1:{ssh_port}{root}")


@pytest.fixture
def bucket_place(store_address: str) -> BucketPlace:
    name = f"news-{uuid.uuid4()}"
    client = boto3.client("s3", endpoint_url=store_address)
    client.create_bucket(Bucket=name)
    client.put_bucket_policy(Bucket=name, Policy=json.dumps(_readable(name)))
    return BucketPlace(store_address, name, "archive")


def _readable(bucket: str) -> dict[str, object]:
    """Return the policy of a bucket that anybody may read, as that of a website is."""
    allowed = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"}
    statement = {**allowed, "Resource": f"arn:aws:s3:::{bucket}/*"}
    return {"Version": "2012-10-17", "Statement": [statement]}


@pytest.fixture
def branch_place(tmp_path: Path) -> BranchPlace:
    repository = tmp_path / "pages.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(repository)], check=True)
    return BranchPlace(repository, f"{repository}#pages")


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest) -> Place:
    made: Place = request.getfixturevalue(f"{request.param}_place")
    return made


@pytest.fixture(params=("folder", "server"))
def release_place(request: pytest.FixtureRequest) -> FolderPlace:
    made: FolderPlace = request.getfixturevalue(f"{request.param}_place")
    return made
