"""What differs between two sites, and the order in which it reaches readers."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.publish.release import ready
from backfile.publish.targets.changes import (
    FileRole,
    SiteChanges,
    changes_between,
    deleting_order,
    role_of,
    sending_order,
)
from tests.sites.walker import links_in

from .site_versions import ADDRESS

ROLES = {
    "theme/css/base.css": FileRole.ASSET,
    "2014/06/ice/index.md": FileRole.ASSET,
    "2014/06/ice/index.json": FileRole.ASSET,
    "data/stories-2014.csv": FileRole.ASSET,
    "2014/06/ice/index.html": FileRole.PAGE,
    "old/page.htm": FileRole.PAGE,
    "feeds/all.json": FileRole.LISTING,
    "feeds/all.atom.xml": FileRole.LISTING,
    "search-index/en/head.js": FileRole.LISTING,
    "sitemap.xml": FileRole.LISTING,
    "_redirects": FileRole.LISTING,
    "_headers": FileRole.LISTING,
    ".htaccess": FileRole.LISTING,
    "site.nginx.conf": FileRole.LISTING,
    "manifest/2014.sha256": FileRole.MANIFEST,
    "manifest/index.json": FileRole.INDEX,
}
ORDER = [
    ["images/new.png"],
    ["theme/site.css"],
    ["2014/06/ferry/index.html", "2014/06/new/index.html"],
    ["2015/index.html"],
    ["2014/06/ice/index.html"],
    ["2014/06/index.html"],
    ["index.html"],
    ["feeds/new.atom.xml"],
    ["feeds/all.json", "sitemap.xml"],
    ["manifest/2015.sha256"],
    ["manifest/2014.sha256"],
    ["manifest/index.json"],
]
NEW = (
    *("images/new.png", "2014/06/ferry/index.html", "2014/06/new/index.html", "2015/index.html"),
    *("feeds/new.atom.xml", "manifest/2015.sha256"),
)
SITES = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("123"))


@pytest.mark.parametrize(("path", "role"), ROLES.items())
def test_a_file_has_a_role(path, role):
    assert role_of(path) is role


def test_what_pages_load_is_sent_before_them_and_what_leads_to_them_after():
    changed = [one for group in ORDER for one in group if one not in NEW]
    changes = SiteChanges(tuple(reversed(NEW)), tuple(reversed(changed)))

    assert sending_order(changes) == ORDER


def test_what_leads_to_pages_is_deleted_before_them():
    paths = [
        "images/ice.png",
        "2014/06/ice/index.html",
        "2014/index.html",
        "feeds/tags/ice.atom.xml",
    ]

    assert deleting_order(paths) == [[one] for one in reversed(paths)]


@given(before=SITES, after=SITES)
def test_the_changes_turn_one_site_into_the_other(before, after):
    changes = changes_between(before, after)

    kept = {path: one for path, one in before.items() if path not in changes.removed}
    assert kept | {path: after[path] for path in changes.sent} == after
    assert not set(changes.added) & before.keys()
    assert bool(changes) == (before != after)
    assert sorted(one for group in sending_order(changes) for one in group) == sorted(changes.sent)


def test_at_no_moment_does_a_page_lead_to_what_is_not_there(versions):
    for old, new in permutations(versions.sites, 2):
        before, after = ready(old).files, ready(new).files
        changes = changes_between(before, after)
        present = set(before)
        for group in sending_order(changes):
            # Nobody knows the way to a new page before something that was there leads to it.
            leading = [one for one in group if one in before]
            for path in leading:
                links = set(links_in(path, (new / path).read_bytes(), ADDRESS)) & after.keys()
                assert links <= present, path
            present.update(group)
