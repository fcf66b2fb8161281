"""An archive into which all hostile dumps are imported, by the command as a person calls it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image

from tests.cli.test_commands import Project

from . import dumps

if TYPE_CHECKING:
    from pathlib import Path

# What an import may write into beside the content: where it remembers how far it came.
_ITS_OWN = ("content", "cache", "__pycache__")


@dataclass(frozen=True)
class Imported:
    """The archive after all imports: what they said by name, and what changed outside of it."""

    project: Project
    said: dict[str, str]
    statuses: dict[str, int]
    touched: list[str]


def import_all(folder: Path) -> Imported:
    """Write every dump below *folder*, whose other files nobody may touch, and import it."""
    site = folder / "house" / "site"
    site.mkdir(parents=True)
    (folder / "secret.html").write_text(dumps.page("Secret", "<p>a secret</p>"), "utf-8")
    (site.parent / "secret.html").write_text(dumps.page("Secret", "<p>a secret</p>"), "utf-8")
    for place in (folder, site.parent):
        Image.new("RGB", (3, 3), "red").save(place / "secret.png")
    project = Project(site)
    place = site / "dumps"
    made = {
        "text": dumps.write_texts(place / "texts"),
        "html": dumps.write_pages(place / "pages"),
        "wxr": dumps.wordpress(place),
        "warc": dumps.crawl(place),
        "feed": dumps.feed(place),
        "csv": dumps.table(place),
    }
    calls = {name: (path, name, "html") for name, path in made.items()}
    for form in ("html", "markdown", "text"):
        calls[f"json-{form}"] = (dumps.json_lines(place, form), "json", form)
    before = _outside(folder)
    said, statuses = {}, {}
    for name, (path, format_name, body) in calls.items():
        project.write("recipe.toml", dumps.RECIPE.format(body))
        before["house/site/recipe.toml"] = (site / "recipe.toml").read_bytes()
        done = project.run(
            *("import", str(path), "--format", format_name, "--recipe", "recipe.toml"),
            *("--date", dumps.DAY, "--media", str(place)),
        )
        said[name], statuses[name] = done.stdout + done.stderr, done.returncode
    after = _outside(folder)
    touched = [name for name in {*before, *after} if before.get(name) != after.get(name)]
    return Imported(project, said, statuses, sorted(touched))


def _outside(folder: Path) -> dict[str, bytes]:
    """Return all files below *folder* that an import has no business with, and their bytes."""
    site = folder / "house" / "site"
    own = [site / name for name in _ITS_OWN]
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not any(path.is_relative_to(one) for one in own)
    }
