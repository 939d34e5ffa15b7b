"""Runs of playbooks: how one is started, what it says, how it is ended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

from functions.domain.errors import StoreyardError
from functions.domain.operation import Operation


class TargetGone(StoreyardError):
    """What an operation was to install is not here any more: the platform was updated, or the worker is another one."""

    reason = "TargetGone"


class RunMessage(BaseModel):
    """One message of a run.

    `started`: the run has taken its job. `task`: a task of the role starts. `ok`, `failed`, `unreachable`: a task of the role
    ended, `result` is what it returned. `end`: the run is over, `result` has its status: successful, failed or timeout.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["started", "task", "ok", "failed", "unreachable", "end"]
    role: str = ""
    task: str = ""
    result: dict[str, Any] = Field(default_factory=dict)


class Run(Protocol):
    """One started run of a playbook."""

    def messages(self) -> Iterator[RunMessage]:
        """Yield what the run says, until its process is gone. Nothing after an `end`.

        No `end` means that the run broke off, since one of its own processes was killed: that says nothing of the store.
        """

    def kill(self, *, at_once: bool = False) -> None:
        """End every process of the run and remove its files; again is harmless. Raise Unavailable if one cannot be ended.

        Processes are asked first and have some seconds; `at_once`: they are not, not even where that is under way already.
        """


class Runner(Protocol):
    """Runs playbooks, each in processes of its own."""

    def sweep(self, operation_id: str) -> None:
        """End processes and remove files that earlier runs of the operation left on this host. May raise Unavailable."""

    def start(self, operation: Operation, *, seconds: int) -> Run:
        """Start the operation's playbook, which may take so many seconds. Raise Unavailable, or TargetGone."""
