"""What no file of a public site may hold: keys, passwords, folders of a private computer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backfile.publish.gates.flaws import Flaw

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# What each kind of secret is called, the words that every one of them has, and its form. Looking
# for the words first is a hundred times faster. Sources: the documentation of each service, and
# RFC 7468 for keys.
_SECRETS = (
    (
        "a private key",
        "PRIVATE KEY",
        r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----",
    ),
    ("an access key of AWS", "AKIA", r"(?<![A-Za-z0-9+/])AKIA[0-9A-Z]{16}(?![A-Za-z0-9+/=])"),
    ("an access key of AWS", "ASIA", r"(?<![A-Za-z0-9+/])ASIA[0-9A-Z]{16}(?![A-Za-z0-9+/=])"),
    ("a token of GitHub", "github_pat_", r"\bgithub_pat_[A-Za-z0-9_]{22,}"),
    *(("a token of GitHub", f"gh{kind}_", rf"\bgh{kind}_[A-Za-z0-9]{{36,}}\b") for kind in "pousr"),
    ("a token of GitLab", "glpat-", r"\bglpat-[A-Za-z0-9_-]{20,}"),
    ("a token of Slack", "xox", r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}"),
    ("a key of Google", "AIza", r"\bAIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])"),
    ("a key of Stripe", "k_live_", r"\b[rs]k_live_[A-Za-z0-9]{20,}"),
    ("a token of npm", "npm_", r"\bnpm_[A-Za-z0-9]{36}\b"),
    ("a token of PyPI", "pypi-AgE", r"\bpypi-AgE[A-Za-z0-9_-]{50,}"),
    ("a token of Netlify", "nfp_", r"\bnfp_[A-Za-z0-9]{36,}"),
    # No scheme: that a form begins with the same letters everywhere makes it quick to look for.
    ("a password in an address", "@", r"""://[^\s/:@"'<>]+:[^\s/@"'<>]+@"""),
)
_FORMS = tuple((what, word, re.compile(form)) for what, word, form in _SECRETS)
_HOMES = (
    ("/home/", re.compile(r"(?<![\w./:-])/home/[a-z_][a-z0-9_-]*/")),
    ("/Users/", re.compile(r"(?<![\w./:-])/Users/[A-Za-z][\w.-]*/")),
    ("\\Users\\", re.compile(r"[A-Z]:\\{1,2}Users\\{1,2}[A-Za-z]")),
)


def secret_flaws(text: str) -> Iterator[Flaw]:
    """Go through the keys, tokens and passwords in *text*; no message repeats one."""
    for what, word, form in _FORMS:
        if word in text:
            for found in form.finditer(text):
                message = f"it holds {what}; take it out, and have it replaced: it may be known"
                yield Flaw(_line(text, found.start()), "secret", message)


def path_flaws(text: str, folders: Sequence[str]) -> Iterator[Flaw]:
    """Go through the *folders* of this computer that are named in *text*, and what looks like one.

    *folders* are absolute paths. What looks like somebody's home may be what a story tells.
    """
    named = []
    for folder in folders:
        at = text.find(folder)
        while at >= 0:
            end = at + len(folder)
            if not text[end : end + 1].isalnum() and not text[max(at - 1, 0) : at].isalnum():
                named.append(at)
                message = f"it names the folder {folder} of this computer; take the path out"
                yield Flaw(_line(text, at), "builder-path", message)
                break
            at = text.find(folder, end)
    for word, form in _HOMES:
        if word in text and not named and (found := form.search(text)):
            message = (
                f"{found[0]} looks like a folder of somebody's computer; is it meant to be there?"
            )
            yield Flaw(_line(text, found.start()), "home-path", message)


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
