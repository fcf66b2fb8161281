"""The scope of a build that revises a site: the few stories that it reads.

Everything that other stories show or say stays as it is, and is looked up where a page asks for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backfile.errors import BackfileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path


class NotARevisionError(BackfileError):
    """A change that reaches further than a revision does: the whole site is to be built."""


class StoriesNeededError(BackfileError):
    """A revision that lacks stories of which pages or feeds change: the files, `sources`."""

    def __init__(self, sources: Iterable[str]) -> None:
        self.sources = frozenset(sources)
        super().__init__(f"needed as well: {', '.join(sorted(self.sources))}")


@dataclass(frozen=True, slots=True)
class KnownStory:
    """A story that a revision does not read: the address of its page, and Pelican's status."""

    url: str
    status: str


@dataclass(frozen=True, slots=True)
class Scope:
    """The stories that a revision reads, those of them that were `edited`, and those `gone`.

    All are named by their files from the content folder; new ones count as edited. `find` returns
    what is known of the story in any file, None where there is none; `source_of` the file of the
    story at an address, empty where there is none. `langs` are the languages of all stories, `site`
    is the folder of the site as it was, and `index` names its edition of the search's index.
    """

    stories: frozenset[str]
    edited: frozenset[str]
    gone: frozenset[str]
    find: Callable[[str], KnownStory | None]
    source_of: Callable[[str], str]
    langs: frozenset[str]
    site: Path
    index: str

    @property
    def changed(self) -> frozenset[str]:
        """Return the stories that are not as they were."""
        return self.edited | self.gone

    def need(self, urls: Iterable[str]) -> None:
        """Raise StoriesNeededError if stories at one of *urls* are not in the scope.

        An address that is not known is that of a new story.
        """
        lacking = {self.source_of(url) for url in urls} - self.stories - {""}
        if lacking:
            raise StoriesNeededError(lacking)


class KnownContents(dict[str, Any]):
    """Pelican's table of what was read, by file; what a revision has not read is looked up."""

    def __init__(self, find: Callable[[str], KnownStory | None]) -> None:
        super().__init__()
        self._find = find

    def __contains__(self, source: object) -> bool:
        return super().__contains__(source) or self._find(str(source)) is not None

    def get(self, source: str, default: Any = None) -> Any:
        """Return what was read from the file *source*, or what is known of it."""
        found = super().get(source)
        return found or self._find(source) or default
