"""The layers of pyproject.toml, for modules that are named in strings; and that no two modules import each other."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
MODULE = re.compile(r"functions(\.[a-z_0-9]+)+")
CONTRACTS = tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
LAYERS: list[str] = next(contract["layers"] for contract in CONTRACTS if contract["type"] == "layers")
# 0 is the top. What is beside the layers may be named by all.
RANK = {name.strip(): rank for rank, layer in enumerate(LAYERS) for name in layer.split("|")}
FILES = sorted((PROJECT / "functions").rglob("*.py"))


def package_of(module: str) -> str:
    return module.split(".")[1]


def module_of(file: Path) -> str:
    parts = file.relative_to(PROJECT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def named(text: str) -> Iterator[str]:
    """The modules that string constants of a source name."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and MODULE.fullmatch(node.value):
            yield node.value


def forbidden(own: str, other: str) -> bool:
    """True if a module of one package may not know one of the other."""
    mine, theirs = package_of(own), package_of(other)
    if mine == theirs or theirs not in RANK or mine not in RANK:
        return False
    return RANK[theirs] <= RANK[mine]


def test_every_package_has_a_layer() -> None:
    packages = {package_of(module_of(file)) for file in FILES if len(module_of(file).split(".")) > 1}

    assert packages - {"settings", "observability"} == set(RANK)


def test_no_module_is_named_in_a_string_that_the_layers_would_forbid() -> None:
    found = {
        f"{module_of(file)} names {other}"
        for file in FILES
        if file != PROJECT / "functions/__init__.py"
        for other in named(file.read_text(encoding="utf-8"))
        if forbidden(module_of(file), other)
    }

    assert found == set()


@pytest.mark.parametrize(
    ("own", "text", "expected"),
    [
        ("functions.adapters.ansible.process", 'X = "functions.worker.executor"', True),
        ("functions.domain.store", 'X = "functions.adapters.kube"', True),
        ("functions.api.handler", 'X = "functions.worker.pool"', True),
        ("functions.local", 'X = "functions.api.handler"', False),
        ("functions.adapters.ansible.process", 'X = "functions.adapters.ansible.playbook"', False),
        ("functions.adapters.sqs", 'X = "no functions.worker.pool here"', False),
    ],
)
def test_a_name_that_is_forbidden_is_found(own: str, text: str, expected: bool) -> None:
    assert any(forbidden(own, other) for other in named(text)) is expected


def test_no_two_modules_import_each_other_even_within_functions() -> None:
    imports = {module_of(file): set(imported(file)) for file in FILES}
    circles = {
        tuple(sorted((one, other))) for one in imports for other in reached(one, imports) if one in reached(other, imports)
    }

    assert {circle for circle in circles if circle[0] != circle[1]} == set()


def imported(file: Path) -> Iterator[str]:
    """The modules of ours that a file imports at run time, wherever in it."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            node.body = []
    known = {module_of(other) for other in FILES}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("functions"):
            for name in node.names:
                full = f"{node.module}.{name.name}"
                yield full if full in known else node.module


def reached(start: str, imports: dict[str, set[str]]) -> set[str]:
    """What a module reaches over any number of imports."""
    found: set[str] = set()
    todo = list(imports.get(start, ()))
    while todo:
        one = todo.pop()
        if one not in found:
            found.add(one)
            todo.extend(imports.get(one, ()))
    return found
