"""Reads Dublin Core records as OAI-PMH.xsd, oai_dc.xsd and simpledc20021212.xsd allow them."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

OAI = "{http://www.openarchives.org/OAI/2.0/}"
OAI_DC = "{http://www.openarchives.org/OAI/2.0/oai_dc/}"
DC = "{http://purl.org/dc/elements/1.1/}"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
# The fifteen elements of the choice in oai_dc.xsd, each any number of times in any order.
ELEMENTS = {
    *("title", "creator", "subject", "description", "publisher", "contributor", "date", "type"),
    *("format", "identifier", "source", "language", "relation", "coverage", "rights"),
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def stories_in(data: bytes) -> dict[str, list[tuple[str, str]]]:
    """Return the elements of each record of a file, by the record's identifier.

    Raises AssertionError where the file has anything that the schemas do not allow.
    """
    root = ET.fromstring(data)  # noqa: S314 (our own)
    assert root.tag == f"{OAI}OAI-PMH"
    assert set(root.attrib) == {f"{XSI}schemaLocation"}
    answered, request, records = root
    assert answered.tag == f"{OAI}responseDate"
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", answered.text or "")
    assert request.tag == f"{OAI}request"
    assert request.attrib == {"verb": "ListRecords", "metadataPrefix": "oai_dc"}
    assert request.text
    assert records.tag == f"{OAI}ListRecords"
    assert len(records) > 0
    found = dict(map(_record, records))
    assert len(found) == len(records)
    return found


def _record(record: ET.Element) -> tuple[str, list[tuple[str, str]]]:
    assert record.tag == f"{OAI}record"
    header, metadata = record
    assert header.tag == f"{OAI}header"
    identifier, datestamp = header
    assert identifier.tag == f"{OAI}identifier"
    assert re.fullmatch(r"[a-z][a-z0-9+.-]*:\S+", identifier.text or "")
    assert datestamp.tag == f"{OAI}datestamp"
    assert _DAY.fullmatch(datestamp.text or "")
    assert metadata.tag == f"{OAI}metadata"
    (dc,) = metadata
    assert dc.tag == f"{OAI_DC}dc"
    location = dc.attrib.pop(f"{XSI}schemaLocation")
    assert location == (
        "http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
    )
    assert not dc.attrib
    return str(identifier.text), [_element(one) for one in dc]


def _element(element: ET.Element) -> tuple[str, str]:
    assert element.tag.startswith(DC)
    name = element.tag.removeprefix(DC)
    assert name in ELEMENTS
    assert not element.attrib
    assert len(element) == 0
    return name, element.text or ""
