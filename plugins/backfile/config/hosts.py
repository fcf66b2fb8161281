"""The settings for the hosts that a site is published on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from backfile.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

HOSTS = ("apache", "cloudflare", "gitlab", "netlify", "nginx")
# What every form of a header can hold: no quotation mark or backslash, and no `$`, by which nginx
# names variables.
_POLICY = re.compile(r"(?:(?![\"\\$])[ -~])*")


def host_problems(values: Mapping[str, Any]) -> Iterator[str]:
    """Go through what is wrong with the settings, each a sentence that begins with its name."""
    hosts, policy = values["BACKFILE_HOSTS"], values["BACKFILE_HOST_POLICY"]
    example = f"use a list of some of these: {', '.join(map(repr, HOSTS))}"
    if not isinstance(hosts, list | tuple | set | frozenset):
        yield f"BACKFILE_HOSTS is {hosts!r}; {example}"
    else:
        for one in sorted(map(str, {*hosts} - {*HOSTS})):
            hint = did_you_mean(one, HOSTS) or f"; {example}"
            yield f"BACKFILE_HOSTS has {one!r}, which is no host that Backfile knows{hint}"
    if not (policy is None or (isinstance(policy, str) and _POLICY.fullmatch(policy))):
        yield (
            f"BACKFILE_HOST_POLICY is {policy!r}; write one line of ASCII without quotation marks, "
            "\\ or $, such as \"default-src 'self'\"; '' for no policy, or None for that of the "
            "pages"
        )
