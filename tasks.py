"""The commands. Each calls one function; `invoke --list` lists them, `make NAME` runs them."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from invoke import Context, task

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent
sys.path.insert(0, str(ROOT / "plugins"))
CONF = "pelicanconf.py"
PRODUCTION = "publishconf.py"


def _exit(work: Callable[[], int | None]) -> None:
    """Run a command; end with 0 if all is well, 1 if content is at fault, 2 if the call is."""
    from backfile.cli.running import run

    sys.exit(run(work))


@task
def serve(_c: Context, host: str = "127.0.0.1", port: int = 8000, content: str = "") -> None:
    """Build the archive, serve it, and rebuild and reload at every change."""
    from backfile.build.serve import serve
    from backfile.build.site import site_settings

    read = partial(site_settings, CONF, content=content)
    _exit(lambda: serve(read, host=host, port=port, conf=CONF))


@task
def build(_c: Context, production: bool = False, content: str = "", output: str = "") -> None:
    """Build the site into output/, or leave output/ as it was if anything is at fault."""
    from backfile.cli.building import build_site

    conf = PRODUCTION if production else CONF
    _exit(lambda: build_site(conf, content=content, output=output))


@task(
    name="import",
    positional=["source"],
    help={
        "source": "a file or folder, or several quoted: 'a.txt b.html', 'dump/*.txt'",
        "format": "auto, text, html, wxr, warc or json",
        "recipe": "a recipe.toml that says where things stand in this source",
        "date": "when the story was published: 2014-06-16 or '2014-06-16 11:02'",
        "timezone": "the zone of its times, such as America/New_York (default: the site's)",
        "lang": "its language, such as de or pt-BR (default: what it says itself, or the site's)",
        "partner": "the slug of the partner it came from",
        "title": "its title, where the text has none",
        "encoding": "its encoding, where it is not UTF-8, Windows-1252 or Latin-1",
        "media": "folders to look for pictures in, such as a copy of wp-content/uploads",
        "comments": "bring in readers' comments too",
        "private": "bring in private and password-protected posts too, as drafts",
        "workers": "by how many processes (default: one a core, for what is large)",
        "dry-run": "say what would be done, and write nothing",
    },
)
def import_(
    c: Context,
    source: str,
    date: str = "",
    timezone: str = "",
    lang: str = "",
    partner: str = "",
    title: str = "",
    encoding: str = "",
    format: str = "",
    recipe: str = "",
    media: str = "",
    comments: bool = False,
    private: bool = False,
    workers: int = 0,
    content: str = "",
    dry_run: bool = False,
) -> None:
    """Turn received texts, pages, exports and crawls into stories; more files go after --."""
    from backfile.cli.importing import find_sources, import_files

    given: dict[str, Any] = {
        "date": date,
        "timezone": timezone,
        "lang": lang,
        "partner": partner,
        "title": title,
        "encoding": encoding,
        "format": format,
        "recipe": recipe,
        "media": media,
        "comments": comments,
        "private": private,
        "workers": workers,
        "dry_run": dry_run,
    }
    _exit(
        lambda: import_files(
            find_sources(source, c.remainder),
            conf=CONF,
            content=content,
            **given,
        )
    )


@task(positional=["title"])
def new(
    _c: Context,
    title: str,
    date: str = "",
    timezone: str = "",
    partner: str = "",
    content: str = "",
) -> None:
    """Write the skeleton of a story, as a draft, and print its path."""
    from backfile.cli.new import new_story

    _exit(
        lambda: new_story(
            title, conf=CONF, content=content, date=date, timezone=timezone, partner=partner
        )
    )


@task(
    help={
        "fix": "write what was inferred into the stories, so that nothing is left to infer",
        "strict": "fail on warnings too",
        "format": "text, json or github",
    }
)
def check(
    _c: Context, fix: bool = False, strict: bool = False, format: str = "text", content: str = ""
) -> None:
    """List every inference, doubt and fault of the stories, with file and line."""
    from backfile.cli.checking import check_archive

    _exit(
        lambda: check_archive(CONF, content=content, fix_it=fix, strict=strict, format_name=format)
    )


@task(
    help={
        "format": "text or json",
        "output": "a folder in which the site is kept, if all of it holds",
        "accept": "a story file whose words were changed on purpose: writes so into its ledger",
        "why": "why they were, with --accept",
    }
)
def verify(
    _c: Context,
    content: str = "",
    output: str = "",
    format: str = "text",
    accept: str = "",
    why: str = "",
) -> None:
    """Compare the words of every built story page with those of its original."""
    from backfile.cli.verifying import accept_changes, verify_archive

    if accept:
        _exit(lambda: accept_changes(CONF, content=content, story=accept, why=why))
    _exit(lambda: verify_archive(CONF, content=content, output=output, format_name=format))


@task
def lint(c: Context) -> None:
    """Check format, style and types."""
    c.run("ruff format --check . && ruff check . && mypy", pty=False)


@task(name="test", help={"options": "handed on to pytest: '-k stamp', '-m \"not browser\"'"})
def run_tests(c: Context, options: str = "") -> None:
    """Run all tests."""
    workers = os.environ.get("PYTEST_WORKERS", "auto")
    c.run(f"python -m pytest -n {workers} -rfEs {options}", pty=sys.stdout.isatty())


@task
def golden(c: Context) -> None:
    """Rewrite what the example tests expect; review the diff."""
    c.run(
        "python -m pytest tests/test_examples.py tests/legacy/test_text.py -q --rewrite-golden",
        pty=False,
    )


@task(
    positional=["what"],
    help={
        "what": "overhead, pages, import or search",
        "stories": "how many stories to build (1000), import (10000) or search (10000)",
        "rounds": "how often to measure (default: 5 for overhead, 3 for pages, 7 for search)",
    },
)
def bench(_c: Context, what: str, stories: int = 0, rounds: int = 0) -> None:
    """Measure: CPU time beside plain Pelican's, Lighthouse's scores, imports, the search."""
    from backfile.cli.bench import bench

    _exit(lambda: bench(what, stories=stories, rounds=rounds))


@task(help={"lang": "the language's tag, such as es or pt-BR"})
def translate(_c: Context, lang: str) -> None:
    """Bring the theme's words in a language up to date, and list those not translated."""
    from backfile.build.site import site_settings
    from backfile.cli.translating import translate as bring_up_to_date

    _exit(lambda: bring_up_to_date(Path(site_settings(CONF)["THEME"]), lang))


@task
def lock(c: Context, upgrade: bool = False) -> None:
    """Write requirements.txt anew from pyproject.toml, with hashes."""
    c.run(
        "uv pip compile --quiet --universal --python-version 3.11 --generate-hashes"
        " --no-emit-index-url --custom-compile-command 'make lock' --group dev"
        f" --output-file requirements.txt pyproject.toml{' --upgrade' if upgrade else ''}"
    )


@task
def clean(c: Context) -> None:
    """Remove what was made: the site, caches, the test data."""
    c.run("rm -rf output cache .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage*")
