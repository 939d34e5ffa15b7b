"""The next version of an engine, for upgrades: an image whose start migrates a table and a column, broken ones, and a chart.

What they add is in tests/images/next/<image>: a table `storeyard_next`, with the engine's prefix if it has one, and a column
of that name in the table of orders. Both are filled from the orders that were there, and empty for those that come later.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from functions.domain.engine import Engine
from tests.cluster.installation import HOME, PROJECT, docker_environment
from tests.cluster.platform import unique

SOURCES = PROJECT / "tests/images/next"
# How a next version can fail: its migration after a table was made, its readiness for ever, or each checkout.
BROKEN = ("migration", "probe", "order")
CLUSTER = os.environ.get("STOREYARD_CLUSTER_NAME") or "storeyard"


def next_version(version: str) -> str:
    """Return the patch release after a version."""
    major, minor, patch = version.split(".")
    return f"{major}.{minor}.{int(patch) + 1}"


def has_next(engine: Engine) -> bool:
    """True of an engine whose next version can be made."""
    return (SOURCES / engine.images[0]).is_dir()


@contextmanager
def next_images(engine: Engine, broken: str = "") -> Iterator[dict[str, str]]:
    """Yield the images by name, as images.json has them, the engine's own in its next version: built, and in kind's nodes.

    With one of BROKEN, a next version that fails that way. The image is gone at the end, so no pod may need it any more.
    """
    assert broken in ("", *BROKEN), broken
    images: dict[str, str] = json.loads((HOME / "images.json").read_text())
    name = engine.images[0]
    base = images[name]
    made = f"{base.rpartition(':')[0]}:{unique('next')}"
    told = {"BASE": base, "VERSION": next_version(engine.version), "BROKEN": broken}
    arguments = [word for key, value in told.items() for word in ("--build-arg", f"{key}={value}")]
    source = SOURCES / name
    try:
        _docker(_builder(), "build", "--quiet", *arguments, f"--file={source / 'Containerfile'}", f"--tag={made}", str(source))
        for node in _nodes():
            _load(made, node)
        yield {**images, name: made}
    finally:
        _forget(made)


@contextmanager
def next_platform(base: str) -> Iterator[str]:
    """Yield the name of the platform's image in its next version: built of this one, and in kind's nodes; gone at the end."""
    made, source = f"{base.rpartition(':')[0]}:{unique('next')}", PROJECT / "tests/images/platform"
    told = (f"--build-arg=BASE={base}", f"--file={source / 'Containerfile'}", f"--tag={made}", str(source))
    try:
        _docker(_builder(), "build", "--quiet", *told)
        for node in _nodes():
            _load(made, node)
        yield made
    finally:
        _forget(made)


def image_bytes(image: str) -> int:
    """How large an image is where it was built."""
    return int(_docker("docker", "image", "inspect", "--format={{.Size}}", image))


def _forget(made: str) -> None:
    for node in _nodes():
        _docker("docker", "exec", node, "ctr", "--namespace=k8s.io", "images", "rm", made, check=False)
    _docker("docker", "image", "rm", made, check=False)


def absent_image(engine: Engine) -> dict[str, str]:
    """The images by name, the engine's own one that is nowhere."""
    images: dict[str, str] = json.loads((HOME / "images.json").read_text())
    name = engine.images[0]
    return {**images, name: f"{images[name].rpartition(':')[0]}:{unique('nowhere')}"}


@contextmanager
def on_offer(images: dict[str, str]) -> Iterator[None]:
    """Have the platform offer these images instead of its own, as it does after an update of the platform."""
    file = HOME / "images.json"
    before = file.read_text()
    try:
        _replace(file, json.dumps(images))
        yield
    finally:
        _replace(file, before)


def _replace(file: Path, text: str) -> None:
    """Write a file whole: the platform may read it at any moment."""
    draft = file.with_name(f"{file.name}.draft")
    draft.write_text(text)
    draft.replace(file)


def next_charts(engine: Engine, folder: Path) -> Path:
    """Return a copy of the charts in which the engine's is one version on: the chart's own and that of the engine."""
    charts = folder / "charts"
    shutil.copytree(PROJECT / "charts", charts, symlinks=True)
    about, described = charts / engine.name / "Chart.yaml", charts / engine.name / "engine.yml"
    for file, keys in ((about, "version|appVersion"), (described, "version")):
        says = re.compile(rf'^((?:{keys}): "?)([0-9.]+)', re.MULTILINE)
        changed, times = says.subn(lambda found: found[1] + next_version(found[2]), file.read_text())
        assert times == len(keys.split("|")), f"{file} says its version in another way"
        file.write_text(changed)
    return charts


def _load(image: str, node: str) -> None:
    """Take an image into a node, as `kind load` does it."""
    take = ["docker", "exec", "-i", node, "ctr", "--namespace=k8s.io", "images", "import", "--all-platforms", "-"]
    with subprocess.Popen(["docker", "save", image], stdout=subprocess.PIPE, env=_environment()) as saved:
        subprocess.run(take, stdin=saved.stdout, env=_environment(), capture_output=True, check=True)
    assert saved.returncode == 0, f"{image} could not be saved"


def _nodes() -> list[str]:
    return _docker("docker", "ps", f"--filter=label=io.x-k8s.kind.cluster={CLUSTER}", "--format={{.Names}}").split()


def _builder() -> str:
    """A client from 23 on needs its buildx plugin for BuildKit; Debian's has BuildKit built in (see images.sh)."""
    has_plugin = not subprocess.run(["docker", "buildx", "version"], capture_output=True, check=False).returncode
    return "docker" if has_plugin or not Path("/usr/bin/docker").exists() else "/usr/bin/docker"


def _docker(*command: str, check: bool = True) -> str:
    done = subprocess.run(command, env=_environment(), capture_output=True, text=True, check=False)
    assert not check or done.returncode == 0, f"{' '.join(command[:2])}: {done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    return done.stdout


def _environment() -> dict[str, str]:
    return {**os.environ, **docker_environment(), "DOCKER_BUILDKIT": "1"}
