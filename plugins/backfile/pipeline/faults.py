"""Every fault that stops a build, of one file and of the archive as a whole.

They are found in three places, one after the other, so that one run reports all of them:

1. what one file says: `CONCERNS` in reading/concerns.py, and its chronology;
2. what a story says of others, its partner and the story that it continues: reading/articles.py;
3. what shows only beside all other files, and what is wrong with the bodies of pages: `CONCERNS`
   here.

A concern here takes the generators, once all have read their files, and yields a `Fault` for each
thing that is wrong. To add one, write such a function and put it into `CONCERNS`, which run in this
order. Give its code a phrase in reading/codes.py and a heading in docs/check.md. A code that
reading/severities.py makes a warning or a notice stops no build.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from pelican.generators import PelicanTemplateNotFound

from backfile.errors import did_you_mean
from backfile.pipeline.address_claims import CLIMBING, check_addresses
from backfile.reading.articles import all_contents
from backfile.reading.left_out import unlink
from backfile.reading.links import check_links
from backfile.reading.log_capture import complaint_fault
from backfile.reading.pages import check_pages
from backfile.reading.reader import field_fault, shown_path
from backfile.reading.severities import SEVERITIES
from backfile.reading.site import site_of
from backfile.reading.unread_files import check_overlooked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pelican.generators import Generator

    from backfile.errors import Fault


def unknown_templates(generators: Sequence[Generator]) -> Iterator[Fault]:
    """`Template` names one that the theme has."""
    for generator, path, name in _stated_templates(generators):
        try:
            generator.get_template(name)
        except PelicanTemplateNotFound:
            message = _no_template(generator, name)
            yield field_fault(path, "template", "unknown-template", message)


def pelican_complaints(generators: Sequence[Generator]) -> Iterator[Fault]:
    """Pelican could read the file, and has a place for its page.

    Where pipeline/address_claims.py reports the field that leads out of the site, Pelican's error
    is left out.
    """
    site = site_of(generators[0].settings)
    known = {fault.path for fault in site.faults if fault.code in CLIMBING}
    for complaint in site.heard.complaints:
        for fault in complaint_fault(complaint, site.settings.content):
            if fault.code not in CLIMBING or fault.path not in known:
                yield fault


def shared_identifiers(generators: Sequence[Generator]) -> Iterator[Fault]:
    """No two stories have the same identifier, but for the languages of one."""
    first: dict[str, Any] = {}
    for article in sorted(site_of(generators[0].settings).articles, key=attrgetter("source_path")):
        for one in article.identifiers:
            other = first.setdefault(one.key, article)
            if other is article or other in article.translations:
                continue
            message = (
                f'{shown_path(other.source_path)} has the identifier "{one.text}" as well; an '
                "identifier belongs to one story"
            )
            yield field_fault(article.source_path, "identifier", "duplicate-identifier", message)


# Links come last: one to a file that is at fault is not dead.
CONCERNS: tuple[Callable[[Sequence[Generator]], Iterator[Fault]], ...] = (
    pelican_complaints,
    check_addresses,
    unknown_templates,
    check_pages,
    check_overlooked,
    shared_identifiers,
    check_links,
)


# A revision follows a build that has looked at all files.
_OF_A_REVISION = (
    pelican_complaints,
    check_addresses,
    unknown_templates,
    check_pages,
    check_links,
)


def all_faults(generators: Sequence[Generator]) -> list[Fault]:
    """Return every fault of what *generators* have read, by file and line, each once.

    What stops no build is added to the site's remarks.
    """
    site = site_of(generators[0].settings)
    for generator in generators:
        for content in all_contents(generator):
            unlink(content, site)
    for concern in CONCERNS if site.scope is None else _OF_A_REVISION:
        for fault in tuple(concern(generators)):
            (site.remarks if fault.code in SEVERITIES else site.faults).append(fault)
    site.faults[:] = sorted(set(site.faults))
    return site.faults


def _stated_templates(generators: Sequence[Generator]) -> Iterator[tuple[Generator, str, str]]:
    """Go through the files that state a template: their generator, their path, its name."""
    for generator in generators:
        for content in all_contents(generator):
            if "template" in content.metadata:
                yield generator, content.source_path, content.template
    site = site_of(generators[0].settings)
    for unread in (*site.unread, *site.unread_pages):
        if unread.template:
            yield generators[0], unread.path, unread.template


def _no_template(generator: Generator, name: str) -> str:
    endings = site_of(generator.settings).settings.template_endings
    known = [one for one in generator.env.list_templates() if one.endswith(endings)]
    names = [one.rpartition(".")[0] for one in known if not one.startswith("!")]
    hint = did_you_mean(name, names) or "; write the name of a file in its templates, without .html"
    return f'the theme has no template "{name}"{hint}'
