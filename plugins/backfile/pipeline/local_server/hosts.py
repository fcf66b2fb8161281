"""The names by which a server on this computer may be asked, and the ports that are free."""

from __future__ import annotations

import socket
from ipaddress import ip_address

from backfile.errors import BuildError, UsageError

LAST_PORT = 65535


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

    Raises UsageError for a number that is no port, and BuildError where none of the next hundred is
    free.
    """
    if not 1 <= port <= LAST_PORT:
        raise UsageError(f"--port {port}: a port is a number from 1 to {LAST_PORT}")
    for candidate in range(port, min(port + 100, LAST_PORT + 1)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, candidate))
            except OSError:
                continue
            return candidate
    raise BuildError(f"no port from {port} to {port + 99} is free on {host}; choose with --port")
