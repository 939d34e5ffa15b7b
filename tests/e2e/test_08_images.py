"""The volume that keeps the node's images when the cluster goes: nothing else of a cluster may stay in it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator

import pytest

from tests.cluster.installation import PROJECT, docker_environment

CLUSTER = "storeyard-probe"
SCRIPT = PROJECT / "roles" / "cluster_kind" / "files" / "image_volume.sh"
NODE = f"{os.environ.get('STOREYARD_CLUSTER_NAME') or 'storeyard'}-control-plane"
pytestmark = pytest.mark.skipif(os.environ.get("CLUSTER", "kind") != "kind", reason="only a kind cluster has such a volume")


def bash(script: str) -> str:
    """Run a script that has the functions of image_volume.sh, and `inside` to look into the volume."""
    prelude = f"""
        . "{PROJECT}/roles/tools/files/lib.sh"
        . "{SCRIPT}"
        image=$(docker inspect -f '{{{{.Image}}}}' {NODE})
        inside() {{
            docker run --rm -i --privileged --network none -v "$volume:/var/lib/containerd" --entrypoint bash "$image" -euc "
                containerd > /dev/null 2>&1 & until ctr version > /dev/null 2>&1; do sleep 0.05; done; $1; kill %1; wait"
        }}
        volume=$(docker volume ls -q --filter "$VOLUMES")
    """
    environment = {**os.environ, **docker_environment(), "STOREYARD_CLUSTER_NAME": CLUSTER}
    done = subprocess.run(
        ["bash", "-c", prelude + script], env=environment, capture_output=True, text=True, check=False, timeout=240
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def volume() -> Iterator[None]:
    """A volume of a cluster that never was, as `make up` makes it."""
    bash('image_volume "$image"; [ -n "$IMAGE_FOLDER" ]')
    yield
    bash("drop_volumes; docker rmi -f localhost/storeyard/kept:1 localhost/storeyard/gone:1 > /dev/null 2>&1 || true")


@pytest.mark.usefixtures("volume")
def test_only_images_that_are_still_wanted_outlive_a_cluster() -> None:
    bash("""
        for name in kept gone; do
            echo $name > "$CACHE/$name" && tar -C "$CACHE" -c $name | docker import - localhost/storeyard/$name:1
            rm "$CACHE/$name"
        done
        docker save localhost/storeyard/kept:1 localhost/storeyard/gone:1 | inside '
            ctr -n k8s.io images import --all-platforms - > /dev/null
            ctr -n k8s.io containers create localhost/storeyard/kept:1 shop
            mkdir -p /var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/shop'
    """)
    lists = ("images ls -q", "containers ls -q", "snapshots ls")
    look = f"inside '{''.join(f'ctr -n k8s.io {each}; ' for each in lists)}ls /var/lib/containerd/*cri'"

    before = bash(look)
    bash("""docker rmi localhost/storeyard/gone:1 > /dev/null
        if tidied "$volume"; then exit 1; fi
        release_volumes "$image"; tidied "$volume" """)
    after = bash(look + " 2>&1 || true")

    assert {"localhost/storeyard/kept:1", "localhost/storeyard/gone:1", "shop", "sandboxes", "Active"} <= set(before.split())
    assert "localhost/storeyard/kept:1" in after.split()
    assert not {"localhost/storeyard/gone:1", "shop", "sandboxes", "Active"} & set(after.split())
    own = {name for name in before.split() if name.startswith("registry.k8s.io/")}
    assert own
    assert own <= set(after.split())


@pytest.mark.usefixtures("volume")
def test_a_volume_that_somebody_removed_is_filled_again() -> None:
    bash("""
        release_volumes "$image"; tidied "$volume"
        docker volume rm "$volume" > /dev/null
        image_volume "$image"; [ -n "$IMAGE_FOLDER" ]
    """)

    # nocopy: a container's first use of an empty volume would fill it, as the node's use of its folder does not
    bash("""
        docker run --rm --network none -v "$volume:/volume:nocopy" --entrypoint bash "$image" -euc '
            test -s /volume/storeyard-own; test -d /volume/io.containerd.metadata.v1.bolt'
    """)
