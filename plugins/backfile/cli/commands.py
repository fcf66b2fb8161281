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
    _takes_content(parser)


def _check(given: Namespace) -> int:
    from backfile.cli.checking import CheckOptions, check_archive

    options = CheckOptions(
        paths=tuple(given.path),
        only=tuple(given.only),
        every=given.all,
        fix=given.fix,
        diff=given.diff,
        strict=given.strict,
        format_name=given.format,
    )
    return check_archive(CONF, content=given.content, options=options)


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
    _takes_content(parser)


def _verify(given: Namespace) -> int:
    from backfile.cli.verifying import accept_changes, verify_archive

    if given.accept:
        return accept_changes(CONF, content=given.content, story=given.accept, why=given.why)
    return verify_archive(
        CONF, content=given.content, output=given.output, format_name=given.format
    )


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
        "pin",
        "Write the requirements files of an archive for this version of Backfile, with hashes.",
        _no_arguments,
        _pin,
    ),
)
