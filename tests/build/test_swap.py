"""The build beside the old output: whole or not at all."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from backfile.build import site as building
from backfile.build.serve import free_port
from backfile.build.site import BuildError, build, site_settings
from backfile.errors import UsageError
from backfile.reading.site import FaultyExit

from .sites import CONF, WIRE, MiniSite

if TYPE_CHECKING:
    from pathlib import Path

STORY = "Title: A story\nDate: 2013-03-10 01:00\n\nBody.\n\n## 6:20 p.m.\n\nMore.\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MiniSite:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pelicanconf.py").write_text(CONF, "utf-8")
    return MiniSite(tmp_path).write({"a.md": STORY, "partners/the-wire.md": WIRE})


def listing(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != "__pycache__")


def test_a_build_replaces_the_old_output_whole(site: MiniSite) -> None:
    (site.folder / "output").mkdir()
    (site.folder / "output" / "gone.html").write_text("from a story that is no more", "utf-8")
    assert build(site_settings()) == site.folder / "output"
    assert "a-story.html" in site.pages()
    assert "gone.html" not in site.pages()
    assert listing(site.folder) == ["content", "output", "pelicanconf.py"]


def test_a_build_that_breaks_leaves_the_old_output(
    site: MiniSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(site_settings())
    before = {name: site.page(name) for name in site.pages()}

    def full_disk(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pelican.writers.Writer.write_file", full_disk)
    with pytest.raises(BuildError, match="No space left on device"):
        build(site_settings())
    assert {name: site.page(name) for name in site.pages()} == before
    assert listing(site.folder) == ["content", "output", "pelicanconf.py"]


def test_what_pelican_only_logs_as_an_error_fails_the_build(site: MiniSite) -> None:
    """Pelican goes on without a page that it cannot read; an archive must not."""
    site.write({"pages/nameless.md": "Slug: x\n\nA page without a title.\n"})
    with pytest.raises(FaultyExit) as ended:
        build(site_settings())
    assert [one.path for one in ended.value.faults] == ["content/pages/nameless.md"]
    assert listing(site.folder) == ["content", "pelicanconf.py"]


def test_an_output_that_holds_the_content_is_refused(site: MiniSite) -> None:
    with pytest.raises(BuildError, match="would be replaced, and it holds the content"):
        build(site_settings(output=str(site.folder)))
    assert "content" in listing(site.folder)


def test_a_failed_swap_puts_the_old_output_back(
    site: MiniSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(site_settings())
    before = site.pages()
    rename = building.Path.rename

    def fails_for_the_new(self: Path, target: Path) -> Path:
        if self.name.startswith(".output-") and "old" not in self.name:
            raise OSError(5, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(building.Path, "rename", fails_for_the_new)
    with pytest.raises(OSError, match="Input/output"):
        build(site_settings())
    assert site.pages() == before


@pytest.mark.usefixtures("site")
def test_a_missing_conf_or_content_is_named() -> None:
    with pytest.raises(UsageError, match=r"nowhere\.py: no such file"):
        site_settings("nowhere.py")
    with pytest.raises(UsageError, match="nothing: there is no such folder"):
        site_settings(content="nothing")


def test_a_port_in_use_gives_way_to_the_next() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert port < free_port("127.0.0.1", port) <= port + 99
