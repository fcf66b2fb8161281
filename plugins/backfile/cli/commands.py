"""The commands of `backfile`: what each is called, what it takes, and the function it calls."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable

CONF = "pelicanconf.py"
PRODUCTION = "publishconf.py"


@dataclass(frozen=True, slots=True)
class Command:
    """One command: `backfile NAME`.

    `summary` is one sentence for the list of commands. `add_arguments` adds what the command takes
    to its parser. `run` does the work and returns the exit status, None for 0. It may raise
    BackfileError.
    """

    name: str
    summary: str
    add_arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], int | None]


def _takes_content(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--content",
        metavar="FOLDER",
        default="",
        help="the folder that contains the stories (default: PATH in pelicanconf.py)",
    )


def _init_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("folder", metavar="FOLDER", help="a new folder, or an empty one")
    for name, metavar, text in (
        ("--name", "NAME", "the name of the archive (default: made from the folder's name)"),
        ("--timezone", "ZONE", "the time zone of its stories (default: that of this computer)"),
        ("--lang", "TAG", "the language of its pages (default: en)"),
        ("--url", "ADDRESS", "the address of the published site, such as https://news.example"),
        (
            "--host",
            "NAME",
            "github, gitlab, netlify, cloudflare or server: who publishes it (default: github)",
        ),
    ):
        parser.add_argument(name, metavar=metavar, help=text)


def _init(given: Namespace) -> int:
    from backfile.cli.init import init_archive

    options = {name: value for name, value in vars(given).items() if name not in ("folder", "run")}
    return init_archive(given.folder, **options)


def _serve_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="the address on which to listen")
    parser.add_argument(
        "--port",
        type=int,
        default=8000,
        help="the port on which to listen; if it is in use, the next free one is taken",
    )
    _takes_content(parser)


def _serve(given: Namespace) -> None:
    from backfile.config.site_settings import site_settings
    from backfile.pipeline.serve import serve

    read = partial(site_settings, CONF, content=given.content)
    serve(read, host=given.host, port=given.port, conf=CONF)


def _build_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--production",
        action="store_true",
        help="build the site for publication, with the settings in publishconf.py",
    )
    _takes_content(parser)
    parser.add_argument(
        "--output",
        metavar="FOLDER",
        default="",
        help="the folder for the site (default: OUTPUT_PATH in pelicanconf.py)",
    )
    parser.add_argument(
        "--keep-going",
        action="store_true",
        help="leave out the stories that have errors, list them, and build the others",
    )
    parser.add_argument(
        "--check-output",
        action="store_true",
        help="make those files of the site again that somebody has changed",
    )
    parser.add_argument(
        "--workers",
        metavar="N",
        type=int,
        default=0,
        help="the number of processes (default: BACKFILE_WORKERS, or one for each core)",
    )
    parser.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        default="",
        help="read stories on the Dask cluster of this scheduler, such as tcp://10.0.0.5:8786",
    )


def _build(given: Namespace) -> int:
    from backfile.cli.building import build_site

    names = ("content", "output", "keep_going", "check_output", "workers", "scheduler")
    options = {name: vars(given)[name] for name in names}
    return build_site(PRODUCTION if given.production else CONF, **options)


def _import_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="a file, a folder, or a quoted pattern of names"
    )
    for name, metavar, text in (
        ("--date", "DATE", "when the story was published: 2014-06-16 or '2014-06-16 11:02'"),
        ("--timezone", "ZONE", "the time zone of its times, such as America/New_York"),
        ("--lang", "TAG", "its language, such as de or pt-BR, if it states none itself"),
        ("--partner", "SLUG", "the slug of the partner who published it"),
        ("--title", "TITLE", "its title, if the text has none"),
        ("--encoding", "NAME", "its encoding, if it is not UTF-8, Windows-1252 or Latin-1"),
        ("--format", "FORMAT", "auto, text, html, wxr, warc, json, feed or csv"),
        ("--recipe", "FILE", "a recipe.toml that describes where things are in this source"),
    ):
        parser.add_argument(name, metavar=metavar, default="", help=text)
    parser.add_argument(
        "--media",
        metavar="FOLDER",
        action="append",
        default=[],
        help="look for pictures in this folder too; may be repeated",
    )
    parser.add_argument("--comments", action="store_true", help="import readers' comments too")
    parser.add_argument(
        "--private",
        action="store_true",
        help="import private and password-protected posts too, as drafts",
    )
    parser.add_argument(
        "--workers",
        metavar="N",
        type=int,
        default=0,
        help="the number of processes (default: one for each core if the source is large)",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="report what would be done, and write nothing"
    )
    _takes_content(parser)


def _import(given: Namespace) -> int:
    from backfile.cli.importing import import_files, named_sources

    options = {name: value for name, value in vars(given).items() if name not in ("files", "run")}
    return import_files(named_sources(given.files), conf=CONF, **options)


def _new_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("title", metavar="TITLE", help="the headline")
    for name, metavar, text in (
        ("--slug", "SLUG", "its name in the address (default: made from the title)"),
        ("--date", "DATE", "its date: 2014-06-16 or '2014-06-16 11:02' (default: now)"),
        ("--timezone", "ZONE", "the time zone of its times, such as America/New_York"),
        ("--lang", "TAG", "its language, such as es (default: DEFAULT_LANG)"),
        ("--category", "NAME", "its section (default: DEFAULT_CATEGORY)"),
        ("--partner", "SLUG", "the slug of the partner who published it"),
    ):
        parser.add_argument(name, metavar=metavar, default="", help=text)
    _takes_content(parser)


def _new(given: Namespace) -> int:
    from backfile.cli.new import new_story

    options = {name: value for name, value in vars(given).items() if name not in ("title", "run")}
    return new_story(given.title, conf=CONF, **options)


def _check_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "path", nargs="*", metavar="PATH", help="check only these files and folders"
    )
    parser.add_argument(
        "--only",
        metavar="CODE",
        action="append",
        default=[],
        help="list only findings with this code, or with any of these: next-day,out-of-order",
    )
    parser.add_argument(
        "--all", action="store_true", help="list every finding, however many there are"
    )
    parser.add_argument(
        "--fix",
        action="store_true",
        help="write what was inferred into the stories",
    )
    parser.add_argument(
        "--diff", action="store_true", help="show what --fix would write, and write nothing"
    )
    parser.add_argument("--strict", action="store_true", help="fail on warnings too")
    parser.add_argument(
        "--format", metavar="FORMAT", default="text", help="text, json or github (default: text)"
    )
    parser.add_argument(
        "--site",
        metavar="FOLDER",
        nargs="?",
        const="",
        help="check a built site instead of the stories (default: OUTPUT_PATH)",
    )
    parser.add_argument(
        "--earlier",
        metavar="SITE",
        default="",
        help="with --site: the release whose addresses must stay, as an address or a folder",
    )
    _takes_content(parser)


def _check(given: Namespace) -> int:
    from backfile.cli.checking import check_stories_or_site

    return check_stories_or_site(
        CONF,
        content=given.content,
        paths=tuple(given.path),
        only=tuple(given.only),
        every=given.all,
        fix=given.fix,
        diff=given.diff,
        strict=given.strict,
        format_name=given.format,
        site=given.site,
        earlier=given.earlier,
    )


def _verify_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--format", metavar="FORMAT", default="text", help="text, json or github (default: text)"
    )
    parser.add_argument(
        "--output",
        metavar="FOLDER",
        default="",
        help="keep the site in this folder if every page passes",
    )
    parser.add_argument(
        "--accept",
        metavar="STORY",
        default="",
        help=(
            "record that what this story file says was changed on purpose, "
            "or that the original of this ledger has no story any more"
        ),
    )
    parser.add_argument("--why", default="", help="the reason for the change, with --accept")
    parser.add_argument(
        "--site",
        metavar="SITE",
        default="",
        help="compare the files of this site, an address or a folder, with its manifest",
    )
    parser.add_argument(
        "--against",
        metavar="FOLDER",
        default="",
        help="with --site: compare them with those in this folder, such as a new build",
    )
    _takes_content(parser)


def _verify(given: Namespace) -> int:
    from backfile.cli.verifying import verify_stories_or_site

    names = ("content", "output", "accept", "why", "site", "against")
    options = {name: vars(given)[name] for name in names}
    return verify_stories_or_site(CONF, format_name=given.format, **options)


def _table_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--fields",
        metavar="NAMES",
        action="append",
        default=[],
        help="the fields, with commas between them: Title,Date,Partner (default: seven of them)",
    )
    parser.add_argument(
        "--output", metavar="FILE", default="", help="write the table into this file"
    )
    parser.add_argument(
        "--delimiter",
        metavar="NAME",
        default="comma",
        help="what stands between cells: comma, semicolon or tab (default: comma)",
    )
    parser.add_argument(
        "--apply", metavar="FILE", default="", help="write what this table says into the stories"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="show what --apply would change, and write nothing"
    )
    _takes_content(parser)


def _table(given: Namespace) -> int:
    from backfile.cli.table import TableOptions, run_table

    options = TableOptions(
        fields=tuple(given.fields),
        output=given.output,
        delimiter=given.delimiter,
        apply=given.apply,
        dry_run=given.dry_run,
    )
    return run_table(CONF, content=given.content, options=options)


def _originals_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--output", metavar="FILE", default="", help="write the table of changes into this file"
    )
    parser.add_argument(
        "--wait",
        metavar="SECONDS",
        type=float,
        default=2.0,
        help="the time between two requests to one host (default: 2)",
    )
    parser.add_argument(
        "--days",
        metavar="N",
        type=int,
        default=30,
        help="ask an address that has answered again after so many days (default: 30)",
    )
    parser.add_argument(
        "--archive",
        metavar="ADDRESS",
        default="",
        help="ask this service for copies of what is gone: https://archive.org/wayback/available",
    )
    parser.add_argument(
        "--private", action="store_true", help="ask addresses in private networks too"
    )
    parser.add_argument("--in-ci", action="store_true", help="ask even if CI is set")
    _takes_content(parser)


def _originals(given: Namespace) -> int:
    from backfile.cli.originals import OriginalsOptions, ask_originals

    names = ("output", "wait", "days", "archive", "private", "in_ci")
    options = OriginalsOptions(**{name: vars(given)[name] for name in names})
    return ask_originals(CONF, content=given.content, options=options)


def _package_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("kind", metavar="KIND", help="bag, wacz, portable or epub")
    for name, metavar, text in (
        ("--site", "FOLDER", "pack the site in this folder (default: build the production site)"),
        ("--output", "FILE", "the package (default: a file in packages/, named after the archive)"),
        ("--story", "SLUG", "for epub: a book of this story"),
        ("--series", "SLUG", "for epub: a book of the running story to which this story belongs"),
        ("--topic", "NAME", "for epub: a book of the stories with this topic"),
        ("--year", "YEAR", "for epub: a book of the stories of this year"),
    ):
        parser.add_argument(name, metavar=metavar, default="", help=text)
    parser.add_argument(
        "--replace", action="store_true", help="replace another package that is in this place"
    )
    _takes_content(parser)


def _package(given: Namespace) -> int:
    from backfile.cli.packing import PackageCall, chosen_books, package_archive
    from backfile.publish.packages.placing import Existing

    options = {name: vars(given)[name] for name in ("kind", "content", "site", "output")}
    existing = Existing.REPLACE if given.replace else Existing.KEEP
    books = chosen_books(vars(given))
    return package_archive(PackageCall(**options, existing=existing, books=books))


def _no_arguments(_parser: ArgumentParser) -> None:
    """Add nothing."""


def _pin(_given: Namespace) -> int:
    from backfile.cli.pin import pin_archive

    return pin_archive()


def _publish_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "target",
        metavar="TARGET",
        help="a folder, ssh://user@host/path, s3://bucket/prefix or git+ssh://git@host/site.git#branch",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="list what would change, and change nothing"
    )
    parser.add_argument(
        "--keep",
        metavar="N",
        type=int,
        default=3,
        help="the number of releases that stay at the target (default: 3)",
    )
    parser.add_argument(
        "--rollback",
        action="store_true",
        help="let readers get the release before this one again, and publish nothing",
    )
    parser.add_argument(
        "--check-target",
        action="store_true",
        help="compare every file at the target, whatever its manifest says",
    )
    parser.add_argument(
        "--anyway",
        action="store_true",
        help="publish a site against which something speaks, and record that in the release",
    )
    parser.add_argument(
        "--endpoint",
        metavar="ADDRESS",
        default="",
        help="the web address of an S3-compatible store (default: AWS_ENDPOINT_URL, or Amazon's)",
    )
    parser.add_argument(
        "--output",
        metavar="FOLDER",
        default="",
        help="the folder of the built site (default: OUTPUT_PATH in publishconf.py)",
    )


def _publish(given: Namespace) -> int:
    from backfile.cli.publishing import PublishOptions, publish_site

    options = {name: one for name, one in vars(given).items() if name not in ("target", "run")}
    return publish_site(PRODUCTION, given.target, PublishOptions(**options))


COMMANDS = (
    Command(
        "init",
        "Write a small archive of your own into a new folder; on a terminal, ask what is missing.",
        _init_arguments,
        _init,
    ),
    Command(
        "serve",
        "Build the site, serve it on this computer, and reload it at every change.",
        _serve_arguments,
        _serve,
    ),
    Command(
        "build",
        "Build the site; if there is an error, leave the last site as it was.",
        _build_arguments,
        _build,
    ),
    Command(
        "import",
        "Turn received texts, pages, exports and crawls into stories.",
        _import_arguments,
        _import,
    ),
    Command(
        "new",
        "Write a draft of a story.",
        _new_arguments,
        _new,
    ),
    Command(
        "check",
        "List every inference, doubt and error in the stories, with file and line.",
        _check_arguments,
        _check,
    ),
    Command(
        "verify",
        "Compare the words of every built story page with those of its original.",
        _verify_arguments,
        _verify,
    ),
    Command(
        "publish",
        "Send the built site to a folder, a server, a bucket or a branch; only what has changed.",
        _publish_arguments,
        _publish,
    ),
    Command(
        "table",
        "Write fields of all stories as a table for a spreadsheet, or apply one that was edited.",
        _table_arguments,
        _table,
    ),
    Command(
        "originals",
        "Ask whether the first addresses of the stories still answer; propose what to state.",
        _originals_arguments,
        _originals,
    ),
    Command(
        "package",
        "Pack the published site for keeping: a bag, a web archive, a portable edition, a book.",
        _package_arguments,
        _package,
    ),
    Command(
        "pin",
        "Write the requirements files of an archive for this version of Backfile, with hashes.",
        _no_arguments,
        _pin,
    ),
)
