"""The files that a build makes: each output lists its own, and one function writes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backfile.files.writing import writing_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file of the site: its `path` in the output, and how to `make` its bytes, in pieces.

    Equal keys are to mean equal bytes; as long as `key` is empty, the file is made in each build.
    """

    path: str
    make: Callable[[], Iterable[bytes]]
    key: str = ""


@dataclass(frozen=True, slots=True)
class PageFile:
    """One page of the site, which the theme's `template` makes of `names`, beside those of all.

    `path` is its file in the output, `url` its address below SITEURL.
    """

    path: str
    url: str
    template: str
    names: Mapping[str, Any] = field(default_factory=dict)


def text_file(path: str, make: Callable[[], str]) -> Artifact:
    """Return the artifact of a file of text, in UTF-8, with the line ends that *make* gives it."""
    return Artifact(path, lambda: [make().encode()])


def write(artifact: Artifact, output: Path) -> None:
    """Write *artifact* below *output*, whole or not at all. Raises OSError."""
    with writing_whole(Path(output, artifact.path)) as file:
        file.writelines(artifact.make())
