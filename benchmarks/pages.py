"""`invoke bench pages`: what Lighthouse says of the sample archive on a phone."""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import os
import statistics
import subprocess
import sys
import threading
from collections import defaultdict
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import track

from backfile.errors import BackfileError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LIGHTHOUSE = Path(__file__).parents[1] / "node_modules" / ".bin" / "lighthouse"
PAGES = {
    "home": "/",
    "story": "/1963/11/kennedy-dallas/",
    "month": "/1963/11/",
    "search": "/search/",
}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
CHROME_FLAGS = (
    "--headless=new --no-sandbox --disable-gpu"
    " --disable-background-networking --disable-component-update"
)
# Fonts and photographs are packed already.
COMPRESSED = {".css", ".html", ".js", ".json", ".mjs", ".svg", ".xml"}


@dataclass(frozen=True, slots=True)
class Loss:
    """An audit that cost points: its category and title, its score from 0 to 1, what it measured.

    `value` is as Lighthouse words it ("2.4 s") and empty where an audit measures nothing.
    """

    category: str
    audit: str
    score: float
    value: str


@dataclass(frozen=True, slots=True)
class Report:
    """One run on one page: the points of each category, from 0 to 100, and what cost the rest."""

    scores: Mapping[str, int]
    losses: tuple[Loss, ...]


def pages(folder: Path, *, rounds: int) -> None:
    """Build the sample archive below *folder*, judge its pages *rounds* times, print the scores.

    Raises UsageError where Lighthouse is not installed, and BackfileError for a failed run.
    """
    if not LIGHTHOUSE.exists():
        raise UsageError("Lighthouse is not installed; install Node.js, then run: npm ci")
    output = folder / "output"
    with serving(output) as address:
        # A canonical link to another address than the one that is judged would cost points.
        build_archive(output, address)
        there = {
            name: path
            for name, path in PAGES.items()
            if (output / path[1:] / "index.html").exists()
        }
        runs = [(name, path) for name, path in there.items() for _ in range(rounds)]
        reports: dict[str, list[Report]] = defaultdict(list)
        for name, path in _shown(runs):
            reports[name].append(read_report(_run_lighthouse(address + path)))
    print(f"Lighthouse, phone profile, median of {rounds} runs\n")
    print(table(reports))
    for name in PAGES.keys() - there.keys():
        print(f"{name}: there is no {PAGES[name]}")


def read_report(text: str) -> Report:
    """Read the JSON of one run. Raises BackfileError where a category came to no score."""
    report = json.loads(text)
    scores, losses = {}, []
    for name in CATEGORIES:
        category = report["categories"][name]
        if category["score"] is None:
            raise BackfileError(f"{report['requestedUrl']}: Lighthouse gave no score for {name}")
        scores[name] = round(category["score"] * 100)
        audits = [report["audits"][one["id"]] for one in category["auditRefs"] if one["weight"]]
        losses += [
            Loss(name, audit["title"], audit["score"], audit.get("displayValue", ""))
            for audit in audits
            # An audit that does not apply to a page has no score.
            if scores[name] < 100 and audit["score"] is not None and audit["score"] < 1
        ]
    return Report(scores, tuple(losses))


def table(reports: Mapping[str, Sequence[Report]]) -> str:
    """Return a line of median scores for each page, then a line for each audit that cost points."""
    lines = ["  ".join(["page    ", *CATEGORIES])]
    for page, runs in reports.items():
        cells = [
            f"{statistics.median_low(run.scores[name] for run in runs):{len(name)}}"
            for name in CATEGORIES
        ]
        lines.append("  ".join([f"{page:8}", *cells]))
    for page, runs in reports.items():
        lines += [f"{page}: {line}" for line in _losses(runs)]
    return "\n".join(lines)


def _losses(runs: Sequence[Report]) -> Iterator[str]:
    """Yield a line for each audit that cost points in any of the runs, with its worst run."""
    by_audit: dict[tuple[str, str], list[Loss]] = defaultdict(list)
    for run in runs:
        for loss in run.losses:
            by_audit[loss.category, loss.audit].append(loss)
    for (category, audit), losses in by_audit.items():
        worst = min(losses, key=lambda loss: loss.score)
        value = f" {worst.value}" if worst.value else ""
        times = f"in {len(losses)} of {len(runs)} runs"
        yield f"{category}: {audit}{value}, at worst {worst.score:.2f}, {times}"


def build_archive(output: Path, address: str) -> None:
    """Build the archive as it is published, for *address*. Raises BackfileError."""
    built = subprocess.run(  # noqa: S603 (our own interpreter and command)
        [sys.executable, "-m", "invoke", "build", "--production", "--output", str(output)],
        env={**os.environ, "BACKFILE_SITEURL": address},
        capture_output=True,
        text=True,
        check=False,
    )
    if built.returncode:
        raise BackfileError(f"the archive could not be built:\n{built.stderr.strip()}")


def _run_lighthouse(address: str) -> str:
    """Return the JSON of one run on the page at *address*. Raises BackfileError."""
    browser = os.environ.get("BACKFILE_CHROMIUM")
    run = subprocess.run(  # noqa: S603 (the project's own tool on the project's own page)
        [
            str(LIGHTHOUSE),
            address,
            "--quiet",
            "--output=json",
            f"--only-categories={','.join(CATEGORIES)}",
            f"--chrome-flags={CHROME_FLAGS}",
            "--no-enable-error-reporting",
        ],
        env={**os.environ, "CHROME_PATH": browser} if browser else None,
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        raise BackfileError(f"{address}: Lighthouse failed:\n{run.stderr.strip()}")
    return run.stdout


def _shown(runs: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the runs with a bar of progress on a terminal; each takes about ten seconds."""
    console = Console(stderr=True)
    hidden = not console.is_terminal
    yield from track(runs, "Lighthouse", console=console, transient=True, disable=hidden)


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve *folder*, which need not be there yet, and yield the address."""
    handler = functools.partial(_Host, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


# As hosts do, which compress a file once.
_compressed = functools.lru_cache(maxsize=1_000)(gzip.compress)


class _Host(http.server.SimpleHTTPRequestHandler):
    """Answers as static hosts do: over connections that stay, with gzip, to be kept a while."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def handle(self) -> None:
        """Answer until the browser hangs up, which it may do at any time."""
        with suppress(ConnectionError):
            super().handle()

    def do_GET(self) -> None:
        """Send the file that is asked for, or the page that says that there is none."""
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        found = file.is_file()
        file = file if found else Path(self.directory) / "404.html"
        body = file.read_bytes() if file.is_file() else b"Not found"
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", self.guess_type(file))
        if file.suffix in COMPRESSED:
            body = _compressed(body)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: the figures are what counts."""
