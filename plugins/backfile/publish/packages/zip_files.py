"""Zip files that have the same bytes wherever they are made: without clock, owner or disk order.

Source: PKWARE, "APPNOTE.TXT" 6.3.10.
"""

from __future__ import annotations

import shutil
import zipfile
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_UNIX = 3
_READABLE_FILE = 0o100644 << 16
_LEVEL = 9
_CHUNK = 1 << 20
# The first moment that an entry can state ("APPNOTE.TXT", 4.4.6).
_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)


class ZipFile:
    """A zip file that is being written, one entry after the other, all with the same time."""

    def __init__(self, whole: zipfile.ZipFile, moment: datetime) -> None:
        self._whole = whole
        self._moment = moment

    def add(self, path: str, data: bytes) -> None:
        """Add a file at *path*, compressed."""
        self._whole.writestr(self._entry(path, zipfile.ZIP_DEFLATED), data, compresslevel=_LEVEL)

    def add_stored(self, path: str, data: bytes) -> None:
        """Add a file at *path* as it is, for readers that look for its bytes."""
        self._whole.writestr(self._entry(path, zipfile.ZIP_STORED), data)

    def copy(self, path: str, file: Path) -> None:
        """Add the *file* at *path*, compressed, without holding it in memory."""
        self._copy(self._entry(path, zipfile.ZIP_DEFLATED), file)

    def copy_stored(self, path: str, file: Path) -> None:
        """Add the *file* at *path* as it is: one that is compressed, or read in parts."""
        self._copy(self._entry(path, zipfile.ZIP_STORED), file)

    def _copy(self, entry: zipfile.ZipInfo, file: Path) -> None:
        entry.file_size = file.stat().st_size  # tells whether it needs the fields of Zip64
        with file.open("rb") as source, self._whole.open(entry, "w") as target:
            shutil.copyfileobj(source, target, _CHUNK)

    def _entry(self, path: str, method: int) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(path, max(self._moment, _EARLIEST).timetuple()[:6])
        entry.create_system = _UNIX
        entry.external_attr = _READABLE_FILE
        entry.compress_type = method
        return entry


@contextmanager
def writing_zip(path: Path, moment: datetime) -> Iterator[ZipFile]:
    """Write a zip file at *path* whose entries all state the *moment*, or 1980 if it is earlier."""
    with zipfile.ZipFile(path, "w", compresslevel=_LEVEL) as whole:
        yield ZipFile(whole, moment)
