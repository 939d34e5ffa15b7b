"""The engines on offer, read from charts/<engine>/engine.yml."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from functions.adapters.charts import chart_digest, chart_stamp, chart_version, keep_chart
from functions.adapters.yaml_reader import read_yaml
from functions.domain.engine import Engine
from functions.domain.errors import Unavailable
from functions.domain.placement import IMAGE_PARTS
from functions.domain.plan import too_small
from functions.domain.version import Target
from functions.observability import logger


class FileCatalogue:
    """Reads the engines of a charts folder, and again when one of their files changed. `images` names what was built.

    A cluster that gets its images from elsewhere has a file of its own beside it, `images.<cluster>.json`.
    `kept` is where copies of charts stay that were promised, `own` what images begin with that owners of stores may name. An
    engine whose file is broken is left out, and read again each time until it is mended: the others stay on offer.
    """

    def __init__(self, charts: Path, images: Path | None = None, kept: Path | None = None, *, own: Sequence[str] = ()) -> None:
        self._charts = charts
        self._own = tuple(own)
        self._kept = kept
        self._images = images
        self._lock = threading.Lock()
        self._stamp: object = None
        self._charts_seen: dict[str, tuple[object, str, str]] = {}
        self._engines: Mapping[str, Engine] = {}
        self._problems: Mapping[str, str] = {}

    def engines(self) -> Mapping[str, Engine]:
        """Return the engines that can be used by name, in order of name."""
        return self._read()[0]

    def problems(self) -> Mapping[str, str]:
        """Return why the others cannot be used, by name: the file, relative to the project, and the rule it breaks."""
        return self._read()[1]

    def missing_images(self, engine: Engine, cluster: str | None = None) -> tuple[str, ...]:
        """Return the engine's images that the cluster's file does not name; none without a file, as on AWS.

        Without a cluster, those that are lacking in the file that lacks the fewest.
        """
        if self._images is None:
            return ()
        files = files_of_images(self._images) if cluster is None else [file_of_images(self._images, cluster)]
        known = [read_images(file) for file in files if file.is_file()]
        missing = [tuple(name for name in engine.images if name not in built) for built in known]
        return min(missing, key=len, default=())

    def images(self, cluster: str | None = None) -> Mapping[str, str]:
        """Return the image of each name that is installed now on a cluster, or where it has none of its own.

        None without a file, as on AWS. Raises Unavailable.
        """
        if self._images is None:
            return {}
        return read_images(self._images if cluster is None else file_of_images(self._images, cluster))

    def own_images(self) -> Sequence[str]:
        """Return what it was told."""
        return self._own

    def holds(self, engine: str, chart_digest: str) -> bool:
        """Return whether the engine's chart with this digest is here: today's, or a copy that was kept. Raises Unavailable."""
        if self._kept is not None and (self._kept / chart_digest / engine).is_dir():
            return True
        return (self._charts / engine).is_dir() and self._chart(self._charts / engine)[1] == chart_digest

    def engine_of(self, name: str, chart_digest: str) -> Engine | None:
        """Return the engine as a copy of its chart that was kept says it, else as today's does if that is the one."""
        kept = None if self._kept is None else self._kept / chart_digest / name / "engine.yml"
        if kept is None or not kept.is_file():
            return self.engines().get(name) if self.holds(name, chart_digest) else None
        try:
            return read_engine(kept)
        except Unavailable:
            return None

    def target(self, engine: Engine, cluster: str | None = None) -> Target:
        """Return what an installation of the engine would install now, and keep a copy of its chart. Raises Unavailable."""
        chart = self._charts / engine.name
        built = self.images(cluster)
        version, digest = self._chart(chart)
        target = Target(
            engine_version=engine.version,
            chart_version=version,
            chart_digest=digest,
            images={name: built[name] for name in engine.images if name in built},
        )
        if self._kept is not None:
            keep_chart(chart, target.chart_digest, self._kept)
        return target

    def _chart(self, chart: Path) -> tuple[str, str]:
        """Return a chart's version and digest, read again when one of its files changed: they are asked for with each store."""
        stamp = chart_stamp(chart)
        seen, version, digest = self._charts_seen.get(chart.name, (None, "", ""))
        if stamp is None or stamp != seen:
            version, digest = chart_version(chart), chart_digest(chart)
            self._charts_seen[chart.name] = (stamp, version, digest)
        return version, digest

    def _read(self) -> tuple[Mapping[str, Engine], Mapping[str, str]]:
        with self._lock:
            stamp = _stamps(self._charts)
            if stamp != self._stamp or self._problems:
                engines, problems = _read_all(path for path, _, _ in stamp)
                for name, problem in problems.items():
                    if self._problems.get(name) != problem:
                        logger.error("an engine cannot be used", engine=name, problem=problem)
                self._engines, self._problems, self._stamp = engines, problems, stamp
            return self._engines, self._problems


