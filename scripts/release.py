"""release.py: pushes the charts that a person may install, and their images, to an OCI registry; REGISTRY says where.

The images are those that are built (`make images`); each gets its chart's version as its tag. A packed chart takes its images
from that registry. What was pushed is in $STOREYARD_HOME/release, with a bill of materials of each image. Docker and Helm have
to be signed in there. With COSIGN_KEY all of it is signed (signing.py).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

import yaml

from scripts.bill import bill
from scripts.signing import LOOPBACK, Signer

PROJECT = Path(__file__).resolve().parents[1]
HOME = Path(os.environ.get("STOREYARD_HOME") or Path.home() / ".local/share/storeyard")
OUT = HOME / "release"
PLACE = re.compile(r"[a-z0-9.-]+(:[0-9]+)?(/[a-z0-9._-]+)+")
FOR_PEOPLE = "# For people alone"  # what follows in a .helmignore is packed here
DIGEST = re.compile(r"^Digest: (sha256:[0-9a-f]{64})$", re.MULTILINE)  # as Helm tells it


class Refused(Exception):
    """What cannot be released. The message is one sentence."""


@dataclass(frozen=True)
class Chart:
    """A chart that a person may install, and the images that it names."""

    folder: Path
    version: str
    images: tuple[str, ...]


def charts() -> list[Chart]:
    """Return every chart that is released."""
    found = []
    for values in sorted(PROJECT.glob("charts/*/values-local.yaml")):
        about, engine = (yaml.safe_load((values.parent / name).read_text()) for name in ("Chart.yaml", "engine.yml"))
        found.append(Chart(values.parent, about["version"], tuple(engine["images"])))
    return found


def place() -> str:
    """Return where to push. Raises Refused."""
    registry = os.environ.get("REGISTRY", "")
    if not PLACE.fullmatch(registry):
        raise Refused(f"REGISTRY is {registry!r}: say a host and a folder, like registry.example.org/storeyard.")
    return registry


def tags(chart: Chart, registry: str, built: dict[str, str]) -> dict[str, str]:
    """Return what each built image of a chart is called in the registry. Raises Refused for one that is not built."""
    missing = [name for name in chart.images if name not in built]
    if missing:
        raise Refused(f"The image {missing[0]} is not built: run `make images`, which says what it lacks.")
    return {built[name]: f"{registry}/{name}:{chart.version}" for name in chart.images}


def docker() -> dict[str, str]:
    """Return the environment in which docker finds the engine that `make up` uses."""
    file = HOME / "engine.env"
    name, _, value = file.read_text().strip().partition("=") if file.exists() else ("", "", "")
    return {**os.environ, **({name: value} if value else {})}


def run(*command: str, told: bool = False) -> str:
    """Run a program and return what it printed, or what it `told` on standard error. Raises Refused with its last line."""
    done = subprocess.run(command, env=docker(), capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip() or "no word").splitlines()[-1]
        raise Refused(f"`{' '.join(command[:2])}` failed: {last}")
    return done.stderr if told else done.stdout


def push_image(image: str, target: str) -> str:
    """Push a built image under its name in the registry; return that name with the digest."""
    run("docker", "tag", image, target)
    run("docker", "push", "--quiet", target)
    known: list[str] = json.loads(run("docker", "image", "inspect", "--format", "{{json .RepoDigests}}", target))
    name = target.rpartition(":")[0]
    return next((each for each in known if each.startswith(f"{name}@")), target)


def image_bill(image: str, target: str) -> dict[str, Any]:
    """Return the bill of materials of an image, from its files."""
    name, _, version = target.rpartition(":")
    container = run("docker", "create", image).strip()
    try:
        with subprocess.Popen(["docker", "export", container], env=docker(), stdout=subprocess.PIPE) as export:
            return bill(name, version, cast("IO[bytes]", export.stdout))
    finally:
        run("docker", "rm", container)


def packed(chart: Chart, registry: str, folder: Path) -> Path:
    """Pack a chart whose images are those of the registry; return the archive."""
    copy = folder / "charts" / chart.folder.name
    shutil.copytree(chart.folder, copy)
    values = copy / "values.yaml"
    text, written = re.subn(r'^  registry: ""$', f"  registry: {registry}", values.read_text(), flags=re.MULTILINE)
    if written != 1:
        raise Refused(f"charts/{chart.folder.name}/values.yaml has no image.registry that could be filled in.")
    values.write_text(text)
    ignored = copy / ".helmignore"
    ignored.write_text(ignored.read_text().partition(FOR_PEOPLE)[0])
    run("helm", "package", str(copy), "--destination", str(folder))
    return folder / f"{chart.folder.name}-{chart.version}.tgz"


def release(registry: str, built: dict[str, str]) -> dict[str, list[str]]:
    """Push all of it and write what was pushed; images first, so that no chart names one that is not there."""
    signer = Signer(run)
    if missing := signer.missing():
        raise Refused(missing)
    named = {image: target for chart in charts() for image, target in tags(chart, registry, built).items()}
    OUT.mkdir(parents=True, exist_ok=True)
    images = []
    for image, target in named.items():
        images.append(push_image(image, target))
        file = OUT / f"{target.rpartition('/')[2].partition(':')[0]}.cdx.json"
        file.write_text(json.dumps(image_bill(image, target), indent=2) + "\n")
        signer.sign(images[-1], file)
        print(f"{images[-1]}\n  {file}", flush=True)
    pushed = [push_chart(chart, registry) for chart in charts()]
    for reference in pushed:
        signer.sign(reference)
    released = {"images": images, "charts": pushed}
    (OUT / "release.json").write_text(json.dumps(released, indent=2) + "\n")
    if not signer.key:
        print("Nothing is signed: COSIGN_KEY names no key.", flush=True)
    return released


def push_chart(chart: Chart, registry: str) -> str:
    """Pack and push a chart; return its name with the digest."""
    with tempfile.TemporaryDirectory() as folder:
        archive = packed(chart, registry, Path(folder))
        plain = ["--plain-http"] if LOOPBACK.match(registry) else []
        said = run("helm", "push", str(archive), f"oci://{registry}/charts", *plain, told=True)
    digest = DIGEST.search(said)
    if digest is None:
        raise Refused(f"Helm does not say the digest of {chart.folder.name}, which it pushed: use the Helm of `make up`.")
    name = f"{registry}/charts/{chart.folder.name}"
    print(f"oci://{name} {chart.version}\n  {digest[1]}", flush=True)
    return f"{name}@{digest[1]}"


def main() -> int:
    """Release; 1 with a sentence if that cannot be."""
    try:
        file = HOME / "images.json"
        release(place(), json.loads(file.read_text()) if file.exists() else {})
    except Refused as error:
        print(f"storeyard: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
