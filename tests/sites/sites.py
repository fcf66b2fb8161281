"""Small sites for the tests, built as `pelican content` builds them."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from tests.in_process import call

ROOT = Path(__file__).parents[2]
# Stories of every kind, which no site publishes: content/ may hold anything, or nothing.
ARCHIVE = ROOT / "tests" / "archive"
WIRE = "Title: The Wire\nURL: https://wire.example/\n\nA wire service of the harbour towns.\n"
CONF = f"""
SITENAME = "Test archive"
SITEURL = ""
PATH = "content"
OUTPUT_PATH = "output"
TIMEZONE = "America/New_York"
THEME = "simple"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
TRANSLATION_FEED_ATOM = None
BACKFILE_DRAFTS = True
PLUGIN_PATHS = [{str(ROOT / "plugins")!r}]
PLUGINS = ["backfile"]
"""


@dataclass(frozen=True)
class Ended:
    """How a build ended: exit status, and what it said on either stream."""

    status: int
    said: str


@dataclass(frozen=True)
class MiniSite:
    """A content folder with a pelicanconf beside it."""

    folder: Path

    def write(self, files: dict[str, str]) -> MiniSite:
        for name, text in files.items():
            path = self.folder / "content" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return self

    def build(self, *options: str, **settings: object) -> Ended:
        lines = [f"{name} = {value!r}" for name, value in settings.items()]
        conf = self.folder / "pelicanconf.py"
        conf.write_text(CONF + "\n".join(lines) + "\n", "utf-8")
        done = call("pelican", ["content", *options], self.folder)
        return Ended(done.returncode, done.stdout + done.stderr)

    def page(self, name: str) -> str:
        return (self.folder / "output" / name).read_text("utf-8")

    def pages(self) -> set[str]:
        output = self.folder / "output"
        return {path.relative_to(output).as_posix() for path in output.rglob("*.html")}


def rows(output: Path, table: str) -> list[dict[str, str]]:
    """Return the rows of a *table* of the data, of all years."""
    parts = sorted(output.glob(f"data/{table}-*.csv"))
    return [row for part in parts for row in rows_of(part)]


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def anchors(html: str) -> list[str]:
    """Return the ids of the update sections, from top to bottom."""
    return re.findall(r'<section class="update"[^>]* id="([^"]+)"', html)


def body(html: str) -> str:
    """Return the article's content in the `simple` theme, which puts it between two marks."""
    article = html.partition("<article>")[2]
    return article.partition("</header>\n    ")[2].partition("\n    <footer>")[0]
