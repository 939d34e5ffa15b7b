"""The docs against the code: what they name exists, and their tables say what the code does."""

from __future__ import annotations

import itertools
import json
import re
from functools import cache
from pathlib import Path

import pytest

from functions.api import answers as api
from functions.api import errors as api_errors
from functions.cli.errors import ExitCode
from functions.domain import errors, told_errors
from functions.domain.inventory_variables import INVENTORY_VARIABLES
from functions.domain.kinds import all_kinds
from functions.domain.kinds.base import Ended, Kind
from functions.domain.store import StoreStatus
from functions.settings import PROJECT, Settings
from tests.cluster import server_guide
from tests.functional.cli.shell import command_line

ROOT_PAGES = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
PAGES = [*(PROJECT / name for name in ROOT_PAGES), *sorted((PROJECT / "docs").rglob("*.md"))]
README_LINES = 120
PICTURE_BYTES = 100_000
NAMES = [str(page.relative_to(PROJECT)) for page in PAGES]
# What code says of a run that has no reason of its own, and what it never shows.
SHOWN_ELSEWHERE = {"Error", "Conflict", "LeaseLost", "Unreadable"}
TOP = ("functions", "roles", "charts", "playbooks", "images", "inventories", "docs", "scripts", "tests", "serverless")


@cache
def text_of(name: str) -> str:
    """A page's text."""
    return (PROJECT / name).read_text(encoding="utf-8")


def table(name: str, first: str) -> list[list[str]]:
    """The rows below the header of the table whose first column is called so, cells without backticks."""
    lines = text_of(name).splitlines()
    rows: list[list[str]] = []
    for number, line in enumerate(lines[1:], start=1):
        if line.startswith("|---") and lines[number - 1].startswith(f"| {first} |"):
            body = itertools.takewhile(lambda below: below.startswith("|"), lines[number + 1 :])
            rows += [[cell.strip().replace("`", "") for cell in below.strip("|").split("|")] for below in body]
    assert rows, f"{name} has no table of {first}"
    return rows


def anchors(name: str) -> set[str]:
    """What can be linked to in a page: its headings as GitHub writes them."""
    headings = re.findall(r"^#+ (.+)$", text_of(name), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def prose(name: str) -> list[str]:
    """What a page has in backticks or as a line of a code block."""
    text = text_of(name)
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))
    return [*inline, *(line for block in blocks for line in block.splitlines())]


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", text_of(name)):
        if target.startswith("https://"):
            continue
        path, _, anchor = target.partition("#")
        found = ((PROJECT / name).parent / path).resolve() if path else PROJECT / name
        assert found.exists(), f"{name}: {target}"
        if anchor:
            assert anchor in anchors(str(found.relative_to(PROJECT))), f"{name}: {target}"


@pytest.mark.parametrize("name", NAMES)
def test_files_and_folders_that_a_page_names_exist(name: str) -> None:
    for words in prose(name):
        for path in re.findall(rf"(?<![\w/.~-])((?:{'|'.join(TOP)})/[\w./*-]*)", words):
            assert list(PROJECT.glob(path.rstrip("/."))), f"{name}: {path}"


@pytest.mark.parametrize("name", NAMES)
def test_targets_of_make_that_a_page_names_exist(name: str) -> None:
    targets = set(re.findall(r"^([a-z0-9]+):", text_of("Makefile"), re.MULTILINE))

    named = {target for words in prose(name) for target in re.findall(r"\bmake ([a-z0-9]+)", words)}
    assert named <= targets


@pytest.mark.parametrize("name", NAMES)
def test_endpoints_that_a_page_names_exist(name: str) -> None:
    paths = json.loads(text_of("docs/openapi.json"))["paths"]
    known = {(method.upper(), re.sub(r"\{\w+\}", "*", path)) for path, methods in paths.items() for method in methods}

    for words in prose(name):
        for method, path in re.findall(r"\b(GET|POST|DELETE|PUT|PATCH) (/(?:api|health)[\w/{}<>-]*)", words):
            assert (method, re.sub(r"\{\w+\}|<\w+>", "*", path)) in known, f"{name}: {method} {path}"


@cache
def read_by_the_command_line() -> set[str]:
    """The variables that the command line takes from its environment."""
    texts = [file.read_text(encoding="utf-8") for file in (PROJECT / "functions/cli").glob("*.py")]
    return {name for text in texts for name in re.findall(r"""environ\.get\("([A-Z_]+)"\)""", text)}


@cache
def read_by_scripts() -> set[str]:
    """The variables that shell scripts take from their environment."""
    scripts = [*(PROJECT / "roles").glob("*/files/*.sh"), *(PROJECT / "scripts").iterdir()]
    texts = [script.read_text(encoding="utf-8") for script in scripts if script.is_file()]
    return {name for text in texts for name in re.findall(r"\$\{([A-Z_]+):[-+]", text)}


@pytest.mark.parametrize("name", NAMES)
def test_a_page_names_no_setting_that_nobody_reads(name: str) -> None:
    known = {str(field.alias) for field in Settings.model_fields.values()} | set(INVENTORY_VARIABLES) | read_by_scripts()
    known |= read_by_the_command_line()

    for setting in re.findall(r"\bSTOREYARD_[A-Z_]+\b", text_of(name)):
        assert setting in known, f"{name}: {setting}"


