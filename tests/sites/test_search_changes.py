"""The index of the search, changed by a build that is told which stories were changed."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from backfile.files.cache_files import CacheFiles
from backfile.files.locks import holding
from backfile.outputs.search import output
from backfile.outputs.search.output import (
    StoryChanges,
    UnknownChangeError,
    changed_index,
    index_stories,
)
from tests.outputs.search.index_reader import files

from .sites import MiniSite
from .test_search import CONTENT, PLAIN, SEARCHED

if TYPE_CHECKING:
    from pathlib import Path


class Builds:
    """Builds of a site, of which the next build is told all but the stories."""

    def __init__(self, site: MiniSite, monkeypatch: pytest.MonkeyPatch) -> None:
        self.site = site
        self.edition = ""
        self.stories: dict[str, Any] = {}
        self.told: tuple[Any, ...] = ()

        def index(stories: list[Any], *told: Any) -> str:
            self.stories, self.told = {one.url: one for one in stories}, told
            self.edition = index_stories(stories, *told)
            return self.edition

        monkeypatch.chdir(site.folder)
        monkeypatch.setattr(output, "index_stories", index)

    def build(self, files: dict[str, str]) -> None:
        """Write *files*, and build."""
        ended = self.site.write(files).build(**SEARCHED)
        assert ended.status == 0, ended.said

    def change(self, came: list[str], gone: list[str], since: str) -> str:
        """Change the published index; return its edition. The articles are those last built."""
        changes = StoryChanges([self.stories[url] for url in came], gone, since)
        with CacheFiles() as caches, changed_index(changes, *self.told, caches) as others:
            for path, data in others.written:
                (self.site.folder / "output" / path).parent.mkdir(parents=True, exist_ok=True)
                (self.site.folder / "output" / path).write_bytes(data)
            for path in others.removed:
                (self.site.folder / "output" / path).unlink(missing_ok=True)
            caches.commit()
            return others.edition

    def keep(self, name: str) -> None:
        """Keep the index and the output as they are, to `restore` them."""
        for folder in (self.told[1].cache, self.site.folder / "output"):
            shutil.copytree(folder, folder.with_name(f"{folder.name}-{name}"))

    def restore(self, name: str) -> None:
        for folder in (self.told[1].cache, self.site.folder / "output"):
            shutil.rmtree(folder)
            shutil.copytree(folder.with_name(f"{folder.name}-{name}"), folder)


@pytest.fixture
def builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Builds:
    return Builds(MiniSite(tmp_path).write(CONTENT), monkeypatch)


def test_an_index_that_is_told_what_changed_is_that_of_a_build_of_all(builds: Builds) -> None:
    builds.build({"pier.md": PLAIN.format("Pier", "")})
    builds.keep("before")
    edition = builds.edition
    (builds.site.folder / "content/pier.md").unlink()
    quay = CONTENT["quay.md"].replace("Nothing", "Everything")
    builds.build({"quay.md": quay, "dock.md": PLAIN.format("Dock", "")})
    index = builds.site.folder / "output" / "search-index"
    whole = files(index)
    builds.restore("before")
    assert files(index) != whole
    later = builds.change(["quay.html", "dock.html"], ["pier.html"], edition)
    assert files(index) == whole
    # A cache that was put back did not come from there.
    builds.restore("before")
    with pytest.raises(UnknownChangeError, match="another index"):
        builds.change(["quay.html"], [], later)


def test_an_output_gets_all_that_changed_since_its_edition(builds: Builds) -> None:
    builds.build({})
    edition, output_before = builds.edition, builds.site.folder / "before"
    shutil.copytree(builds.site.folder / "output", output_before)
    builds.build({"dock.md": PLAIN.format("Dock", "")})
    whole = files(builds.site.folder / "output" / "search-index")
    shutil.rmtree(builds.site.folder / "output")
    output_before.rename(builds.site.folder / "output")
    assert builds.change([], [], edition) == builds.edition
    assert files(builds.site.folder / "output" / "search-index") == whole


def test_an_index_is_not_changed_where_a_name_of_other_stories_gets_a_page(builds: Builds) -> None:
    builds.build({"muelle.md": PLAIN.format("Muelle", "Slug: quay\nLang: es\nTags: Puerto\n")})
    builds.keep("before")
    edition = builds.edition
    builds.build({"pier.md": PLAIN.format("Pier", "Tags: Puerto\n")})
    builds.restore("before")
    with pytest.raises(UnknownChangeError, match="page"):
        builds.change(["pier.html"], [], edition)


def test_an_index_is_not_changed_where_it_is_damaged_or_in_use(builds: Builds) -> None:
    builds.build({})
    cache = builds.told[1].cache
    with holding(cache), pytest.raises(UnknownChangeError, match="another build"):
        builds.change([], [], builds.edition)
    (cache / "search" / "index.db").write_bytes(b"")
    with pytest.raises(UnknownChangeError):
        builds.change([], [], builds.edition)
