"""Redirects from old addresses as files: a page, and rules in the formats of two servers."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from backfile.text.language_tags import text_direction

if TYPE_CHECKING:
    from collections.abc import Iterable

RULES = "_redirects"
NGINX = "redirects.nginx.conf"
READS_RULES = frozenset({"cloudflare", "gitlab", "netlify"})  # the hosts that know RULES
MOVED, MOVED_BEFORE_PAGES = "301", "301!"
# These lines mark our files in the output of an earlier build.
PAGE_MARK = "<!-- An old address; the story has moved. -->"
RULES_MARK = "# From the stories' old addresses, made by Backfile"
POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'"
# Characters outside of these have a meaning in some rule, and are encoded.
_IN_RULES = "/-._~!$&'()+,;=@"
_STARTS = ("http://", "http://www.", "https://", "https://www.")


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """One redirect: the request, as in an OldAddress, and the encoded address to send."""

    host: str
    path: str
    query: str
    url: str


def redirect_page(url: str, canonical: str, title: str, lang: str) -> str:
    """Return the page that redirects to *url* at once, with a link that says the *title*.

    *title* is plain text, *lang* its language. An empty *canonical* address is left out.
    """
    direction = ' dir="rtl"' if text_direction(lang) == "rtl" else ""
    link = f'<link rel="canonical" href="{escape(canonical)}">\n' if canonical else ""
    return (
        f'<!DOCTYPE html>\n{PAGE_MARK}\n<html lang="{escape(lang)}"{direction}>\n<head>\n'
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f'<meta http-equiv="refresh" content="0; url={escape(url)}">\n'
        '<meta name="robots" content="noindex">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"{link}<title>{escape(title)}</title>\n</head>\n"
        f'<body><main><h1><a href="{escape(url)}">{escape(title)}</a></h1></main></body>\n</html>\n'
    )


def redirect_rules(rules: Iterable[Rule], status: str = MOVED) -> str:
    """Return the lines of `_redirects`, as Netlify, Cloudflare Pages and GitLab Pages read it.

    Of those only Netlify knows hosts, which come first since the first line that fits is taken; an
    exclamation mark lets it pass over a file of the site's that has the same path. None of them
    tells one query from another, so that rules for a query are left to nginx and Apache. *status*
    is that of the rules for any host.
    """
    lines = [RULES_MARK]
    for rule in sorted(rules, key=lambda rule: (not rule.host, rule)):
        path = quote(rule.path, safe=_IN_RULES)
        if rule.host and not rule.query:
            lines += [
                f"{start}{rule.host}{path} {rule.url} {MOVED_BEFORE_PAGES}" for start in _STARTS
            ]
        elif not rule.query:
            lines.append(f"{path} {rule.url} {status}")
    return "".join(f"{line}\n" for line in lines)


def nginx_map(rules: Iterable[Rule]) -> str:
    """Return the file that gives nginx `$backfile_redirect`, empty for any other address.

    nginx compares with the decoded path, and takes letters of either case for one.
    """
    maps: dict[tuple[bool, bool], dict[str, str]] = {(a, b): {} for a in _BOTH for b in _BOTH}
    for rule in sorted(rules):
        path = rule.path.rstrip("/") or "/"
        key = f"{rule.host}{path}?{rule.query}" if rule.query else f"{rule.host}{path}"
        maps[bool(rule.host), bool(rule.query)].setdefault(_lower(key), rule.url)
    keys = [key for one in maps.values() for key in one]
    longest = max((len(key.encode()) for key in keys), default=0)
    text = _NGINX_HEAD.format(
        size=_power_of_two(max(2 * len(keys), 2048)),
        bucket=_power_of_two(max(longest + 32, 64)),
    )
    otherwise = '""'
    for (host, query), name in _NGINX_MAPS.items():
        asked = ("$backfile_host" if host else "") + "$backfile_path" + ("?$args" if query else "")
        # In what a map gives, a dollar sign begins a variable, and there is no way to escape it.
        found = ((_nginx(key), url.replace("$", "%24")) for key, url in maps[host, query].items())
        lines = [f'    "{key}" "{url}";\n' for key, url in found]
        text += f'map "{asked}" ${name} {{\n    default {otherwise};\n{"".join(lines)}}}\n'
        otherwise = f"${name}"
    return text


_BOTH = (False, True)
# From the most general to the most exact; each falls back on the one before it.
_NGINX_MAPS = {
    (False, False): "backfile_by_path",
    (False, True): "backfile_by_query",
    (True, False): "backfile_by_host",
    (True, True): "backfile_redirect",
}
_NGINX_HEAD = """\
# From the stories' old addresses, made by Backfile. Include this file in the block `http`, and in
# each `server` that answers for an old host, or for the archive, write
#
#     if ($backfile_redirect) {{ return 301 $backfile_redirect; }}
#
# The next two lines can stand only once: take them out if your own configuration has them, and make
# sure that the sizes there are not smaller.
map_hash_max_size {size};
map_hash_bucket_size {bucket};

map $host $backfile_host {{
    default $host;
    "~^www\\.(?<backfile_bare_host>.+)$" $backfile_bare_host;
}}
map $uri $backfile_path {{
    default $uri;
    "~^(?<backfile_bare_path>.+)/$" $backfile_bare_path;
}}
"""


def _nginx(words: str) -> str:
    """Return *words* as they stand in an nginx file between quotation marks."""
    return words.replace("\\", "\\\\").replace('"', '\\"')


def _lower(key: str) -> str:
    """Return *key* as nginx compares it: only ASCII letters lose their case."""
    return "".join(letter.lower() if letter.isascii() else letter for letter in key)


def _power_of_two(number: int) -> int:
    """Return the smallest power of two that is not below *number*."""
    return 1 << (number - 1).bit_length()
