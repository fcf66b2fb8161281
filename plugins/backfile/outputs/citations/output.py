"""The files of citations beside the page of each story. What is in them: docs/citing.md."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from backfile.outputs.artifacts import text_file
from backfile.outputs.citations.bibtex import bibtex
from backfile.outputs.citations.citation import CitedSite, citations_of
from backfile.outputs.citations.csl_json import csl_json
from backfile.outputs.citations.ris import ris
from backfile.outputs.citations.words import CitationWords
from backfile.reading.cards import plain
from backfile.reading.record import record_of
from backfile.render.language import FOLDER, Languages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pelican.contents import Article

    from backfile.config.settings import Settings
    from backfile.outputs.artifacts import Artifact
    from backfile.outputs.citations.citation import Citation
    from backfile.outputs.data.story_json import HasPage

_NAME = "citations"


@dataclass(frozen=True, slots=True)
class CitationFormat:
    """A format of citations: its `name` for people, the `ending` of its files, its media type."""

    name: str
    ending: str
    media_type: str
    write: Callable[[Iterable[Citation]], str]


class CitationFile(NamedTuple):
    """A file of citations as a page links to it; `path` is its file, and address below SITEURL."""

    name: str
    path: str
    media_type: str


FORMATS = (
    CitationFormat("BibTeX", ".bib", "application/x-bibtex", bibtex),
    CitationFormat("RIS", ".ris", "application/x-research-info-systems", ris),
    CitationFormat("CSL-JSON", ".csl.json", "application/vnd.citationstyles.csl+json", csl_json),
)


def citation_files_of(story: HasPage) -> list[CitationFile]:
    """Return the files of citations of *story*, one in each format.

    They lie beside the page: `ferry/citations.bib` for `ferry/index.html`, `ferry.bib` for
    `ferry.html`.
    """
    folder, slash, page = story.save_as.rpartition("/")
    stem = _NAME if page == "index.html" else page.rpartition(".")[0] or page
    return [
        CitationFile(one.name, f"{folder}{slash}{stem}{one.ending}", one.media_type)
        for one in FORMATS
    ]


def citation_files(stories: Iterable[Article], settings: Settings) -> Iterator[Artifact]:
    """Go through the files of citations of published *stories*; each is made of its story alone."""
    languages = Languages(settings.lang, settings.theme / FOLDER)
    site = CitedSite(plain(settings.name), settings.address)
    for article in stories:
        yield from _story_files(article, site, languages)


def _story_files(article: Article, site: CitedSite, languages: Languages) -> Iterator[Artifact]:
    words = CitationWords(languages, article.lang, article.story.dateline.zone.key)
    # What is cited is soon known, and less of a story goes into it than its record has.
    cited = citations_of(record_of(article), site, words)
    for one, file in zip(FORMATS, citation_files_of(article), strict=True):
        yield text_file(file.path, cited, partial(one.write, cited))
