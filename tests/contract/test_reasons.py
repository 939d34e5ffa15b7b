"""Reasons against the code that gives them, the pages that explain them, and the tests that cause them on a cluster."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from functions.api import runbook_page
from functions.domain import failure_words
from functions.domain.kinds import all_kinds
from functions.domain.reasons import ANSWERS_ONLY, UNEXPLAINED, all_reasons, reason_of, retryable
from functions.settings import PROJECT
from scripts import runbooks
from tests.functional.cli.shell import command_line

FILES = [file for file in sorted((PROJECT / "functions").rglob("*.py")) if "reasons" not in file.parts]
NAME = re.compile(r"[A-Z][a-z]+(?:[A-Z][a-z]+)*")
# What makes a reason of its first string, or of its second.
FIRST, SECOND = frozenset({"Trouble", "Diagnosis"}), frozenset({"Outcome"})
PAGES = sorted(runbooks.PAGES.glob("*.md"))
SECTIONS = ["How it looks", "Why it happens", "What to do", "How to prevent it"]
# What a failure is called that brings no reason.
KINDS = {kind.failure_reason for kind in all_kinds().values()}
NEVER_SHOWN = {"Conflict", "Error", "LeaseLost", "Unreadable"}
# Causes that no test makes on a cluster, and why.
NOT_CAUSED = {
    "AnsibleError": "what is not known cannot be caused; tests/unit/domain/test_failure_words.py has what is known",
    "BackupFailed": "a copy that differs is made in tests/unit/adapters/test_copying.py",
    "BackupUnusable": "tests/e2e/test_restore.py asks for backups that are not good",
    "Canceled": "tests/e2e/test_04_lifecycle.py deletes while a store is made",
    "CarryFailed": "tests/unit/application/test_carrying.py has shops that report wrongly",
    "ChangedByHand": "tests/unit/domain/test_failure_words.py has Helm's words; tests/e2e/test_drift.py repairs",
    "ClusterBusy": "no cluster is overloaded on purpose: tests/unit/roles/test_client.py answers 429 and 503",
    "ClusterError": "tests/unit/roles/test_client.py has each status that an API server can answer",
    "DataNotWhole": "tests/reliability/test_killed_restores.py leaves such data behind",
    "DataPodFailed": "tests/unit/roles/test_backup.py has pods that do not start",
    "DrainFailed": "tests/unit/roles/test_gate.py has pods that do not end",
    "Evicted": "it takes a node that runs out of memory, which would end other people's stores",
    "GateFailed": "tests/unit/roles/test_gate.py has addresses that answer otherwise",
    "GaveWay": "tests/unit/application/test_giving_way.py: no cluster has a part in it",
    "InstallFailed": "tests/unit/roles/test_extensions.py has shops that refuse",
    "InvalidRequest": "tests/unit/roles/test_actions.py: it is refused before the cluster is asked",
    "NodeDiskFull": "it takes a node whose disk is full, which would end other people's stores",
    "KeysLost": "tests/unit/roles/test_drift_actions.py takes keys away",
    "KeptOutside": "tests/unit/adapters/test_store_keys.py has Secrets that others keep",
    "NotFound": "tests/unit/roles/test_gate.py: the namespace is asked for, and nothing else of the cluster",
    "NotReady": "it is what remains where nothing is seen, and a cluster shows what is caused",
    "NothingInstalled": "tests/unit/roles/test_upgrade.py asks for revisions that are not there",
    "NothingThere": "tests/unit/roles/test_drift_actions.py looks where there is no namespace",
    "PlatformDiskFull": "it takes a disk that is full: tests/reliability/test_full_disk.py fills one",
    "PlaybookError": "no cluster is asked: tests/unit/domain/test_failure_words.py has Ansible's own words",
    "QueueTimeout": "tests/unit/application/test_queueing.py: no cluster has a part in it",
    "RepairFailed": "tests/unit/adapters/test_mend.py has objects that the cluster does not take",
    "ReleaseRefused": "tests/unit/domain/test_release.py has each state that an action did not change",
    "RevertFailed": "tests/unit/roles/test_upgrade.py has a Helm that fails",
    "RotateFailed": "tests/unit/application/test_rotating.py has shops and databases that do not take a password",
    "RunNotStarted": "tests/functional/worker/test_executor.py has a runner that does not start",
    "StoreRuns": "tests/unit/roles/test_backup.py loads under a shop that runs",
    "StreamFailed": "tests/integration/test_streams.py breaks streams",
    "TargetGone": "tests/unit/adapters/test_charts.py removes what was promised",
    "TimedOut": "tests/functional/worker/test_executor.py ends a run, tests/integration/worker/test_runs.py a real playbook",
    "UnknownCluster": "tests/unit/adapters/test_runner.py: no cluster is asked",
    "UpdateFailed": "tests/unit/roles/test_extensions.py has shops that refuse",
    "VolumeFull": "a local provisioner does not hold volumes to their size",
    "WorkerLost": "tests/unit/application/test_operations.py loses workers; no cluster has a part in it",
}


def strings(node: ast.AST | None) -> Iterator[str]:
    """The strings that an expression can be."""
    for part in ast.walk(node) if node is not None else ():
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and NAME.fullmatch(part.value):
            yield part.value


def given(tree: ast.AST) -> Iterator[str]:
    """The reasons that a module gives: of its errors, of what it found, of how it ends an operation."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            assigned = [each for each in node.body if isinstance(each, ast.Assign)]
            yield from (name for each in assigned if ast.unparse(each.targets[0]) == "reason" for name in strings(each.value))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            place = 0 if node.func.id in FIRST else 1 if node.func.id in SECOND else None
            yield from strings(node.args[place]) if place is not None and len(node.args) > place else ()
            yield from (name for each in node.keywords if each.arg == "reason" for name in strings(each.value))
        elif isinstance(node, ast.Call):
            yield from (name for each in node.keywords if each.arg == "reason" for name in strings(each.value))
        elif isinstance(node, ast.Dict):
            said = zip(node.keys, node.values, strict=True)
            named = (value for key, value in said if isinstance(key, ast.Constant) and key.value == "reason")
            yield from (name for value in named for name in strings(value))
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in {"NOT_STARTED", "NOT_OURS"}:
            yield from strings(node.value)


