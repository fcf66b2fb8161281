"""Releases in a folder of a server, by ssh and rsync.

Short steps are commands of a POSIX shell; files are sent by rsync. The server needs both, and a
`mv` that replaces a link rather than follow it: that of Linux (GNU, BusyBox) or of the BSDs.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from shlex import join, quote
from typing import TYPE_CHECKING

from backfile.errors import say
from backfile.outputs.site_manifest.format import ManifestError, read_list
from backfile.publish.targets.release_folders import (
    CURRENT,
    HIDDEN,
    LOCK,
    MARKER,
    MARKER_TEXT,
    NEXT,
    RECORD,
    RELEASES,
    SITE,
    ReleaseListing,
    refuse_second,
)
from backfile.publish.targets.remote_shell import ssh_command
from backfile.publish.targets.target import PublishError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from backfile.publish.release import Release
    from backfile.publish.targets.address import ServerAddress
    from backfile.publish.targets.changes import SiteChanges
    from backfile.publish.targets.remote_shell import RemoteShell

PATIENCE = 10  # seconds
_PAUSE = 0.2  # seconds
_AT_ONCE = 500  # names in one command, of which a system takes only so many
_HAS_NO_LOCK = 3
# What sha256sum prints for a file that `find .` names.
_FOUND = re.compile(rb"^(\\?[0-9a-f]{64}  )\./", re.MULTILINE)

_LIST = """
if [ -e {marker} ]; then
    echo "ours $(readlink {current})"
    [ ! -d {releases} ] || ls -A {releases}
elif [ -n "$(ls -A . | head -n 1)" ]; then
    echo "foreign $(ls -A . | head -n 1)"
else
    echo empty
