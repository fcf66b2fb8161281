"""The names of releases, which tell their order and their contents, and which of them are kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_NAME = re.compile(r"(\d{6,})-([0-9a-f]{12})")
_DIGITS = 12  # of the digest of the manifest


def release_name(number: int, digest: str) -> str:
    """Return the name of the release with this *number* whose manifest has this *digest*."""
    return f"{number:06}-{digest[:_DIGITS]}"


def number_of(name: str) -> int:
    """Return the number of the release called *name*, 0 where it is no name of a release."""
    found = _NAME.fullmatch(name)
    return int(found[1]) if found else 0


def releases_in(names: Iterable[str]) -> tuple[str, ...]:
    """Return those of *names* that are names of releases, the oldest first."""
    return tuple(sorted((one for one in names if number_of(one)), key=number_of))


def next_name(releases: Collection[str], digest: str) -> str:
    """Return the name of a new release of the manifest with this *digest*, after all *releases*.

    Numbers, unlike times, cannot run backwards where two computers publish.
    """
    return release_name(max(map(number_of, releases), default=0) + 1, digest)


def finished_release(releases: Collection[str], current: str, digest: str) -> str:
    """Return a release newer than *current* that has this *digest*, nothing where there is none.

    It is one that was made whole but not put in place, or one that was taken back.
    """
    newer = [one for one in releases if number_of(one) > number_of(current)]
    same = [one for one in newer if one.endswith(f"-{digest[:_DIGITS]}")]
    return max(same, key=number_of, default="")


def superseded(releases: Collection[str], before: str, current: str, keep: int) -> tuple[str, ...]:
    """Return the *releases* to remove once *current* has taken the place of *before*.

    The *keep* newest stay, and *current* is one of them. Releases after *before* that are not
    *current* were taken back or never put in place; the next `--rollback` must not lead to them.
    """
    after = number_of(before) if before else number_of(current)
    dropped = {one for one in releases if number_of(one) > after and one != current}
    rest = [one for one in releases if one not in dropped and one != current]
    rest.sort(key=number_of, reverse=True)
    return tuple(sorted(dropped | set(rest[max(keep, 1) - 1 :]), key=number_of))


def release_before(releases: Collection[str], current: str) -> str:
    """Return the newest release older than *current*, nothing where there is none."""
    older = [one for one in releases if number_of(one) < number_of(current)]
    return max(older, key=number_of, default="")
