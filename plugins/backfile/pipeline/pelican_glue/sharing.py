"""Has files of the site made by copies of the process that builds, where there are many stories.

Each copy knows all that was gathered, makes some of the files, and writes them where they belong.
What it tells is all that the rest of the build needs of that: the files with their keys, and what
was to be logged. What no copy can do is done by the process itself, so that an error is met there
as if there were no copies.
"""

from __future__ import annotations

from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from pelican import signals

from backfile.files.writing import UNFINISHED
from backfile.pipeline.build_files import files_of
from backfile.pipeline.copies import FEWEST, copies_for, log_again, logging_apart
from backfile.pipeline.last_build import LastBuild
from backfile.pipeline.revision import OURS
from backfile.reading.packed import begin_file
from backfile.reading.site import site_of

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Mapping

    from pelican.contents import Content

    from backfile.catalogue.catalogue import Catalogue
    from backfile.pipeline.copies import Message
    from backfile.pipeline.last_build import MadeFile
    from backfile.pipeline.pelican_glue.outputs import KeyedWriter
    from backfile.workers.pool import Copies

Job = TypeVar("Job")
Result = TypeVar("Result")
# The settings of programs that a site brings into its templates.
_CODE = ("JINJA_FILTERS", "JINJA_GLOBALS", "JINJA_TESTS")


class DoneApart(NamedTuple):
    """What a copy tells of its work: the `result`, and what else came of it.

    These are the files that it has `made`, those of which the keys do not tell everything, the
    pages that it has `written`, those of them that may stay, and what was `said`.
    """

    result: Any
    made: dict[str, MadeFile]
    unsure: set[str]
    written: set[str]
    overridden: set[str]
    said: list[Message]


class Shared(NamedTuple, Generic[Result]):
    """The `result` of what a copy did."""

    result: Result


def note_attached(content: Content) -> None:
    """Note that a file goes beside the page of *content* (content_object_init).

    Where it is then depends on which page was made first, so that one process has to make all.
    """
    html = getattr(content, "_content", None) or ""
    if "{attach}" in html or "|attach|" in html:
        site_of(content.settings).attaches = True


def share(
    work: Callable[[Job], Result],
    jobs: Iterable[Job],
    settings: dict[str, Any],
    writer: KeyedWriter,
) -> Generator[tuple[Job, Shared[Result] | None], None, None]:
    """Have *work* done on each of *jobs* by copies, whose files *writer* then knows.

    Yield each job with its result, None where it is left to this process. *settings* are Pelican's.
    """
    copies = _copies(settings)
    catalogue = site_of(settings).catalogue
    if copies is None or catalogue is None:
        yield from ((job, None) for job in jobs)
        return
    files = files_of(settings)
    known = files.known.files() if isinstance(files.known, LastBuild) else files.known
    with _copied(catalogue) as begin:

        def work_apart(job: Job) -> DoneApart | None:
            begin()
            files.known, files.made, files.unsure = known, {}, set()
            written, overridden = set(writer.written), set(writer.overridden)
            with logging_apart() as said:
                try:
                    result = work(job)
                except (Exception, SystemExit):  # noqa: BLE001 (its origin will meet it too)
                    return None
            return DoneApart(
                result,
                files.made,
                files.unsure,
                writer.written - written,
                writer.overridden - overridden,
                said,
            )

        has_lost = False
        with closing(copies.each(work_apart, jobs)) as each:
            for job, told in each:
                if not isinstance(told, DoneApart):
                    has_lost = True
                    yield job, None
                    continue
                files.made |= told.made
                files.unsure |= told.unsure
                writer.written.update(told.written)
                writer.overridden.update(told.overridden)
                log_again(told.said)
                yield job, Shared(told.result)
    if has_lost:  # in the middle of a file, perhaps
        for unfinished in Path(settings["OUTPUT_PATH"]).rglob(f"{UNFINISHED}*"):
            unfinished.unlink()


def _copies(settings: Mapping[str, Any]) -> Copies | None:
    """Return the copies that may make files.

    There are none where another program sees how files are made, or may keep account of it.
    """
    site = site_of(settings)
    others = [one for one in settings["PLUGINS"] if one not in OURS]
    others += [name for name in _CODE if settings.get(name)]
    is_seen = signals.content_written.receivers or signals.article_generator_write_article.receivers
    is_kept = settings["CONTENT_CACHING_LAYER"] == "generator"  # nobody saw its stories begin
    if others or is_seen or is_kept or site.attaches or site.scope or len(site.articles) < FEWEST:
        return None
    return copies_for(site.settings)


@contextmanager
def _copied(catalogue: Catalogue) -> Iterator[Callable[[], None]]:
    """Give what each copy does first: it parts from the files that its origin has open."""
    with TemporaryDirectory(prefix="backfile-") as folder:
        path = Path(folder, "catalogue.db")
        catalogue.write_copy(path)

        @cache
        def begin() -> None:
            begin_file()
            catalogue.read_copy(path)

        yield begin