fi
"""
_LOCK = """
if command -v flock >/dev/null 2>&1; then exec 9>>{lock}; flock -n 9; else ( exit {missing} ); fi
"""
_SWITCH = """
if [ -e {current} ] && [ ! -L {current} ]; then echo {current} is no link >&2; exit 1; fi
rm -f {next}
ln -s {target} {next}
if mv -T -f {next} {current} 2>/dev/null; then :; else mv -h -f {next} {current}; fi
"""


@dataclass(frozen=True, slots=True)
class SshServer:
    """The releases in the folder at `address`, reached by `shell`; see ReleaseStore."""

    address: ServerAddress
    shell: RemoteShell

    def listing(self) -> ReleaseListing:
        """Return what is in the folder."""
        script = _LIST.format(marker=MARKER, current=CURRENT, releases=RELEASES)
        root = quote(self.address.path)
        said = self.shell.run(f"[ -e {root} ] || exit 0\ncd {root} || exit 1\n{script}")
        first, *names = said.decode("utf-8", "replace").splitlines() or [""]
        kind, _, more = first.partition(" ")
        if kind == "ours":
            return ReleaseListing(there=True, names=tuple(sorted(names)), link=more)
        return ReleaseListing(there=bool(kind), foreign=more if kind == "foreign" else "")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock of the folder, as long as the session lasts."""
        root = quote(self.address.path)
        self.shell.run(
            f"mkdir -p {root} && cd {root} || exit 1\n"
            f"[ -s {MARKER} ] || printf %s {quote(MARKER_TEXT)} >{MARKER}\n"
            f"mkdir -p {RELEASES}"
        )
        lock = quote(self._path(LOCK))
        script, began = _LOCK.format(lock=lock, missing=_HAS_NO_LOCK), time.monotonic()
        # What is left of a publication that was killed ends soon, and with it its lock.
        while (status := self.shell.keep(script)) == 1 and time.monotonic() - began < PATIENCE:
            time.sleep(_PAUSE)
        if status == _HAS_NO_LOCK:
            say(f"{self.address}: it has no flock, so nothing keeps two publications apart")
        elif status:
            raise refuse_second(str(self.address), self.shell.run(f"cat {lock}").decode())
        else:
            holder = f"process {os.getpid()} on {socket.gethostname()}"
            self.shell.run(f"printf %s {quote(holder)} >{lock}")
        yield
        self.shell.keep("exec 9>&-")

    def read(self, path: str) -> bytes:
        """Return the bytes of a file of the current site."""
        return self.shell.read(self._path(CURRENT, path))

    def digests(self) -> Mapping[str, str]:
        """Return the SHA-256 of all files of the current site, which the server works out."""
        script = f"cd {quote(self._path(CURRENT))} && find . -type f -exec sha256sum {{}} +"
        try:
            return read_list(_FOUND.sub(rb"\1", self.shell.run(script)), "sha256sum")
        except ManifestError as error:
            raise PublishError(f"{self.address}: {error}") from error

    def fill(self, hidden: str, base: str, release: Release, changes: SiteChanges) -> None:
        """Link the files that *base* has on the server, and send the others."""
        site = f"{RELEASES}/{hidden}/{SITE}"
        self._run(f"mkdir -p {site}")
        if base:
            old = f"{RELEASES}/{base}/{SITE}"
            self._run(f'rsync -a --link-dest="$PWD/{old}/" {old}/ {site}/')
            self._clear(site, changes.removed)
        self._send(site, release, changes.sent)
        self._run("sync")  # what is named a release stays whole if the server stops

    def finish(self, hidden: str, name: str, record: bytes) -> None:
        """Give a hidden folder its name."""
        folder = f"{RELEASES}/{hidden}"
        self._run(f"printf %s {quote(record.decode())} >{folder}/{RECORD}")
        self._run(f"mv {folder} {RELEASES}/{name}")

    def switch(self, name: str) -> None:
        """Replace the link."""
        target = f"{RELEASES}/{name}/{SITE}"
        self._run(_SWITCH.format(current=CURRENT, next=NEXT, target=target))

    def remove(self, name: str) -> None:
        """Hide the folder of a release, and delete it."""
        folder = hidden = f"{RELEASES}/{quote(name)}"
        if not name.startswith(HIDDEN):
            hidden = f"{RELEASES}/{HIDDEN[1]}{name}"
            self._run(f"rm -rf {hidden}; mv {folder} {hidden}")
        # A publication that was killed may have left an rsync that writes on for a moment.
        self._run(f"rm -rf {hidden} 2>/dev/null || :")

    def _clear(self, site: str, removed: Sequence[str]) -> None:
        """Delete the files *removed* from the hidden folder, and folders that are empty then."""
        folders = {str(one) for path in removed for one in list(PurePosixPath(path).parents)[:-1]}
        deepest_first = sorted(folders, key=lambda one: (-one.count("/"), one))
        for names in _parts(removed):
            self._run(f"cd {site} && rm -f -- {join(names)}")
        for names in _parts(deepest_first):
            self._run(f"cd {site} && rmdir -- {join(names)} 2>/dev/null || :")

    def _send(self, site: str, release: Release, paths: Sequence[str]) -> None:
        """Send the files at *paths* by rsync, which writes each under another name at first."""
        if not paths:
            return
        host = self.address.host
        login = self.address.login.replace(host, f"[{host}]") if ":" in host else self.address.login
        command = [
            *("rsync", "-s", "--compress", "--ignore-times", "--from0", "--files-from=-"),
            *("--rsh", join(ssh_command(self.address))),
            f"{release.folder}/",
            f"{login}:{self._path(site)}/",
        ]
        try:
            subprocess.run(  # noqa: S603 (rsync, with a checked host and user)
                command,
                input=b"\0".join(os.fsencode(one) for one in paths),
                capture_output=True,
                check=True,
            )
        except OSError as error:
            raise PublishError(f"rsync: {error.strerror}; install rsync") from error
        except subprocess.CalledProcessError as error:
            lines = error.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason"]
            raise PublishError(f"{self.address}: rsync failed: {lines[0]}") from error

    def _run(self, script: str) -> None:
        self.shell.run(f"cd {quote(self.address.path)} || exit 1\nset -e\n{script}")

    def _path(self, *names: str) -> str:
        return "/".join((self.address.path, *names))


def _parts(names: Sequence[str]) -> Iterator[Sequence[str]]:
    """Go through *names*, as many at a time as a command takes."""
    return (names[start : start + _AT_ONCE] for start in range(0, len(names), _AT_ONCE))
