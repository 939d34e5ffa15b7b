"""`make release`, with a Docker that only says it pushes, real Helm and a registry on loopback."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from scripts import release
from scripts.bill import bill
from tests.fakes.programs import stand_in
from tests.fakes.registry import Registry, digest, registry
from tests.integration.test_charts import HELM, ROOT, helm
from tests.integration.test_plain_charts import ENGINES

DIGEST = "sha256:" + "4" * 64
DPKG = (
    "Package: bash\nStatus: install ok installed\nArchitecture: amd64\nVersion: 5.2+b1\n\nPackage: gone\nStatus: deinstall ok\n"
)
FILES = {
    "var/lib/dpkg/status": DPKG,
    "app/node_modules/left/package.json": '{"name": "left", "version": "1.0.0"}',
    "app/node_modules/left/node_modules/@a/b/package.json": '{"name": "@a/b", "version": "2.0.0"}',
    "app/node_modules/left/dist/package.json": '{"type": "module"}',
    "app/node_modules/broken/package.json": "{",
    "srv/vendor/composer/installed.json": '{"packages": [{"name": "x/y", "version": "v3"}]}',
}

pytestmark = pytest.mark.skipif(HELM is None, reason="helm is not installed (make up, or roles/tools/files/tools.sh)")


def archive() -> bytes:
    """An image's files."""
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as tar:
        for name, text in FILES.items():
            info = tarfile.TarInfo(name)
            info.size = len(text)
            tar.addfile(info, io.BytesIO(text.encode()))
    return written.getvalue()


