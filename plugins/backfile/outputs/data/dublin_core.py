"""The stories of a year as Dublin Core records, for library catalogues and aggregators.

A file has the form of an answer to `ListRecords` (OAI-PMH 2.0, section 4.5) with records in the
format `oai_dc`, so that programs that read such answers can read it from a static site. Its records
are made of the rows of the table of stories. Which element says what: docs/data.md, "Dublin Core".
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO
from xml.sax.saxutils import escape

from backfile.text.addresses import as_named, in_full
from backfile.text.identifiers import known_identifiers
from backfile.text.tag_uri import tag_uri

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PREFIX = "oai_dc"
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">
<responseDate>{day}T00:00:00Z</responseDate>
<request verb="ListRecords" metadataPrefix="oai_dc">{address}</request>
<ListRecords>
"""
_RECORD = """\
<record>
<header><identifier>{identifier}</identifier><datestamp>{day}</datestamp></header>
<metadata>
<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd">
{elements}</oai_dc:dc>
</metadata>
</record>
"""
_FOOT = "</ListRecords>\n</OAI-PMH>\n"


@dataclass(frozen=True, slots=True)
class Repository:
    """Whose records these are.

    `name` is the site's, `address` its SITEURL, `authority` that of its tag URIs, empty where it
    states none.
    """

    name: str
    address: str
    authority: str = ""

    @property
    def can_name(self) -> bool:
        """Tell whether a record can have an identifier that is a URI, as OAI-PMH wants."""
        return bool(self.authority) or self.address.startswith(("http://", "https://"))

    def identifier(self, url: str) -> str:
        """Return the identifier of the record of the story at *url*, that of its feed entry."""
        if self.authority:
            return tag_uri(self.authority, as_named(url))
        return in_full(self.address, url)


def record_path(year: int) -> str:
    """Return the file of the records of a *year*, in the folder of the data: `oai_dc-1912.xml`."""
    return f"{PREFIX}-{year:04}.xml"


class YearRecords:
    """The records of one year, written into a *file* one by one."""

    def __init__(self, file: BinaryIO, repository: Repository) -> None:
        self._file, self._repository = file, repository
        self._latest, self._hash = "", hashlib.sha256()

    def add(self, row: Mapping[str, str]) -> None:
        """Write the record of the story with this *row* of the table of stories."""
        data = record(row, self._repository).encode()
        self._file.write(data)
        self._hash.update(data)
        self._latest = max(self._latest, changed_on(row))

    @property
    def digest(self) -> str:
        """Return the digest of all records that were written."""
        return self._hash.hexdigest()

    def read(self, address: str) -> Iterator[bytes]:
        """Go through the bytes of the whole file, which is at *address*.

        It was made, as far as it says, on the day of its last change: the same stories make the
        same bytes on any day.
        """
        yield _HEAD.format(day=self._latest, address=_text(address)).encode()
        self._file.seek(0)
        yield from self._file
        yield _FOOT.encode()


def record(row: Mapping[str, str], repository: Repository) -> str:
    """Return the record of the story with this *row*, as an element `record`."""
    told = "".join(
        f"<dc:{name}>{_text(value)}</dc:{name}>\n" for name, value in elements(row, repository)
    )
    identifier = _text(repository.identifier(row["story"]))
    return _RECORD.format(identifier=identifier, day=changed_on(row), elements=told)


def elements(row: Mapping[str, str], repository: Repository) -> Iterator[tuple[str, str]]:
    """Go through the elements of Dublin Core that tell of the story with this *row*."""
    holder = row["copyright_holder"]
    told = [
        ("title", [row["title"]]),
        ("creator", _list(row["authors"])),
        ("subject", [*_list(row["topics"]), row["section"]]),
        ("description", [row["summary"]]),
        ("publisher", [row["partner_name"] or repository.name]),
        ("date", [row["published_instant"] or row["published_day"]]),
        ("type", ["Text", "NewsItem"]),
        ("format", ["text/html"]),
        ("identifier", [row["url"], *_identifiers(row)]),
        ("source", [row["original_url"]]),
        ("language", [row["lang"]]),
        ("relation", [in_full(repository.address, one) for one in [row["continues"]] if one]),
        ("rights", [f"© {holder}" if holder else "", row["license"]]),
    ]
    for name, values in told:
        yield from ((name, value) for value in values if value)


def changed_on(row: Mapping[str, str]) -> str:
    """Return the day on which the story with this *row* changed last, in UTC where that is known.

    Every record has a datestamp, as `YYYY-MM-DD` (OAI-PMH 2.0, section 3.3).
    """
    modified = row["modified_utc"] or row["modified_day"]
    return (modified or row["published_utc"] or row["published_day"])[:10]


def _identifiers(row: Mapping[str, str]) -> Iterator[str]:
    for text in _list(row["identifiers"]):
        for one in known_identifiers(text):
            yield one.shown


def _list(cell: str) -> list[str]:
    return list(json.loads(cell)) if cell else []


def _text(value: str) -> str:
    return escape(_NOT_IN_XML.sub("", value))
