"""What a run of a playbook says while it runs: the worker's only view of Ansible."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class RunMessage(BaseModel):
    """One message of a run.

    `task`: a task of the role starts. `ok`, `failed`, `unreachable`: a task of the role ended, `result` is what it returned.
    `end`: the run is over, `result` has its status: successful, failed or timeout.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["task", "ok", "failed", "unreachable", "end"]
    role: str = ""
    task: str = ""
    result: dict[str, Any] = Field(default_factory=dict)
