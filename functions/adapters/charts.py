"""Charts as files: their version, a digest over all that is in them, and copies of those that were promised.

A copy is `<root>/<digest>/<engine>`, made when an operation is accepted: an update of the platform does not change it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path

import yaml

from functions.adapters.yaml_reader import read_yaml
from functions.application.ports.runs import TargetGone
from functions.domain.errors import Unavailable
from functions.domain.version import Target


def chart_version(chart: Path) -> str:
    """Return the version that Chart.yaml says. Raises Unavailable."""
    try:
        return str(read_yaml(chart / "Chart.yaml")["version"])
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError) as error:
        raise Unavailable(f"{chart / 'Chart.yaml'} cannot be read: {' '.join(str(error).split())}.") from error


def chart_digest(chart: Path) -> str:
    """Return the SHA-256 over names and contents of a chart's files, those behind links included. Raises Unavailable."""
    digest = hashlib.sha256()
    try:
        for file in sorted(_files(chart)):
            digest.update(f"{file.relative_to(chart)}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    except OSError as error:
        raise Unavailable(f"The chart {chart} cannot be read: {error.strerror}.") from error
    return digest.hexdigest()


def keep_chart(chart: Path, digest: str, root: Path) -> None:
    """Keep a copy of the chart below the root, unless there is one. Raises Unavailable."""
    kept = root / digest
    if kept.is_dir():
        return
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".keeping-", dir=root))
        try:
            shutil.copytree(chart, work / chart.name)
            work.rename(kept)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    except OSError as error:
        if not kept.is_dir():  # else somebody was faster
            raise Unavailable(f"The chart {chart} cannot be kept in {root}: {error.strerror or error}.") from error


def forget_charts(root: Path, promised: Collection[str]) -> list[str]:
    """Remove the copies that nothing accepted is waiting for; return their digests. What stays is tried again next time."""
    copies = sorted(root.iterdir()) if root.is_dir() else []
    gone = [copy for copy in copies if copy.name not in promised]
    for copy in gone:
        shutil.rmtree(copy, ignore_errors=True)
    return [copy.name for copy in gone if not copy.exists()]


def charts_of(target: Target, engine: str, *, charts: Path, root: Path | None) -> Path:
    """Return the folder of charts that holds the target's chart: today's, or the kept copy. Raises TargetGone."""
    if chart_digest(charts / engine) == target.chart_digest:
        return charts
    if root is not None and (root / target.chart_digest / engine).is_dir():
        return root / target.chart_digest
    raise TargetGone(
        f"The chart {engine} {target.chart_version} that was promised is not here any more: "
        "the platform was updated. Ask again."
    )


def _files(folder: Path) -> Iterator[Path]:
    for place, _, names in os.walk(folder, followlinks=True):
        yield from (Path(place) / name for name in names)
