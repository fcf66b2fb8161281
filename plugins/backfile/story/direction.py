"""Finds in which direction a run of updates is listed in the file, by its stamps.

Rules: docs/stories.md, "From stamps to one chronology", rule 3.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from backfile.story import messages
from backfile.story.model import Inference, Order, Precision, inferred
from backfile.story.numbers import numbered_order
from backfile.story.opening import CORRECTING
from backfile.story.printed_days import newest_first

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backfile.story.printed_days import RunEntry
    from backfile.story.walk import Walk, Walker, WalkMark

_FEWEST_CHANGES = "that way the updates change the day least often"
_FOLLOW_BEST = "that way the updates follow each other best"
_AT_OLDER_END = "the Original Post stands at its older end"
_NUMBERS = "the numbers of the updates say so"
_BELOW_THE_TEXT = "updates without a time stand below the text"
_CORRECTION_IS_LATER = "a correction comes after what it corrects"
_NOTHING_TELLS = "nothing tells, and that is the site's default; state Source_Order"


class DirectionHints(NamedTuple):
    """What may show a direction beside the stamps.

    `stated` is what the file says, `stands` the direction that the Original Post's place shows,
    `default` the site's. `is_below` says that the text of the story stands above the run.
    """

    stated: Order | None
    stands: Order | None
    default: Order
    is_below: bool


class Directed(NamedTuple):
    """A run walked in its direction, which is None where there is nothing to order."""

    walk: Walk
    order: Order | None
    doubts: tuple[Inference, ...] = ()


def walk_in_direction(
    run: Sequence[RunEntry], start: WalkMark | None, hints: DirectionHints, walker: Walker
) -> Directed:
    """Walk *run*, as it stands in the file, in the direction with fewer irregular steps."""
    if len(run) < 2:
        return Directed(walker.walk(run, start), None)
    if hints.stated is not None:
        return Directed(_walk(hints.stated, run, start, walker), hints.stated)
    updates = [one for one in run if one.section.opening.kind not in CORRECTING]
    if len(updates) < 2:
        return _beside_corrections(run, start, walker)
    likely = hints.stands or hints.default
    walk = _walk(likely, run, start, walker)
    other = None if _is_certain(walk) else _walk(_opposite(likely), run, start, walker)
    if other is None:
        return Directed(walk, likely, _doubts(walk, likely, "direction-inferred", _FEWEST_CHANGES))
    wins, because = _compared(
        walk, other, hints, numbered_order([u.section.opening for u in updates])
    )
    order, best = (likely, walk) if wins else (_opposite(likely), other)
    code = "ambiguous-direction" if because == _NOTHING_TELLS else "direction-inferred"
    return Directed(best, order, _doubts(best, order, code, because))


def _walk(order: Order, run: Sequence[RunEntry], start: WalkMark | None, walker: Walker) -> Walk:
    return walker.walk(newest_first(run) if order is Order.NEWEST_FIRST else run, start)


def _beside_corrections(
    run: Sequence[RunEntry], start: WalkMark | None, walker: Walker
) -> Directed:
    """Walk a run of at most one update: its corrections come later than the update."""
    above = run[0].section.opening.kind in CORRECTING
    order = Order.NEWEST_FIRST if above else Order.OLDEST_FIRST
    walk = _walk(order, run, start, walker)
    doubts = _doubts(walk, order, "direction-inferred", _CORRECTION_IS_LATER)
    return Directed(walk, order if doubts else None, doubts)


def _is_certain(walk: Walk) -> bool:
    """Return whether the other direction must have more irregular steps than this one, with none.

    So it is where plain times of one day go forward: the other way round they go back.
    """
    if walk.irregular or not walk.span:
        return False
    return all(_is_plain(one) for one in walk.entries) and not any(
        one.has("clock-change") for one in walk.placed
    )


def _is_plain(entry: RunEntry) -> bool:
    stamp = entry.section.opening.stamp
    if stamp is None or entry.section.settled is not None:
        return False
    clock = stamp.clock
    undated = entry.day is None and stamp.zone is None
    return undated and clock is not None and not clock.twelve_hour


def _compared(
    walk: Walk, other: Walk, hints: DirectionHints, numbered: Order | None
) -> tuple[bool, str]:
    """Return whether *walk*, the likely one, is the better of the two, and why."""
    ours, theirs = walk.irregular, other.irregular
    back, their_back = walk.steps_back, other.steps_back
    if ours != theirs:
        changes, their_changes = ours - back, theirs - their_back
        fewer = changes != their_changes and (changes < their_changes) == (ours < theirs)
        return ours < theirs, _FEWEST_CHANGES if fewer else _FOLLOW_BEST
    if back != their_back:
        return back < their_back, _FOLLOW_BEST
    return _tied(walk, other, hints, numbered)


def _tied(
    walk: Walk, other: Walk, hints: DirectionHints, numbered: Order | None
) -> tuple[bool, str]:
    """Return the same where the stamps say as much for one as for the other."""
    likely = hints.stands or hints.default
    if numbered is not None and numbered is not hints.stands:
        return numbered is likely, _NUMBERS
    if hints.stands is not None:
        return True, _AT_OLDER_END
    if hints.is_below and not walk.timed:
        return likely is Order.OLDEST_FIRST, _BELOW_THE_TEXT
    if walk.span != other.span:
        return walk.span < other.span, _FOLLOW_BEST
    return True, _NOTHING_TELLS


def _opposite(order: Order) -> Order:
    return Order.OLDEST_FIRST if order is Order.NEWEST_FIRST else Order.NEWEST_FIRST


def _doubts(walk: Walk, order: Order, code: str, because: str) -> tuple[Inference, ...]:
    if not _direction_matters(walk):
        return ()
    words = order.value.replace("-", " ")
    return (inferred(code, messages.DIRECTION, words, because),)


def _direction_matters(walk: Walk) -> bool:
    """Return whether the direction decides the order, as among ties, days and untimed updates."""
    keys = [one.key for one in walk.placed]
    if len(set(keys)) < len(keys) or any(one.precision is Precision.ORDER for one in walk.placed):
        return True
    if all(one.precision is Precision.MINUTE for one in walk.placed):
        return False
    days = Counter(one.day for one in walk.placed)
    return any(one.precision is Precision.DAY and days[one.day] > 1 for one in walk.placed)
