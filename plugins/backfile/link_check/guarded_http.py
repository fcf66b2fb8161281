"""Asks one web address, politely, and none that is inside the network of this computer.

The address to which a name leads is checked, and then connected to: a name that leads elsewhere a
moment later (DNS rebinding) helps nobody.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from backfile.link_check.verdict import Answer

if TYPE_CHECKING:
    from collections.abc import Callable

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 10
# Servers that know no HEAD say so in many ways.
_NO_HEAD = frozenset({400, 403, 404, 405, 500, 501, 503})
_MOST_BYTES = 512 * 1024  # of a page that is read
_UNKNOWN_NAME = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})
_LONGEST_READ = 60.0  # seconds: a server may send a byte now and then
_PORTS = {"http": 80, "https": 443}


class RefusedAddressError(Exception):
    """An address that must not be asked, and why."""


@dataclass(frozen=True, slots=True)
class Client:
    """Who asks: the `agent` that it names itself, and how many `seconds` it waits for an answer.

    `wait` is called with a host before each request to it. `may_connect` tells of an IP address
    whether it may be asked. `known_host` is one that can be looked up wherever there is a network.
    """

    agent: str
    wait: Callable[[str], None]
    may_connect: Callable[[str], bool]
    seconds: float = 20.0
    known_host: str = "example.com"  # RFC 2606 reserves it, and IANA runs it

    def ask(self, url: str) -> Answer:
        """Return what the *url* answers: to HEAD, and to GET where there may be a page to read."""
        found = self.request("HEAD", url)
        if found.status in _NO_HEAD or 200 <= found.status < 300:
            return self.request("GET", url)
        return found

    def request(self, method: str, url: str) -> Answer:
        """Return what the *url* answers to *method*, after redirects, or why it does not."""
        try:
            return self._followed(method, url)
        except RefusedAddressError as error:
            return Answer(failure=str(error))
        except socket.gaierror as error:
            return self._without_host(error)
        except (OSError, http.client.HTTPException, ValueError) as error:
            why = str(error) or type(error).__name__
            return Answer(failure=f"it cannot be asked: {why}")

    def _without_host(self, error: socket.gaierror) -> Answer:
        """Return the answer for a host that cannot be looked up, which may be our own fault."""
        if error.errno not in _UNKNOWN_NAME:
            return Answer(failure=f"its host cannot be looked up: {error.strerror}")
        try:
            socket.getaddrinfo(self.known_host, 80)
        except OSError:
            return Answer(failure="its host cannot be looked up; is this computer online?")
        return Answer(failure="its host is no more", is_gone=True)

    def _followed(self, method: str, url: str) -> Answer:
        """Return the answer after all redirects."""
        status = 0
        for _ in range(_MOST_REDIRECTS):
            status, location, body = self._once(method, url)
            if status not in _REDIRECTS or not location:
                return Answer(status, url, body)
            url = urljoin(url, location)
        return Answer(status, failure=f"it leads through more than {_MOST_REDIRECTS} redirects")

    def _once(self, method: str, url: str) -> tuple[int, str, str]:
        """Return the status, the address of a redirect, and the beginning of the page."""
        parts = urlsplit(_encoded(url))
        if parts.scheme not in _PORTS or not parts.hostname:
            raise RefusedAddressError(f"it leads to {url}, which is no web address")
        self.wait(parts.hostname)
        target = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        headers = {"User-Agent": self.agent, "Accept": "text/html,*/*;q=0.5", "Connection": "close"}
        connection = _Connection(parts.scheme, parts.hostname, parts.port, self)
        with closing(connection):
            connection.request(method, target, headers=headers)
            answer = connection.getresponse()
            body = _beginning(answer) if method == "GET" else b""
            charset = answer.headers.get_content_charset("utf-8")
            return answer.status, answer.headers.get("Location", ""), _text(body, charset)


class _Connection(http.client.HTTPConnection):
    """A connection to the one IP address that was checked, encrypted where the *scheme* says so."""

    def __init__(self, scheme: str, host: str, port: int | None, client: Client) -> None:
        super().__init__(host, port or _PORTS[scheme], timeout=client.seconds)
        self._scheme = scheme
        self._client = client

    def connect(self) -> None:
        """Connect to the first address of the host, none of which may be a forbidden one."""
        found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        addresses = [str(one[4][0]) for one in found]
        for address in addresses:
            if not self._client.may_connect(address.partition("%")[0]):
                name = "" if address == self.host else f"{self.host} leads to "
                message = f"{name}{address}, an address of a private network: it was not asked"
                raise RefusedAddressError(message)
        self.sock = socket.create_connection((addresses[0], self.port), self.timeout)
        if self._scheme == "https":
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)


def _beginning(answer: http.client.HTTPResponse) -> bytes:
    """Return the beginning of a page, as far as it comes in a while."""
    data, last = b"", time.monotonic() + _LONGEST_READ
    while len(data) < _MOST_BYTES and time.monotonic() < last:
        more = answer.read1(_MOST_BYTES - len(data))
        if not more:
            break
        data += more
    return data


def is_public(address: str) -> bool:
    """Tell whether an IP *address* is one of the Internet, not of this computer or its network.

    Source: the special-purpose registries of IANA, as ipaddress has them (RFC 6890).
    """
    found = ipaddress.ip_address(address)
    within = getattr(found, "ipv4_mapped", None)
    return (within or found).is_global and not found.is_multicast


def _encoded(url: str) -> str:
    """Return *url* as it is requested: in ASCII, without a fragment. Raises ValueError."""
    parts = urlsplit(url)
    host = (parts.hostname or "").encode("idna").decode()
    port = f":{parts.port}" if parts.port else ""
    place = f"[{host}]{port}" if ":" in host else f"{host}{port}"
    path, query = (quote(one, safe="%/:@!$&'()*+,;=~?[]") for one in (parts.path, parts.query))
    return urlunsplit((parts.scheme.lower(), place, path, query, ""))


def _text(body: bytes, charset: str) -> str:
    try:
        return body.decode(charset, "replace")
    except LookupError:
        return body.decode("utf-8", "replace")
