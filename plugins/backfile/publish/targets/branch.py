"""A branch of a git repository, of which each commit is a release.

A branch leads from one commit to the next in one step, so readers never get half a release. git
keeps two publications apart: it refuses a commit that does not follow the last one.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile.errors import UsageError
from backfile.outputs.site_manifest.format import is_of_manifest
from backfile.publish.targets.target import PublishedSite, PublishError, published_by_manifest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from backfile.publish.release import Release
    from backfile.publish.targets.address import BranchAddress
    from backfile.publish.targets.changes import SiteChanges

_REMOTE = "target"
# Who commits where git has not been told; ghp-import reads these variables too.
_COMMITTER = {"GIT_COMMITTER_NAME": "Backfile", "GIT_COMMITTER_EMAIL": "backfile@localhost"}
# What git would take for the repository if a hook of another one calls us.
_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY")
# What ghp-import adds, so that GitHub's Jekyll leaves the files as they are.
_ADDED = ".nojekyll"


@dataclass(frozen=True, slots=True)
class Branch:
    """The branch at `address`; `copy` is a repository for its newest commit. See Target.

    `committer` is added to the environment of git where that names nobody.
    """

    address: BranchAddress
    copy: Path
    committer: Mapping[str, str]

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Do nothing before; git refuses the later one of two publications."""
        yield

    def published(self, release: Release) -> PublishedSite:
        """Return the newest commit of the branch; see Target."""
        if not self._tip():
            return PublishedSite()
        return published_by_manifest(self._read, release, lambda: self.digests(release))

    def digests(self, release: Release) -> Mapping[str, str]:
        """Return the digests of the files of the newest commit, by their blobs; see Target."""

        def digest(path: str, blob: str) -> str:
            is_same = path in release.files and _blob(release.read(path)) == blob
            return release.files[path] if is_same else ""

        blobs = self._blobs()
        if _ADDED not in release.files:
            blobs.pop(_ADDED, None)
        return {path: digest(path, blob) for path, blob in blobs.items()}

    def put(self, release: Release, changes: SiteChanges, _keep: int) -> str:
        """Commit the *release* and push it; see Target. A branch keeps all releases."""
        branch, before = self.address.branch, self._known_tip()
        if before and not changes:
            return before
        words = ("--no-jekyll", "--branch", branch, "--remote", _REMOTE)
        command = (sys.executable, "-m", "ghp_import", *words, "--message", _message(release))
        self._call([*command, str(release.folder)])
        now = self._git("rev-parse", "--verify", f"refs/heads/{branch}").decode().strip()
        if now == before or self._files(now) != {*release.files, _ADDED}:
            raise PublishError(f"{self.address}: git has not made the commit; publish again")
        self._git("push", "--quiet", _REMOTE, f"{now}:refs/heads/{branch}")
        return now

    def _tip(self) -> str:
        """Fetch the newest commit of the branch; return its name, empty where there is none.

        Raises UsageError where it holds files that Backfile has not published.
        """
        theirs = f"refs/heads/{self.address.branch}"
        if not (self.copy / "HEAD").exists():
            self._git("init", "--quiet", "--bare", str(self.copy))
            self._git("remote", "add", _REMOTE, self.address.repository)
        if not self._git("ls-remote", _REMOTE, theirs).strip():
            return ""
        # The trees are enough to compare. A server that cannot leave the files out sends them too.
        shallow = ("--depth=1", "--filter=blob:none")
        self._git("fetch", "--quiet", *shallow, _REMOTE, f"+{theirs}:{self._here}")
        files = self._files(self._here)
        if files and not any(map(is_of_manifest, files)):
            raise UsageError(
                f"{self.address}: the branch holds {min(files)}, which Backfile has not published; "
                "name another branch behind the #, or delete this one"
            )
        return self._known_tip()

    @property
    def _here(self) -> str:
        return f"refs/remotes/{_REMOTE}/{self.address.branch}"

    def _known_tip(self) -> str:
        """Return the commit that was fetched, empty where there was none."""
        listed = self._git("for-each-ref", "--format=%(objectname)", self._here)
        return listed.decode().strip()

    def _files(self, commit: str) -> set[str]:
        listed = self._git("ls-tree", "-r", "-z", "--name-only", commit)
        return {os.fsdecode(one) for one in listed.split(b"\0") if one}

    def _blobs(self) -> dict[str, str]:
        """Return the names of the blobs of the commit that was fetched, by the paths of files."""
        if not self._known_tip():
            return {}
        lines = self._git("ls-tree", "-r", "-z", self._here).split(b"\0")
        listed = (os.fsdecode(one).partition("\t") for one in lines if one)
        return {path: about.split()[2] for about, _, path in listed}

    def _read(self, path: str) -> bytes:
        if not self._git("ls-tree", "-z", self._here, "--", path):
            raise FileNotFoundError(path)
        return self._git("cat-file", "blob", f"{self._here}:{path}")

    def _git(self, *words: str) -> bytes:
        return self._call(["git", *words])

    def _call(self, command: list[str]) -> bytes:
        """Run *command* in the copy, and return what it prints. Raises PublishError."""
        place = self.copy if self.copy.is_dir() else self.copy.parent
        try:
            done = subprocess.run(  # noqa: S603 (git and ghp-import, with a checked branch)
                command, cwd=place, env=self._environment(), capture_output=True, check=True
            )
        except OSError as error:
            raise PublishError(f"{command[0]}: {error.strerror}; install git") from error
        except subprocess.CalledProcessError as error:
            raise PublishError(f"{self.address}: {_reason(error.stderr)}") from error
        return done.stdout

    def _environment(self) -> dict[str, str]:
        """Return the environment of git, which must not ask anybody anything."""
        ours = {name: one for name, one in os.environ.items() if name not in _ELSEWHERE}
        return {**self.committer, **ours, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}


def opened_branch(address: BranchAddress, folder: Path) -> Branch:
    """Return the target at *address*; *folder*, which need not exist, is for what git needs."""
    return Branch(address, folder, {} if _knows_committer() else _COMMITTER)


def _knows_committer() -> bool:
    """Tell whether git has been told who commits."""
    try:
        asked = subprocess.run(["git", "config", "user.name"], check=False, capture_output=True)  # noqa: S607
    except OSError:  # there is no git, which is told where it is needed
        return False
    return asked.returncode == 0


def _blob(data: bytes) -> str:
    """Return the name of *data* in a repository (git-hash-object(1), with SHA-1)."""
    return hashlib.sha1(b"blob %d\0%s" % (len(data), data), usedforsecurity=False).hexdigest()


def _message(release: Release) -> str:
    """Return the message of the commit of a *release*."""
    lines = [f"Publish {release.digest[:12]}"]
    lines += ["", f"Sources: {release.manifest.commit}"] if release.manifest.commit else []
    lines += ["", "Published despite:", *release.despite] if release.despite else []
    lines += ["", "Accepted:", *release.accepted] if release.accepted else []
    return "\n".join(lines)


def _reason(said: bytes) -> str:
    """Return the line of what git *said* that tells why it failed."""
    lines = [line.strip() for line in said.decode("utf-8", "replace").splitlines() if line.strip()]
    if any("[rejected]" in line for line in lines):
        return "somebody else has published here meanwhile; publish again"
    telling = [one for one in lines if one.startswith(("fatal:", "error:", "ssh:", "remote:"))]
    return [*telling, *lines, "git failed"][0]