def _read_all(files: Iterable[Path]) -> tuple[dict[str, Engine], dict[str, str]]:
    engines: dict[str, Engine] = {}
    problems: dict[str, str] = {}
    for path in files:
        name = path.parent.name
        try:
            engines[name] = read_engine(path)
        except Unavailable as error:
            problems[name] = error.message.replace(str(path), f"charts/{name}/engine.yml")
    return engines, problems


def _stamps(charts: Path) -> list[tuple[Path, int, int]]:
    """Return the engines' files, each with what changes when it is written: looked at with each request, so without a glob."""
    found = []
    for folder in sorted(charts.iterdir()) if charts.is_dir() else []:
        file = folder / "engine.yml"
        try:
            status = file.stat()
        except OSError:  # a folder that is no engine's
            continue
        found.append((file, status.st_mtime_ns, status.st_size))
    return found


def file_of_images(file: Path, cluster: str) -> Path:
    """Return the file with the images of a cluster: its own, or the one of all that have none of their own."""
    own = file.with_name(f"{file.stem}.{cluster}{file.suffix}")
    return own if own.is_file() else file


def files_of_images(file: Path) -> Sequence[Path]:
    """Return every file with images, that of all clusters that have none of their own first."""
    return [file, *sorted(file.parent.glob(f"{file.stem}.*{file.suffix}"))]


def read_images(file: Path) -> dict[str, str]:
    """Read which image of each name is the one to use; empty where none was ever built. Raises Unavailable."""
    try:
        images: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise Unavailable(f"{file} cannot be read: {' '.join(str(error).split())}.") from error
    return images


def read_engine(path: Path) -> Engine:
    """Return the engine that one engine.yml describes. Raises Unavailable."""
    try:
        content: Any = read_yaml(path)
        engine = Engine.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "content"
        raise Unavailable(f"{path}: {where}: {first['msg']}.") from error
    except (OSError, ValueError, yaml.YAMLError) as error:  # ValueError: a date that is none, say
        raise Unavailable(f"{path} cannot be read: {' '.join(str(error).split())}.") from error
    if engine.name != path.parent.name:
        raise Unavailable(f"{path}: name: must be the folder's, {path.parent.name}, not {engine.name}.")
    _check_secret_keys(engine, path)
    _check_replicas(engine, path)
    return engine


def _check_secret_keys(engine: Engine, path: Path) -> None:
    """A secret's key comes from exactly one place: a field of the spec, random letters, or random hexadecimal digits."""
    for name, key in engine.secret_keys.items():
        if sum(origin is not None for origin in (key.source, key.length, key.hex)) != 1:
            raise Unavailable(f"{path}: secret_keys.{name}: must have exactly one of from, length and hex.")


def _check_replicas(engine: Engine, path: Path) -> None:
    """A shop in several pods needs an engine that can run so, and what they agree by."""
    if engine.scales != (len(engine.images) == len(IMAGE_PARTS)):
        rule = f"must be {len(IMAGE_PARTS)} where the engine says scales: true, and {len(IMAGE_PARTS) - 1} elsewhere"
        raise Unavailable(f"{path}: images: {rule}.")
    for name, plan in engine.plans.items():
        if plan.replicas > 1 and not engine.scales:
            raise Unavailable(f"{path}: plans.{name}.replicas: must be 1, since the engine does not say scales: true.")
        if plan.autoscale is not None and not engine.scales:
            raise Unavailable(f"{path}: plans.{name}.autoscale: must be left out, since the engine does not say scales: true.")
        for where, lacking in too_small(plan).items():
            raise Unavailable(f"{path}: plans.{name}.{where}: is too little for autoscale.max: {lacking}.")
