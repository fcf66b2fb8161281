"""A Pelican plugin for archives of live-updated news: updates in order, partners credited."""

from __future__ import annotations

__version__ = "0.1.0"


def register() -> None:
    """Connect to Pelican. pipeline/order.py has the order of a build, pelican_glue/ the signals."""
    from backfile.pipeline.pelican_glue.signals import connect  # noqa: PLC0415 (pure parts need none)

    connect()
