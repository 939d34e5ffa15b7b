"""`make release` with the images that are built, Docker, Helm and cosign, to a registry on loopback."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.built import built
from tests.cluster.installation import HOME, docker_environment, make
from tests.fakes.registry import Registry, registry

pytestmark = pytest.mark.long

CHECK = ("--private-infrastructure", "--allow-http-registry")


@dataclass(frozen=True)
class Released:
    """What was pushed, and the key that it was signed with."""

    held: Registry
    place: str
    folder: Path
    images: list[str]
    charts: list[str]

    def cosign(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run cosign in the folder of the keys."""
        return subprocess.run(
            ["cosign", *words],
            cwd=self.folder,
            env={**os.environ, "COSIGN_PASSWORD": "of-tests"},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )


def docker(*words: str) -> str:
    """Ask the engine that has the images."""
    environment = {**os.environ, **docker_environment()}
    return subprocess.run(["docker", *words], env=environment, capture_output=True, text=True, check=True, timeout=60).stdout


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Released]:
    """All of it, once."""
    found = built("cosign-build", "cosign", seconds=1500)
    assert isinstance(found, Path), found
    folder = tmp_path_factory.mktemp("keys")
    with registry() as (held, address):
        place = f"{address}/shops"
        made = Released(held, place, folder, [], [])
        for name in ("own", "other"):
            done = made.cosign("generate-key-pair", "--output-key-prefix", name)
            assert done.returncode == 0, done.stderr
        make("release", REGISTRY=place, COSIGN_KEY=str(folder / "own.key"), COSIGN_PASSWORD="of-tests")
        listed = json.loads((HOME / "release/release.json").read_text())
        yield Released(held, place, folder, listed["images"], listed["charts"])
    tags = docker("image", "ls", "--format", "{{.Repository}}:{{.Tag}}", "--filter", f"reference={place}/*")
    docker("rmi", *tags.split())


def test_every_image_and_chart_is_there_and_its_signature_holds(released: Released) -> None:
    assert len(released.images) >= 5
    assert len(released.charts) == 2
    for reference in released.images + released.charts:
        done = released.cosign("verify", "--key", "own.pub", *CHECK, reference)
        assert done.returncode == 0, (reference, done.stderr)
        assert reference.rpartition("@")[2] in done.stdout


def test_a_bill_is_attested_as_its_images(released: Released) -> None:
    for image in released.images:
        done = released.cosign("verify-attestation", "--key", "own.pub", "--type", "cyclonedx", *CHECK, image)
        assert done.returncode == 0, (image, done.stderr)


def test_the_signature_of_another_key_does_not_hold(released: Released) -> None:
    done = released.cosign("verify", "--key", "other.pub", *CHECK, released.images[0])

    assert done.returncode != 0
