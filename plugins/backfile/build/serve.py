"""`invoke serve`: the site as it is written, built anew and reloaded at every change."""

from __future__ import annotations

import logging
import socket
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from livereload import Server
from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler, StaticFileHandler
from livereload.server import LiveScriptInjector
from tornado.web import Application

from backfile.build.site import BuildError, build, say
from backfile.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

LAST_PORT = 65535


class _Script(LiveScriptInjector):
    """Puts the script that reloads a page into it, as a file of the same host.

    livereload's own way is an inline script, which the pages' Content-Security-Policy forbids.
    """

    script = b'<script src="/livereload.js"></script>'


class _Pages(StaticFileHandler):
    """The files of the site, and its own page for an address that does not exist."""

    def write_error(self, status_code: int, **how: Any) -> None:
        page = Path(self.root, "404.html")
        if status_code == HTTPStatus.NOT_FOUND and page.is_file():
            self.finish(page.read_bytes())
        else:
            super().write_error(status_code, **how)


class _Server(Server):
    def application(self, port: int, host: str, **_how: Any) -> None:
        """Listen at *host* and *port*, and say so; livereload's own has other script and pages."""
        LiveReloadHandler.watcher = self.watcher
        LiveReloadHandler.live_css = True
        # A change is shown at once, also one that follows another within three seconds.
        LiveReloadHandler.DEFAULT_RELOAD_TIME = 0
        pages = {"path": self.root, "default_filename": self.default_filename}
        handlers: list[Any] = [
            ("/livereload", LiveReloadHandler),
            ("/livereload.js", LiveReloadJSHandler),
            ("/(.*)", _Pages, pages),
        ]
        Application(handlers, transforms=[_Script]).listen(port, address=host)
        say(f"Serving the archive at http://{host}:{port}/ (Ctrl-C ends)")


def serve(read: Callable[[], dict[str, Any]], *, host: str, port: int, conf: str) -> None:
    """Build with the settings that *read* returns, serve the output and reload it on changes.

    Goes on past faults of the content, which are printed; the last whole build stays up. A port
    in use gives way to the next free one. Ends on Ctrl-C. Raises UsageError for a number that is
    not a port's.
    """
    if not 1 <= port <= LAST_PORT:
        raise UsageError(f"--port {port}: a port is a number from 1 to {LAST_PORT}")
    settings = read()
    output = Path(settings["OUTPUT_PATH"])
    _rebuild(read)
    output.mkdir(exist_ok=True)
    port = free_port(host, port)
    server = _Server()
    for folder in (settings["PATH"], settings["THEME"], conf):
        server.watch(str(folder), lambda: _rebuild(read), delay=0)
    # livereload logs every request and change; the address and the faults are what counts.
    logging.getLogger("livereload").disabled = True
    server.serve(root=str(output), host=host, port=port, debug=False)


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
        build(read())
    except BuildError as error:
        say(str(error))
    except SystemExit as ended:
        if isinstance(ended.code, str):  # faults that nobody has printed yet
            say(ended.code)
        say("The pages above stay as they were until that is mended.")
