"""The commands of this repository. `invoke --list` lists them, `make NAME` runs one."""

from __future__ import annotations

import os
import re
import shlex
import sys
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from invoke import Context, task

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent
sys.path[:0] = [str(ROOT / "plugins"), str(ROOT)]
CONF = "pelicanconf.py"
PRODUCTION = "publishconf.py"


def _exit(work: Callable[[], int | None]) -> None:
    """Run a command and exit: 0 if all is well, 1 for faulty content, 2 for a wrong call."""
    from backfile.cli.running import run

    sys.exit(run(work))


@task
def serve(_c: Context, host: str = "127.0.0.1", port: int = 8000, content: str = "") -> None:
    """Build the site, serve it, and rebuild and reload it at every change."""
    from backfile.config.site_settings import site_settings
    from backfile.pipeline.serve import serve

    read = partial(site_settings, CONF, content=content)
    _exit(lambda: serve(read, host=host, port=port, conf=CONF))


@task(
    help={
        "production": "build the site for publication, with the settings in publishconf.py",
        "keep-going": "leave out the stories that have errors, list them, and build the others",
        "check-output": "make those files of the site again that somebody has changed",
        "workers": "the number of processes (default: BACKFILE_WORKERS, or one for each core)",
        "scheduler": "read stories on the Dask cluster of this scheduler: tcp://10.0.0.5:8786",
    }
)
def build(
    _c: Context,
    production: bool = False,
    keep_going: bool = False,
    check_output: bool = False,
    content: str = "",
    output: str = "",
    workers: int = 0,
    scheduler: str = "",
) -> None:
    """Build the site into output/; if there is an error, leave output/ as it was."""
    from backfile.cli.building import build_site

    conf = PRODUCTION if production else CONF
    places = {"content": content, "output": output}
    options = {**places, "workers": workers, "scheduler": scheduler}
    _exit(lambda: build_site(conf, **options, keep_going=keep_going, check_output=check_output))


