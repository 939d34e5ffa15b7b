"""From messages of a run to events for people."""

from __future__ import annotations

import pytest

from functions.application.ports.runs import RunMessage
from functions.application.progress import Progress
from functions.domain.kinds import delete, provision, upgrade
from functions.domain.operation import EventStatus


class Notebook:
    """Keeps events as lines."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.time = 0.0

    def __call__(self, *, step: str, status: EventStatus, message: str) -> None:
        self.lines.append(f"{step} {status.value}: {message}")

    def now(self) -> float:
        self.time += 1
        return self.time


@pytest.fixture
def notebook() -> Notebook:
    return Notebook()


@pytest.fixture
def progress(notebook: Notebook) -> Progress:
    return Progress(notebook, kind=provision.KIND, software="Medusa 2.21.2", now=notebook.now)


def task(role: str, name: str = "Do it") -> RunMessage:
    return RunMessage(kind="task", role=role, task=name)


END = RunMessage(kind="end", result={"status": "successful"})


def test_each_role_is_one_step_however_many_tasks_it_has(progress: Progress, notebook: Notebook) -> None:
    for message in (task("store_namespace", "A"), task("store_namespace", "B"), task("store_verify"), END):
        progress.follow(message)

    assert notebook.lines == [
        "namespace started: Fencing the store in",
        "namespace succeeded: The store is fenced in (1.0 s)",
        "verify started: Placing a test order",
        "verify succeeded: Test order went through and was removed (1.0 s)",
    ]


def test_the_engine_is_named_as_the_catalogue_names_it(progress: Progress, notebook: Notebook) -> None:
    progress.follow(task("store_release"))

    assert notebook.lines == ["release started: Installing Medusa 2.21.2"]


def test_an_unknown_role_says_nothing_and_its_task_names_reach_nobody(progress: Progress, notebook: Notebook) -> None:
    for message in (task("", "Gather"), task("some_role", "Secret task name"), END):
        progress.follow(message)

    assert notebook.lines == []


def test_parts_of_the_store_are_told_once_each(progress: Progress, notebook: Notebook) -> None:
    progress.follow(task("store_release"))

    for seen in (
        {},
        {"db": False},
        {"db": False},
        {"db": True, "web": False},
        {"db": False, "web": False},
        {"db": True, "web": True},
    ):
        progress.observe(seen)

    assert [line.split(" (")[0] for line in notebook.lines[1:]] == [
        "database started: Database is starting",
        "database succeeded: Database is ready",
        "shop started: Shop is starting",
        "shop succeeded: Shop is ready",
    ]


def test_a_part_nobody_saw_become_ready_is_ready_when_the_release_is(progress: Progress, notebook: Notebook) -> None:
    progress.follow(task("store_release"))
    progress.observe({"web": False})
    progress.follow(task("store_verify"))

    assert [line.split(" (")[0] for line in notebook.lines[2:4]] == [
        "shop succeeded: Shop is ready",
        "release succeeded: Medusa 2.21.2 is installed",
    ]


def test_parts_are_told_only_while_the_release_is_being_installed(progress: Progress, notebook: Notebook) -> None:
    progress.observe({"db": True})
    progress.follow(task("store_verify"))
    progress.observe({"db": True})

    assert notebook.lines == ["verify started: Placing a test order"]


def test_what_did_not_become_ready_is_not_told_as_ready_by_a_later_step(progress: Progress, notebook: Notebook) -> None:
    progress.follow(task("store_release"))
    progress.observe({"db": False, "web": False})
    progress.follow(RunMessage(kind="failed", role="store_release"))
    for message in (task("store_verify"), END):  # a rescue
        progress.follow(message)

    assert [line.split(":")[0] for line in notebook.lines] == [
        "release started",
        "database started",
        "shop started",
        "release failed",
        "verify started",
        "verify succeeded",
    ]


def test_pods_of_a_part_that_has_no_words_are_not_told(progress: Progress, notebook: Notebook) -> None:
    progress.follow(task("store_release"))
    progress.observe({"cron": True})

    assert notebook.lines == ["release started: Installing Medusa 2.21.2"]


def test_pods_are_watched_only_while_a_step_is_about_them(progress: Progress) -> None:
    watched = [progress.watches_pods]
    for message in (task("store_namespace"), task("store_release"), task("store_verify"), END):
        progress.follow(message)
        watched.append(progress.watches_pods)

    assert watched == [False, False, True, False, False]


def test_the_step_that_began_last_is_known_also_once_it_has_failed(progress: Progress) -> None:
    assert progress.at == ""
    progress.follow(task("store_release"))
    progress.fail()

    assert progress.at == "Installing Medusa 2.21.2"


def test_an_unreachable_cluster_fails_the_step_and_a_failure_between_steps_says_nothing(
    progress: Progress, notebook: Notebook
) -> None:
    progress.fail()
    progress.follow(task("store_secret"))
    progress.follow(RunMessage(kind="unreachable", role="store_secret"))
    assert [line.split(":")[0] for line in notebook.lines] == ["secret started", "secret failed"]
    progress.fail()

    assert len(notebook.lines) == 2


@pytest.mark.parametrize("last", [RunMessage(kind="end", result={"status": "failed"}), RunMessage(kind="end")])
def test_a_step_is_done_when_its_run_has_ended_well_and_not_otherwise(
    progress: Progress, notebook: Notebook, last: RunMessage
) -> None:
    progress.follow(task("store_verify"))
    progress.follow(RunMessage(kind="ok", role="store_verify", result={"status": "successful"}))
    progress.follow(last)

    assert [line.split(":")[0] for line in notebook.lines] == ["verify started"]


def test_a_failed_task_fails_its_step_and_nothing_succeeds_after_it(progress: Progress, notebook: Notebook) -> None:
    progress.follow(task("store_verify"))
    progress.follow(RunMessage(kind="failed", role="store_verify"))
    progress.follow(RunMessage(kind="end", result={"status": "failed"}))

    assert notebook.lines[1:] == ["verify failed: Placing a test order: failed after 1.0 s"]


def test_what_fails_after_a_step_is_no_failure_of_it(notebook: Notebook) -> None:
    progress = Progress(notebook, kind=upgrade.KIND, software="Medusa 2.21.2", now=notebook.now)
    for message in (
        task("store_gate", "Open the gate"),
        task("store_upgrade", "Say that the shop is not on the new revision"),
        RunMessage(kind="failed", role="store_upgrade"),
        RunMessage(kind="end", result={"status": "failed"}),
    ):
        progress.follow(message)

    assert notebook.lines == ["open started: Opening the shop", "open succeeded: The shop is open (1.0 s)"]


def test_what_fails_in_a_role_without_words_is_a_failure_of_its_step(progress: Progress, notebook: Notebook) -> None:
    progress.follow(task("store_release"))
    progress.follow(RunMessage(kind="failed", role="some_helper"))

    assert [line.split(":")[0] for line in notebook.lines] == ["release started", "release failed"]


def test_removal_is_told_in_steps(notebook: Notebook) -> None:
    progress = Progress(notebook, kind=delete.KIND, software="", now=notebook.now)

    for name in ("Validating arguments against arg spec 'main'", *(step.task for step in delete.KIND.steps)):
        progress.follow(task("store_delete", name))

    assert [line for line in notebook.lines if " started" in line] == [
        "scan started: Looking at what there is to remove",
        "release started: Removing the release",
        "pods started: Ending its pods",
        "namespace started: Removing the namespace",
        "volumes started: Removing its volumes",
        "leftovers started: Looking for leftovers in the whole cluster",
    ]


def test_what_was_done_to_a_release_from_outside_is_told_where_it_is_seen(notebook: Notebook) -> None:
    progress = Progress(notebook, kind=provision.KIND, software="Medusa", now=notebook.now)
    said = {"release": {"state": "outside", "message": "Revision 3 was made from outside the platform."}}

    progress.follow(RunMessage(kind="ok", role="store_release", task="Look at the release", result=said))
    progress.follow(task("store_release", "Look at the release"))
    progress.follow(RunMessage(kind="ok", role="store_release", task="Look at the release", result=said))
    progress.follow(RunMessage(kind="ok", role="store_release", task="Install or upgrade the release"))

    assert notebook.lines == [
        "release started: Installing Medusa",
        "release info: Revision 3 was made from outside the platform.",
    ]
