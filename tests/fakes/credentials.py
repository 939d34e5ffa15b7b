"""Fakes of password hashing, and a signer with a secret of its own."""

from __future__ import annotations

from functions.adapters.signing import JwtSigner
from functions.application.accounts import Accounts
from functions.application.ports.repository import Repository
from functions.application.ports.system import Clock
from tests.fakes.platform import FakeIds


class FakeHasher:
    """Keeps passwords turned around, and what it was asked to do."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def hash(self, password: str) -> str:
        """Return what to keep."""
        self.calls.append("hash")
        return f"hashed:{password[::-1]}"

    def verify(self, kept: str | None, password: str) -> bool:
        """True if the password is the one."""
        self.calls.append("verify")
        return kept == f"hashed:{password[::-1]}"


def accounts(repository: Repository, clock: Clock, *, hasher: FakeHasher | None = None, open_to_all: bool = False) -> Accounts:
    """Users and access over a repository."""
    return Accounts.over(
        repository,
        clock=clock,
        ids=FakeIds(),
        hasher=hasher or FakeHasher(),
        signer=JwtSigner(lambda: "a secret of the tests, 32 bytes and more", clock),
        open_to_all=open_to_all,
    )
