"""An archive of hostile dumps in Chromium: nothing in it runs, loads or leads astray."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from playwright.sync_api import Error

from benchmarks.pages import serving
from tests.importers.hostile.dumps import page, tries
from tests.importers.hostile.imported_dumps import import_all

from .conftest import pages_to_read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from playwright.sync_api import Browser, Frame, Page

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
        // The type of a page, for programs (Signposting), which nobody loads either.
        if (one.localName === 'link' && one.rel === 'type') continue;
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


# Frames of one page are opened in half the time of as many pages, and run and load the same.
AT_ONCE = 40
FRAMES = """
addresses => Promise.all(addresses.map(address => new Promise(done => {
  const frame = document.createElement('iframe');
  frame.name = address;
  frame.onload = done;
  frame.src = `/${address}`;
  document.body.append(frame);
})))
"""


@dataclass
class Watched:
    """A page, and what was noticed on it since it was last asked."""

    page: Page
    site: str
    noticed: list[str]

    def visit(self, address: str) -> list[str]:
        """Open *address* of the site; return what ran, was asked for elsewhere, or was said."""
        self.noticed.clear()
        try:
            self.page.goto(f"{self.site}/{address}")
            self.noticed += what_ran(self.page.main_frame)
        except Error as error:  # the page has gone elsewhere by itself
            self.noticed.append(str(error))
        return [f"{address}: {one}" for one in self.noticed]

    def visit_all(
        self, addresses: Sequence[str], within: str, look: Callable[[Frame], list[str]]
    ) -> list[str]:
        """Open *addresses* in frames of the page *within*; return what is noticed and looked at."""
        noticed = []
        for first in range(0, len(addresses), AT_ONCE):
            some = addresses[first : first + AT_ONCE]
            noticed += self.visit(within)
            try:
                self.page.evaluate(FRAMES, some)
                for frame in self.page.main_frame.child_frames:
                    self.noticed += [f"{frame.name}: {one}" for one in look(frame)]
            except Error as error:  # one of them has led the whole page elsewhere
                self.noticed.append(f"one of {some}: {error}")
            noticed += self.noticed
        return noticed


def what_ran(frame: Frame) -> list[str]:
    return ["a script ran"] if frame.evaluate("window.pwned") else []


def what_ran_or_may(frame: Frame) -> list[str]:
    return [*what_ran(frame), *frame.evaluate(JUDGE)]


def address_of(frame: Frame) -> str:
    """Return the address that was opened in *frame*, or in the one that it is in."""
    above = frame.parent_frame
    return address_of(above) if above and above.parent_frame else frame.name


@contextmanager
def watched(browser: Browser, site: str, *, with_policy: bool) -> Iterator[Watched]:
    """Open a page that notices everything; without the pages' own policy unless *with_policy*."""
    window = browser.new_page(bypass_csp=not with_policy)
    noticed: list[str] = []
    host = f"{site}/"
    window.on(
        "request",
        lambda asked: (
            None
            if asked.url.startswith(host)
            else noticed.append(f"{address_of(asked.frame)}: {asked.url}")
        ),
    )
    window.on("console", lambda said: noticed.append(f"{said.location['url']}: {said.text}"))
    window.on("pageerror", lambda error: noticed.append(str(error)))
    window.on("dialog", lambda dialog: (noticed.append(dialog.message), dialog.dismiss()))
    yield Watched(window, site, noticed)
    window.close()


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
    (tmp_path / "blank.html").write_text(page("Blank", ""), "utf-8")
    addresses = [f"{one.name}.html" for one in fragments]
    with serving(tmp_path) as site, watched(browser, site, with_policy=False) as visitor:
        noticed = visitor.visit_all(addresses, "blank.html", what_ran)
    harm = [line for line in noticed if "a script ran" in line or "evil.example" in line]
    harmful = {line.partition(": ")[0] for line in harm} & set(addresses)
    assert len(harmful) >= FEWEST_THAT_HARM, sorted(harmful)


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
    with watched(browser, site, with_policy=False) as visitor:
        found = visitor.visit_all(addresses(output), "404.html", what_ran_or_may)
    assert not found, "\n".join(found)


def test_the_policy_has_nothing_to_refuse(browser: Browser, site: str, output: Path) -> None:
    with watched(browser, site, with_policy=True) as visitor:
        found = visitor.visit_all(addresses(output)[::5], "404.html", what_ran)
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
