"""The lock files: what they must say, and what they must not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
LOCKS = (
    "scripts/installer.txt",
    "requirements.txt",
    "requirements-dev.txt",
    "serverless/requirements.txt",
    "tests/bench/peers/fastapi/requirements.txt",
    "tests/aws/requirements.txt",
)
PNPM_LOCKS = ("serverless/pnpm-lock.yaml", "tests/bench/peers/express/pnpm-lock.yaml")


def pins(name: str) -> list[tuple[str, str, str]]:
    """The packages of a lock file: name, version, marker."""
    text = (PROJECT / name).read_text(encoding="utf-8")
    return re.findall(r"^([a-z0-9-]+)==(\S+?)(?: ; (.*?))? \\$", text, re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_every_package_by_hash_and_names_no_host(lock: str) -> None:
    text = (PROJECT / lock).read_text(encoding="utf-8")
    packages = re.split(r"^(?=[a-z0-9])", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE), flags=re.MULTILINE)[1:]

    assert len(packages) == len(pins(lock)) > 0
    assert all("--hash=sha256:" in package for package in packages)
    assert not re.search(r"://|--index|--find-links|--trusted", text)


@pytest.mark.parametrize("lock", PNPM_LOCKS)
def test_a_lock_of_pnpm_pins_every_package_by_hash_and_names_no_host(lock: str) -> None:
    text = (PROJECT / lock).read_text(encoding="utf-8")
    resolutions = re.findall(r"^    resolution: (.*)$", text, re.MULTILINE)

    assert resolutions
    assert all(re.fullmatch(r"\{integrity: sha512-[A-Za-z0-9+/=]+\}", resolution) for resolution in resolutions)
    assert "://" not in text


def test_what_is_tested_is_what_runs() -> None:
    development = pins("requirements-dev.txt")
    shared = {name for name, _, _ in development}

    assert {(name, version) for name, version, _ in pins("requirements.txt") if name in shared} == {
        (name, version) for name, version, _ in development if name in {name for name, _, _ in pins("requirements.txt")}
    }
    assert {(name, version) for name, version, _ in development if name == "uv"} == {
        (name, version) for name, version, _ in pins("scripts/installer.txt")
    }


def test_each_python_has_an_ansible_that_supports_it() -> None:
    ansible = {marker: version for name, version, marker in pins("requirements.txt") if name == "ansible-core"}

    assert set(ansible) == {"python_full_version < '3.12'", "python_full_version >= '3.12'"}
    assert ansible["python_full_version < '3.12'"].startswith("2.19.")
    assert ansible["python_full_version >= '3.12'"].startswith("2.21.")
