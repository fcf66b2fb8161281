"""Structured data as those who read pages get it, and TypeScript's word on its vocabulary.

schema-dts has a type for each type of https://schema.org, with the properties that stand on it and
the values that they take.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import extruct

from tests.npm_tools import JUDGES, lacking

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from selectolax.lexbor import LexborHTMLParser, LexborNode

Node = dict[str, Any]
SITE = "https://archive.example"
CONFIG = {
    "compilerOptions": {
        "noEmit": True,
        "strict": True,
        "module": "esnext",
        "moduleResolution": "bundler",
        "target": "es2022",
        "skipLibCheck": True,
        "types": [],
    },
    "files": ["nodes.ts"],
}
FAULT = re.compile(r"nodes\.ts\((?P<line>\d+),\d+\): error TS\d+: (?P<said>.*)")


def graph(html: str) -> list[Node]:
    """Return the nodes of a page's only script element of structured data, [] without one."""
    found = extruct.extract(html, syntaxes=["json-ld"], errors="strict")["json-ld"]
    assert len(found) <= 1
    assert html.count("application/ld+json") == len(found)
    return [node for one in found for node in one["@graph"]]


def typed(value: Any) -> Iterator[Node]:
    """Go through all nodes in *value* that have a type, however deep they stand."""
    if isinstance(value, list):
        for one in value:
            yield from typed(one)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        yield from typed(list(value.values()))


def one(nodes: list[Node], *types: str) -> Node | None:
    """Return the node of *nodes* that has one of *types*, None where there is none."""
    found = [node for node in nodes if {*types} & {*_listed(node["@type"])}]
    assert len(found) <= 1
    return found[0] if found else None


def faults(nodes: Iterable[Node], folder: Path) -> list[str]:
    """Return what TypeScript finds wrong with *nodes* and all nodes in them, each on its own.

    *folder* is for the files of the check.
    """
    tsc, types = JUDGES / ".bin" / "tsc", JUDGES / "schema-dts"
    if shutil.which("node") is None:
        lacking("Node.js", "install version 20 or newer")
    if not tsc.exists() or not types.exists():
        lacking("TypeScript with schema-dts", "npm ci --omit=optional")
    lines = sorted({_declared(one) for one in typed(list(nodes))})
    names = {name for line in lines for name in re.findall(r"\w+Leaf\b", line.partition(" = ")[0])}
    imports = ", ".join(["MergeLeafTypes", "WithActionConstraints", *sorted(names)])
    head = f"import type {{ {imports} }} from {json.dumps(str(types))};"
    text = "\n".join([head, *(f"export const _{n}{line}" for n, line in enumerate(lines))])
    (folder / "nodes.ts").write_text(text, "utf-8")
    (folder / "tsconfig.json").write_text(json.dumps(CONFIG), "utf-8")
    run = subprocess.run(
        [tsc, "--pretty", "false", "-p", folder], capture_output=True, text=True, check=False
    )
    found = [
        f"{fault['said']} in {text.splitlines()[int(fault['line']) - 1][:400]}"
        for fault in FAULT.finditer(run.stdout)
    ]
    assert bool(found) == bool(run.returncode), run.stdout + run.stderr
    return found


def _declared(node: Node) -> str:
    """Return *node* as the type and the value of a declaration."""
    types = node["@type"]
    if isinstance(types, list):
        leaf = f"MergeLeafTypes<[{', '.join(f'{one}Leaf' for one in types)}]>"
    else:
        leaf = f"{types}Leaf"
        leaf = f"WithActionConstraints<{leaf}>" if types.endswith("Action") else leaf
    inner = {name: _outside(value) for name, value in node.items()}
    return f": {leaf} = {json.dumps(inner)};"


def _outside(value: Any) -> Any:
    """Return of a node in *value* only what it is, since it is declared on its own as well."""
    if isinstance(value, list):
        return [_outside(one) for one in value]
    if isinstance(value, dict) and "@type" in value:
        return {"@type": value["@type"]}
    return value


def said(node: LexborNode | None) -> str:
    """Return what an element shows, white space as single spaces."""
    return " ".join(node.text().split()) if node else ""


def href(link: LexborNode) -> str:
    return link.attributes["href"] or ""


def same_list(page: Node, html: LexborHTMLParser) -> None:
    """Compare a page that lists stories with what it shows."""
    rows = [(said(link), href(link)) for link in html.css(".row :is(h2, h3) > a")]
    stories = page["mainEntity"]
    items = stories.get("itemListElement", [])
    assert [(item["name"], item["url"]) for item in items] == rows
    assert page["name"] == said(html.css_first("h1"))
    counts = [said(fact) for fact in html.css("main .facts > span")]
    assert {f"{stories['numberOfItems']:,} {noun}" for noun in ("story", "stories")} & {*counts}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
