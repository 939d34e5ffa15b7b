"""Prometheus' text format, version 0.0.4."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
Labels = Mapping[str, str]


@dataclass
class Family:
    """One metric with its samples: name's ending, labels, value."""

    name: str
    kind: Literal["counter", "gauge", "histogram"]
    help: str
    samples: list[tuple[str, Labels, float]] = field(default_factory=list)

    def add(self, value: float, **labels: str) -> Family:
        """Add a sample."""
        self.samples.append(("", labels, value))
        return self

    def add_histogram(self, bounds: Sequence[float], counts: Sequence[int], total: float, **labels: str) -> Family:
        """Add a histogram: how many fell between the bounds, the last of the counts above all of them, and their sum."""
        below = 0
        for bound, count in zip((*bounds, math.inf), counts, strict=True):
            below += count
            self.samples.append(("_bucket", {**labels, "le": _number(bound)}, below))
        self.samples += [("_sum", labels, total), ("_count", labels, below)]
        return self


def render(families: Iterable[Family]) -> str:
    """Return the families as text."""
    lines: list[str] = []
    for family in families:
        lines += [f"# HELP {family.name} {_escaped(family.help)}", f"# TYPE {family.name} {family.kind}"]
        lines += [f"{family.name}{ending}{_labels(labels)} {_number(value)}" for ending, labels, value in family.samples]
    return "\n".join([*lines, ""])


def _labels(labels: Labels) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{_quoted(value)}"' for name, value in labels.items()) + "}"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("\n", r"\n")


def _quoted(text: str) -> str:
    return _escaped(text).replace('"', r"\"")


def _number(value: float) -> str:
    if math.isinf(value):
        return "+Inf" if value > 0 else "-Inf"
    return str(int(value)) if float(value).is_integer() else f"{value:.6g}"
