"""`python -m tests.conformance`: the suite for the engine that ENGINE names, or for each whose images are here."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.cluster.installation import PROJECT
from tests.cluster.platform import Platform

COMMAND = [sys.executable, "-m", "pytest", "tests/conformance", "-v", "-p", "no:randomly", "--timeout=600"]


def main() -> None:
    """Run it for one engine after the other; the exit status says whether all of them conform."""
    named = os.environ.get("ENGINE")
    engines = {named: True} if named else Platform().engines()
    codes = {engine: conform(engine) for engine, available in engines.items() if available}
    for engine, available in engines.items():
        said = "conforms" if codes.get(engine) == 0 else "does NOT conform"
        say(f"{engine} {said}" if available else f"NOT RUN: {engine}, whose images could not be built here")
    sys.exit(int(not codes or any(codes.values())))  # a suite that a signal ended has a negative status


def conform(engine: str) -> int:
    """Run the suite for one engine; return pytest's exit status."""
    say(f"== {engine}")
    return subprocess.run([*COMMAND, *sys.argv[1:]], cwd=PROJECT, env={**os.environ, "ENGINE": engine}, check=False).returncode


def say(text: str) -> None:
    """Show a line at once, before what pytest prints."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
