"""Small crawls for the tests, written by warcio as crawlers do."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

if TYPE_CHECKING:
    from pathlib import Path

SITE = "https://packet.example"


class Writer(WARCWriter):
    """One that leaves no temporary files open."""

    @staticmethod
    def _create_temp_file() -> io.BytesIO:
        return io.BytesIO()


def page(title: str = "The bridge is stuck", head: str = "", body: str = "") -> bytes:
    """A story as a server sends it."""
    return f"""<!DOCTYPE html><html lang="en"><head><title>{title}</title>
<meta property="og:type" content="article">
<meta property="article:published_time" content="2011-03-04T18:00:00Z">{head}</head>
<body><article><h1>{title}</h1>
<p>The swing bridge opened at half past five in the afternoon, and it has not closed since.</p>
<p>A dredger lies under its north end, and nobody could say on Friday when it will be moved.</p>
<p>The ferry runs every half hour until then, and the harbour office has asked for patience.</p>
{body}</article></body></html>""".encode()


def record(  # noqa: PLR0913 (what a record can say)
    target: str,
    body: bytes = b"",
    *,
    kind: str = "response",
    status: str = "200 OK",
    date: str = "2014-01-01T00:00:00Z",
    http: dict[str, str] | None = None,
    warc: dict[str, str] | None = None,
    gzip: bool = True,
) -> bytes:
    """The bytes of one record; a page unless `http` says otherwise."""
    out = io.BytesIO()
    writer = Writer(out, gzip=gzip)
    # Of a random name, a packed record cut off at some byte would be damaged each time elsewhere.
    name = f"<{uuid5(NAMESPACE_URL, f'{target} {kind} {date}').urn}>"
    headers = {"Content-Type": "text/html; charset=utf-8", **(http or {})}
    given = StatusAndHeaders(status, list(headers.items()), protocol="HTTP/1.1")
    made = writer.create_warc_record(
        target if "://" in target else f"{SITE}{target}",
        kind,
        payload=io.BytesIO(body),
        http_headers=given if kind in ("response", "revisit") else None,
        warc_content_type="text/html" if kind == "resource" else "",
        warc_headers_dict={"WARC-Date": date, "WARC-Record-ID": name, **(warc or {})},
    )
    writer.write_record(made)
    return out.getvalue()


def crawl(path: Path, *records: bytes) -> Path:
    """A WARC file of *records*."""
    path.write_bytes(b"".join(records))
    return path


def wacz(path: Path, members: dict[str, bytes], how: int = zipfile.ZIP_STORED) -> Path:
    """A WACZ archive of *members*."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data, how)
    return path
