"""The setting of the story with which the first page begins."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from backfile.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LEAD_STORY = "BACKFILE_LEAD_STORY"


def lead_story_problems(settings: Mapping[str, Any]) -> Iterator[str]:
    """Go through what is wrong with the setting: a sentence that begins with its name.

    The file is looked for below `PATH`. Whether its story is published is known only once it has
    been read.
    """
    name, content = settings[LEAD_STORY], Path(settings.get("PATH") or ".")
    if name == "":
        return
    if not isinstance(name, str) or PurePosixPath(name).suffix == "":
        yield (
            f"{LEAD_STORY} is {name!r}; write the file of a story below PATH, such as "
            '"stories/1969/07/landing.md", or "" for the story with the most updates'
        )
    elif PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
        yield f'{LEAD_STORY} names "{name}", which leads out of {content}; write its path below it'
    elif not (content / name).is_file():
        files = content.rglob(f"*{PurePosixPath(name).suffix}")
        known = {one.relative_to(content).as_posix(): one for one in files}
        hint = did_you_mean(name, known) or "; correct the path"
        yield f'{LEAD_STORY} names "{name}", and there is no file {content / name}{hint}'
