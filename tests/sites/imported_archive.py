"""A small archive that was imported, for the tests of what `verify` catches: one story a name."""

from __future__ import annotations

import json
from contextlib import chdir, redirect_stdout
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

from PIL import Image

from backfile.cli.importing import import_files
from backfile.config.site_settings import site_settings
from backfile.outputs.fidelity_report.output import UnfaithfulError
from backfile.pipeline.build import build

from .sites import CONF, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from backfile.outputs.fidelity_report.verify import Report

CREDIT = "This article is from the archive of our partner Harbor Wire."
DATA = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "datePublished": "2011-03-04T17:30:00-05:00",
    "dateModified": "2011-03-04T21:00:00-05:00",
    "author": [{"@type": "Person", "name": "Ann Writer"}],
    "articleSection": "Harbour",
    "keywords": ["bridges", "tugs"],
}
PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>Swing bridge stuck: {name}</title>
  <link rel="canonical" href="https://packet.example/2011/03/{name}/">
  <script type="application/ld+json">{data}</script>
</head>
<body>
  <header><a href="/">The Packet</a></header>
  <main><article>
    <h1>Swing bridge stuck: {name}</h1>
    <p>{credit}</p>
    <p>The span of the bridge called {name} stands open, and nobody can say for how long it will.
      The <a href="https://council.example/log">council's log</a> has <del>nine</del> ten hours in
      it, and the <a href="{mole}">mole</a> is closed to all but two tugs.</p>
    <figure><img src="pier.png" alt="The pier"><figcaption>The pier at noon.</figcaption></figure>
    <h2>8:10 p.m.: Second tug arrives</h2>
    <p>A second tug has come from the outer basin. Her crew of 17 made fast to the span at once.</p>
    <h2>6:15 p.m.</h2>
    <p>The span stopped halfway, with a dredger under it. Cars wait in a line on both banks.</p>
    <h2>Original Post</h2>
    <p>The swing bridge opened at half past five for a dredger, and has not closed since then.</p>
    <p>{credit}</p>
  </article></main>
</body>
</html>
"""
PARTNERS = {"harbor-wire": "Title: Harbor Wire\n", "coast-paper": "Title: The Coast Paper\n"}


@dataclass(frozen=True)
class Imported:
    """An archive in a folder of its own."""

    folder: Path

    @property
    def content(self) -> Path:
        return self.folder / "content"

    def story(self, name: str) -> Path:
        """Return the file of the story called *name*."""
        return self.content / "stories" / "2011" / "03" / f"swing-bridge-stuck-{name}.md"

    def picture(self, name: str) -> Path:
        return self.story(name).with_suffix("") / "pier.png"

    def digest(self, name: str) -> str:
        text = self.story(name).read_text("utf-8")
        return text.partition("Original_SHA256: ")[2].partition("\n")[0]

    def kept(self, name: str, suffix: str) -> Path:
        """Return what is kept of the original of *name*: `.html`, `.json`, `.extract.txt`."""
        digest = self.digest(name)
        return self.content / "originals" / digest[:2] / f"{digest}{suffix}"

    def ledger(self, name: str) -> dict[str, Any]:
        known: dict[str, Any] = json.loads(self.kept(name, ".json").read_text("utf-8"))
        return known

    def checked(self) -> Report | None:
        """Build the site; return the report where its check ends it."""
        with chdir(self.folder), redirect_stdout(StringIO()):
            try:
                build({**site_settings("pelicanconf.py"), "BACKFILE_VERIFY": True})
            except UnfaithfulError as error:
                return error.report
        return None

    def take(self, names: Iterable[str], mole: str = "https://mole.example/") -> None:
        """Import a page of each of *names*; the second of its links leads to *mole*."""
        dump = self.folder / "dump"
        dump.mkdir(exist_ok=True)
        for name in names:
            data = json.dumps({**DATA, "headline": f"Swing bridge stuck: {name}"})
            page = PAGE.format(name=name, data=data, credit=CREDIT, mole=mole)
            (dump / f"{name}.html").write_text(page, "utf-8")
        (dump / "pier.png").write_bytes(picture("navy"))
        with chdir(self.folder), redirect_stdout(StringIO()):
            import_files([dump], conf="pelicanconf.py", timezone="America/New_York", workers=1)


def imported(folder: Path, names: Iterable[str]) -> Imported:
    """Return an archive in *folder* in which a page of each of *names* was imported."""
    theme = f"\nTHEME = {str(ROOT / 'theme')!r}\n"
    (folder / "pelicanconf.py").write_text(CONF + theme, "utf-8")
    made = Imported(folder)
    (made.content / "partners").mkdir(parents=True)
    for slug, text in PARTNERS.items():
        (made.content / "partners" / f"{slug}.md").write_text(text, "utf-8")
    made.take(names)
    return made


def picture(colour: str, size: tuple[int, int] = (40, 30)) -> bytes:
    """Return a PNG of one *colour*, *size* pixels wide and high."""
    made = BytesIO()
    Image.new("RGB", size, colour).save(made, "PNG")
    return made.getvalue()
