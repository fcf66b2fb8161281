"""The search index of the stories, divided into shards by language and period.

A shard is a century; one with many stories is cut into its decades, a decade with many into its
halves, and these into years. So a story that changes makes the index of its own shard anew, and no
other's. Shards are kept in the cache under the digest of all that is in them, which also names
their folder on the site.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from backfile.errors import BuildError
from backfile.outputs.search import layout, pagefind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

log = logging.getLogger(__name__)

MANY = 6_000  # stories above which a period is divided into shorter ones
_PERIODS = (100, 10, 5, 1)  # years
SCRIPT = Path(__file__).with_suffix(".js")  # asks the shards, in the browser
_ENGINE = ("pagefind.js", "wasm.*")  # what all shards have in common
_CLASS = "var PagefindInstance="  # in Pagefind's script; ours adds its export


@dataclass(frozen=True, slots=True)
class Page:
    """A story to be indexed.

    `url` is below SITEURL, `html` makes what is indexed of it, and `filters` are the names by which
    it can be filtered, by kind. `place` is what pages are sorted by; it begins with the day.
    """

    url: str
    lang: str
    year: int
    place: tuple[Any, ...]
    filters: Mapping[str, Sequence[str]]
    html: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Shard:
    """The pages of one language from the year `first` to the year `last`, in order."""

    lang: str
    first: int
    last: int
    pages: tuple[Page, ...]

    def folder(self, made_by: str) -> str:
        """Return its name, with a digest of its pages and of *made_by*, the program."""
        digest = hashlib.sha256(f"{made_by} {layout.VERSION}\n".encode())
        for page in self.pages:
            digest.update(json.dumps([page.url, page.html()]).encode() + b"\n")
        return f"{self.lang}-{self.first}-{self.last}-{digest.hexdigest()[:16]}"

    def years(self) -> list[list[int]]:
        """Return its years, each with the number of its pages."""
        return [list(one) for one in sorted(Counter(page.year for page in self.pages).items())]


def cut(pages: Iterable[Page], many: int = MANY) -> list[Shard]:
    """Cut *pages* into shards of at most *many*, or of a year; by language, oldest first."""
    by_lang: dict[str, list[Page]] = defaultdict(list)
    for page in sorted(pages, key=lambda page: page.place):
        by_lang[page.lang].append(page)
    return [shard for lang in sorted(by_lang) for shard in _cut(lang, by_lang[lang], many)]


def _cut(lang: str, pages: list[Page], many: int, sizes: Sequence[int] = _PERIODS) -> list[Shard]:
    size, *smaller = sizes
    periods: dict[int, list[Page]] = defaultdict(list)
    for page in pages:
        periods[page.year // size * size].append(page)
    shards = []
    for first in sorted(periods):
        if smaller and len(periods[first]) > many:
            shards += _cut(lang, periods[first], many, smaller)
        else:
            shards.append(Shard(lang, first, first + size - 1, tuple(periods[first])))
    return shards


def write_index(
    pages: Iterable[Page],
    output: Path,
    cache: Path,
    *,
    many: int = MANY,
    langs: Iterable[str] = (),
) -> None:
    """Write the index of *pages* into *output*; take what is in *cache* from there.

    What was in *output* is replaced. The same pages make the same bytes. What the cache holds that
    is no longer of use is removed. In *langs* one can search, even if no page is in them. Raises
    BuildError where Pagefind is missing or fails.
    """
    made_by = pagefind.version()
    cache.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    with tempfile.TemporaryFile() as file:
        kept = [_kept(page, file) for page in pages]
        shards = {shard.folder(made_by): shard for shard in cut(kept, many)}
        new = [name for name in shards if not (cache / name).exists()]
        # One at a time: Pagefind takes a third of a megabyte of memory for a story.
        for name in new:
            _make(shards[name], cache / name)
    for name in shards:
        _put(cache / name, output)
    for lang in {*langs, *(shard.lang for shard in shards.values())}:
        mine = {name: shard for name, shard in shards.items() if shard.lang == lang}
        listed = [{"folder": name, "years": shard.years()} for name, shard in mine.items()]
        programs = [file.name for name in mine for file in (cache / name).glob("wasm.*")]
        # As Pagefind calls the language, or "unknown".
        program = programs[0].split(".")[1] if programs else ""
        _write_json(output / f"{lang}.json", {"program": program, "shards": listed})
        _write_json(output / f"{lang}-filters.json", _filters(mine.values()))
    shutil.copyfile(SCRIPT, output / "search.js")
    for stale in {path.name for path in cache.iterdir()} - shards.keys():
        shutil.rmtree(cache / stale, ignore_errors=True)
    log.info("search: %d of %d shards indexed, the others as they were", len(new), len(shards))


def _kept(page: Page, file: IO[bytes]) -> Page:
    """Return *page* with its HTML in *file*: it is wanted for the digest and for the index."""
    html = page.html().encode()
    at = file.seek(0, os.SEEK_END)
    file.write(html)
    return replace(page, html=partial(_read, file, at, len(html)))


def _read(file: IO[bytes], at: int, length: int) -> str:
    file.seek(at)
    return file.read(length).decode()


def _make(shard: Shard, kept: Path) -> None:
    """Index *shard* into the new folder *kept*, which is there when it is whole."""
    pages = {f"/{one.url}": one for one in shard.pages}
    made = pagefind.index_pages((url, one.html()) for url, one in pages.items())
    wordless = pages.keys() - pagefind.indexed_urls(made)
    if wordless:
        made = pagefind.index_pages(
            (url, _with_a_word(one) if url in wordless else one.html())
            for url, one in pages.items()
        )
    with tempfile.TemporaryDirectory(dir=kept.parent, prefix=".") as name:
        whole = Path(name) / "shard"
        layout.write_shard(made, whole, pages=len(shard.pages))
        _export_class(whole / "pagefind.js")
        whole.rename(kept)


def _with_a_word(page: Page) -> str:
    """Return the HTML of *page*, which has no word, with one: Pagefind would leave it out."""
    # First of all, where nothing that is left open can take it in.
    return page.html().replace("<body>", f"<body><p>{page.year}</p>", 1)


def _export_class(script: Path) -> None:
    """Let our script use the class with which Pagefind's asks a single index."""
    text = script.read_text("utf-8")
    if _CLASS not in text:
        raise BuildError(f"this Pagefind is not one that is known here; {pagefind.REMEDY}")
    script.write_text(f"{text}export{{PagefindInstance}};\n", "utf-8")


def _put(kept: Path, output: Path) -> None:
    """Put the shard *kept* into *output*, and beside it what all shards have in common."""
    for part in _ENGINE:
        for file in kept.glob(part):
            shutil.copyfile(file, output / file.name)
    shutil.copytree(kept, output / kept.name, ignore=shutil.ignore_patterns(*_ENGINE))


def _filters(shards: Iterable[Shard]) -> dict[str, list[str]]:
    """Return, by kind, all names by which the pages of *shards* can be filtered."""
    names: dict[str, set[str]] = defaultdict(set)
    for page in (page for shard in shards for page in shard.pages):
        for kind, some in page.filters.items():
            names[kind].update(some)
    return {kind: sorted(names[kind], key=_alphabetical) for kind in sorted(names)}


def _alphabetical(name: str) -> tuple[str, str]:
    return name.casefold(), name


def _write_json(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), "utf-8")
