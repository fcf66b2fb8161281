"""The page that opens a story at random, and the lists from which its script picks.

A list has the addresses of the stories of a month, or of a day in a month with many stories. The
index counts the stories of each list, so that each story has the same chance. A reader loads the
index and one list, neither of which grows with the whole archive: the index has a few bytes for
each month. A story that comes or goes changes these two files.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from backfile.catalogue.listing import DAY, MONTH, YEAR
from backfile.outputs.artifacts import PageFile, text_file
from backfile.text.addresses import encoded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backfile.catalogue.archives import Archive
    from backfile.catalogue.listing import Count, Listing
    from backfile.outputs.artifacts import Artifact

RANDOM_FOLDER = "random"
RANDOM_PAGE = f"{RANDOM_FOLDER}/"  # below SITEURL
INDEX = f"{RANDOM_FOLDER}/index.json"
MANY = 500  # stories of a month above which each of its days has a list


def random_story_files(archive: Archive) -> Iterator[Artifact | PageFile]:
    """Go through the page, the index and all lists; an archive without stories has none."""
    lists = _lists(archive.cards)
    if lists:
        yield from _page_and_index(archive, lists)
        yield from (_list_file(one.num, archive.cards) for one in lists)


def revised_random_story_files(
    archive: Archive, days: Iterable[date]
) -> Iterator[Artifact | PageFile]:
    """Go through those of the same files that may change when stories of *days* do."""
    lists = _lists(archive.cards)
    months = {(day.year, day.month) for day in days}
    yield from _page_and_index(archive, lists)
    for one in lists:
        if one.num[:2] in months:
            yield _list_file(one.num, archive.cards)


def lost_lists(archive: Archive, days: Iterable[date]) -> Iterator[str]:
    """Go through the files of lists that months with stories of *days* may have had, and have not.

    A month that grows long has lists of its days in the place of its own, and the other way round.
    """
    for month in sorted({(day.year, day.month) for day in days}):
        kept = {one.num for one in _lists(archive.cards.within(month))}
        for num in (month, *((*month, day) for day in range(1, 32))):
            if num not in kept:
                yield _path(num)


def _lists(cards: Listing) -> list[Count]:
    """Return the periods that have a list, with the number of stories in each."""
    found: list[Count] = []
    for month in sorted(cards.counts(MONTH)):
        is_long = month.stories > MANY
        found += sorted(cards.within(month.num).counts(DAY)) if is_long else [month]
    return found


def _page_and_index(archive: Archive, lists: Iterable[Count]) -> Iterator[Artifact | PageFile]:
    counts = {_name(one.num): one.stories for one in lists}
    yield text_file(INDEX, counts, lambda: _json(counts))
    years = sorted(one.num[0] for one in archive.cards.counts(YEAR))
    names = {"random_files": RANDOM_FOLDER, "random_years": [date(year, 1, 1) for year in years]}
    yield PageFile(f"{RANDOM_PAGE}index.html", RANDOM_PAGE, "random", names, names)


def _list_file(num: tuple[int, ...], cards: Listing) -> Artifact:
    urls = list(map(encoded, cards.within(num).urls()))
    return text_file(_path(num), urls, lambda: _json(urls))


def _path(num: tuple[int, ...]) -> str:
    return f"{RANDOM_FOLDER}/{_name(num)}.json"


def _name(num: tuple[int, ...]) -> str:
    """Return a period as a name in ISO 8601: `2014-06` or `2014-06-16`."""
    year, *rest = num
    return "-".join([f"{year:04}", *(f"{part:02}" for part in rest)])


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"
