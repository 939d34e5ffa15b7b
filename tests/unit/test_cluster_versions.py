"""A version that is written in several places is the same in all of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
NODE = PROJECT / "images/kind-node"


def found(path: Path, pattern: str) -> str:
    match = re.search(pattern, path.read_text(), re.MULTILINE)
    assert match, f"{path} has no {pattern}"
    return match[1]


@pytest.mark.parametrize(
    "places",
    [
        [
            (NODE / "programs.sh", r"KUBERNETES=(v[\d.]+)"),
            (NODE / "build.sh", r"VERSION=(v[\d.]+)"),
            (NODE / "node_images.py", r'KUBERNETES = "(v[\d.]+)"'),
            (NODE / "go/kubernetes/go.mod", r"k8s.io/kubernetes (v[\d.]+)"),
        ],
        [
            (NODE / "programs.sh", r"TRAEFIK=([\d.]+)"),
            (NODE / "node_images.py", r"library/traefik:v([\d.]+)"),
            (NODE / "go/traefik/go.mod", r"traefik/traefik/v3 v([\d.]+)"),
            (PROJECT / "roles/cluster_base/defaults/main.yml", r"library/traefik:v([\d.]+)"),
        ],
        [(NODE / "programs.sh", r"KIND=([\d.]+)"), (NODE / "go/kind/go.mod", r"sigs.k8s.io/kind v([\d.]+)")],
    ],
    ids=["kubernetes", "traefik", "kind"],
)
def test_a_version_is_the_same_wherever_it_is_written(places: list[tuple[Path, str]]) -> None:
    assert len({found(path, pattern) for path, pattern in places}) == 1
