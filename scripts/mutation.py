"""The two parts of `make mutation` that mutmut leaves to its user.

`types COMMAND...` runs mypy over the changed sources and prints only the errors that a change made: mutmut's own way of calling
functions is not typed, and it stops at an error that lies outside of a change.
`verdict [PATTERN...]` says how many changes a test or mypy noticed, by module, and lists each one that nothing noticed.
Exit code 1 below the goal. Two sorts of changes are left out, whether noticed or not:

- words: nothing but the words of a sentence changed (a string with a space between words), or what a call of `logger` says.
  Tests hold what is said, not how it is put. A sentence that is gone, or that is another one, is counted.
- stubs: a change to a function that has no code, only a docstring: it is there for the type checker.

What is left alive for a reason stands in `tests/mutation-argued.txt`, a line each: the line that `verdict` prints for it, ` # `
and the reason. Such a change counts as not noticed; the line only takes it off the list of what is still to be done.
"""

from __future__ import annotations

import ast
import difflib
import fnmatch
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

MUTANTS = Path("mutants")
ARGUED = Path("tests/mutation-argued.txt")
GOAL = 0.90
"""Share of the changes that must be noticed."""
MARK = "__mutmut_"
NOTICED = {1, 3, 24, 36, 37, 152, 255, -24, -9}
"""mutmut's exit codes of a change that a test, a timeout or the type checker noticed."""
SORTS = ("noticed", "alive", "argued", "words", "stubs")


@dataclass(frozen=True)
class Found:
    """One change, as `verdict` prints it, and what became of it."""

    module: str
    line: str
    sort: str


def functions_of(source: str) -> Iterator[ast.FunctionDef]:
    """Give the functions in which mutmut put one change each, and the unchanged ones beside them."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and MARK in node.name:
            yield node


def own_errors(source: str, errors: Sequence[Mapping[str, object]]) -> list[Mapping[str, object]]:
    """Return the type errors that stand in a changed function and not in the unchanged one."""
    spans = list(functions_of(source))
    named = [(next((f.name for f in spans if f.lineno <= int(str(e["line"])) <= (f.end_lineno or 0)), ""), e) for e in errors]
    usual = {(name.partition(MARK)[0], e["message"]) for name, e in named if name.endswith(f"{MARK}orig")}
    return [e for name, e in named if name and (name.partition(MARK)[0], e["message"]) not in usual]


def types(command: list[str]) -> int:
    """Print what mypy says of the changes. Exit code 1 if it did not run."""
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode not in {0, 1}:
        print(run.stderr or run.stdout, file=sys.stderr)
        return 1
    errors: dict[str, list[dict[str, object]]] = {}
    for line in filter(str.strip, run.stdout.splitlines()):
        error = json.loads(line)
        errors.setdefault(error["file"], []).append(error)
    for file, found in errors.items():
        for error in own_errors(Path(file).read_text(), found):
            print(json.dumps(error))
    return 0


class _Unsaid(ast.NodeTransformer):
    """Takes the words out: those of sentences, and what `logger` is told."""

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        return ast.Constant("…") if isinstance(node.value, str) and " " in node.value.strip() else node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        told = node.func
        if isinstance(told, ast.Attribute) and isinstance(told.value, ast.Name) and told.value.id == "logger":
            return ast.Call(told, [], [])
        return self.generic_visit(node)


def only_words(before: ast.FunctionDef, after: ast.FunctionDef) -> bool:
    """Say whether nothing but words changed."""
    old, new = (_Unsaid().visit(ast.parse(_text(each))) for each in (before, after))
    return ast.dump(old) == ast.dump(new)


def is_stub(function: ast.FunctionDef) -> bool:
    """Say whether the function is nothing but a docstring."""
    return len(function.body) == 1 and ast.get_docstring(function) is not None


def change(before: ast.FunctionDef, after: ast.FunctionDef) -> str:
    """Return the lines that differ, `old -> new`."""
    old, new = _text(before).splitlines(), _text(after).splitlines()
    lines = [line for line in difflib.unified_diff(old, new, lineterm="", n=0) if not line.startswith(("---", "+++", "@@"))]
    gone, come = (" ".join(line[1:].strip() for line in lines if line[0] == sign) for sign in "-+")
    return f"{gone} -> {come}"


def argued(text: str) -> set[str]:
    """Return which changes may live: what stands before the last ` # ` of a line, the reason. Raises ValueError without one."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if bare := [line for line in lines if not line.rpartition(" # ")[0]]:
        raise ValueError(f"no reason is given in {ARGUED} for: {bare[0]}")
    return {line.rpartition(" # ")[0].strip() for line in lines}


