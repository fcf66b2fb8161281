"""What the TARGET of `backfile publish` means: which kind of place, and where it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from backfile.errors import UsageError, did_you_mean, nearest

BRANCH = "gh-pages"  # where none is named: the one that hosts of pages look for first
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
_GIT = "git+"
_GIT_SCHEMES = ("git+ssh", "git+https", "git+file")
_SCHEMES = ("ssh", "s3", *_GIT_SCHEMES)
# What begins as an address does, and lacks a slash or more: `s3:`, `ssh:/host`, `host:/path`.
_BEGUN = re.compile(r"([A-Za-z0-9][A-Za-z0-9+.-]*):")
_EXAMPLES = {
    "ssh": "ssh://user@host/path",
    "s3": "s3://bucket/prefix",
    **{name: f"{name}://host/site.git#branch" for name in _GIT_SCHEMES},
}
# Bucket names: Amazon S3 User Guide, "General purpose bucket naming rules".
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
# What no option of ssh or git can be taken for, and no part of another name.
_HOST = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*|[0-9A-Fa-f:.]+")
_USER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_BRANCH = re.compile(r"(?!-)(?!.*(?:\.\.|//|@\{|\.lock$|[/.]$))[^\s~^:?*\[\\]+")


@dataclass(frozen=True, slots=True)
class FolderAddress:
    """A folder of this computer."""

    path: Path

    def __str__(self) -> str:
        return str(self.path)


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """A folder of a server that is reached by ssh; `port` is 0 where ssh is to choose it.

    `path` is from the root of the server, or from the user's home where it has no slash in front.
    """

    host: str
    path: str
    user: str = ""
    port: int = 0

    @property
    def login(self) -> str:
        """What ssh is called with: `host` or `user@host`."""
        return f"{self.user}@{self.host}" if self.user else self.host

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        path = self.path if self.path.startswith("/") else f"/~/{self.path}"
        user, port = f"{self.user}@" if self.user else "", f":{self.port}" if self.port else ""
        return f"ssh://{user}{host}{port}{path}"


@dataclass(frozen=True, slots=True)
class BucketAddress:
    """The objects of a bucket whose keys begin with `prefix`, which is empty or ends in a slash."""

    bucket: str
    prefix: str = ""

    def __str__(self) -> str:
        return f"s3://{self.bucket}/{self.prefix}"


@dataclass(frozen=True, slots=True)
class BranchAddress:
    """A branch of a git repository; `repository` is what git is told: a path or an address."""

    repository: str
    branch: str = BRANCH

    def __str__(self) -> str:
        return f"{self.repository}#{self.branch}"


Address = FolderAddress | ServerAddress | BucketAddress | BranchAddress


def address_of(target: str) -> Address:
    """Return what *target* names: `/srv/www`, `ssh://host/srv/www`, `s3://bucket`, `git+ssh://…`.

    A path is a folder, or a branch where a git repository is there or a branch is named behind `#`.
    Raises UsageError with the remedy where it names nothing.
    """
    if not target.strip():
        raise UsageError("name a target: a folder, ssh://…, s3://… or git+ssh://…")
    scheme = _SCHEME.match(target)
    if scheme is None:
        return _on_this_computer(target)
    name = scheme[1].lower()
    if name == "ssh":
        return _server(target)
    if name == "s3":
        return _bucket(target)
    if name in _GIT_SCHEMES:
        return _branch(target.removeprefix(_GIT))
    hint = did_you_mean(name, _SCHEMES) or f"; use one of {', '.join(_SCHEMES)}, or a folder"
    raise UsageError(f"{target}: nothing is published to {name}://{hint}")


def _on_this_computer(target: str) -> Address:
    path, has_branch, branch = target.partition("#")
    if re.match(r"[^/]+@[^/:]+:", target):
        raise UsageError(f"{target}: write ssh://user@host/path, or git+ssh://… for a repository")
    if (begun := _BEGUN.match(target)) and not Path(target).exists():
        raise UsageError(
            f'"{target}" is {_meant(begun[1])}; for a folder of this name, write ./{target}'
        )
    if Path(target).exists() and not _is_repository(Path(target)):
        return FolderAddress(Path(target).absolute())
    if has_branch or _is_repository(Path(path)):
        repository = Path(path).absolute()
        if not has_branch and (repository / ".git").exists():
            raise UsageError(
                f"{path}: it is a working copy of a git repository; name a folder without one, or "
                f"the branch for the site: {path}#{BRANCH}"
            )
        if not _is_repository(repository):
            raise UsageError(
                f"{path}: there is no git repository, and a branch is named behind the #; "
                f"make one with git init --bare {path}"
            )
        return BranchAddress(str(repository), _checked_branch(branch, target))
    return FolderAddress(Path(target).absolute())


def _meant(name: str) -> str:
    """Return what a target that begins with *name* and a colon was probably meant to be."""
    near = nearest(name.lower(), _EXAMPLES)
    if near:
        return f"no whole address; write {_EXAMPLES[near]}"
    return f"no address; write ssh://{name}/path for a folder of the server {name}"


def _is_repository(path: Path) -> bool:
    is_bare = (path / "HEAD").is_file() and (path / "objects").is_dir() and (path / "refs").is_dir()
    return is_bare or (path / ".git").exists()


def _server(target: str) -> ServerAddress:
    try:
        parts = urlsplit(target)
        host, port = parts.hostname or "", parts.port or 0
    except ValueError as error:
        raise UsageError(f"{target}: {error}; write ssh://user@host:22/path") from error
    path = unquote(parts.path).rstrip("/")
    user = unquote(parts.username or "")
    if not _HOST.fullmatch(host) or (user and not _USER.fullmatch(user)):
        raise UsageError(f"{target}: it names no host; write ssh://user@host/path")
    if parts.password:
        raise UsageError(f"{target}: a password is not used; let ssh use a key")
    if path.startswith("/~/"):
        path = path.removeprefix("/~/")
    if not path or path == "/~":
        raise UsageError(f"{target}: it names no folder; write ssh://{host}/srv/www")
    return ServerAddress(host, path, user, port)


def _bucket(target: str) -> BucketAddress:
    bucket, _, prefix = target.partition("://")[2].partition("/")
    if not _BUCKET.fullmatch(bucket):
        raise UsageError(f'{target}: "{bucket}" is no name of a bucket; write s3://bucket/prefix')
    prefix = prefix.strip("/")
    if ".." in prefix.split("/") or "//" in prefix:
        raise UsageError(f"{target}: a prefix is made of names with a slash between them")
    return BucketAddress(bucket, f"{prefix}/" if prefix else "")


def _branch(target: str) -> BranchAddress:
    repository, _, branch = target.partition("#")
    parts = urlsplit(repository)
    user_host = parts.netloc.rpartition("@")[2]
    if not parts.path.strip("/") or user_host.startswith("-") or parts.netloc.startswith("-"):
        raise UsageError(f"git+{target}: it names no repository; write git+ssh://git@host/site.git")
    return BranchAddress(repository, _checked_branch(branch, f"git+{target}"))


def _checked_branch(branch: str, target: str) -> str:
    if branch and not _BRANCH.fullmatch(branch):
        raise UsageError(f'{target}: "{branch}" cannot be the name of a branch')
    return branch or BRANCH
