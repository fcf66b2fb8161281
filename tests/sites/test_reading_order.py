"""Stories are read in one order, whatever order the hashes of this process give to their names."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from backfile.pipeline.pelican_glue import withheld

if TYPE_CHECKING:
    import pytest

NAMES = [f"stories/{name}.md" for name in ("ash", "fog", "ice", "mud", "rain", "sea", "storm")]


def test_files_come_by_their_names_without_those_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    site = SimpleNamespace(left_out={"stories/fog.md"}, refused={"stories/sea.md"})
    monkeypatch.setattr(withheld, "site_of", lambda _settings: site)
    generator = SimpleNamespace(settings={}, get_files=lambda *_args, **_how: set(NAMES))
    withheld.hide_files(generator)
    found = generator.get_files([])
    assert list(found) == [one for one in NAMES if one not in ("stories/fog.md", "stories/sea.md")]
    assert found | {"more.md"} == {*found, "more.md"}