@dataclass(frozen=True)
class World:
    """A registry, and a copy of what is released, beside a Docker that writes what it is asked for into `asked`."""

    registry: Registry
    place: str
    folder: Path

    def release(self, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run it as make does."""
        path = f"{self.folder / 'bin'}:{Path(HELM or '').parent}:{os.environ['PATH']}"
        place = {
            "HOME": str(self.folder),
            "STOREYARD_HOME": str(self.folder),
            "REGISTRY": self.place,
            "RELEASE_OUT": str(self.out),
        }
        return subprocess.run(
            [sys.executable, "-m", "scripts.release"],
            cwd=ROOT,
            env={"PATH": path, **place, **settings},
            capture_output=True,
            text=True,
            check=False,
            timeout=100,
        )

    @property
    def out(self) -> Path:
        return self.folder / "release"

    def asked(self) -> list[str]:
        """What Docker was asked for."""
        return (self.folder / "asked").read_text().splitlines()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """All images are built."""
    (tmp_path / "files.tar").write_bytes(archive())
    (tmp_path / "bin").mkdir()
    stand_in(
        tmp_path / "bin/docker",
        f"""
        cd {tmp_path}
        echo "$*" >> asked
        for last in "$@"; do :; done
        case "$1" in
            image) echo "[\\"elsewhere.example.com/x@sha256:other\\", \\"${{last%:*}}@{DIGEST}\\"]" ;;
            create) echo a-container ;;
            export) cat files.tar ;;
            push) [ ! -e full ] || {{ echo "denied: no room" >&2; exit 1; }} ;;
        esac
        """,
    )
    names = {name for chart in release.charts() for name in chart.images}
    (tmp_path / "images.json").write_text(json.dumps({name: f"localhost/storeyard/{name}:0123" for name in names}))
    with registry() as (held, address):
        yield World(held, f"{address}/shops", tmp_path)


def test_images_and_charts_are_pushed_and_listed(world: World) -> None:
    done = world.release()

    assert done.returncode == 0, done.stderr
    version = yaml.safe_load((ROOT / f"charts/{ENGINES[0]}/Chart.yaml").read_text())["version"]
    names = sorted({name for chart in release.charts() for name in chart.images})
    assert sorted(line for line in world.asked() if line.startswith("push")) == [
        f"push --quiet {world.place}/{name}:{version}" for name in names
    ]
    assert world.registry.tagged() == {f"shops/charts/{engine}:{version}" for engine in ENGINES}
    listed = json.loads((world.out / "release.json").read_text())
    assert sorted(listed["images"]) == [f"{world.place}/{name}@{DIGEST}" for name in names]
    kept = {name: manifest for (name, reference), (_, manifest) in world.registry.manifests.items() if reference == version}
    assert listed["charts"] == [f"{world.place}/charts/{engine}@{digest(kept[f'shops/charts/{engine}'])}" for engine in ENGINES]
    assert done.stdout.endswith("\nNothing is signed: COSIGN_KEY names no key.\n")
    assert sorted(file.name for file in world.out.glob("*.cdx.json")) == [f"{name}.cdx.json" for name in names]
    assert world.asked().count("rm a-container") == len(names)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_chart_from_the_registry_takes_its_images_from_there(world: World, engine: str) -> None:
    assert world.release().returncode == 0

    chart = f"oci://{world.place}/charts/{engine}"
    assert helm("pull", chart, "--plain-http", "--untar", "--destination", str(world.folder)).returncode == 0
    pulled = world.folder / engine
    values = str(pulled / "values-prod.yaml")
    done = helm("template", "tea", str(pulled), "--values", values, "--set", "host=tea.example.org")

    assert done.returncode == 0, done.stderr
    containers = [line.strip() for line in done.stdout.splitlines() if line.strip().startswith("image: ")]
    assert containers
    assert (pulled / "README.md").exists()
    assert not (pulled / "ci").exists()
    assert all(line.startswith(f'image: "{world.place}/') for line in containers)


def test_a_push_that_fails_is_told_and_no_chart_goes_before_its_images(world: World) -> None:
    (world.folder / "full").touch()

    done = world.release()

    assert (done.returncode, done.stderr) == (1, "storeyard: `docker push` failed: denied: no room\n")
    assert world.registry.tagged() == set()


@pytest.mark.parametrize("place", ["", "registry.example.org", "https://registry.example.org/storeyard", "-x/y z"])
def test_a_place_that_is_none_is_refused(world: World, place: str) -> None:
    done = world.release(REGISTRY=place)

    assert (done.returncode, done.stdout) == (1, "")
    assert f"REGISTRY is {place!r}: say a host and a folder, like registry.example.org/storeyard." in done.stderr


def test_an_image_that_is_not_built_is_told_before_anything_is_pushed(world: World) -> None:
    (world.folder / "images.json").write_text("{}")

    done = world.release()

    assert done.returncode == 1
    assert "is not built: run `make images`" in done.stderr
    assert not (world.folder / "asked").exists()


def test_a_key_without_the_program_for_it_is_told_before_anything_is_pushed(world: World) -> None:
    done = world.release(COSIGN_KEY="cosign.key", PATH=f"{world.folder / 'bin'}:/usr/bin:/bin")

    assert done.returncode == 1
    assert done.stderr.startswith("storeyard: COSIGN_KEY is set, and cosign is not installed: ")
    assert not (world.folder / "asked").exists()


def test_all_that_is_pushed_is_signed_by_its_digest_and_bills_are_attested(world: World) -> None:
    stand_in(world.folder / "bin/cosign", f'echo "$1 $(eval echo \\${{$#}}) $*" >> {world.folder}/signed')
    done = world.release(COSIGN_KEY="of-tests.key")

    assert done.returncode == 0, done.stderr
    listed = json.loads((world.out / "release.json").read_text())
    lines = [line.split() for line in (world.folder / "signed").read_text().splitlines()]
    assert [line[1] for line in lines if line[0] == "sign"] == [*listed["images"], *listed["charts"]]
    assert [line[1] for line in lines if line[0] == "attest"] == listed["images"]
    assert all("@sha256:" in line[1] and "of-tests.key" in line for line in lines)
    assert "Nothing is signed" not in done.stdout


def test_a_bill_names_every_package_once() -> None:
    made = bill("registry.example.org/shop", "1.0", io.BytesIO(archive()))

    assert made["metadata"]["component"] == {"type": "container", "name": "registry.example.org/shop", "version": "1.0"}
    assert [each["purl"] for each in made["components"]] == [
        "pkg:composer/x/y@v3",
        "pkg:deb/debian/bash@5.2%2Bb1?arch=amd64",
        "pkg:npm/%40a/b@2.0.0",
        "pkg:npm/left@1.0.0",
    ]
