"""What the server hands out: the site, and in each page a script that follows the builds.

The script is a file of the same host, which the pages' Content-Security-Policy allows. No file of
the site has anything of it.
"""

from __future__ import annotations

import time
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tornado.web import Application, HTTPError, OutputTransform, RequestHandler, StaticFileHandler
from tornado.websocket import WebSocketHandler

from backfile.pipeline.local_server.hosts import is_our_name

if TYPE_CHECKING:
    from tornado.httputil import HTTPHeaders, HTTPServerRequest

_SCRIPT = Path(__file__).with_name("follow.js")
_MOST = 100  # lines
_END = b"</head>"
_NO_PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>No page</title></head>'
    "<body><p>There is no page at this address.</p></body></html>"
)


class Builds:
    """What open pages are told of the builds: which was the last good one, and what is wrong."""

    def __init__(self) -> None:
        self.pages: set[_Builds] = set()
        self.good = ""
        self._said: tuple[str, ...] = ()

    def note(self, said: tuple[str, ...]) -> None:
        """Tell all open pages that a build has ended, with the lines *said* of what is wrong."""
        if not said:
            self.good = str(time.time_ns())  # another one too after the server has begun anew
        more = len(said) - _MOST
        self._said = (*said[:_MOST], f"… {more:,} more lines in the terminal") if more > 0 else said
        for page in tuple(self.pages):
            page.tell()

    def told(self) -> dict[str, Any]:
        """Return what a page is told, for JSON."""
        return {"good": self.good, "said": self._said}


class _WithScript(OutputTransform):
    """Puts the script into a page, with the last good build, of which the page is."""

    def __init__(self, builds: Builds, request: HTTPServerRequest) -> None:
        super().__init__(request)
        self._tag = f'<script defer src="/_serve/follow.js" data-good="{builds.good}"></script>'

    def transform_first_chunk(
        self,
        status_code: int,
        headers: HTTPHeaders,
        chunk: bytes,
        _finishing: bool,  # noqa: FBT001
    ) -> tuple[int, HTTPHeaders, bytes]:
        if "html" in headers.get("Content-Type", "") and _END in chunk:
            tag = self._tag.encode()
            chunk = chunk.replace(_END, tag + _END, 1)
            if length := headers.get("Content-Length"):
                headers["Content-Length"] = str(int(length) + len(tag))
        return status_code, headers, chunk


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


class _Builds(_KnownHost, WebSocketHandler):
    """The websocket that tells one page of the *builds*, when it is opened and when one ends."""

    def initialize(self, builds: Builds) -> None:
        self._builds = builds

    def check_origin(self, origin: str) -> bool:
        return urlsplit(origin).netloc.lower() == self.request.host.lower()

    def open(self) -> None:
        self._builds.pages.add(self)
        self.tell()

    def tell(self) -> None:
        self.write_message(self._builds.told())

    def on_message(self, _message: str | bytes) -> None:
        """Pass over what a page says: it has nothing to say."""

    def on_close(self) -> None:
        self._builds.pages.discard(self)


class _Script(_KnownHost):
    def get(self) -> None:
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.write(_SCRIPT.read_bytes())

    def head(self) -> None:
        self.get()


class _Pages(_KnownHost, StaticFileHandler):
    """The files of the site as they are now, and its page for an address that does not exist."""

    def set_extra_headers(self, _path: str) -> None:
        self.set_header("Cache-Control", "no-store")

    def compute_etag(self) -> None:
        """Return none: tornado's would be kept, and files change."""

    def should_return_304(self) -> bool:
        return False

    def validate_absolute_path(self, root: str, absolute_path: str) -> str | None:
        try:
            path: str | None = super().validate_absolute_path(root, absolute_path)
        except (OSError, ValueError):  # a name that no file can have, such as one with a NUL
            raise HTTPError(HTTPStatus.NOT_FOUND) from None
        return path

    def write_error(self, status_code: int, **how: Any) -> None:
        page = Path(self.root, "404.html")
        if status_code == HTTPStatus.NOT_FOUND:
            self.finish(page.read_bytes() if page.is_file() else _NO_PAGE)
        else:
            super().write_error(status_code, **how)


def application(root: Path, host: str, builds: Builds) -> Application:
    """Return what answers requests to *host* with the files in *root*, and tells of *builds*."""
    handlers: list[Any] = [
        ("/_serve/builds", _Builds, {"builds": builds}),
        ("/_serve/follow.js", _Script),
        ("/(.*)", _Pages, {"path": str(root), "default_filename": "index.html"}),
    ]
    transforms: list[Any] = [partial(_WithScript, builds)]
    return Application(handlers, transforms=transforms, host=host)
