"""What the Nu HTML checker says of every page that is built, and of the theme's style sheets."""

from __future__ import annotations

import json
import subprocess
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from tests.publish.gates.invalid_pages import FLAWS, PAGE

from .conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

BAD_PAGE = """<!DOCTYPE html>
<html lang="en">
<meta http-equiv="Content-Security-Policy" content="default-src 'self'">
<title>A page with three faults</title>
<section><p>A section without a heading.</section>
<p><bold>An element that does not exist.</bold></p>
<p style="color: red">A style that the policy forbids.</p>
"""


# Container queries (CSS Conditional Rules 5) and anchors (CSS Anchor Positioning 1): what the
# checker, which does not know them yet, says.
UNKNOWN_CSS = {
    "CSS: “container-type”: Property “container-type” doesn't exist.": (
        "nav { container-type: inline-size; }"
    ),
    "CSS: Unrecognized at-rule “@container”": (
        "@container (inline-size > 30rem) { nav { color: red; } }"
    ),
    "CSS: “position-area”: Property “position-area” doesn't exist.": (
        "nav { position-area: block-end; }"
    ),
}


# Structured data is no script (WHATWG HTML, "data block"), but the checker takes it for one.
TAKEN_FOR_SCRIPT = (
    "Inline script violates Content Security Policy (meta tag): blocked by “script-src” directive "
    "(missing “‘unsafe-inline’” or nonce/hash)."
)
DATA = '<script type="application/ld+json">'


def findings(checker: list[str], *what: str | Path) -> dict[str, list[str]]:
    """Return the places, as `address:line`, of each error, warning and remark of one run."""
    run = subprocess.run(
        [*checker, "--stdout", "--format", "json", *map(str, what)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stdout, run.stderr
    found = defaultdict(list)
    for said in json.loads(run.stdout)["messages"]:
        found[said["message"]].append(f"{said.get('url')}:{said.get('lastLine')}")
    return found


def report(found: dict[str, list[str]]) -> str:
    return "\n".join(
        f"{message} ({len(places)} times, first at {places[0]})"
        for message, places in found.items()
    )


def test_every_page_is_valid(markup_checker: list[str], site: str, output: Path) -> None:
    """As it is served: which address is the page's own decides what its policy allows."""
    pages = [f"{site}/{path.relative_to(output).as_posix()}" for path in output.rglob("*.html")]
    assert pages
    found = findings(markup_checker, *pages)
    mistaken = found.pop(TAKEN_FOR_SCRIPT, [])
    scripts = [place for place in mistaken if not is_data(place, site, output)]
    assert not scripts
    assert not found, report(found)


def is_data(place: str, site: str, output: Path) -> bool:
    """Tell whether the line at *place* of a page that is served is nothing but structured data."""
    address, _, line = place.rpartition(":")
    page = output / address.removeprefix(f"{site}/")
    written = page.read_text("utf-8").split("\n")[int(line) - 1].strip()
    return written.startswith(DATA) and written.count("<script") == 1


def test_a_script_is_not_taken_for_data(tmp_path: Path) -> None:
    lines = [f"{DATA}{{}}</script>", "<script>1</script>", f"{DATA}</script><script>1</script>"]
    (tmp_path / "page.html").write_text("\n".join(lines), "utf-8")
    found = [
        is_data(f"http://here/page.html:{line}", "http://here", tmp_path) for line in (1, 2, 3)
    ]
    assert found == [True, False, False]


def test_data_is_still_taken_for_a_script(markup_checker: list[str], tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(BAD_PAGE.replace("<section>", f"{DATA}{{}}</script><section>"), "utf-8")
    assert TAKEN_FOR_SCRIPT in findings(markup_checker, page)


def test_what_is_not_valid_is_found(markup_checker: list[str], tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(BAD_PAGE, "utf-8")
    found = report(findings(markup_checker, page))
    assert "Section lacks heading. Consider using “h2”-“h6” elements" in found
    assert "Element “bold” not allowed as child of element “p”" in found
    assert "The “style” attribute violates Content Security Policy" in found


def test_every_style_sheet_is_valid(markup_checker: list[str]) -> None:
    found = findings(markup_checker, "--css", *sorted((ROOT / "theme").rglob("*.css")))
    faults = {message: places for message, places in found.items() if message not in UNKNOWN_CSS}
    assert not faults, report(faults)


def test_what_is_overlooked_in_style_sheets_is_still_unknown(
    markup_checker: list[str], tmp_path: Path
) -> None:
    sheet = tmp_path / "sheet.css"
    sheet.write_text("\n".join(UNKNOWN_CSS.values()), "utf-8")
    assert findings(markup_checker, "--css", sheet).keys() == UNKNOWN_CSS.keys()


def test_what_the_gates_find_wrong_is_wrong_for_the_checker(
    markup_checker: list[str], tmp_path: Path
) -> None:
    for number, (body, _) in enumerate(FLAWS):
        (tmp_path / f"{number}.html").write_text(PAGE.format(body), "utf-8")

    places = findings([*markup_checker, "--errors-only"], tmp_path).values()

    judged = {place.rpartition("/")[2].partition(".")[0] for found in places for place in found}
    assert judged == {str(number) for number in range(len(FLAWS))}
