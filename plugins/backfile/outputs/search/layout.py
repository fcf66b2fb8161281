"""The files of one shard of the search index: Pagefind's own, divided and named differently.

Pagefind writes one index for a whole site, and a reader loads the head of it and a part for each
word. For ten thousand stories that head is 80 KB and a part 30 KB, and several indexes that are
asked together would cost that several times. So:

- A page is called by its number. Pagefind's names are hashes, which do not compress; and since the
  pages were numbered in the order of their dates, the numbers sort them.
- The parts are smaller. Their limits stand in the head as the shortest beginning of a word.
- The head is JSON, which the script beside the index (shards.js) turns into Pagefind's form.
- Lists that Pagefind writes in no order are sorted: the same pages make the same bytes.

Pagefind's files are gzip of a signature and CBOR (RFC 8949); their fields are those of its sources,
pagefind/src/index/*.rs in version 1.5. A head is [version, pages, parts, filters, sorts, fields], a
page [name, words], a part [from, to, name], a filter [name, file]; the file of a part is [[word,
…], …] in order, that of a filter [name, [[value, pages], …]].
"""

from __future__ import annotations

import gzip
import json
import math
from typing import TYPE_CHECKING, Any

from backfile.errors import BuildError
from backfile.outputs.search.pagefind import REMEDY, SIGNATURE

try:
    import cbor2
except ImportError as missing:
    raise BuildError(
        f"the search needs cbor2 ({missing}); pip install cbor2, or set BACKFILE_SEARCH = False"
    ) from missing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

VERSION = 2  # of this layout; a new one makes every index again
_STEP = 1.2
_PART = 8_000  # bytes before compression, as long as no one word has more


def write_shard(made: Mapping[str, bytes], shard: Path, *, pages: int) -> None:
    """Write the files of *shard* from *made*, the files of Pagefind's index of so many *pages*.

    They are of one language. Raises BuildError where Pagefind did not index them all.
    """
    entry = json.loads(made["pagefind-entry.json"])
    known = list(entry["languages"].values())
    if len(known) != 1 or known[0]["page_count"] != pages:
        counted = sum(one["page_count"] for one in known)
        raise BuildError(f"Pagefind indexed {counted} stories of {pages}; {REMEDY}")
    version, named, parts, filters, _, fields = _read(made[f"pagefind.{known[0]['hash']}.pf_meta"])
    for folder in ("fragment", "filter", "index"):
        (shard / folder).mkdir(parents=True)
    for number, (name, _) in enumerate(named):
        (shard / _path("fragment", number)).write_bytes(made[_path("fragment", name)])
    for number, (_, name) in enumerate(sorted(filters)):
        kind, values = _read(made[_path("filter", name)])
        _write(shard / _path("filter", number), cbor2.dumps([kind, sorted(values)]))
    limits = []
    words = (word for _, _, name in parts for word in _read(made[_path("index", name)])[0])
    for number, (limit, part) in enumerate(_cut(words)):
        limits.append(limit)
        _write(shard / _path("index", number), part)
    head = {
        "version": version,
        "pages": [_about(count) for _, count in named],
        "parts": " ".join(limits),
        "filters": sorted(name for name, _ in filters),
        "fields": fields,
    }
    (shard / "head.json").write_text(json.dumps(head, ensure_ascii=False), "utf-8")
    for name in ("pagefind.js", f"wasm.{known[0]['wasm'] or 'unknown'}.pagefind"):
        (shard / name).write_bytes(made[name])


def _cut(words: Iterator[Any]) -> Iterator[tuple[str, bytes]]:
    """Yield *words*, which are in order, in small parts, each with what comes before none of it."""
    limit, last = "", ""
    part: list[bytes] = []
    size = 0
    for word in words:
        if size >= _PART:
            yield limit, _list(part)
            limit, part, size = _shortest(last, word[0]), [], 0
        last = word[0]
        part.append(cbor2.dumps(word))
        size += len(part[-1])
    yield limit, _list(part)


def _list(words: list[bytes]) -> bytes:
    """Return the CBOR of a list of the list of *words*, which are CBOR already."""
    # A list of n items with n in four bytes (RFC 8949, section 3.1), within a list of one.
    return b"\x81\x9a" + len(words).to_bytes(4, "big") + b"".join(words)


def _shortest(last: str, first: str) -> str:
    """Return the shortest beginning of *first* that comes after *last*, which comes before it."""
    same = next((n for n, (a, b) in enumerate(zip(last, first, strict=False)) if a != b), len(last))
    return first[: same + 1]


def _about(words: int) -> int:
    """Return a number of words to within a tenth: ranking needs no more, and the head is light."""
    return round(_STEP ** round(math.log(words, _STEP))) if words else 0


def _path(kind: str, name: object) -> str:
    return f"{kind}/{name}.pf_{kind}"


def _read(data: bytes) -> Any:
    return cbor2.loads(gzip.decompress(data).removeprefix(SIGNATURE))


def _write(file: Path, data: bytes) -> None:
    file.write_bytes(gzip.compress(SIGNATURE + data, 9, mtime=0))
