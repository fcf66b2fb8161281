"""The headers that a bucket is told with each file."""

from __future__ import annotations

import hashlib
import mimetypes

import pytest

from backfile.publish.targets.http_headers import (
    ASK_AGAIN,
    FOR_AN_HOUR,
    FOR_EVER,
    cache_control,
    content_type,
)

SHA256 = hashlib.sha256(b"").hexdigest()  # e3b0c44298fc1c14…
TYPES = {
    "2014/06/ice/index.html": "text/html; charset=utf-8",
    "old/page.HTM": "text/html; charset=utf-8",
    "2014/06/ice/index.md": "text/markdown; charset=utf-8",
    "data/stories-2014.csv": "text/csv; charset=utf-8",
    "theme/css/base.css": "text/css; charset=utf-8",
    "theme/js/story.js": "text/javascript; charset=utf-8",
    "robots.txt": "text/plain; charset=utf-8",
    "manifest/2014.sha256": "text/plain; charset=utf-8",
    "redirects.nginx.conf": "text/plain; charset=utf-8",
    "_redirects": "text/plain; charset=utf-8",
    "feeds/all.json": "application/json",
    "feeds/all.atom.xml": "application/atom+xml",
    "sitemap.xml": "application/xml",
    "site.webmanifest": "application/manifest+json",
    "theme/favicon.svg": "image/svg+xml",
    "images/ice.jpeg": "image/jpeg",
    "files/report.pdf": "application/pdf",
    "files/letter.doc": "application/msword",
    "files/what.unheard-of": "application/octet-stream",
}
CACHED = {
    "index.html": ASK_AGAIN,
    "theme/css/base.css": ASK_AGAIN,
    "search-index/en/head.js": ASK_AGAIN,
    "manifest/index.json": ASK_AGAIN,
    "images/ice.png": FOR_AN_HOUR,
    "theme/fonts/serif.woff2": FOR_AN_HOUR,
    f"theme/base.{SHA256[:8]}.css": FOR_EVER,
    f"theme/base-{SHA256[:16].upper()}.css": FOR_EVER,
    f"images/{SHA256}.png": FOR_EVER,
    # What only looks like a digest, or is one of other bytes, may change under its name.
    "images/harbor-20140616.png": FOR_AN_HOUR,
    "theme/base.deadbeef.css": ASK_AGAIN,
    f"theme/base.{SHA256[:7]}.css": ASK_AGAIN,
    f"theme/base.{SHA256[:8]}0.css": ASK_AGAIN,
    f"{SHA256[:8]}/index.html": ASK_AGAIN,
}


@pytest.mark.parametrize(("path", "kind"), TYPES.items())
def test_each_file_has_its_type(path, kind):
    assert content_type(path) == kind


def test_the_types_are_the_same_on_every_computer(monkeypatch):
    monkeypatch.setattr(mimetypes, "guess_type", lambda *_: ("text/x-strange", None))
    assert {path: content_type(path) for path in TYPES} == TYPES


@pytest.mark.parametrize(("path", "kept"), CACHED.items())
def test_a_file_is_kept_for_ever_only_where_its_name_changes_with_it(path, kept):
    assert cache_control(path, SHA256) == kept
