"""`python -m tests.bench`: measure the running platform and write docs/benchmarks.md."""

from __future__ import annotations

import argparse
import statistics
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from functions.adapters.catalogue import FileCatalogue
from tests.bench.platform_client import ROOT, Helm, Platform
from tests.bench.report import Measure, Report

ENGINES = FileCatalogue(ROOT / "charts").engines()
PAGE = ROOT / "docs" / "benchmarks.md"


def main() -> None:
    """Run what was asked for, in order; the page is written only when all of it went through."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--engine", default=next(iter(ENGINES)), choices=list(ENGINES), help="the first if left out")
    parser.add_argument("-n", type=int, default=5, help="pairs (default 5)")
    parser.add_argument("--crowd", type=int, default=20, help="stores created in one go (default 20, 0: none)")
    parser.add_argument("--page", type=Path, default=PAGE)
    options = parser.parse_args()
    report = Report()
    up_again(report, options.n)
    overhead(report, options.engine, options.n)
    if options.crowd:
        crowd(report, options.engine, options.crowd)
    report.write(options.page)
    raise SystemExit(0 if all(measure.met for measure in report.measures) else 1)


def up_again(report: Report, count: int) -> None:
    """`make up` where all of it is up."""
    seconds = []
    for _ in range(count):
        started = time.perf_counter()
        subprocess.run([str(ROOT / "scripts" / "up")], check=True, capture_output=True, cwd=ROOT)
        seconds.append(time.perf_counter() - started)
    report.add(Measure("`make up` with everything up", seconds, target=60))


def overhead(report: Report, engine: str, count: int) -> None:
    """Ours and Helm's in turn, the first pair not counted."""
    platform = Platform()
    platform.clear("bench-", "crowd-")
    platform.provision("bench-model", engine)
    helm = Helm("bench-model", engine)
    ours, theirs, gone = [], [], []
    for index in range(-1, count):
        name = f"bench-{index + 1}"
        mine = platform.provision(f"{name}-a", engine)
        removal = platform.delete(f"{name}-a")
        with helm.namespace(f"{name}-b"):
            other = helm.install(f"{name}-b")
        if index >= 0:
            ours.append(mine)
            theirs.append(other)
            gone.append(removal)
    platform.delete("bench-model")
    ready = [sample.ready for sample in ours]
    pairs = list(zip(ready, theirs, strict=True))
    report.add(Measure("request → accepted (202)", [sample.accepted for sample in ours]))
    report.add(Measure("request → first event of the run", [sample.first_event for sample in ours], target=1))
    report.add(Measure(f"request → {engine} ready, order verified", ready, target=20))
    report.add(Measure(f"`helm upgrade --install --wait` + the same order, {engine}", theirs))
    report.add(Measure("overhead of the platform, pair by pair", [a - b for a, b in pairs], target=3))
    report.add(Measure("ratio, pair by pair", [a / b for a, b in pairs], unit="x", target=1.10))
    report.add(Measure("delete → nothing left", gone))
    report.notes.append(
        "Helm's side starts in a namespace that has its fence, Secret and service account already; making those is part of "
        "our side only."
    )


def crowd(report: Report, engine: str, count: int) -> None:
    """Many stores in one go: all ready, or the run fails."""
    platform = Platform()
    names = [f"crowd-{number}" for number in range(count)]
    peak = Peak()
    with peak:
        started = time.perf_counter()
        asked = [platform.post(name, engine)[0] for name in names]
        for operation_id in asked:
            for _ in platform.events(operation_id):
                pass
            platform.expect(operation_id)
        wall = time.perf_counter() - started
        time.sleep(10)
        rest = used_gib()
    with ThreadPoolExecutor(count) as pool:
        deleted = list(pool.map(lambda name: Platform().delete(name), names))
    report.add(Measure(f"{count} stores asked for at once → all ready, orders verified", [wall]))
    report.add(Measure(f"memory in use on the machine, peak, {count} stores more", [peak.most - peak.before], unit="GiB"))
    report.add(Measure("memory per store at rest", [(rest - peak.before) * 1024 / count], unit="MiB"))
    report.add(Measure(f"the same {count} deleted at once → the last one gone", [max(deleted)]))
    report.notes.append(f"{count} stores: {statistics.mean([wall / count]):.1f} s a store with two workers.")


class Peak:
    """The most memory in use while it is open, looked at each half second."""

    def __init__(self) -> None:
        self.before = used_gib()
        self.most = self.before
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.5):
            self.most = max(self.most, used_gib())


def used_gib() -> float:
    """Memory that is not available to a new program, in GiB."""
    lines = Path("/proc/meminfo").read_text(encoding="utf-8").splitlines()
    values = {line.split(":")[0]: int(line.split()[1]) for line in lines}
    return (values["MemTotal"] - values["MemAvailable"]) / 1024**2


if __name__ == "__main__":
    main()