def of_code() -> dict[str, str]:
    """Every reason that the code can give, with a file that does."""
    found = {name: str(file.relative_to(PROJECT)) for file in FILES for name in given(ast.parse(file.read_text("utf-8")))}
    kinds = dict.fromkeys(KINDS, "functions/domain/kinds")
    return found | kinds | dict.fromkeys(failure_words.REASONS, "functions/domain/failure_words.py")


def caused() -> set[str]:
    """The reasons that tests cause on a cluster: `@causes("X")` above them."""
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in (PROJECT / "tests/e2e").glob("test_reasons*.py")]
    marks = [
        mark for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) for mark in node.decorator_list
    ]
    calls = [mark for mark in marks if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "causes"]
    return {name for call in calls for argument in call.args for name in strings(argument)}


def test_every_reason_that_the_code_gives_has_an_entry() -> None:
    missing = {name: where for name, where in of_code().items() if reason_of(name) is None and name not in ANSWERS_ONLY}

    assert missing == {}


def test_no_entry_is_left_of_a_reason_that_nobody_gives() -> None:
    assert {*all_reasons(), *ANSWERS_ONLY} - set(of_code()) == set()
    assert set(all_reasons()) & ANSWERS_ONLY == set()


def test_what_answers_alone_carry_is_listed_for_callers() -> None:
    text = (PROJECT / "docs/api.md").read_text(encoding="utf-8")

    assert {name for name in ANSWERS_ONLY - NEVER_SHOWN if f"| {name} |" not in text} == set()


def test_an_outcome_says_of_a_retry_what_the_registry_says() -> None:
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Outcome":
                said = [
                    each.value.value
                    for each in node.keywords
                    if each.arg == "retryable" and isinstance(each.value, ast.Constant)
                ]
                names = list(strings(node.args[1])) if len(node.args) > 1 else []
                assert [retryable(name) for name in names for _ in said] == said[: len(names)], file


def test_the_pages_are_those_of_the_reasons_with_the_heads_that_are_generated() -> None:
    made = runbooks.pages()

    assert {page.name for page in PAGES} == set(made), "python -m scripts.runbooks"
    assert [page.name for page in PAGES if page.read_text(encoding="utf-8") != made[page.name]] == []


@pytest.mark.parametrize("page", [page for page in PAGES if page.stem != runbook_page.INDEX], ids=lambda page: page.stem)
def test_a_page_says_all_that_it_shall_and_no_more(page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS
    assert 20 <= len(text.splitlines()) <= 45


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_is_shown_whole_and_brings_nothing_else_with_it(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    shown = runbook_page.page_of(text)

    assert not re.search(r"(?:src|href)=\"(?!/docs/runbooks)", shown)
    assert set(re.findall(r"href=\"/docs/runbooks/(\w+)\"", shown)) <= {each.stem for each in PAGES}
    words = re.sub(r"<style>.*?</style>|<[^>]+>", " ", shown)
    assert "**" not in words
    assert "](" not in words
    assert len(re.findall(r"<li>", shown)) == len(re.findall(r"^- ", text, re.MULTILINE))


def test_words_are_sentences_and_commands_are_there() -> None:
    known = {*command_line(), *(name.split()[0] for name in command_line())}
    for reason in all_reasons().values():
        for sentence in (reason.meaning, reason.next_step):
            assert sentence[0].isupper() or sentence[0] == "`", reason.name
            assert sentence.endswith("."), reason.name
            assert len(sentence) <= 160, reason.name
        assert NAME.fullmatch(reason.name)
        assert "{" not in reason.next_step_of("demo")
    texts = [page.read_text(encoding="utf-8") for page in PAGES] + [reason.next_step for reason in all_reasons().values()]
    for text in texts:
        for group, name in re.findall(r"`storeyard (\S+?)(?: ([a-z-]+))?(?: [^`]*)?`", text):
            assert group in known, f"storeyard {group}"
            assert f"{group} {name}" in known or group in command_line() or not name, f"storeyard {group} {name}"


def test_what_a_kind_is_called_that_failed_without_a_cause_has_the_one_page_for_that() -> None:
    named = {name: reason_of(name) for name in KINDS - set(all_reasons())}

    assert {reason.stem for reason in named.values() if reason is not None} == {UNEXPLAINED}
    assert all(named.values())


def test_every_reason_is_caused_on_a_cluster_or_it_is_said_why_not() -> None:
    assert caused() | set(NOT_CAUSED) == set(all_reasons())
    assert caused() & set(NOT_CAUSED) == set()
    for why in NOT_CAUSED.values():
        for name in re.findall(r"tests/[\w./]+\.py", why):
            assert (PROJECT / name).is_file(), name
