"""`invoke serve`: builds the site again and reloads its pages at every change."""

from __future__ import annotations

import json
import socket
from contextlib import suppress
from http import HTTPStatus
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from livereload.handlers import LiveReloadJSHandler, StaticFileHandler
from livereload.server import LiveScriptInjector
from livereload.watcher import get_watcher_class
from tornado.ioloop import IOLoop, PeriodicCallback
from tornado.web import Application, HTTPError, RequestHandler
from tornado.websocket import WebSocketHandler

from backfile.config.read_settings import SettingsError
from backfile.errors import BuildError, ContentError, UsageError, say
from backfile.pipeline.build import build

if TYPE_CHECKING:
    from collections.abc import Callable

    from livereload.watcher import Watcher

LAST_PORT = 65535
POLLED_EVERY = 800  # milliseconds, where the system does not report changes


class _Script(LiveScriptInjector):
    """Puts the script that reloads a page into it, as a file of the same host.

    livereload's own way is an inline script, which the pages' Content-Security-Policy forbids.
    """

    script = b'<script src="/livereload.js"></script>'


class _KnownHost(RequestHandler):
    """Answers only requests for a name of this server.

    Otherwise the name of another site could be pointed at this server, and its pages could read
    drafts (DNS rebinding).
    """

    def prepare(self) -> None:
        name = self.request.host_name
        if not is_our_name(name, self.settings["host"]):
            self.set_status(HTTPStatus.MISDIRECTED_REQUEST)
            self.set_header("Content-Type", "text/plain; charset=utf-8")
            self.finish(f'This server is not called "{name}"; name it with --host to allow that.\n')


class _Reload(_KnownHost, WebSocketHandler):
    """The websocket that tells `pages` of this server when to reload (LiveReload's protocol 7)."""

    def initialize(self, pages: set[_Reload]) -> None:
        self.pages = pages

    def check_origin(self, origin: str) -> bool:
        return urlsplit(origin).netloc.lower() == self.request.host.lower()

    def on_message(self, message: str | bytes) -> None:
        command = json.loads(message)["command"]
        if command == "hello":
            protocols = ["http://livereload.com/protocols/official-7"]
            self.write_message(
                {"command": "hello", "protocols": protocols, "serverName": "backfile"}
            )
        elif command == "info":
            self.pages.add(self)

    def on_close(self) -> None:
        self.pages.discard(self)


class _ReloadScript(_KnownHost, LiveReloadJSHandler):
    def head(self) -> None:
        self.get()


class _Pages(_KnownHost, StaticFileHandler):
    """The files of the site, and its own page for an address that does not exist."""

    def validate_absolute_path(self, root: str, absolute_path: str) -> str | None:
        try:
            path: str | None = super().validate_absolute_path(root, absolute_path)
        except (OSError, ValueError):  # a name that no file can have, such as one with a NUL
            raise HTTPError(HTTPStatus.NOT_FOUND) from None
        return path

    def write_error(self, status_code: int, **how: Any) -> None:
        page = Path(self.root, "404.html")
        if status_code == HTTPStatus.NOT_FOUND and page.is_file():
            self.finish(page.read_bytes())
        else:
            super().write_error(status_code, **how)


def _listen(watcher: Watcher, root: Path, host: str, port: int) -> None:
    """Serve the folder *root*, and reload what shows its pages on changes, until Ctrl-C."""
    pages: set[_Reload] = set()

    def look() -> None:
        path, _ = watcher.examine()
        for page in tuple(pages) if path else ():
            page.write_message(
                {"command": "reload", "path": path, "liveCSS": True, "liveImg": True}
            )

    handlers: list[Any] = [
        ("/livereload", _Reload, {"pages": pages}),
        ("/livereload.js", _ReloadScript),
        ("/(.*)", _Pages, {"path": str(root), "default_filename": "index.html"}),
    ]
    Application(handlers, transforms=[_Script], host=host).listen(port, address=host)
    say(f"Serving the archive at http://{host}:{port}/ (press Ctrl-C to stop)")
    if not watcher.start(look):
        PeriodicCallback(look, POLLED_EVERY).start()
    with suppress(KeyboardInterrupt):
        IOLoop.current().start()


def serve(read: Callable[[], dict[str, Any]], *, host: str, port: int, conf: str) -> None:
    """Build with the settings that *read* returns, serve the output and reload it on changes.

    Faults of the content are printed and do not end it; the last complete build stays up. If the
    port is in use, the next free one is taken. Shows drafts unless the settings forbid it, and
    answers only for *host* and the names of this machine. Ends on Ctrl-C. Raises UsageError for a
    number that is no port.
    """
    if not 1 <= port <= LAST_PORT:
        raise UsageError(f"--port {port}: a port is a number from 1 to {LAST_PORT}")
    settings = read()
    output = Path(settings["OUTPUT_PATH"])
    _rebuild(read)
    output.mkdir(exist_ok=True)
    port = free_port(host, port)
    watcher = get_watcher_class()()
    for folder in (settings["PATH"], settings["THEME"], conf):
        watcher.watch(str(folder), lambda: _rebuild(read))
    _listen(watcher, output, host, port)


def is_our_name(name: str, host: str) -> bool:
    """Tell whether a server bound to *host* may be asked for by *name*, without its port.

    That is *host* itself and each name that always means this machine. Where the server listens on
    all of the machine's addresses, it is also any address in numbers, which needs no DNS, and the
    machine's own name.
    """
    name, host = (text.strip("[]").rstrip(".").lower() for text in (name, host))
    if name in (host, "localhost", "127.0.0.1", "::1") or name.endswith(".localhost"):
        return True
    if host not in ("", "0.0.0.0", "::"):  # noqa: S104 (compared, not bound to)
        return False
    return _is_address(name) or name in (socket.gethostname().lower(), socket.getfqdn().lower())


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def free_port(host: str, port: int) -> int:
    """Return *port*, or the next one above it that nothing listens on.

    Raises BuildError where none of the next hundred is free.
    """
    for candidate in range(port, min(port + 100, LAST_PORT + 1)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, candidate))
            except OSError:
                continue
            return candidate
    raise BuildError(f"no port from {port} to {port + 99} is free on {host}; choose with --port")


def _rebuild(read: Callable[[], dict[str, Any]]) -> None:
    try:
        build({"BACKFILE_DRAFTS": True, **read()})
    except BuildError as error:
        say(str(error))
    except (ContentError, SettingsError) as error:
        say(f"{error}\nThe site still shows the last build until you correct this.")
