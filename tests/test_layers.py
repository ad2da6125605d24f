"""The floors of the house: imports go downwards only, and a file's name says what it does in one place."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

FLOORS = (
    ("reconcile.__main__",),
    ("reconcile.cli",),
    ("reconcile.commands",),
    ("reconcile.pipeline",),
    ("reconcile.months", "reconcile.evaluate"),
    ("reconcile.decisions",),
    ("reconcile.report",),
    ("reconcile.doubts",),
    ("reconcile.settle",),
    ("reconcile.compare",),
    ("reconcile.link",),
    ("reconcile.extract",),
    ("reconcile.ingest",),
    ("reconcile.store",),
    ("reconcile.validate",),
    ("reconcile.wording",),
    ("reconcile.text",),
    ("reconcile.model",),
    ("reconcile.language", "reconcile.gazetteer"),
    ("reconcile.strict_yaml", "reconcile.errors", "reconcile"),
    ("schemas",),
)
"""From the top down. A room imports from lower floors and from itself, never from its own floor or a higher one."""

HEIGHT = {room: -floor for floor, rooms in enumerate(FLOORS) for room in rooms}

SAME_JOB = {"__init__.py"}
"""File names that several rooms use for the same job done on different things."""

MODULES = sorted([*ROOT.glob("reconcile/**/*.py"), *ROOT.glob("schemas/*.py")])


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def room_of(module: str) -> str:
    parts = module.split(".")
    room = ".".join(parts[:2])
    return room if room in HEIGHT else parts[0]


NAMES = {name_of(path) for path in MODULES}


def imports_of(path: Path) -> Iterator[str]:
    """Every module that a file imports, also inside functions and for type checking only."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            named = [f"{node.module}.{name.name}" for name in node.names]
            yield from (name if name in NAMES else node.module for name in named)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def own(module: str) -> bool:
    return module.split(".")[0] in ("reconcile", "schemas")


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_go_downwards(path: Path) -> None:
    here = room_of(name_of(path))
    rooms = {room_of(module) for module in imports_of(path) if own(module)} - {here}
    assert {room for room in rooms if HEIGHT[room] >= HEIGHT[here]} == set()


def test_no_two_modules_import_one_another_in_a_circle() -> None:
    needs = {name_of(path): {m for m in imports_of(path) if m in NAMES} for path in MODULES}
    left = dict(needs)
    while free := [name for name, below in left.items() if not below & left.keys() - {name}]:
        for name in free:
            del left[name]
    assert sorted(left) == [], "these import one another"


def test_a_file_name_is_used_once() -> None:
    """Tables keep their name through the package: schemas/claims.py defines the table, others may make it."""
    used: dict[str, list[str]] = defaultdict(list)
    for path in MODULES:
        if path.parts[-2] != "schemas" and path.name not in SAME_JOB:
            used[path.name].append(name_of(path))
    assert {name: modules for name, modules in used.items() if len(modules) > 1} == {}
