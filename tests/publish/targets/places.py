"""The four kinds of targets as tests see them: what readers get there, and how to spoil it."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import boto3

from backfile.publish.built_site import files_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Place(Protocol):
    """A place to publish to; `target` is how the command is told of it."""

    target: str

    def files(self) -> dict[str, bytes]:
        """Return the files of the site that readers get, by their paths."""

    def put(self, path: str, data: bytes) -> None:
        """Change or add a file of the published site, behind the back of Backfile."""

    def put_other(self) -> None:
        """Put something there that Backfile has not published, before it publishes."""

    def everything(self) -> Mapping[str, Any]:
        """Return all that is there, down to what readers never see, to find out what changes."""

    def despite(self) -> list[str]:
        """Return what the newest release records that spoke against it."""

    def accepted(self) -> list[str]:
        """Return what the newest release records that its owners accept."""


@dataclass
class FolderPlace:
    """A folder of releases at `root`, however it is published to."""

    root: Path
    target: str

    @property
    def site(self) -> Path:
        return self.root / "current"

    def files(self) -> dict[str, bytes]:
        return files_in(self.site)

    def put(self, path: str, data: bytes) -> None:
        (self.site / path).unlink(missing_ok=True)  # no link to it in another release is changed
        (self.site / path).write_bytes(data)

    def put_other(self) -> None:
        self.root.mkdir(parents=True)
        (self.root / "diary.txt").write_text("Dear diary", "utf-8")

    def everything(self) -> Mapping[str, Any]:
        if not self.root.is_dir():
            return {}
        paths = {one: (self.root / one) for one in files_of(self.root)}
        return {one: path.is_symlink() or path.read_bytes() for one, path in paths.items()}

    def despite(self) -> list[str]:
        return list(self.record()["despite"])

    def accepted(self) -> list[str]:
        return list(self.record()["accepted"])

    def record(self) -> Any:
        return json.loads((self.site.resolve().parent / "release.json").read_bytes())

    @property
    def releases(self) -> list[str]:
        """The names in the folder of releases."""
        return sorted(one.name for one in (self.root / "releases").iterdir())

    @property
    def current(self) -> str:
        """The name of the release that readers get."""
        return (self.root / "current").readlink().parts[1]


@dataclass
class BucketPlace:
    """The objects of a bucket below `prefix`, in the store at `endpoint`."""

    endpoint: str
    bucket: str
    prefix: str

    @property
    def target(self) -> str:
        return f"s3://{self.bucket}/{self.prefix}"

    @cached_property
    def client(self) -> Any:
        return boto3.client("s3", endpoint_url=self.endpoint)

    def objects(self) -> dict[str, bytes]:
        listed = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket)
        keys = [one["Key"] for page in listed for one in page.get("Contents", ())]
        return {one: self.get(one)["Body"].read() for one in keys}

    def get(self, key: str) -> Any:
        return self.client.get_object(Bucket=self.bucket, Key=key)

    def files(self) -> dict[str, bytes]:
        start = f"{self.prefix}/" if self.prefix else ""
        found = {key.removeprefix(start): data for key, data in self.objects().items()}
        return {path: data for path, data in found.items() if not path.startswith(".backfile/")}

    def put(self, path: str, data: bytes) -> None:
        self.client.put_object(Bucket=self.bucket, Key=f"{self.prefix}/{path}", Body=data)

    def put_other(self) -> None:
        self.put("diary.txt", b"Dear diary")

    def everything(self) -> Mapping[str, Any]:
        return self.objects()

    def despite(self) -> list[str]:
        return list(self.record()["despite"])

    def accepted(self) -> list[str]:
        return list(self.record()["accepted"])

    def record(self) -> Any:
        return json.loads(self.get(f"{self.prefix}/.backfile/release.json")["Body"].read())


@dataclass
class BranchPlace:
    """A branch of the bare repository at `repository`."""

    repository: Path
    target: str
    branch: str = "pages"

    def files(self) -> dict[str, bytes]:
        if not self.git("for-each-ref", f"refs/heads/{self.branch}"):
            return {}
        names = self.git("ls-tree", "-r", "-z", "--name-only", self.branch).split(b"\0")
        kept = [one.decode() for one in names if one not in (b"", b".nojekyll")]
        return {one: self.git("cat-file", "blob", f"{self.branch}:{one}") for one in kept}

    def put(self, path: str, data: bytes) -> None:
        self.commit({**self.files(), path: data})

    def put_other(self) -> None:
        self.commit({"diary.txt": b"Dear diary"})

    def commit(self, files: Mapping[str, bytes]) -> None:
        tip = self.git("for-each-ref", "--format=%(objectname)", f"refs/heads/{self.branch}")
        lines = [b"commit refs/heads/%s\n" % self.branch.encode()]
        lines += [b"committer A <a@b.example> 1400000000 +0000\ndata 0\n"]
        lines += [b"from %s\n" % tip.strip()] if tip else []
        lines += [b"deleteall\n"]
        for path, data in files.items():
            lines += [b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(data), data)]
        self.git("fast-import", "--quiet", "--date-format=raw", given=b"".join(lines))

    def everything(self) -> Mapping[str, Any]:
        return {"refs": self.git("for-each-ref"), **self.files()}

    def despite(self) -> list[str]:
        return self.listed("Published despite:\n")

    def accepted(self) -> list[str]:
        return self.listed("Accepted:\n")

    def listed(self, heading: str) -> list[str]:
        message = self.git("log", "-1", "--format=%B", self.branch).decode()
        return message.partition(heading)[2].split("\n\n")[0].splitlines()

    def git(self, *words: str, given: bytes = b"") -> bytes:
        command = ["git", "-C", str(self.repository), *words]
        return subprocess.run(command, input=given, capture_output=True, check=True).stdout


def files_in(folder: Path) -> dict[str, bytes]:
    """Return the bytes of the files in *folder*, by their paths; none where it is not there."""
    found = files_of(folder) if folder.is_dir() else ()
    return {one: (folder / one).read_bytes() for one in found}
