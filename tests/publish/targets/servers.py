"""Servers on this machine that tests publish to: nginx, sshd, and a store of objects.

Each runs as the current user, on a free port, with a configuration of its own.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import urlopen

from tests.npm_tools import lacking

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONGEST = 60  # seconds for a server to answer
_SBIN = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin:/sbin"
_NGINX = """
{user}daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    types {{ text/html html; text/css css; application/json json; }}
    server {{
        listen 127.0.0.1:{port};
        root {root};
        error_page 404 /404.html;
    }}
}}
"""
_SSHD = """
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host-key
AuthorizedKeysFile {folder}/user-key.pub
PidFile none
UsePAM no
StrictModes no
PasswordAuthentication no
PermitRootLogin yes
"""


@contextmanager
def nginx(folder: Path, root: Path) -> Iterator[str]:
    """Serve what is in *root*; yield the address, which ends in a slash."""
    program, port = _program("nginx"), free_port()
    user = "user root;\n" if os.getuid() == 0 else ""
    conf = folder / "nginx.conf"
    conf.write_text(_NGINX.format(folder=folder, port=port, root=root, user=user), "utf-8")
    with _running([program, "-p", str(folder), "-c", str(conf)], port):
        yield f"http://127.0.0.1:{port}/"


@contextmanager
def sshd(folder: Path) -> Iterator[tuple[int, str]]:
    """Let the current user log in with a key of its own; yield the port and the ssh to call."""
    program, port = _program("sshd"), free_port()
    _program("rsync")
    for name in ("host-key", "user-key"):
        key = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(key, check=True)
    if os.getuid() == 0:  # where sshd runs as root, it wants this folder
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    conf = folder / "sshd_config"
    conf.write_text(_SSHD.format(folder=folder, port=port), "utf-8")
    options = ("StrictHostKeyChecking=accept-new", f"UserKnownHostsFile={folder}/known-hosts")
    words = ("-F", "none", "-i", str(folder / "user-key"), "-o", options[0], "-o", options[1])
    with _running([program, "-D", "-e", "-f", str(conf)], port):
        yield port, " ".join(("ssh", *words))


@contextmanager
def object_store() -> Iterator[str]:
    """Run a store of objects that forgets all at the end; yield its address."""
    port = free_port()
    with _running([sys.executable, "-m", "moto.server", "-p", str(port)], port):
        yield f"http://127.0.0.1:{port}"


def fetched(address: str) -> bytes:
    """Return what a server answers at *address*, nothing where it has nothing there."""
    try:
        with urlopen(address, timeout=LONGEST) as answer:  # noqa: S310 (our own server)
            return bytes(answer.read())
    except HTTPError as error:
        error.close()
        if error.code != 404:
            raise
        return b""


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _program(name: str) -> str:
    found = shutil.which(name, path=_SBIN)
    return found or lacking(name, "install it as .ci/run does")


@contextmanager
def _running(command: Sequence[str], port: int) -> Iterator[None]:
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=said, stderr=said)
        try:
            _wait_for(process, port, said)
            yield
        finally:
            process.terminate()
            process.wait(LONGEST)


def _wait_for(process: subprocess.Popen[bytes], port: int, said: IO[bytes]) -> None:
    """Wait until *process* answers on *port*; fail with what it said where it ends."""
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        if process.poll() is not None:
            said.seek(0)
            raise AssertionError(said.read().decode())
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.02)
    raise AssertionError(f"{process.args} does not answer")