def test_the_readme_is_a_screen_and_a_half() -> None:
    assert len(text_of("README.md").splitlines()) <= README_LINES


def test_pictures_are_small_and_all_are_shown() -> None:
    pictures = sorted((PROJECT / "docs/pictures").iterdir())

    assert len(pictures) == 6
    for picture in pictures:
        assert picture.stat().st_size <= PICTURE_BYTES, picture
        assert f"docs/pictures/{picture.name})" in text_of("README.md"), picture


def test_the_table_of_settings_is_the_settings() -> None:
    documented = {row[0]: (row[1], row[2]) for row in table("docs/settings.md", "setting")}
    fields = {str(field.alias): field for field in Settings.model_fields.values() if field.alias}

    assert list(documented) == list(fields)
    for name, field in fields.items():
        default, meaning = documented[name]
        assert meaning == field.description, name
        if isinstance(field.default, Path):
            assert default == str(field.default.relative_to(PROJECT)), name
        elif field.is_required():
            assert default.startswith("$XDG_"), name
        else:
            assert default == ("(none)" if field.default in (None, (), frozenset()) else str(field.default)), name


def test_the_table_of_the_local_cluster_has_what_the_platform_passes_on_and_nothing_that_nobody_reads() -> None:
    documented = {row[0] for row in table("docs/settings.md", "variable")}

    assert documented >= set(INVENTORY_VARIABLES)
    assert documented <= {*INVENTORY_VARIABLES, *read_by_scripts()}


def test_make_up_remembers_what_the_platform_passes_on() -> None:
    """A later `make up` that does not repeat where backups lie would look for them elsewhere."""
    remembered = set(re.search(r"REMEMBERED=\(([^)]*)\)", text_of("scripts/up"))[1].split())  # type: ignore[index]

    given_by_the_machine = {"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"}
    assert set(INVENTORY_VARIABLES) - remembered == given_by_the_machine
    assert not [name for name in remembered if "SECRET" in name or "TOKEN" in name]


def test_the_table_of_commands_is_the_programs_own_help() -> None:
    documented = {row[0]: row[1] for row in table("docs/cli.md", "command")}

    assert documented == {name: command.help.splitlines()[0].replace("`", "") for name, command in command_line().items()}


def test_the_table_of_exit_codes_is_the_programs() -> None:
    assert [int(row[0]) for row in table("docs/cli.md", "exit code")] == [code.value for code in ExitCode]


def test_the_table_of_the_command_lines_variables_is_what_it_reads() -> None:
    documented = {row[0] for row in table("docs/cli.md", "variable")}

    assert documented == read_by_the_command_line() - {"TERM", "XDG_DATA_HOME"}


def test_the_state_table_is_the_one_the_code_asks() -> None:
    rows = {row[0]: row[1:] for row in table("docs/architecture.md", "kind")}

    assert list(rows) == list(all_kinds())
    for name, kind in all_kinds().items():
        allowed, running, success, failure, reason = rows[name]
        new = ["(new)"] if kind.creates else []
        assert allowed == ", ".join([*new, *(status.value for status in StoreStatus if status in kind.allowed_from)])
        assert running == (kind.running.value if kind.running else "as before")
        assert (success, failure) == (after(kind, good=True), after(kind, good=False))
        assert reason == kind.failure_reason


def after(kind: Kind, *, good: bool) -> str:
    """The status that a kind leaves behind, in the table's words."""
    found = {kind.status_after(Ended(good, before)) for before in StoreStatus}
    if found == set(StoreStatus):
        return "as before"
    (status,) = found
    return "(gone)" if status is None else status.value


def test_every_error_of_the_api_is_listed_with_its_status() -> None:
    documented = {(int(row[0]), row[1]) for row in table("docs/api.md", "status")}
    raised = {kind for module in (errors, told_errors, api_errors) for kind in vars(module).values() if isinstance(kind, type)}
    shown = {kind for kind in raised if issubclass(kind, errors.StoreyardError) and kind.reason not in SHOWN_ELSEWHERE}

    def status(kind: type[errors.StoreyardError]) -> int:
        return next(int(api.STATUS[parent]) for parent in kind.__mro__ if parent in api.STATUS)

    assert documented == {(status(kind), kind.reason) for kind in shown}


def test_decisions_are_numbered_and_complete() -> None:
    pages = sorted((PROJECT / "docs/decisions").glob("*.md"))

    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(page.name[:4])}. "), page.name
        assert re.findall(r"^(Status|## \w+)", text, re.MULTILINE) == ["Status", "## Context", "## Decision", "## Consequences"]


def test_the_guide_of_a_server_has_the_commands_that_its_test_types() -> None:
    commands = server_guide.block("<a repository>").splitlines()

    assert [line.split()[0] for line in commands] == ["apt-get", "git", "export", "make"]
    assert server_guide.table() == [
        "systemctl status storeyard k3s",
        "journalctl -u storeyard -f",
        "git pull && make up",
        "KEEP=data make down",
        "make down",
    ]
