"""The command to try next after an error, where the command that failed does not know a better one."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from string import Formatter
from typing import Any

from functions.cli.errors import CliError, NotSignedIn, Problem, Unreachable, Usage

BY_STATUS = {
    HTTPStatus.UNAUTHORIZED: "storeyard login",
    HTTPStatus.FORBIDDEN: "storeyard whoami",
    HTTPStatus.NOT_FOUND: "storeyard store list",
}
BY_REASON = {
    "StoreExists": "storeyard store list",
    "OperationInProgress": "storeyard operation list {store}",
    "OperationNotAllowed": "storeyard store show {store}",
    "NothingToRetry": "storeyard store show {store}",
    "NothingToUpgrade": "storeyard store history {store}",
    "NoBackup": "storeyard backup create {store}",
    "NoBackupOfRevision": "storeyard backup list {store}",
    "OperationEnded": "storeyard operation show {operation}",
    "BackupPinned": "storeyard backup unpin {backup}",
}


def next_command(error: CliError, *, typed: str, given: Mapping[str, Any], local: bool) -> str:
    """Return it; `typed` is the command's words, `given` its options, `local`: it asked the platform on this machine."""
    if error.next_command:
        return error.next_command
    if isinstance(error, NotSignedIn):
        return "storeyard login"
    if isinstance(error, Unreachable):
        return "make up, in the folder of Storeyard" if local else "storeyard context show"
    if isinstance(error, Usage):
        return f"{typed} --help"
    return _after(error, typed, given) if isinstance(error, Problem) else ""


def _after(problem: Problem, typed: str, given: Mapping[str, Any]) -> str:
    advice = BY_REASON.get(problem.reason, "")
    if advice and all(given.get(name) for _, name, _, _ in Formatter().parse(advice) if name):
        return advice.format(**given)
    if problem.status in BY_STATUS:
        return BY_STATUS[HTTPStatus(problem.status)]
    if problem.status in {HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY}:
        return f"{typed} --help"
    return "the same command in a moment"
