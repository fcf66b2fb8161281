"""What tests share in a process: templates compiled once, and sites that all of them only read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from jinja2 import Environment

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

# The state of each folder that a fixture made for many tests, by the fixture's place and name.
_made: dict[tuple[str, str], tuple[Path, dict[Path, tuple[int, int]]]] = {}


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
) -> Generator[None, Any, Any]:
    made = yield
    folder = made if isinstance(made, Path) else getattr(made, "folder", None)
    if request.scope != "function" and isinstance(folder, Path) and folder.is_dir():
        _made[fixturedef.baseid, fixturedef.argname] = folder, _state(folder)
    return made


def pytest_fixture_post_finalizer(fixturedef: pytest.FixtureDef[Any]) -> None:
    _made.pop((fixturedef.baseid, fixturedef.argname), None)


@pytest.fixture(autouse=True)
def shared_folders_stay_as_they_are(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that changes what others read after it."""
    yield
    for (place, name), (folder, before) in _made.items():
        if name in request.fixturenames and request.node.nodeid.startswith(place):
            _made[place, name] = folder, _state(folder)
            changed = {path.name for path, _ in _made[place, name][1].items() ^ before.items()}
            assert not changed, f"the test changed what {name} made for others too"


def _state(folder: Path) -> dict[Path, tuple[int, int]]:
    """Return the time of the last change and the size of every file in *folder*.

    What Python compiles while it imports from there is left out.
    """
    return {
        path: (found.st_mtime_ns, found.st_size)
        for path in folder.rglob("*")
        if path.suffix != ".pyc" and not path.is_dir() and (found := path.lstat())
    }


@pytest.fixture(scope="session", autouse=True)
def templates_are_compiled_once() -> Iterator[None]:
    """Keep what Jinja makes of a template for all builds: compiling is most of a small build.

    Constants are not worked out while it is compiled: the filters are another site's in each build.
    """
    compiled: dict[tuple[object, ...], Any] = {}
    compile_anew = Environment.compile

    def compile_once(self: Environment, source: Any, *args: Any, **kwargs: Any) -> Any:
        key = (
            *(source, args, tuple(kwargs.items()), frozenset(self.extensions)),
            *(self.trim_blocks, self.lstrip_blocks, self.autoescape, self.is_async),
        )
        if key not in compiled:
            with patch.object(self, "optimized", new=False):
                compiled[key] = compile_anew(self, source, *args, **kwargs)
        return compiled[key]

    with patch.object(Environment, "compile", compile_once):
        yield
