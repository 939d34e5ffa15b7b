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


def modules(program: str) -> dict[str, str]:
    """Return the version of each module that a program's go.mod names; a replacement by another version counts."""
    text = (NODE / "go" / program / "go.mod").read_text()
    named = dict(re.findall(r"^\t(\S+) (v\S+)", text, re.MULTILINE))
    return named | dict(re.findall(r"^\t(\S+) => \1 (v\S+)", text, re.MULTILINE))


@pytest.mark.parametrize(("one", "other"), [("kubernetes", "coredns"), ("kubernetes", "traefik"), ("coredns", "traefik")])
def test_programs_share_modules_in_one_version_so_that_each_is_compiled_once(one: str, other: str) -> None:
    first, second = modules(one), modules(other)
    shared = first.keys() & second.keys()

    assert {"k8s.io/api", "k8s.io/client-go", "golang.org/x/net"} <= shared
    assert {name: first[name] for name in shared} == {name: second[name] for name in shared}


def test_programs_are_compiled_by_one_release_of_go() -> None:
    releases = {found(NODE / "go" / program / "go.mod", r"^go ([\d.]+)") for program in ("kubernetes", "coredns", "traefik")}

    assert len(releases) == 1
