"""The flaw of one file of a site, as each gate finds it: a line, a code, and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from backfile.checking.check import Finding
from backfile.publish.gates.codes import SEVERITIES
from backfile.reading.severities import Severity


@dataclass(frozen=True, slots=True, order=True)
class Flaw:
    """Something wrong in a file of the site, on `line`, which is 0 for the whole file.

    `code` is one of `codes.MEANINGS`; `message` says what is wrong and what to do.
    """

    line: int
    code: str
    message: str

    def finding(self, path: str) -> Finding:
        """Return the finding of this flaw in the file *path*, as a person would type it."""
        severity = SEVERITIES.get(self.code, Severity.ERROR)
        return Finding(path, self.line, self.code, self.message, severity)
