"""The labels of the timeline in the words of the page: the most for which there is room.

SVG cannot measure a text before it is drawn, so that widths are estimated, and rather too wide.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING
from unicodedata import combining, east_asian_width

from jinja2 import pass_context

from backfile.render.language import FILTERS
from backfile.render.timeline import WIDTH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from jinja2.runtime import Context
    from pelican.generators import Generator

    from backfile.render.timeline import Rhythm, Tick

    _Form = Callable[[Tick], str]

# In SVG user units, for the sans of the theme at 12.5: a letter, a wide one (Chinese, Japanese,
# Korean), and the least distance between two labels.
NARROW, WIDE, APART = 6.4, 12.5, 8


@dataclass(frozen=True, slots=True)
class TimelineLabel:
    """A text, and the middle of its place on the axis."""

    x: float
    text: str
    width: float


@pass_context
def tick_labels(context: Context, strip: Rhythm) -> tuple[TimelineLabel, ...]:
    """Return the labels below the ticks of *strip*, from left to right.

    Where days begin on it, these are labelled alone. The longest form is taken in which all
    labels have room; in the shortest, every second or third tick is labelled if they do not fit.
    """
    days = [one for one in strip.ticks if one.kind == "day"]
    ticks = days if len(days) > 1 else list(strip.ticks)
    for form, step in _ways(context, ticks):
        labels = tuple(_label(one.x, form(one)) for one in ticks[::step])
        if all(
            right.x - left.x >= (left.width + right.width) / 2 + APART
            for left, right in pairwise(labels)
        ):
            return labels
    return ()


@pass_context
def gap_labels(context: Context, strip: Rhythm) -> tuple[TimelineLabel, ...]:
    """Return the lengths of the gaps of *strip* that have room for them."""
    labels = (
        (gap, _label(gap.x + gap.width / 2, FILTERS["duration"](context, gap.length)))
        for gap in strip.gaps
    )
    return tuple(label for gap, label in labels if label.width + APART <= gap.width)


def connect(generator: Generator) -> None:
    """Give the templates of *generator* `tick_labels` and `gap_labels` (generator_init)."""
    generator.env.globals["tick_labels"] = tick_labels
    generator.env.globals["gap_labels"] = gap_labels


def _ways(context: Context, ticks: Sequence[Tick]) -> Iterator[tuple[_Form, int]]:
    """Go through the ways in which *ticks* may be labelled: a form, and each how many-th tick."""
    forms = [_form(context, name) for name in _day_forms(ticks)]
    yield from ((form, 1) for form in forms)
    yield from ((forms[-1], step) for step in range(2, len(ticks) + 1))


def _day_forms(ticks: Sequence[Tick]) -> tuple[str, ...]:
    """Return the filters that may write the days among *ticks*, the longest form first."""
    years = {one.when.year for one in ticks}
    if len(years) > 1 and all(one.when.day == 1 for one in ticks):
        return ("short_month_and_year",)
    return ("weekday_and_day", "short_day")


def _form(context: Context, day: str) -> _Form:
    return lambda tick: str(FILTERS[day if tick.kind == "day" else "clock"](context, tick.when))


def _label(x: float, text: str) -> TimelineLabel:
    """Return a label at *x*, moved where it would reach beyond the axis."""
    wide = sum(east_asian_width(letter) in "WF" for letter in text)
    marks = sum(bool(combining(letter)) for letter in text)
    width = wide * WIDE + (len(text) - wide - marks) * NARROW
    half = min(width / 2, WIDTH / 2)
    return TimelineLabel(round(min(max(x, half), WIDTH - half), 1), text, round(width, 1))
