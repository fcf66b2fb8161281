"""The files of a build with their keys, which the next build compares.

A file of the site before is taken over where its key is the same and nobody has touched it: it
would be made again byte for byte.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backfile.outputs.artifacts import write
from backfile.outputs.pages.keys import PageKeys
from backfile.pipeline.last_build import TEMPLATES, MadeFile
from backfile.reading.site import SCOPE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jinja2 import Template

    from backfile.outputs.artifacts import Artifact
    from backfile.pipeline.last_build import LastBuild, NotedStory

BEFORE = "_BACKFILE_BEFORE"  # Pelican's setting that names the folder of the site before
_FILES = "_BACKFILE_FILES"


@dataclass
class BuildFiles:
    """The files of one build that have keys: `made` by their paths in the output.

    A page in `made_of` tells itself what it is made of. A file without a key, such as a picture or
    the index of the search, is not in it. `before` is the folder of the site before, and `known`
    are its files; there may be none. `unsure` are the pages whose keys do not tell everything,
    `removed` the files that a revision takes away, `stories` what it keeps of those that changed.
    `frame` is the digest of what is around every page.
    """

    before: Path | None = None
    known: LastBuild | Mapping[str, MadeFile] = field(default_factory=dict)
    made: dict[str, MadeFile] = field(default_factory=dict)
    made_of: dict[str, object] = field(default_factory=dict)
    pages: PageKeys = field(default_factory=PageKeys)
    unsure: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    stories: list[NotedStory] = field(default_factory=list)
    frame: str = ""

    def page_key(
        self, path: str, template: Template, context: Mapping[str, Any], names: Mapping[str, Any]
    ) -> str:
        """Return the key of the page at *path*, which *template* makes of the rest."""
        return self.pages.key(template, path, context, names, self.made_of.pop(path, None))

    def write(self, artifact: Artifact, output: Path) -> None:
        """Have *artifact* below *output*, taken over or made. Raises OSError."""
        if not self.take_over(artifact.path, artifact.key, output):
            write(artifact, output)
            self.note(artifact.path, artifact.key, output)

    def take_over(self, path: str, key: str, output: Path) -> bool:
        """Put the file of the site before at *path* below *output*, if it has this *key*.

        Return whether it is there. One that somebody has changed since it was made is not.
        """
        known = self.known.get(path)
        if not key or known is None or known.key != key or self.before is None:
            return False
        old, new = self.before / path, output / path
        try:
            found = _as_made(old, known)
            if found is not None:
                self._bring(old, new, found)
                self.made[path] = found
        except OSError:
            return False
        return found is not None

    def _bring(self, old: Path, new: Path, found: MadeFile) -> None:
        new.parent.mkdir(parents=True, exist_ok=True)
        # No link: whoever writes to the one would write to the other.
        shutil.copyfile(old, new)
        os.utime(new, ns=(found.changed, found.changed))

    def note(self, path: str, key: str, output: Path) -> None:
        """Take down the *key* of the file at *path* below *output*, unless a plugin removed it."""
        if key and (output / path).is_file():
            self.made[path] = made_file(output / path, key)


class RevisedFiles(BuildFiles):
    """The files of a revision, which leaves those of the site before where they are."""

    def _bring(self, old: Path, new: Path, found: MadeFile) -> None:
        pass


def begin_files(pelican_settings: dict[str, Any], last: LastBuild, *, anew: bool) -> None:
    """Let the build of these settings begin, after the *last* one.

    *anew*, it takes nothing over from the site before.
    """
    files = BuildFiles()
    if not anew and BEFORE in pelican_settings:
        kind = RevisedFiles if SCOPE in pelican_settings else BuildFiles
        files = kind(Path(pelican_settings[BEFORE]), last)
    # The settings, and with them the syntax of templates, are those of the last build.
    files.pages = PageKeys(last.fact(TEMPLATES) if SCOPE in pelican_settings else "")
    files.unsure |= {"every page"} if anew else set()
    pelican_settings[_FILES] = files


def files_of(pelican_settings: dict[str, Any]) -> BuildFiles:
    """Return the files of the build of these settings."""
    files: BuildFiles = pelican_settings[_FILES]
    return files


def others_in(output: Path, made: Mapping[str, MadeFile]) -> Iterator[tuple[str, MadeFile]]:
    """Go through the files below *output* that have no key, and so are not among those *made*."""
    for path in _paths_below(str(output)):
        if path not in made:
            yield path, made_file(output / path, "")


def is_as_noted(output: Path, noted: Mapping[str, MadeFile]) -> bool:
    """Tell whether the files below *output* are those that were *noted*, byte for byte."""
    paths = set(_paths_below(str(output)))
    return paths == noted.keys() and are_as_noted(output, noted)


def are_as_noted(output: Path, noted: Mapping[str, MadeFile]) -> bool:
    """Tell whether these files below *output* are as they were *noted*, byte for byte."""
    try:
        return all(_as_made(output / path, one) for path, one in noted.items())
    except OSError:
        return False


def _paths_below(root: str, place: str = "") -> Iterator[str]:
    with os.scandir(f"{root}/{place}") as entries:
        for entry in list(entries):
            if entry.is_dir(follow_symlinks=False):
                yield from _paths_below(root, f"{place}{entry.name}/")
            else:
                yield f"{place}{entry.name}"


def _as_made(path: Path, known: MadeFile) -> MadeFile | None:
    """Return what the file at *path* is now if it still has the bytes of *known*, or None.

    Raises OSError. A checkout or a restored cache gives files other times; then their bytes tell.
    """
    found = path.lstat()
    if (found.st_size, found.st_mtime_ns) == (known.size, known.changed):
        return known
    if found.st_size != known.size or path.is_symlink():
        return None
    now = made_file(path, known.key)
    return now if now.digest == known.digest else None


def made_file(path: Path, key: str) -> MadeFile:
    """Return what is to be noted of the file at *path*, which has a *key*. Raises OSError."""
    told = path.stat()
    return MadeFile(
        key, hashlib.sha256(path.read_bytes()).hexdigest(), told.st_size, told.st_mtime_ns
    )
