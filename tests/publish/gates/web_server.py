"""A server on this computer that misbehaves as a test wants it to."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass
class Answer:
    """What the server sends: a status, headers, and the bytes of the body."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Asked:
    """What a server was asked: the paths, the user agents, and how many requests at once."""

    paths: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    at_once: int = 0


@contextmanager
def answering(answer: Callable[[str], Answer]) -> Iterator[tuple[str, Asked]]:
    """Serve what *answer* returns for a path; yield the address, and what was asked."""
    asked, lock, open_now = Asked(), threading.Lock(), [0]

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with lock:
                asked.paths.append(self.path)
                asked.agents.add(self.headers["User-Agent"])
                open_now[0] += 1
                asked.at_once = max(asked.at_once, open_now[0])
            try:
                told = answer(self.path)
                self.send_response(told.status)
                for name, value in {"Content-Length": str(len(told.body)), **told.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(told.body)
            finally:
                with lock:
                    open_now[0] -= 1

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
