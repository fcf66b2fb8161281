"""The files that a build makes: each output lists its own, and one function writes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backfile.errors import BackfileError
from backfile.files.writing import writing_whole
from backfile.outputs.keys import digest, made_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file of the site: its `path` in the output, and how to `make` its bytes, in pieces.

    `key` is the digest of all that it is made of (outputs/keys.py): equal keys mean equal bytes.
    """

    path: str
    key: str
    make: Callable[[], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class PageFile:
    """One page of the site, which the theme's `template` makes of `names`, beside those of all.

    `path` is its file in the output, `url` its address below SITEURL. `made_of` is all that the
    template of our theme asks of the names, for the page's key.
    """

    path: str
    url: str
    template: str
    made_of: object
    names: Mapping[str, Any] = field(default_factory=dict)


def artifact(path: str, made_of: object, make: Callable[[], Iterable[bytes]]) -> Artifact:
    """Return the artifact at *path*, of which the pieces that *make* returns are *made_of* that."""
    return Artifact(path, digest(made_by(), path, made_of), make)


def text_file(path: str, made_of: object, make: Callable[[], str]) -> Artifact:
    """Return the artifact of a file of text, in UTF-8, with the line ends that *make* gives it."""
    return artifact(path, made_of, lambda: [make().encode()])


def kept_lines(path: Path, mark: str) -> str:
    """Return what the site itself brought into the file at *path*, to which ours are added.

    Ours begin with the line *mark*. It is empty where there is no such file. Raises OSError, and
    BackfileError for a file that is not in UTF-8.
    """
    if not path.is_file():
        return ""
    try:
        own = path.read_text("utf-8").partition(mark)[0]
    except UnicodeDecodeError as error:
        message = f"{path.name}: the file that the site brings is not in UTF-8; save it as UTF-8"
        raise BackfileError(message) from error
    return own if not own or own.endswith("\n") else f"{own}\n"


def write(artifact: Artifact, output: Path) -> None:
    """Write *artifact* below *output*, whole or not at all. Raises OSError."""
    with writing_whole(Path(output, artifact.path)) as file:
        file.writelines(artifact.make())
