"""What each code of the gates means, in one short phrase; docs/gates.md explains each at length."""

from __future__ import annotations

from backfile.reading.severities import Severity

MEANINGS = {
    "bad-acceptance": "a line that accepts a finding, and cannot be read",
    "bad-feed": "a feed lacks what readers need, or names two entries alike",
    "bad-json": "a JSON file cannot be read",
    "bad-nesting": "an element is not closed, or not where it should be",
    "bad-sitemap": "a sitemap that search engines would refuse",
    "bad-xml": "an XML file cannot be read",
    "builder-path": "a folder of the computer that built the site",
    "dangling-reference": "an attribute names an id that the page has not",
    "dead-anchor": "a link to a place that the page has not",
    "dead-address": "an address that leads to no file of the site",
    "duplicate-attribute": "a tag states an attribute twice",
    "duplicate-id": "an id stands twice on a page",
    "extra-file": "a file that the manifest, or the other site, has not",
    "file-differs": "a file with other bytes than it should have",
    "home-path": "what looks like a folder of somebody's home",
    "loaded-from-elsewhere": "a page loads something from another host",
    "lost-address": "an address of the earlier release is gone",
    "lost-anchor": "a place of a page of the earlier release is gone",
    "missing-alt": "a picture without an alternative text",
    "missing-file": "a file that should be there is not",
    "no-charset": "a page does not state UTF-8 as its encoding",
    "no-doctype": "a page does not begin with <!DOCTYPE html>",
    "no-lang": "a page does not state its language",
    "no-title": "a page without a title",
    "not-a-page": "an HTML file that is no whole page",
    "not-in-manifest": "the manifest does not fit the files",
    "not-utf8": "a text that is not in UTF-8",
    "not-production": "the site was not built for publication",
    "not-proved": "the words of the stories are not proved",
    "private-file": "a file that no site should have",
    "private-original": "an original that the archive does not publish",
    "secret": "a key or a password",
    "unknown-anchors": "the anchors of the earlier release are not known",
    "unknown-sources": "there is no archive to compare the site with",
    "unreadable-file": "a file that cannot be read",
    "unused-acceptance": "a line accepts a finding that there is not",
    "withheld-words": "words of a story that is not published",
}
# All other codes are errors.
SEVERITIES = {
    "home-path": Severity.WARNING,
    "not-a-page": Severity.WARNING,
    "not-production": Severity.WARNING,
    "unknown-anchors": Severity.NOTICE,
    "unknown-sources": Severity.NOTICE,
    "unused-acceptance": Severity.WARNING,
}
