"""An archive of hostile dumps in Chromium: nothing in it runs, loads or leads astray."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from playwright.sync_api import Error

from benchmarks.pages import serving
from tests.importers.hostile.dumps import Try, page, tries
from tests.importers.hostile.imported_dumps import import_all

from .conftest import pages_to_read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# What may be on a page and never be used, as a link may that nobody has followed yet.
JUDGE = r"""
() => {
  const found = [];
  const refused = 'iframe frame frameset object embed applet portal base math marquee style';
  const forbidden = new Set(refused.split(' '));
  const loading = 'src srcset poster data background action formaction ping manifest archive';
  const loads = new Set(loading.split(' '));
  const tell = (one, why) => found.push(`${why}: ${one.outerHTML.slice(0, 200)}`);
  for (const one of document.querySelectorAll('*')) {
    if (forbidden.has(one.localName)) tell(one, 'element');
    for (const { name, value } of one.attributes) {
      if (name.startsWith('on') || name === 'style' || name === 'srcdoc') tell(one, name);
      if (name === 'http-equiv' && value !== 'Content-Security-Policy') tell(one, value);
      if (!loads.has(name) && !/(^|:)href$|^cite$/.test(name)) continue;
      for (const part of name === 'srcset' ? value.split(',') : [value]) {
        // What is broken leads nowhere.
        if (!URL.canParse(part.trim().split(' ')[0], location.href)) continue;
        const url = new URL(part.trim().split(' ')[0], location.href);
        if (!['http:', 'https:', 'mailto:', 'tel:'].includes(url.protocol)) tell(one, name);
        if (loads.has(name) && url.origin !== location.origin) tell(one, name);
        // The name of a vocabulary, which nobody loads (Dublin Core in HTML, DCMI).
        if (one.localName === 'link' && one.rel.startsWith('schema.')) continue;
        if (one.localName === 'link' && url.origin !== location.origin) tell(one, name);
      }
    }
  }
  return found;
}
"""
# Of the tries at HTML, so many run or load something where nothing cleans them; the others are
# for browsers of the past, for a click, or for a cleaner that parses otherwise than a browser.
FEWEST_THAT_HARM = 60


@dataclass
class Watched:
    """A page, and what was noticed on it since it was last asked."""

    page: Page
    site: str
    noticed: list[str] = field(default_factory=list)

    def visit(self, address: str) -> list[str]:
        """Open *address* of the site; return what ran, was asked for elsewhere, or was said."""
        self.noticed.clear()
        try:
            self.page.goto(f"{self.site}/{address}")
            if self.page.evaluate("window.pwned"):
                self.noticed.append("a script ran")
        except Error as error:  # the page has gone elsewhere by itself
            self.noticed.append(str(error))
        return [f"{address}: {one}" for one in self.noticed]


@contextmanager
def watched(browser: Browser, site: str, *, with_policy: bool) -> Iterator[Watched]:
    """Open a page that notices everything; without the pages' own policy unless *with_policy*."""
    context = browser.new_context(bypass_csp=not with_policy)
    one = Watched(context.new_page(), site)
    host = f"{site}/"
    one.page.on(
        "request",
        lambda asked: None if asked.url.startswith(host) else one.noticed.append(asked.url),
    )
    one.page.on("console", lambda message: one.noticed.append(message.text))
    one.page.on("pageerror", lambda error: one.noticed.append(str(error)))
    one.page.on("dialog", lambda dialog: (one.noticed.append(dialog.message), dialog.dismiss()))
    yield one
    context.close()


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of all hostile dumps, every word of them proved."""
    project = import_all(tmp_path_factory.mktemp("hostile")).project
    project.set("BACKFILE_VERIFY = True")
    built = project.run("build")
    assert built.returncode == 0, built.stderr
    return project.folder / "output"


@pytest.fixture(scope="module")
def site(output: Path) -> Iterator[str]:
    with serving(output) as address:
        yield address


def addresses(output: Path) -> list[str]:
    """Return the addresses of all stories, and of each fourth of the many lists by a term."""
    pages = [path.relative_to(output).as_posix() for path in pages_to_read(output)]
    terms = ("authors/", "partners/", "sections/", "topics/")
    lists = [one for one in pages if one.startswith(terms)]
    rest = [one for one in pages if not one.startswith(terms)]
    return [quote(one) for one in [*rest, *lists[::4]]]


def test_the_tries_do_harm_where_nothing_cleans_them(browser: Browser, tmp_path: Path) -> None:
    fragments = tries("fragments.html")
    for one in fragments:
        (tmp_path / f"{one.name}.html").write_text(page(one.name, one.text), "utf-8")
    with serving(tmp_path) as site:
        harmful = [one for one in fragments if harms(browser, site, one)]
    assert len(harmful) >= FEWEST_THAT_HARM, [one.name for one in harmful]


def harms(browser: Browser, site: str, one: Try) -> bool:
    # Some go elsewhere by themselves, into the middle of the next: so each has its own page.
    with watched(browser, site, with_policy=False) as visitor:
        noticed = visitor.visit(f"{one.name}.html")
    return any("a script ran" in line or "evil.example" in line for line in noticed)


@pytest.mark.parametrize("harmful", ["<p onclick=x>", "<a href='javascript:x'>x</a>", "<iframe>"])
def test_what_waits_to_be_used_is_found(browser: Browser, site: str, harmful: str) -> None:
    with watched(browser, site, with_policy=False) as visitor:
        visitor.visit("404.html")
        assert visitor.page.evaluate(JUDGE) == []
        visitor.page.evaluate(
            "html => document.body.insertAdjacentHTML('beforeend', html)", harmful
        )
        assert len(visitor.page.evaluate(JUDGE)) == 1


def test_nothing_runs_or_loads_even_without_the_policy(
    browser: Browser, site: str, output: Path
) -> None:
    found = []
    with watched(browser, site, with_policy=False) as visitor:
        for address in addresses(output):
            found += visitor.visit(address)
            found += [f"{address}: {one}" for one in visitor.page.evaluate(JUDGE)]
    assert not found, "\n".join(found)


def test_the_policy_has_nothing_to_refuse(browser: Browser, site: str, output: Path) -> None:
    found = []
    with watched(browser, site, with_policy=True) as visitor:
        for address in addresses(output)[::5]:
            found += visitor.visit(address)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("words", ["<img src=x onerror=pwned=1>", "onerror", "javascript:pwned"])
def test_what_a_search_finds_is_shown_as_words(browser: Browser, site: str, words: str) -> None:
    with watched(browser, site, with_policy=False) as visitor:
        noticed = visitor.visit(f"search/?q={quote(words)}")
        visitor.page.wait_for_selector("#said:not(:empty)")
        assert visitor.page.locator("#found > li").count() > 0
        assert visitor.page.evaluate(JUDGE) == []
        assert [*noticed, *visitor.noticed] == []
        assert not visitor.page.evaluate("window.pwned")


def test_the_reports_of_the_imports_show_what_was_tried_as_words(
    browser: Browser, output: Path
) -> None:
    folder = output.parent / "content" / "originals" / "imports"
    reports = [path.name for path in folder.glob("*.html")]
    assert len(reports) == 9
    # As whoever looks into the archive opens them: from the disk.
    with watched(browser, folder.as_uri(), with_policy=False) as visitor:
        for name in reports:
            assert visitor.visit(quote(name)) == []
            found = [one for one in visitor.page.evaluate(JUDGE) if "<style>" not in one]
            assert found == []