def judge(module: str, source: str, codes: Mapping[str, int | None], allowed: set[str]) -> Iterator[Found]:
    """Give what became of each change of a module that was tried; `source` has them all, `codes` how their tests ended."""
    nodes = {function.name: function for function in functions_of(source)}
    for key, code in codes.items():
        if code is None:
            continue
        name = key.rpartition(".")[2]
        changed = name.partition(MARK)[0]
        before, after = nodes[f"{changed}{MARK}orig"], nodes[name]
        line = f"{module}.{_plain(changed)}: {change(before, after)}"
        if is_stub(before):
            sort = "stubs"
        elif only_words(before, after):
            sort = "words"
        else:
            sort = "noticed" if code in NOTICED else "argued" if line in allowed else "alive"
        yield Found(module, line, sort)


def report(found: Sequence[Found], *, stale: Sequence[str] = ()) -> bool:
    """Print what was noticed and what was not; True if that is enough."""
    for name in sorted({each.module for each in found}):
        counts = Counter(each.sort for each in found if each.module == name)
        print(f"{name:40}", *(f"{sort} {counts[sort]:4}" for sort in SORTS), sep="  ")
    print("\nNothing noticed:", *sorted(each.line for each in found if each.sort == "alive"), sep="\n  ")
    if stale:
        print(f"\n{ARGUED} argues about what is noticed or gone:", *stale, sep="\n  ")
    total = Counter(each.sort for each in found)
    asked = total["noticed"] + total["alive"] + total["argued"]
    share = total["noticed"] / asked if asked else 0.0
    print(f"\n{total['noticed']} of {asked} changes were noticed, {share:.1%} ({GOAL:.0%} is the goal).")
    print(f"Of the others {total['argued']} are argued, {total['alive']} are not.", end=" ")
    print(f"Left out: {total['words']} that change only words, {total['stubs']} in stubs.")
    return share >= GOAL


def verdict(patterns: list[str]) -> int:
    """Read what mutmut left, and report."""
    allowed = argued(ARGUED.read_text()) if ARGUED.exists() else set()
    found: list[Found] = []
    for meta in sorted(MUTANTS.rglob("*.meta")):
        source = meta.with_suffix("")
        module = ".".join(source.relative_to(MUTANTS).with_suffix("").parts).removesuffix(".__init__")
        codes: dict[str, int | None] = json.loads(meta.read_text())["exit_code_by_key"]
        wanted = {key: code for key, code in codes.items() if not patterns or any(fnmatch.fnmatch(key, p) for p in patterns)}
        found.extend(judge(module, source.read_text(), wanted, allowed))
    used = {each.line for each in found if each.sort == "argued"}
    return 0 if report(found, stale=[] if patterns else sorted(allowed - used)) else 1


def _text(function: ast.FunctionDef) -> str:
    """Return the function's text without mutmut's name, which differs."""
    plain = _plain(function.name.partition(MARK)[0]).rpartition(".")[2]
    return ast.unparse(function).replace(f"def {function.name}(", f"def {plain}(", 1)


def _plain(name: str) -> str:
    """Return mutmut's name of a function as it is written: `Class.method`, or `function`."""
    if name.startswith("xǁ"):
        return name.removeprefix("xǁ").replace("ǁ", ".")
    return name.removeprefix("x_")


if __name__ == "__main__":
    sys.exit(types(sys.argv[2:]) if sys.argv[1] == "types" else verdict(sys.argv[2:]))
