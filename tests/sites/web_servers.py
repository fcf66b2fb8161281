"""Apache and nginx as they serve a folder on this machine, as this user, for one test."""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.npm_tools import lacking

if TYPE_CHECKING:
    from collections.abc import Iterator

# What Debian's packages apache2 and nginx-light bring.
APACHE, NGINX = "/usr/sbin/apache2", "/usr/sbin/nginx"
_MODULES = "/usr/lib/apache2/modules"
_MOST = 30.0  # seconds that a server may take to answer
# Neither may do its work as root, who starts the tests in a container.
_IS_ROOT = os.geteuid() == 0

_APACHE_CONF = r"""
ServerName localhost
Listen 127.0.0.1:{port}
{user}
PidFile "{folder}/pid"
ErrorLog "{folder}/error.log"
DefaultRuntimeDir "{folder}"
TypesConfig /etc/mime.types
DocumentRoot "{root}"
{modules}
<FilesMatch "^\.ht">
    Require all denied
</FilesMatch>
<Directory "{root}">
    AllowOverride FileInfo
    Options FollowSymLinks
    Require all granted
</Directory>
DirectoryIndex index.html
"""
_NGINX_CONF = """
{user}
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {in_http}
    server {{
        listen 127.0.0.1:{port};
        server_name _;
        root "{root}";
        {in_server}
    }}
}}
"""


@dataclass(frozen=True)
class Answer:
    """What a server sent: the status, the headers by their names in small letters, the body."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Server:
    """A server that listens on a `port` of this machine."""

    port: int

    def get(self, path: str, host: str = "archive.example") -> Answer:
        """Return the answer to a request for the encoded *path* at *host*."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_MOST)
        with contextlib.closing(connection):
            connection.request("GET", path, headers={"Host": host})
            got = connection.getresponse()
            headers = {name.lower(): value for name, value in got.getheaders()}
            return Answer(got.status, headers, got.read())


@contextlib.contextmanager
def served_by_apache(output: Path, base: str) -> Iterator[Server]:
    """Serve a copy of the site in *output* below *base*, with the `.htaccess` that is in it.

    Below a path, its redirects are in the `.htaccess` at the top of the host too, as
    docs/publishing.md advises.
    """
    _need(APACHE, "apache2")
    with _placed(output, base) as (folder, root):
        if base:
            redirects = (output / ".htaccess").read_text("utf-8").partition("<IfModule mod_rewrite")
            (root / ".htaccess").write_text("".join(redirects[1:]), "utf-8")
        names = ("mpm_event", "authz_core", "dir", "mime", "headers", "rewrite")
        modules = "\n".join(f"LoadModule {one}_module {_MODULES}/mod_{one}.so" for one in names)
        port = _free_port()
        conf = folder / "apache.conf"
        user = "User www-data\nGroup www-data" if _IS_ROOT else ""
        text = _APACHE_CONF.format(port=port, folder=folder, root=root, modules=modules, user=user)
        conf.write_text(text, "utf-8")
        with _running([APACHE, "-DFOREGROUND", "-f", str(conf)], folder, port) as server:
            yield server


@contextlib.contextmanager
def served_by_nginx(output: Path, base: str) -> Iterator[Server]:
    """Serve a copy of the site in *output* below *base*, as the files in it tell nginx to."""
    _need(NGINX, "nginx-light")
    with _placed(output, base) as (folder, root):
        site = f"{root}{base}"
        port = _free_port()
        conf = folder / "nginx.conf"
        rules = Path(site, "redirects.nginx.conf")
        text = _NGINX_CONF.format(
            port=port,
            folder=folder,
            root=root,
            user="user www-data;" if _IS_ROOT else "",
            in_http=f'include "{rules}";' if rules.is_file() else "",
            in_server=f'include "{site}/site.nginx.conf";',
        )
        conf.write_text(text, "utf-8")
        errors = str(folder / "error.log")
        with _running([NGINX, "-p", str(folder), "-e", errors, "-c", str(conf)], folder, port) as (
            server
        ):
            yield server


def _need(program: str, package: str) -> None:
    if not Path(program).is_file():
        lacking(program, f"install Debian's package {package}")


@contextlib.contextmanager
def _placed(output: Path, base: str) -> Iterator[tuple[Path, Path]]:
    """Put a copy of *output* where servers of any user may read; yield a folder and the root."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        root = folder / "root"
        root.mkdir()
        shutil.copytree(output, f"{root}{base}", dirs_exist_ok=True)
        yield folder, root


@contextlib.contextmanager
def _running(command: list[str], folder: Path, port: int) -> Iterator[Server]:
    said = folder / "said.log"
    with said.open("wb") as file:
        process = subprocess.Popen(command, stdout=file, stderr=file, cwd=folder)
    try:
        _wait_for(process, port, folder)
        yield Server(port)
    finally:
        process.terminate()
        process.wait(_MOST)


def _wait_for(process: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    """Wait until the server answers; fail with what it said where it ends."""
    last = time.monotonic() + _MOST
    while True:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        logs = [one.read_text("utf-8", "replace") for one in folder.glob("*.log")]
        assert process.poll() is None, "\n".join(logs)
        assert time.monotonic() < last, "\n".join(logs)
        time.sleep(0.02)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
