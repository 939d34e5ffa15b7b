"""docs/medusa-project.md against what the platform has: what it says in passing is so, and all of its files fit the base."""

from __future__ import annotations

import json
import re

import pytest

from functions.adapters.catalogue import FileCatalogue
from functions.domain.image import is_allowed, repositories
from functions.settings import PROJECT
from tests.documented import PAGE, project, sections

IMAGE = PROJECT / "images/medusa"
VERSION = FileCatalogue(PROJECT / "charts").engines()["medusa"].version
TEXT = PAGE.read_text(encoding="utf-8")


def typed() -> str:
    """All that is typed, in order."""
    return "\n".join(command for section in sections() for command in section.commands)


def test_it_has_versions_of_a_project_and_what_makes_an_image_of_it() -> None:
    first, second = project("3."), project("5.")

    assert {"package.json", "tsconfig.json", "medusa-config.ts", "Containerfile", ".dockerignore"} <= set(first)
    changed = {name for name in second if first.get(name) != second[name]}
    assert len([name for name in changed if "/migrations/" in name]) == 1, "a second version migrates once more"
    assert all(first[name] == second[name] for name in first if "/migrations/" in name), "what was migrated stays as it is"
    assert "storefront/index.html" in changed


def test_its_packages_are_those_that_the_base_was_proven_with() -> None:
    base, its = (json.loads(text) for text in ((IMAGE / "package.json").read_text(), project("3.")["package.json"]))

    for kind in ("dependencies", "devDependencies"):
        assert its[kind].items() <= base[kind].items()
    assert {its["dependencies"][f"@medusajs/{name}"] for name in ("cli", "framework", "medusa")} == {VERSION}
    assert set(re.findall(r"\b2\.\d+\.\d+\b", TEXT)) == {VERSION}, "the page says another version"


def test_its_containerfile_begins_with_images_that_the_script_makes() -> None:
    stages = re.findall(r"^FROM \S+ AS (\w+)$", (IMAGE / "Containerfile").read_text(), re.MULTILINE)
    named = re.findall(r"^FROM localhost/storeyard/medusa-(\w+):(\S+)", project("3.")["Containerfile"], re.MULTILINE)

    assert named == [("project", VERSION), ("runtime", VERSION)]
    assert {name for name, _ in named} <= set(stages)
    script = (PROJECT / "scripts/project").read_text()
    assert "for stage in project runtime; do" in script
    assert '"localhost/storeyard/$engine-$stage:$version"' in script


def test_what_it_says_is_answered_is_what_its_test_expects() -> None:
    (answer,) = re.findall(r"^answers `([^`]+)`", TEXT, re.MULTILINE)

    assert json.loads(answer) == {"version": 1, "count": 1}
    assert 'assert answer == {"version": 1, "count": 1}' in (PROJECT / "tests/e2e/test_project.py").read_text()


def test_what_it_builds_is_allowed_by_what_it_sets() -> None:
    (allowed,) = re.findall(r"^OWN_IMAGES=(\S+) make up$", typed(), re.MULTILINE)
    built = re.findall(r'scripts/project "\$shop" (\S+):\d+\)', typed())

    prefixes = repositories(allowed)
    assert isinstance(prefixes, tuple)
    assert len(built) == 2
    assert all(is_allowed(f"{name}@sha256:{'a' * 64}", prefixes) for name in built)
    assert not is_allowed(f"{allowed}-other/shop@sha256:{'a' * 64}", prefixes)


def test_the_table_of_what_is_settled_names_what_the_configuration_settles() -> None:
    code = (IMAGE / "storeyard/config.ts").read_text()
    rows = TEXT.partition("| what | settled as |")[2].partition("\n\n")[0]

    for name in re.findall(r"`([A-Za-z.-]+)`", "\n".join(row.split("|")[1] for row in rows.splitlines()[2:])):
        assert name.rpartition(".")[2] in code, name


@pytest.mark.parametrize("name", ["store", "admin", "auth", "hooks"])
def test_routes_of_a_project_are_where_the_storefront_is_not(name: str) -> None:
    (paths,) = re.findall(r"^const PATHS = (\[.*\])$", (IMAGE / "project/check.js").read_text(), re.MULTILINE)
    (medusas,) = re.findall(r"\^\\/\(([a-z|]+)\)\(", (IMAGE / "src/storefront/routes.ts").read_text())[:1]

    assert name in json.loads(paths)
    assert name in medusas.split("|")
    assert f"`/{name}`" in TEXT
