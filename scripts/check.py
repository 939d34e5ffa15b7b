"""check.py [PART...]: what needs no cluster. Two parts at a time, each part's output in one piece, a table at the end."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
# Percent of lines and branches that tests reach, by package: what they must not fall below.
COVERAGE = {"domain": 95, "application": 95, "adapters": 90}

# Longest first, so that none is left for the end. A part is a list of commands; the first that fails ends it.
PARTS: dict[str, list[list[str]]] = {
    "tests": [
        ["python", "-m", "pytest", "-n", "2", "--cov", "--cov-report=", "--quiet"],
        *(["coverage", "report", f"--include=functions/{name}/*", f"--fail-under={least}"] for name, least in COVERAGE.items()),
    ],
    # Without coverage, which would take it twice as long: what it reaches the tests above reach too.
    "model": [["python", "-m", "pytest", "tests/model", "-m", "not long", "--no-cov", "--quiet"]],
    "ansible": [["ansible-lint", "--strict"]],
    "types": [["mypy"]],
    "charts": [["scripts/charts-check"]],
    "serverless": [["scripts/serverless-check"]],
    "openapi": [["scripts/openapi-check"]],
    "dashboard": [["scripts/dashboard-check"]],
    "yaml": [["yamllint", "--strict", "."]],
    "shell": [["shellcheck", "--external-sources"]],  # and the files, found by `shell_files`
    "imports": [["lint-imports"]],
    "lint": [["ruff", "check", "."]],
    "format": [["ruff", "format", "--check", "."]],
}
COLOURLESS = {"NO_COLOR": "1", "PY_COLORS": "0", "ANSIBLE_NOCOLOR": "1", "TERM": "dumb"}


@dataclass(frozen=True)
class Result:
    """How a part went."""

    part: str
    good: bool
    seconds: float
    output: str


def shell_files() -> list[str]:
    """Every file of the repository that a shell runs: by its ending or its first line."""
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard"], check=True, capture_output=True)
    names = sorted(set(listed.stdout.decode().splitlines()))
    return [name for name in names if (PROJECT / name).is_file() and _is_shell(PROJECT / name)]


def _is_shell(path: Path) -> bool:
    with path.open("rb") as file:
        first = file.readline(64)
    return path.suffix == ".sh" or (first.startswith(b"#!") and b"sh" in first.split(b"/")[-1].split())


def commands(part: str) -> list[list[str]]:
    """The part's command lines."""
    return [[*PARTS[part][0], *shell_files()]] if part == "shell" else PARTS[part]


def run(part: str) -> Result:
    """Run a part to its end or its first failure."""
    began = time.monotonic()
    output, good = "", True
    for command in commands(part):
        done = subprocess.run(
            command,
            cwd=PROJECT,
            env={**os.environ, **COLOURLESS},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        output += done.stdout
        good = done.returncode == 0
        if not good:
            break
    return Result(part, good, time.monotonic() - began, output)


def main() -> int:
    """Run the parts that were named, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    chosen = parser.parse_args().parts or list(PARTS)
    if unknown := [part for part in chosen if part not in PARTS]:
        parser.error(f"there is no part {unknown[0]}; the parts are: {', '.join(PARTS)}")
    began = time.monotonic()
    speaking = threading.Lock()

    def one(part: str) -> Result:
        result = run(part)
        with speaking:
            show(result)
        return result

    with ThreadPoolExecutor(2) as lanes:
        results = list(lanes.map(one, [part for part in PARTS if part in chosen]))
    table(results, time.monotonic() - began)
    return 0 if all(result.good for result in results) else 1


def show(result: Result) -> None:
    """Say how a part went: a failure with all it printed, tests with their closing line, the model with what it explored."""
    print(f"{'ok  ' if result.good else 'FAIL'} {result.part} ({result.seconds:.1f} s)", flush=True)
    if not result.good:
        print(result.output.rstrip(), flush=True)
    elif result.part == "model":
        print("\n".join(line for line in result.output.splitlines() if " states, " in line or " passed" in line), flush=True)
    elif result.part == "tests":
        lines = result.output.splitlines()
        totals = [line.split()[-1] for line in lines if line.startswith("TOTAL")]
        print("\n".join(line for line in lines if " passed" in line), flush=True)
        print(f"covered: {', '.join(f'{name} {total}' for name, total in zip(COVERAGE, totals, strict=False))}", flush=True)


def table(results: list[Result], seconds: float) -> None:
    """Print what took how long."""
    print("\npart         seconds")
    for result in sorted(results, key=lambda result: -result.seconds):
        print(f"{result.part:<12} {result.seconds:7.1f}{'' if result.good else '  FAILED'}")
    failed = [result.part for result in results if not result.good]
    print(f"{'all':<12} {seconds:7.1f}")
    print(f"Failed: {', '.join(failed)}" if failed else "All good.")


if __name__ == "__main__":
    sys.exit(main())
