"""The administrator's account of a shop, by a program of its engine's that runs in the shop's own pod.

Each engine's package has that program as a file, and a module `owner` that says what runs it. It comes by standard input with
what it is asked in it, so that no password is in a command or an environment.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from functions.application.rotating import RotateFailed
from functions.domain.rotation import Which

ASKED: Final = "@ASKED@"
# A command in one of the shop's pods, with standard input. Raises StreamFailed.
Run = Callable[[Sequence[str], str], str]


@dataclass(frozen=True)
class OwnerAccount:
    """One shop's. `email` is its administrator's address. `passwords`: those that its database may take at the moment."""

    run: Run
    command: Sequence[str]
    program: str
    email: str
    passwords: Callable[[], Sequence[str]]

    def set(self, password: str) -> None:
        """Give the account this password, unless it has it. Raises RotateFailed, StreamFailed."""
        self._asked({"set": password, "try": []})

    def takes(self, *passwords: str) -> Sequence[bool]:
        """Say of each whether it is the account's password. Raises RotateFailed, StreamFailed."""
        said = self._asked({"try": list(passwords)}).get("takes")
        if not isinstance(said, list) or len(said) != len(passwords):
            raise RotateFailed("the shop does not say which password its administrator has")
        return [each is True for each in said]

    def _asked(self, wanted: dict[str, Any]) -> dict[str, Any]:
        words = base64.b64encode(
            json.dumps({**wanted, "email": self.email, "database": list(self.passwords())}).encode()
        ).decode()
        try:
            said = json.loads(self.run(self.command, self.program.replace(ASKED, words)))
        except ValueError as error:
            raise RotateFailed("the shop does not say which administrator it has") from error
        if not isinstance(said, dict) or said.get("found") is not True:
            raise RotateFailed("the shop has no account any more of the administrator that it was made with")
        return said


def open_account(adapter: str, run: Run, *, email: str, passwords: Callable[[], Sequence[str]]) -> OwnerAccount:
    """Return the account of a shop of that engine's."""
    owner = import_module(f"functions.adapters.shops.{adapter}.owner")
    return OwnerAccount(run, owner.COMMAND, Path(owner.PROGRAM).read_text(encoding="utf-8"), email, passwords)


def starts_for(adapter: str) -> Collection[Which]:
    """Return the passwords after whose change the pods of a shop of that engine's have to start anew."""
    found: Collection[Which] = import_module(f"functions.adapters.shops.{adapter}.owner").STARTS_FOR
    return found
