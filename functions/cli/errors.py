"""What can go wrong, and the exit code of each: the only map from one to the other.

CliError                  1  the operation failed, or the platform could not be asked
├── Usage                 2  the command line, or a value in it, is not right
├── Declined              2  a person who was asked said no
├── StillRunning          3  --timeout came first; the operation goes on
├── NotSignedIn           4  no credential, or one that is good no more
├── Interrupted         130  Ctrl-C; what was accepted goes on
├── Unreachable           1  no answer, after a few tries
└── Problem                  the API said no: 4, 5, 6, 2 or 1 by its status
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum
from http import HTTPStatus
from typing import Any


class ExitCode(IntEnum):
    """What a script can go by."""

    OK = 0
    FAILED = 1
    USAGE = 2
    STILL_RUNNING = 3
    NOT_SIGNED_IN = 4
    REFUSED = 5
    NOT_FOUND = 6
    INTERRUPTED = 130


BY_STATUS = {
    HTTPStatus.BAD_REQUEST: ExitCode.USAGE,
    HTTPStatus.UNAUTHORIZED: ExitCode.NOT_SIGNED_IN,
    HTTPStatus.FORBIDDEN: ExitCode.REFUSED,
    HTTPStatus.NOT_FOUND: ExitCode.NOT_FOUND,
    HTTPStatus.CONFLICT: ExitCode.REFUSED,
    HTTPStatus.UNPROCESSABLE_ENTITY: ExitCode.USAGE,
    HTTPStatus.TOO_MANY_REQUESTS: ExitCode.REFUSED,
}


class CliError(Exception):
    """Ends the command: a sentence, further lines of what is known, and the command to try next."""

    code = ExitCode.FAILED

    def __init__(self, sentence: str, *, lines: Sequence[str] = (), next_command: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.lines = tuple(lines)
        self.next_command = next_command


class Usage(CliError):
    """The command line, or a value in it, is not right."""

    code = ExitCode.USAGE


class Declined(CliError):
    """A person who was asked said no."""

    code = ExitCode.USAGE


class StillRunning(CliError):
    """The time to wait is over, the operation is not."""

    code = ExitCode.STILL_RUNNING


class NotSignedIn(CliError):
    """There is no credential, or it is good no more."""

    code = ExitCode.NOT_SIGNED_IN


class Interrupted(CliError):
    """Ctrl-C while waiting."""

    code = ExitCode.INTERRUPTED


class Unreachable(CliError):
    """The platform gave no answer. `sent`: whether the request may have reached it all the same."""

    def __init__(self, sentence: str, *, sent: bool) -> None:
        super().__init__(sentence)
        self.sent = sent


class Problem(CliError):
    """The API said no (RFC 9457). `body` is its answer, `status` 400 or above."""

    def __init__(self, status: int, body: Mapping[str, Any]) -> None:
        self.status = status
        self.reason = str(body.get("reason") or "")
        fields = [error for error in body.get("errors") or () if isinstance(error, Mapping)]
        several = [f"{error.get('field')}: {error.get('rule')}" for error in fields] if len(fields) > 1 else []
        detail = str(body.get("detail") or body.get("title") or f"the answer was {status}, and it gave no reason")
        super().__init__(detail, lines=several)
        self.code = BY_STATUS.get(HTTPStatus(status), ExitCode.FAILED) if status in set(HTTPStatus) else ExitCode.FAILED
