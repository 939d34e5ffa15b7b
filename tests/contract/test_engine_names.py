"""Engines are named where they are made, and nowhere else: code that knows one of them by name would know no other."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from functions.adapters.catalogue import FileCatalogue

PROJECT = Path(__file__).resolve().parents[2]
ENGINES = FileCatalogue(PROJECT / "charts").engines()
# Where an engine may be named, and why.
MAY = {
    "charts/": "what an engine is",
    "images/": "what it runs in",
    "functions/adapters/shops/": "how to order from it",
    "docs/": "people read names",
    "README.md": "people read names",
    "CHANGELOG.md": "people read names",
    "CONTRIBUTING.md": "people read names",
    "tests/unit/": "made-up catalogues, and the adapters' own tests",
    "tests/functional/": "requests as people send them, to a made-up catalogue",
    "tests/fakes/": "the made-up catalogue, and shops in memory",
    "tests/fixtures/": "what an earlier release wrote",
    "tests/images/": "the next version of an engine's image",
    "tests/e2e/test_carry_": "what an engine's own script carries over is told by that engine's own data",
    "tests/e2e/test_german_shop.py": "a buyer reads each engine's own pages",
    "tests/e2e/test_own_shop.py": "an owner's admin is one engine's",
    "tests/e2e/test_project.py": "the page that it follows is of one engine",
    "tests/contract/test_project_page.py": "the same page",
    "tests/integration/test_project_script.py": "the same page's project",
    "tests/bench/shops.py": "what each engine's shops were promised to do",
    "tests/reliability/run/shops.py": "what an engine's database holds is asked in its own tables",
    "tests/e2e/__init__.py": "one engine's HTTP API is spoken by hand there",
}


def tracked() -> list[str]:
    """Every file that belongs to the project."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.split("\0") if name and (PROJECT / name).is_file()]


def names_in(text: str, names: set[str]) -> set[str]:
    """The engines that a text names: as a word of its own, or within one that is written LikeThis or like_this."""
    words = {word.lower() for word in re.findall(r"[A-Z]?[a-z]+(?:-[a-z]+)*", text)} | set(re.findall(r"[a-z-]+", text.lower()))
    return {name for name in names if name in words}


def named_in(files: Iterable[str]) -> dict[str, list[str]]:
    """The engines that files name, by file."""
    names = {*ENGINES, *(engine.title.lower() for engine in ENGINES.values())}
    found = {name: names_in((PROJECT / name).read_text(encoding="utf-8", errors="replace"), names) for name in files}
    return {name: sorted(engines) for name, engines in found.items() if engines}


def test_no_code_script_or_role_names_an_engine() -> None:
    files = [name for name in tracked() if not name.startswith(tuple(MAY))]

    assert len(files) > 100
    assert ENGINES
    assert named_in(files) == {}


@pytest.mark.parametrize("place", MAY)
def test_every_exception_is_needed(place: str) -> None:
    assert named_in(name for name in tracked() if name.startswith(place))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('engine = "teapot"', True),
        ("store_engine=teapot", True),
        ("class FakeTeapot:", True),
        ("a Teapot shop", True),
        ("TEAPOT_URL", True),
        ("teapots and steapot", False),
        ("a tea-pot", False),
    ],
)
def test_a_name_is_found_however_it_is_written(text: str, found: bool) -> None:
    assert names_in(text, {"teapot"}) == ({"teapot"} if found else set())
