"""Small indexes for the tests: pages made up, and what became of them on the disk."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from backfile.outputs.search.shards import Page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


def page(
    url: str,
    text: str,
    *,
    day: date = date(2014, 6, 16),
    lang: str = "en",
    filters: Mapping[str, Sequence[str]] | None = None,
) -> Page:
    """Return the page of a story with this *text*."""
    named = "".join(
        f'<meta data-pagefind-filter="{kind}[content]" content="{name}">'
        for kind, names in (filters or {}).items()
        for name in names
    )
    html = (
        f'<html lang="{lang}"><head><meta data-pagefind-meta="day[content]" content="{day}">{named}'
        f'</head><body><h1 data-pagefind-ignore="index">{url}</h1><p>{text}</p></body></html>'
    )
    return Page(url, lang, day.year, (day, url), filters or {}, lambda: html)


def program(folder: Path, *lines: str) -> str:
    """Write a program that stands in for Pagefind's, and return its path."""
    path = folder / "pagefind"
    path.write_text("\n".join(["#!/bin/sh", *lines]) + "\n", "utf-8")
    path.chmod(0o755)
    return str(path)


def files(folder: Path) -> dict[str, bytes]:
    """Return what is in *folder*, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
