"""A plot of seconds by stories, both logarithmic, as an SVG that fits light and dark pages."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WIDTH, _HEIGHT = 760, 440
_LEFT, _TOP, _RIGHT, _BOTTOM = 70, 30, 240, 50  # the margins; the labels of lines are on the right
_LINE = 17  # from one label to the next
_STYLE = """
    text { font: 13px system-ui, sans-serif; fill: #1f2328 }
    .tick { fill: #59636e }
    .grid { stroke: #d1d9e0 }
    .line { fill: none; stroke: #59636e; stroke-width: 1.5 }
    .dot { fill: #59636e; stroke: #59636e }
    .ours { stroke: #0969da; stroke-width: 2.5 }
    .dot.ours { fill: #0969da }
    .estimated { stroke-dasharray: 5 4 }
    .dot.estimated { fill: none; stroke-dasharray: none }
    @media (prefers-color-scheme: dark) {
      text { fill: #f0f6fc }
      .tick { fill: #b0bac4 }
      .grid { stroke: #3d444d }
      .line { stroke: #9198a1 }
      .dot { fill: #9198a1; stroke: #9198a1 }
      .ours { stroke: #4493f8 }
      .dot.ours { fill: #4493f8 }
    }
"""


@dataclass(frozen=True, slots=True)
class Point:
    """So many seconds for so many stories, measured or estimated."""

    stories: int
    seconds: float
    is_estimated: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the plot: its name, its points from left to right, and whether it stands out."""

    name: str
    points: tuple[Point, ...]
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class _Axes:
    """Where stories and seconds are on the plot, given the decimal logarithms of their ends."""

    left: float
    right: float
    low: int
    high: int

    def x(self, stories: float) -> float:
        part = (math.log10(stories) - self.left) / (self.right - self.left)
        return round(_LEFT + part * (_WIDTH - _LEFT - _RIGHT), 1)

    def y(self, seconds: float) -> float:
        part = (math.log10(seconds) - self.low) / (self.high - self.low)
        return round(_HEIGHT - _BOTTOM - part * (_HEIGHT - _TOP - _BOTTOM), 1)


def plot(title: str, lines: Sequence[Line]) -> str:
    """Return the plot of *lines*, none of which is without points, as the text of an SVG file."""
    points = [point for line in lines for point in line.points]
    sizes = sorted({point.stories for point in points})
    seconds = [point.seconds for point in points]
    axes = _Axes(
        math.log10(sizes[0]),
        max(math.log10(sizes[-1]), math.log10(sizes[0]) + 1),
        math.floor(math.log10(min(seconds))),
        math.floor(math.log10(max(seconds))) + 1,
    )
    parts = [*_scales(axes, sizes), *(part for line in lines for part in _drawn(axes, line))]
    body = "\n".join(f"  {part}" for part in [*parts, *_labels(axes, lines)])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
        f' width="{_WIDTH}" height="{_HEIGHT}" role="img" aria-labelledby="title">\n'
        f'  <title id="title">{escape(title)}</title>\n'
        f"  <style>{_STYLE}  </style>\n{body}\n</svg>\n"
    )


def _scales(axes: _Axes, sizes: Sequence[int]) -> Iterator[str]:
    yield f'<text x="8" y="{_TOP - 12}">seconds by the clock</text>'
    for decade in range(axes.low, axes.high + 1):
        y = axes.y(10**decade)
        yield f'<path class="grid" d="M{_LEFT} {y}H{_WIDTH - _RIGHT}"/>'
        place = f'x="{_LEFT - 8}" y="{y + 4}" text-anchor="end"'
        yield f'<text class="tick" {place}>{10**decade:,}</text>'
    for size in sizes:
        x, y = axes.x(size), _HEIGHT - _BOTTOM + 20
        yield f'<text class="tick" x="{x}" y="{y}" text-anchor="middle">{size:,}</text>'
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    yield f'<text x="{middle}" y="{_HEIGHT - 8}" text-anchor="middle">stories</text>'


def _drawn(axes: _Axes, line: Line) -> Iterator[str]:
    ours = " ours" * line.is_ours
    for one, other in pairwise(line.points):
        kind = f"line{ours}{' estimated' * other.is_estimated}"
        start = f"{axes.x(one.stories)} {axes.y(one.seconds)}"
        end = f"{axes.x(other.stories)} {axes.y(other.seconds)}"
        yield f'<path class="{kind}" d="M{start}L{end}"/>'
    for one in line.points:
        kind = f"dot{ours}{' estimated' * one.is_estimated}"
        place = f'cx="{axes.x(one.stories)}" cy="{axes.y(one.seconds)}"'
        yield f'<circle class="{kind}" {place} r="3.5"/>'


def _labels(axes: _Axes, lines: Sequence[Line]) -> Iterator[str]:
    """Yield the name of each line at its right end, one below the other where they are close."""
    lowest: dict[float, float] = {}
    for line in sorted(lines, key=lambda one: axes.y(one.points[-1].seconds)):
        end = line.points[-1]
        x, y = axes.x(end.stories) + 10, axes.y(end.seconds) + 4
        lowest[x] = y = max(y, lowest.get(x, 0) + _LINE)
        yield f'<text x="{x}" y="{y:.1f}">{escape(line.name)}</text>'