@task(
    name="import",
    positional=["source"],
    help={
        "source": "a file or folder, or several quoted: 'a.txt b.html', 'dump/*.txt'",
        "format": "auto, text, html, wxr, warc, json, feed or csv",
        "recipe": "a recipe.toml that describes where things are in this source",
        "date": "when the story was published: 2014-06-16 or '2014-06-16 11:02'",
        "timezone": "the zone of its times, such as America/New_York (default: the site's)",
        "lang": "its language, such as de or pt-BR (default: what it says itself, or the site's)",
        "partner": "the slug of the partner who published it",
        "title": "its title, if the text has none",
        "encoding": "its encoding, if it is not UTF-8, Windows-1252 or Latin-1",
        "media": "folders to look for pictures in, such as a copy of wp-content/uploads",
        "comments": "import readers' comments too",
        "private": "import private and password-protected posts too, as drafts",
        "workers": "the number of processes (default: one for each core if the source is large)",
        "dry-run": "report what would be done, and write nothing",
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
    """Turn received texts, pages, exports and crawls into stories; put more files after --."""
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
        "media": shlex.split(media),
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


@task(
    positional=["title"],
    help={
        "title": "the headline",
        "slug": "its name in the address (default: made from the title)",
        "date": "when it was published: 2014-06-16 or '2014-06-16 11:02' (default: now)",
        "timezone": "the zone of its times, such as America/New_York (default: the site's)",
        "lang": "its language, such as es (default: the site's)",
        "category": "its section (default: DEFAULT_CATEGORY)",
        "partner": "the slug of the partner who published it",
    },
)
def new(
    _c: Context,
    title: str,
    slug: str = "",
    date: str = "",
    timezone: str = "",
    lang: str = "",
    category: str = "",
    partner: str = "",
    content: str = "",
) -> None:
    """Write a draft of a story, and print its path."""
    from backfile.cli.new import new_story

    given = {
        "slug": slug,
        "date": date,
        "timezone": timezone,
        "lang": lang,
        "category": category,
        "partner": partner,
    }
    _exit(lambda: new_story(title, conf=CONF, content=content, **given))


@task(
    iterable=["only", "path"],
    optional=["site"],
    help={
        "only": "list only findings with this code, or with any of these: next-day,out-of-order",
        "path": "check only this file or folder; put several after --",
        "all": "list every finding, however many there are",
        "fix": "write what was inferred into the stories",
        "diff": "show what --fix would write, and write nothing",
        "strict": "fail on warnings too",
        "format": "text, json or github",
        "site": "check a built site instead of the stories (default: OUTPUT_PATH)",
        "earlier": "with --site: the release whose addresses must stay, an address or a folder",
    },
)
def check(
    c: Context,
    only: list[str],
    path: list[str],
    all: bool = False,
    fix: bool = False,
    diff: bool = False,
    strict: bool = False,
    format: str = "text",
    site: str | None = None,
    earlier: str = "",
    content: str = "",
) -> None:
    """List every inference, doubt and error in the stories, with file and line."""
    from backfile.cli.checking import check_stories_or_site

    options = {
        "paths": [*path, *shlex.split(c.remainder)],
        "only": only,
        "every": all,
        "fix": fix,
        "diff": diff,
        "strict": strict,
        "format_name": format,
        "site": "" if site is True else site,
        "earlier": earlier,
    }
    _exit(lambda: check_stories_or_site(CONF, content=content, **options))


@task(
    help={
        "format": "text, json or github",
        "output": "keep the site in this folder if every page passes",
        "accept": "record that the words of this story file were changed on purpose",
        "why": "the reason for the change, with --accept",
        "site": "compare the files of this site, an address or a folder, with its manifest",
        "against": "with --site: compare them with those in this folder, such as a new build",
    }
)
def verify(
    _c: Context,
    content: str = "",
    output: str = "",
    format: str = "text",
    accept: str = "",
    why: str = "",
    site: str = "",
    against: str = "",
) -> None:
    """Compare the words of every built story page with those of its original."""
    from backfile.cli.verifying import verify_stories_or_site

    given = {"output": output, "accept": accept, "why": why, "site": site, "against": against}
    _exit(lambda: verify_stories_or_site(CONF, content=content, format_name=format, **given))


@task(
    positional=["target"],
    help={
        "target": "a folder, ssh://user@host/path, s3://bucket/prefix or git+ssh://…#branch",
        "dry-run": "list what would change, and change nothing",
        "keep": "the number of releases that stay at the target",
        "rollback": "let readers get the release before this one again, and publish nothing",
        "check-target": "compare every file at the target, whatever its manifest says",
        "anyway": "publish a site against which something speaks, and record that",
        "endpoint": "the web address of an S3-compatible store",
        "output": "the folder of the built site (default: OUTPUT_PATH in publishconf.py)",
    },
)
def publish(
    _c: Context,
    target: str,
    dry_run: bool = False,
    keep: int = 3,
    rollback: bool = False,
    check_target: bool = False,
    anyway: bool = False,
    endpoint: str = "",
    output: str = "",
) -> None:
    """Send the built site to a folder, a server, a bucket or a branch; only what has changed."""
    from backfile.cli.publishing import PublishOptions, publish_site

    options = PublishOptions(output, dry_run, keep, rollback, anyway, check_target, endpoint)
    _exit(lambda: publish_site(PRODUCTION, target, options))


@task(
    iterable=["fields"],
    help={
        "fields": "the fields, with commas between them: Title,Date,Partner",
        "output": "write the table into this file",
        "delimiter": "what stands between cells: comma, semicolon or tab",
        "apply": "write what this table says into the stories",
        "dry-run": "show what --apply would change, and write nothing",
    },
)
def table(
    _c: Context,
    fields: list[str],
    output: str = "",
    delimiter: str = "comma",
    apply: str = "",
    dry_run: bool = False,
    content: str = "",
) -> None:
    """Write fields of all stories as a table for a spreadsheet, or apply one that was edited."""
    from backfile.cli.table import TableOptions, run_table

    options = TableOptions(
        fields=fields, output=output, delimiter=delimiter, apply=apply, dry_run=dry_run
    )
    _exit(lambda: run_table(CONF, content=content, options=options))


@task(
    help={
        "output": "write the table of changes into this file",
        "wait": "the seconds between two requests to one host",
        "days": "ask an address that has answered again after so many days",
        "archive": "ask this service for copies of what is gone",
        "private": "ask addresses in private networks too",
        "in-ci": "ask even if CI is set",
    }
)
def originals(
    _c: Context,
    output: str = "",
    wait: float = 2.0,
    days: int = 30,
    archive: str = "",
    private: bool = False,
    in_ci: bool = False,
    content: str = "",
) -> None:
    """Ask whether the first addresses of the stories still answer; propose what to state."""
    from backfile.cli.originals import OriginalsOptions, ask_originals

    options = OriginalsOptions(
        output=output, wait=wait, days=days, archive=archive, private=private, in_ci=in_ci
    )
    _exit(lambda: ask_originals(CONF, content=content, options=options))


@task(
    positional=["kind"],
    help={
        "kind": "bag, wacz, portable or epub",
        "site": "pack the site in this folder (default: build the production site)",
        "output": "the package (default: a file in packages/, named after the archive)",
        "replace": "replace another package that is in this place",
        "story": "for epub: a book of this story",
        "series": "for epub: a book of the running story to which this story belongs",
        "topic": "for epub: a book of the stories with this topic",
        "year": "for epub: a book of the stories of this year",
    },
)
def package(
    _c: Context,
    kind: str,
    site: str = "",
    output: str = "",
    replace: bool = False,
    story: str = "",
    series: str = "",
    topic: str = "",
    year: str = "",
    content: str = "",
) -> None:
    """Pack the published site for keeping."""
    from backfile.cli.packing import PackageCall, chosen_books, package_archive
    from backfile.publish.packages.placing import Existing

    existing = Existing.REPLACE if replace else Existing.KEEP
    books = chosen_books({"story": story, "series": series, "topic": topic, "year": year})
    call = PackageCall(
        kind=kind, content=content, site=site, output=output, existing=existing, books=books
    )
    _exit(lambda: package_archive(call))


@task
def lint(c: Context) -> None:
    """Check format, style, types and workflows."""
    c.run("ruff format --check . && ruff check . && mypy", pty=False)
    c.run(
        "zizmor --offline --quiet .github plugins/backfile/starter/hosts/github/github", pty=False
    )


@task(name="test", help={"options": "options for pytest: '-k stamp', '-m \"not browser\"'"})
def run_tests(c: Context, options: str = "") -> None:
    """Run all tests."""
    workers = os.environ.get("PYTEST_WORKERS", "auto")
    # Each worker takes a stretch of the tests, so that few modules make their sites twice.
    dealt = f"-n {workers} --dist worksteal"
    c.run(f"python -m pytest {dealt} -rfEs {options}", pty=sys.stdout.isatty())


@task(help={"options": "options for pytest: '-k stamp', 'tests/importers'"})
def explore(c: Context, options: str = "") -> None:
    """Search for counterexamples to the properties, with fresh seeds and more examples."""
    workers = os.environ.get("PYTEST_WORKERS", "auto")
    c.run(
        f"python -m pytest -n {workers} -rfEs -m hypothesis --hypothesis-profile explore {options}",
        pty=sys.stdout.isatty(),
    )


@task
def golden(c: Context) -> None:
    """Rewrite the expected output of the example tests; review the diff."""
    c.run(
        "python -m pytest tests/test_examples.py tests/importers/test_text.py -q --rewrite-golden",
        pty=False,
    )


@task(
    positional=["what"],
    help={
        "what": "overhead, build, pages, import, search or publish",
        "stories": "how many: build, publish 1000, import, search 10000; build takes 1000,10000",
        "rounds": "the number of measurements (default: overhead 5, build 1, pages 3, search 7)",
        "minutes": "build: how long a build of another generator may take",
        "report": "build: write the figures into this page, and a plot beside it",
    },
)
def bench(
    _c: Context,
    what: str,
    stories: str = "",
    rounds: int = 0,
    minutes: int = 10,
    report: str = "",
) -> None:
    """Measure builds beside other generators, pages, imports, the search, or publications."""
    from benchmarks.command import bench

    _exit(lambda: bench(what, stories=stories, rounds=rounds, minutes=minutes, report=report))


@task(help={"lang": "the language's tag, such as es or pt-BR"})
def translate(_c: Context, lang: str) -> None:
    """Update the theme's translation into a language, and list the texts without translation."""
    from backfile.cli.translating import translate as bring_up_to_date
    from backfile.config.site_settings import site_settings

    _exit(lambda: bring_up_to_date(Path(site_settings(CONF)["THEME"]), lang))


@task
def fonts(_c: Context) -> None:
    """Make the theme's fonts again, from the package fontpkg-source-serif-4."""
    from fonts.subsets import write_fonts

    for path in write_fonts(ROOT / "theme" / "static" / "fonts"):
        print(f"{path.stat().st_size:6} {path.name}")


@task
def lock(c: Context, upgrade: bool = False) -> None:
    """Update requirements.txt and requirements-dev.txt from pyproject.toml, with hashes."""
    compiled = (
        "uv pip compile --quiet --universal --python-version 3.11 --generate-hashes"
        f" --no-emit-index-url --custom-compile-command 'make lock'{' --upgrade' * upgrade}"
    )
    c.run(f"{compiled} --output-file requirements.txt pyproject.toml")
    names = re.findall(r"^([\w.-]+)==", Path("requirements.txt").read_text("utf-8"), re.MULTILINE)
    shared = " ".join(f"--no-emit-package {name}" for name in sorted(set(names)))
    c.run(
        f"{compiled} --group dev --constraints requirements.txt {shared}"
        " --output-file requirements-dev.txt"
    )


@task
def wheel(c: Context) -> None:
    """Build the package from this checkout: dist/backfile-….whl."""
    # bin/setup-venv installs no pip into .venv if the base Python's pip can do without.
    python = sys.executable if find_spec("pip") else getattr(sys, "_base_executable", "python3")
    c.run("rm -rf dist")
    c.run(f"{shlex.quote(python)} -m pip wheel --quiet --no-deps --wheel-dir dist .")


@task
def clean(c: Context) -> None:
    """Remove everything that the commands made: the site, the package, caches."""
    c.run("rm -rf output dist cache .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage*")
