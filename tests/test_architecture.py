"""The folders of the plugin lean on one another in one direction, and each says what it holds."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest

PLUGIN = Path(__file__).parents[1] / "plugins" / "backfile"
# What each folder may import. The plugin's own modules, beside the folders, are its ground floor:
# all may import them, and they import no folder. Change this table when a folder gets a new name.
LEANS_ON: dict[str, set[str]] = {
    "files": set(),
    "text": set(),
    "partners": {"text"},
    "story": {"text"},
    "catalogue": {"text"},
    "config": {"story", "text"},
    "reading": {"catalogue", "config", "files", "partners", "story", "text"},
    "fidelity": {"files", "reading", "story", "text"},
    "workers": set(),
    "importers": {"fidelity", "files", "partners", "reading", "story", "text", "workers"},
    "render": {"files", "reading", "story", "text"},
    "outputs": {
        *{"catalogue", "config", "fidelity", "files", "partners", "reading", "render"},
        *{"story", "text"},
    },
    "pipeline": {
        *{"catalogue", "config", "fidelity", "files", "outputs", "partners", "reading", "render"},
        *{"text", "workers"},
    },
    "checking": {"files", "partners", "pipeline", "reading", "story"},
    "spreadsheet": {"config", "files", "partners", "reading", "story", "text"},
    "link_check": {"partners", "text"},
    "publish": {
        *{"catalogue", "checking", "config", "fidelity", "files", "outputs", "pipeline"},
        *{"reading", "render", "story", "text", "workers"},
    },
    "cli": {
        *{"checking", "config", "fidelity", "files", "importers", "link_check", "outputs"},
        *{"partners", "pipeline", "publish", "reading", "render", "spreadsheet", "story", "text"},
        "workers",
    },
}
# The two doors of the plugin open what they lead to: Pelican calls one, a command line the other.
DOORS = {"__init__", "__main__"}
# Imports that still run upwards: (module, imported module). A repair takes its line away.
UPWARDS: set[tuple[str, str]] = {
    ("outputs.fidelity_report.verify", "importers.formats.format"),
}

FOLDERS = sorted(path.parent for path in PLUGIN.rglob("*/__init__.py"))


def imports() -> set[tuple[str, str]]:
    """Return each module of the plugin with each module of it that it imports, by dotted names."""
    return {
        (_dotted(path), imported)
        for path in PLUGIN.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for imported in _imported(node)
    }


def _dotted(path: Path) -> str:
    return ".".join(path.relative_to(PLUGIN).with_suffix("").parts)


def _imported(node: ast.AST) -> list[str]:
    """Return the modules of the plugin that a statement imports."""
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom):
        names = [f"{node.module}.{alias.name}" for alias in node.names]
    else:
        names = []
    inside = [name.removeprefix("backfile.") for name in names if name.startswith("backfile.")]
    return [_module(name) for name in inside]


def _module(name: str) -> str:
    """Return the module that *name* is, or that it is in."""
    path = PLUGIN.joinpath(*name.split("."))
    return name if path.is_dir() or path.with_suffix(".py").is_file() else name.rpartition(".")[0]


def folder_of(module: str) -> str:
    """Return the folder of a module, "" for one that stands beside the folders."""
    first = module.partition(".")[0]
    return first if (PLUGIN / first).is_dir() else ""


def test_the_table_has_every_folder_in_an_order_without_a_circle() -> None:
    with_code = {path.name for path in FOLDERS if path.parent == PLUGIN}
    below: set[str] = set()
    for folder, leans_on in LEANS_ON.items():
        assert leans_on <= below, f"{folder} leans on what stands above it"
        below.add(folder)
    assert below == with_code


def test_no_import_runs_upwards() -> None:
    found = {
        (module, imported)
        for module, imported in imports()
        if module not in DOORS
        and folder_of(imported) not in {"", folder_of(module)}
        and folder_of(imported) not in LEANS_ON.get(folder_of(module), set())
    }
    assert found - UPWARDS == set(), "new imports run upwards"
    assert UPWARDS - found == set(), "these are repaired: take them out of the list"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.relative_to(PLUGIN).as_posix())
def test_each_folder_says_in_a_sentence_what_it_holds(folder: Path) -> None:
    docstring = ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8")))

    assert docstring, "it says nothing"
    assert docstring.endswith(".")
    assert "\n" not in docstring
    assert docstring.count(". ") == 0


def test_a_public_class_name_stands_for_one_thing() -> None:
    defined = Counter(
        node.name
        for path in PLUGIN.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert {name for name, times in defined.items() if times > 1} == set()
