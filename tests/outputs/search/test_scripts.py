"""The scripts are published without their comments, and with all else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from backfile.outputs.search import scripts
from backfile.outputs.search.scripts import SCRIPTS, script_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_published_script_has_comments(name: str) -> None:
    assert re.findall(r"(?m)^ *//.*| // .*|/\*\*", script_of(SCRIPTS[name])) == []


def test_what_is_no_comment_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "one.js").write_text(
        "/** Both. */\nconst a = 'https://a.example/'; // where it is\n\n"
        "const b = /a\\/\\/ b/; // and what\nfor (;;) {\n  a;\n}\n// Last.\n"
    )
    monkeypatch.setattr(scripts, "_PARTS", tmp_path)
    told = script_of(("one",)).splitlines()[2:-1]
    assert told == ["const a = 'https://a.example/';const b = /a\\/\\/ b/;for (;;) {a;}"]
