"""Statistics and the Markdown page of a benchmark run."""

from __future__ import annotations

import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

HEAD = (
    "# Benchmarks",
    "",
    "Written by `make bench`; do not edit. Runs are paired and interleaved, each side first in turn, on a warm cluster",
    "with nothing else on it. Medians are what to quote.",
)


@dataclass(frozen=True)
class Measure:
    """One measured thing: its samples in `unit`, and the most its median may be (None: only reported)."""

    name: str
    samples: Sequence[float]
    unit: str = "s"
    target: float | None = None

    @property
    def median(self) -> float:
        """The middle sample."""
        return statistics.median(self.samples)

    @property
    def met(self) -> bool:
        """True if the median keeps the target, or there is none."""
        return self.target is None or self.median <= self.target

    def row(self) -> str:
        """One row of the table."""
        target = "" if self.target is None else f"≤ {self.target:g} {self.unit}"
        verdict = "" if self.target is None else ("yes" if self.met else "**no**")
        low, high = min(self.samples), max(self.samples)
        figures = f"{len(self.samples)} | {low:.2f} | {self.median:.2f} | {high:.2f} | {self.unit}"
        return f"| {self.name} | {figures} | {target} | {verdict} |"


@dataclass
class Report:
    """What a run measured, in the order it was measured; `before` are lines of the page above the table."""

    head: Sequence[str] = HEAD
    before: list[str] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, measure: Measure) -> None:
        """Keep a measure and print it, since a run takes minutes."""
        self.measures.append(measure)
        print(measure.row(), flush=True)  # noqa: T201

    def markdown(self) -> str:
        """The page."""
        lines = [
            *self.head,
            "",
            where_and_when(),
            "",
            *self.before,
            "| what | n | min | median | max | unit | target | met |",
            "|---|---|---|---|---|---|---|---|",
            *(measure.row() for measure in self.measures),
        ]
        notes = ["", *(f"- {note}" for note in self.notes)] if self.notes else []
        return "\n".join([*lines, *notes, ""])

    def write(self, path: Path) -> None:
        """Replace the page."""
        path.write_text(self.markdown(), encoding="utf-8")


def where_and_when() -> str:
    """A run's own line of a page."""
    return f"Run at {datetime.now(UTC):%Y-%m-%d %H:%M} UTC on {_machine()}."


def _machine() -> str:
    cores = Path("/proc/cpuinfo").read_text(encoding="utf-8").count("processor\t")
    memory = int(Path("/proc/meminfo").read_text(encoding="utf-8").split()[1]) // 1024**2
    return f"{cores} cores, {memory} GiB, Linux {platform.release().split('-')[0]}, Python {platform.python_version()}"
