"""The archive of the tests as it is published, and its structured data."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest
from selectolax.lexbor import LexborHTMLParser

from backfile.config.site_settings import site_settings
from backfile.outputs.redirects.formats import PAGE_MARK
from backfile.pipeline.build import build

from .linked_data import SITE, graph
from .sites import ARCHIVE, ROOT

if TYPE_CHECKING:
    from .linked_data import Node


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The pages of the archive of the tests, published at SITE, by their addresses below it."""
    with contextlib.chdir(ROOT):
        folder = tmp_path_factory.mktemp("site") / "output"
        settings = site_settings(content=str(ARCHIVE), output=str(folder))
        output = build({**settings, "SITEURL": SITE})
    html = {
        path.relative_to(output).as_posix().removesuffix("index.html"): path.read_text("utf-8")
        for path in output.rglob("*.html")
    }
    return {url: text for url, text in html.items() if PAGE_MARK not in text}


@pytest.fixture(scope="session")
def graphs(pages: dict[str, str]) -> dict[str, list[Node]]:
    """The nodes of each page, as extruct gets them."""
    return {url: graph(html) for url, html in pages.items()}


@pytest.fixture(scope="session")
def parsed(pages: dict[str, str]) -> dict[str, LexborHTMLParser]:
    return {url: LexborHTMLParser(html) for url, html in pages.items()}
