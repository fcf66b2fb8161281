"""Where the parts of the index lie, and how trees of items are written into files."""

from __future__ import annotations

import re
from datetime import date
from hashlib import blake2b
from typing import TYPE_CHECKING

from backfile.outputs.search.entries import as_json
from backfile.outputs.search.trees import ITSELF, coded, divided

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backfile.outputs.search.entries import WordItem, YearItem
    from backfile.outputs.search.numbers import Number
    from backfile.outputs.search.store import Store

# Characters in a file before compression, as long as no one item has more.
WORDS, LISTS, POSITIONS = 48_000, 400_000, 96_000
# A slug that makes the name of a list; none that ends as the name of a part does, such as `x-2`.
_PLAIN = re.compile(r"(?!.*-[0-9]{1,4}$)[a-z0-9-]{1,60}")


def story_path(lang: str, number: Number) -> str:
    """Return the path of the text of a story."""
    day = date.fromordinal(number.day)
    return f"{lang}/stories/{day.year:04}/{day.timetuple().tm_yday}-{number.rank}"


def leaf_path(lang: str, folder: str, name: str) -> str:
    """Return the path of the words that begin with *name*, or of their positions.

    The *folder* is `words/w` or `positions/p`; no name is that of a device, as `con` is.
    """
    itself = ITSELF if name.endswith(ITSELF) else ""
    return f"{lang}/{folder}{coded(name.removesuffix(ITSELF))}{itself}"


def form_path(lang: str, folder: str, form: str) -> str:
    """Return the path of the lists of *form*, which are in *folder*, before that of a part."""
    return f"{lang}/{folder}/w{coded(form)}"


def part_path(base: str, part: str) -> str:
    """Return the path of a *part* of the list *base*: years that begin so."""
    return f"{base}-{part}" if part else base


def filter_name(kind: str, slug: str) -> str:
    """Return the name of the list of the stories that are filed under *slug*."""
    if _PLAIN.fullmatch(slug):
        return f"{kind}-{slug}"
    return f"{kind}_{blake2b(slug.encode(), digest_size=8).hexdigest()}"


def write_years(store: Store, base: str, items: Sequence[YearItem], most: int) -> list[str]:
    """Write *items* into the parts of a new list *base*, in files of at most *most* characters.

    Returns the names of the parts.
    """
    parts = []
    for part, some in divided(items, most):
        write_part(store, base, part, some)
        parts.append(part)
    return parts


def write_part(store: Store, base: str, part: str, items: Sequence[YearItem]) -> None:
    """Write *items*, years, into the *part* of the list *base*."""
    text = ",".join(f'"{one.key}":{one.text}' for one in items)
    store.put_changed(part_path(base, part), f"{{{text}}}", sum(one.size for one in items))


def write_leaf(store: Store, lang: str, name: str, items: Sequence[WordItem]) -> None:
    """Write the file of words with the *name*, and that of the positions of their forms."""
    text = ",".join(f'"{one.key}":{one.text}' for one in items)
    size = len(text) + 1  # that of all items, of which each has a comma in it
    store.put_changed(leaf_path(lang, "words/w", name), f"{{{text}}}", size)
    store.db.execute("insert or replace into leaves values (?, ?, ?)", [lang, name, size])
    positions = {form: told for one in items for form, told in one.positions.items()}
    path = leaf_path(lang, "positions/p", name)
    if positions:
        store.put_changed(path, as_json(positions))
    else:
        store.remove(path)


def remove_leaf(store: Store, lang: str, name: str) -> None:
    """Remove the file of words with the *name*, and that of their positions."""
    store.remove(leaf_path(lang, "words/w", name))
    store.remove(leaf_path(lang, "positions/p", name))
    store.db.execute("delete from leaves where lang = ? and name = ?", [lang, name])
