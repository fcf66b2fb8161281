"""How many examples a property is tried with, where each of them costs much or little."""

from __future__ import annotations

from hypothesis import settings


def examples(number: int) -> settings:
    """Try *number* examples where a property is usually tried with 100, in each profile."""
    return settings(max_examples=number * settings.default.max_examples // 100)
