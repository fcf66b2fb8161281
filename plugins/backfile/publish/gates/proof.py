"""Whether the site proves the words of its stories: what its `fidelity.json` says.

The form of the data: docs/fidelity.md, "The page and the data".
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from backfile.publish.gates.flaws import Flaw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.publish.gates.site_addresses import SiteAddresses

_AGAIN = "build the site again with --production"


# The flaw of a site without the data, if its archive keeps originals.
LACKING_PROOF = Flaw(
    0, "not-proved", f"the archive keeps originals, and nothing proves their words; {_AGAIN}"
)


def proof_flaws(data: bytes, addresses: SiteAddresses) -> Iterator[Flaw]:
    """Go through what the *data* of the fidelity check do not prove."""
    try:
        told: dict[str, Any] = json.loads(data)
        stories = [(str(one["story"]), str(one["url"])) for one in told["stories"]]
        counts = {name: int(told[name]) for name in ("proved", "faulty", "without_story")}
        faults = list(told["faults"])
    except (ValueError, TypeError, LookupError):
        yield Flaw(0, "not-proved", f"it is not the data of a fidelity check; {_AGAIN}")
        return
    if counts["faulty"] or counts["without_story"] or faults:
        number = max(counts["faulty"] + counts["without_story"], 1)
        message = f"{number:,} stories or originals do not match; run verify, and correct them"
        yield Flaw(0, "not-proved", message)
    if counts["proved"] != len(stories):
        message = (
            f"it counts {counts['proved']:,} proved stories and names {len(stories):,}; {_AGAIN}"
        )
        yield Flaw(0, "not-proved", message)
    for story, url in stories:
        if not addresses.file_at(url):
            yield Flaw(
                0, "not-proved", f"{story} is proved, and its page {url} is not here; {_AGAIN}"
            )
