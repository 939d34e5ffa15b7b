"""`python -m tests.conformance`: the suite for the engine that ENGINE names, or for each that charts/ offers, all at once.

Green means that it ran. An engine that was not run fails this, named or not; only where none was named and the engine's code
is a file that could not be downloaded is it left out, with a line that says so at the end.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from functions.adapters.catalogue import read_engine
from functions.domain.engine import Engine
from tests.cluster.installation import CACHE, PROJECT
from tests.cluster.platform import Platform
from tests.conformance.verdict import Run, absent_files, count_run, exit_status, judge

COMMAND = [sys.executable, "-m", "pytest", "tests/conformance", "-v", "-p", "no:randomly", "--timeout=600"]


def main() -> None:
    """Run it for all of them, which wait for their shops more than they work; the exit status says whether they conform."""
    named, offered = os.environ.get("ENGINE"), sorted(file.parent for file in (PROJECT / "charts").glob("*/engine.yml"))
    chosen = [chart for chart in offered if not named or chart.name == named]
    if not chosen:
        sys.exit(f"ENGINE must be one of: {', '.join(chart.name for chart in offered)}.")
    available = Platform().engines()  # without those that the platform could not read: they are not available
    engines = [read_engine(chart / "engine.yml") for chart in chosen]
    mark = len(engines) > 1
    with ThreadPoolExecutor(len(engines)) as pool:
        runs = pool.map(lambda engine: conform(engine, available=available.get(engine.name, False), mark=mark), engines)
        verdicts = [judge(run) for run in runs]
    for verdict in verdicts:
        say(verdict.line)
    sys.exit(exit_status(verdicts, named=bool(named)))


def conform(engine: Engine, *, available: bool, mark: bool) -> Run:
    """Run the suite for one engine, if its images are here; `mark` puts its name before each line."""
    if not available:
        return Run(engine.name, absent=absent_files(engine.images, PROJECT / "images", CACHE))
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [*COMMAND, f"--junitxml={report}", *sys.argv[1:]]
        environment = {**os.environ, "ENGINE": engine.name}
        with subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, text=True) as running:
            for line in running.stdout or ():
                say(f"{engine.name}: {line.rstrip()}" if mark else line.rstrip())
        return Run(engine.name, code=running.returncode, ran=count_run(report))


def say(text: str) -> None:
    """Show a line at once, before what pytest prints."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
