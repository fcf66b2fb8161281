"""Which files have no place on a site: settings, keys, repositories, leftovers of programs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backfile.publish.gates.flaws import Flaw

if TYPE_CHECKING:
    from collections.abc import Iterator

# Hidden files that hosts read, and that nobody else is sent.
_FOR_HOSTS = frozenset((".htaccess", ".nojekyll", ".well-known", ".domains"))
_NAMES = re.compile(
    r"\..+|id_(?:rsa|dsa|ecdsa|ed25519)|.+\.(?:pem|key|p12|pfx|kdbx|pyc|swp|bak|orig)|.+~"
    r"|(?:pelicanconf|publishconf|tasks)\.py|desktop\.ini|thumbs\.db|__pycache__",
    re.IGNORECASE,
)


def name_flaws(path: str) -> Iterator[Flaw]:
    """Yield the flaw of a file whose *path* in the site says that it should not be there."""
    for name in path.split("/"):
        if name not in _FOR_HOSTS and _NAMES.fullmatch(name):
            message = (
                f'a site has no use for "{name}", and it may tell what is not public; '
                "take it out of the content"
            )
            yield Flaw(0, "private-file", message)
            return
